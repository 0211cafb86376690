"""The platforms that a book declares, and uses of others."""

from collections.abc import Sequence

from ratecard.book.declaring import tell_missing, text_of
from ratecard.book.layers import Layer, Layers
from ratecard.book.misdeclared import files_of, misdeclared, notes_of, used_in
from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.diagnostics.fixes import possible
from ratecard.rulefiles.near import meant_or, slips
from ratecard.rulefiles.text.decoding import Report


def platforms_of(layers: Layers, report: Report) -> dict[str, dict[str, str]]:
    """Platforms by id with their names. One is declared by a name under rules/; any other use of it is reported.

    In a book without a library anything that is said of a platform under rules/ declares it, unless it is written like
    a named one: it has no names then.
    One that is used there under a name like no other is meant as a platform all the same. Where `platforms` is misspelt
    under rules/, which is reported, any platform may have been declared there.
    """
    lost = ("platforms",) in layers.rules.plain
    declared, known = _declared(layers)
    meant: dict[str, dict[str, str]] = {}
    unknown = {name: places for name, places in layers.platform_places.items() if name not in declared}
    unused = [
        name for name, places in layers.platform_places.items() if name in declared and len(files_of(places)) == 1
    ]
    for platform, places in sorted(unknown.items()):
        slip = misdeclared(platform, places, unused)
        if slip and not lost:
            report(_misdeclared_platform(slip, layers.platform_places[slip][0], platform, places))
            continue
        for place in places if not lost else ():
            keys = "name: …" if platform in layers.rules.by_platform else "name: …, commission: …"
            declaring = f"declare it under rules/: platforms: {{{platform}: {{{keys}}}}}"
            hint, offers = meant_or(platform, known, declaring)
            if not offers and (not known or platform in layers.rules.by_platform):
                meant[platform] = {}
            sentence = f"{platform} is a platform that no file under rules/ declares by a name"
            fixes = fixes_at(place, offers)
            report(Diagnostic(code="unknown-platform", sentence=sentence, place=place, hint=hint, fixes=fixes))
    if not declared and not layers.platform_places and not lost:
        where = min((leaf.place for leaf in layers.rules.plain.values()), default=None)
        if layers.library is not None:
            tell_missing(report, "sells_on", "the platforms that the book sells on: sells_on: [ios, web]", where)
        else:
            tell_missing(report, "platforms", "platforms: {ios: {name: App Store, commission: …}}", where)
    return declared | meant


def _declared(layers: Layers) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """The platforms that are declared, with their names; and all that are known, be they of the library alone."""
    declared = _named(layers.rules)
    if layers.library is not None:
        known = {**_named(layers.library.rules), **declared}
        used = set(layers.sells_on or layers.platform_places)
        return {name: own for name, own in known.items() if name in used}, known
    nameless = sorted(name for name in layers.rules.by_platform if not slips(name, declared))
    declared = {**{name: dict[str, str]() for name in nameless}, **declared}
    return declared, declared


def _named(rules: Layer) -> dict[str, dict[str, str]]:
    """The platforms that a layer gives names, with these."""
    declared: dict[str, dict[str, str]] = {}
    for platform, leaves in sorted(rules.by_platform.items()):
        texts = {path[-1]: text_of(leaf) for path, leaf in leaves.items() if path[0] == "name"}
        if texts:
            declared[platform] = {tag: text for tag, text in sorted(texts.items()) if text is not None}
    return declared


def _misdeclared_platform(slip: str, declared: Place, platform: str, uses: Sequence[Place]) -> Diagnostic:
    sentence = f"{slip} is declared here as a platform and used nowhere, and {used_in(uses)} {platform}"
    fixes, notes = fixes_at(declared, possible(platform)), notes_of(platform, uses)
    return Diagnostic(code="unknown-platform", sentence=sentence, place=declared, notes=notes, fixes=fixes)
