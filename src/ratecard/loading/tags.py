"""Languages that CLDR does not know, and regions that ISO 3166 does not have. The engine itself knows no locale."""

from ratecard.book.layers import stated_values
from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.diagnostics.fixes import Suggestion, examples, possible
from ratecard.locale.tags import parse_locale, tag_of
from ratecard.locale.territories import is_territory, official_territory
from ratecard.rulefiles.stated import ANY_LANGUAGE, FileKind, FileStatements, KeyPath, Leaves, Stated
from ratecard.rulefiles.text.decoding import Report

UNIONS = {"EU": "the European Union", "EZ": "the euro area", "UN": "the United Nations"}
"""Codes that CLDR has for unions of countries."""


def check_tags(files: list[FileStatements], report: Report) -> None:
    """Reports languages that CLDR does not know and regions that ISO 3166 does not: the engine knows no locale."""
    for file in files:
        country = file.name.partition("-")[0]
        if file.kind is FileKind.REGION and file.name and not is_territory(country):
            _unknown_country(country, file.plain[("region",)].place, report)
        for platform, leaves in (("", file.plain), *file.by_platform.items()):
            _check_languages(leaves, file.id_places, platform, report)
            _check_regions_named(leaves, report)


def _check_regions_named(leaves: Leaves, report: Report) -> None:
    """Reports a region that a value names and that ISO 3166 does not have: nothing would ever come from it."""
    for path, leaf in leaves.items():
        for stated in stated_values(leaf) if path[-1] == "domestic" else ():
            country = str(stated.value).partition("-")[0]
            if isinstance(stated.value, str) and not is_territory(country):
                _unknown_country(country, stated.place, report)


def _unknown_country(code: str, place: Place, report: Report) -> None:
    """Reports a code that is not a country's: one that was meant, or that of a union, a group here."""
    official = official_territory(code)
    offers = possible(official) if official else ()
    sentence, hint = f"{code} is not a country of ISO 3166-1", ""
    if code in UNIONS:
        sentence = f"{code} is {UNIONS[code]}, and no country of ISO 3166-1"
        hint = f"state what its members share in regions/groups/, as group: {code.lower()}"
    elif not offers:
        hint, offers = "write a code of ISO 3166", examples("DE", "US")
    fixes = fixes_at(place, offers)
    report(Diagnostic(code="unknown-country", sentence=sentence, place=place, hint=hint, fixes=fixes))


def _check_languages(leaves: Leaves, tags: dict[KeyPath, Place], platform: str, report: Report) -> None:
    stated: dict[tuple[str, ...], Place] = {}
    for path, leaf in leaves.items():
        if "name" in path[:-1]:
            depth = path.index("name") + 1
            if path[depth] != ANY_LANGUAGE:
                tag = path[: depth + 1]
                stated.setdefault(tag, tags.get((platform, *tag), leaf.place))
        elif path == ("languages",) and type(leaf) is Stated and type(leaf.value) is tuple:
            stated.update({("languages", str(item.value)): item.place for item in leaf.value})
    for path, place in stated.items():
        locale = parse_locale(path[-1])
        canonical = tag_of(locale) if locale is not None else None
        if canonical != path[-1]:
            known = "is not how CLDR writes that language" if canonical else "is not a language of CLDR"
            offers = (Suggestion(canonical),) if canonical else examples("en", "pt-BR")
            hint = "" if canonical else "write a BCP 47 tag"
            sentence, fixes = f"{path[-1]} {known}", fixes_at(place, offers)
            found = Diagnostic(code="unknown-language", sentence=sentence, place=place, hint=hint, fixes=fixes)
            report(found)
