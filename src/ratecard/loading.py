"""A folder of rule files to a rule book: reading, typing, resolving and checking, put together in one place.

The server, the command line and the tests all load through here. Other modules read files too, and make no book of
them: `files` single ones, and the lines that are shown beside mistakes; `schemas` the names that rule files state.
"""

import gc
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import msgspec

from ratecard.book.building import build
from ratecard.book.keys import Keys
from ratecard.book.layers import stated_values
from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.book.stating import Stating
from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity, fixes_at
from ratecard.diagnostics.fixes import Offer, examples, possible
from ratecard.keys.registry import KEYS
from ratecard.locale import geography
from ratecard.locale.labels import needed_forms
from ratecard.locale.tags import parse_locale, tag_of
from ratecard.locale.territories import is_territory, official_territories, official_territory
from ratecard.rulefiles.decoding import BYTES_MOST
from ratecard.rulefiles.leaves import broken
from ratecard.rulefiles.nearby import Geography
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import ANY_LANGUAGE, BROKEN, FileKind, FileStatements, KeyPath, Leaf, Leaves, Stated
from ratecard.rulefiles.stating import name_by_file

UNIONS = {"EU": "the European Union", "EZ": "the euro area", "UN": "the United Nations"}
"""Codes that CLDR has for unions of countries."""

FILES_MOST = 5_000
UNREAD_MOST = 100
"""Files between the rule files that are named: more of them are a folder of something else."""

STATING_BYTES_MOST = 4_000
"""Bytes of a file without the right ending that are looked at, to see whether it states rules."""

BOOK_BYTES_MOST = 64_000_000
NEW_BOOK = (
    "name a folder that holds both, by --book; a new book has rules/book.yaml with begins:, languages:, "
    "units: {coin: {name: …, price: …}} and platforms: {ios: {name: …, commission: …}}, "
    "and regions/de.yaml with region:, currency: and time_zone:"
)
WORDS_MOST = 400
"""Characters of a diagnostic's sentence, and of its hint."""


CLDR = Geography(
    currencies_of=geography.currencies_of,
    currencies_named=geography.currencies_named,
    currencies_around=geography.currencies_around,
    other_money=geography.other_money,
    signs_of=geography.signs_of,
    country_named=geography.country_named,
    countries_of=official_territories,
    zones_named=geography.zones_named,
    zones=geography.zones,
    zones_of=geography.zones_of,
)
"""What is known of countries and their money, for what to write instead of a code that is none."""


class Loaded(msgspec.Struct, frozen=True):
    """A book, or None where an error blocks it, and every diagnostic of the run, sorted by place."""

    book: RuleBook | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many diagnostics block the book."""
        return sum(found.severity is Severity.ERROR for found in self.diagnostics)


def load_book(folder: Path, *, keys: Keys = KEYS, memo: Memo | None = None) -> Loaded:
    """Loads the book in a folder that holds `rules/` and `regions/`. Nothing is raised for what is wrong in it.

    `keys` are those of the language. What a load with the same memo made before is used again where it is the same.
    """
    found: list[Diagnostic] = []
    return load_texts(_read_folder(folder, found.append), found, keys=keys, memo=memo)


def load_texts(
    files: Mapping[str, bytes | str],
    before: list[Diagnostic] | None = None,
    *,
    keys: Keys = KEYS,
    memo: Memo | None = None,
) -> Loaded:
    """Loads a book from texts by path ("rules/book.yaml", "regions/de.yaml"), as `load_book` does from a folder.

    `keys` are those of the language. What a load with the same memo made before is used again where it is the same.
    """
    diagnostics = list(before or ())
    all_read = not any(found.severity is Severity.ERROR for found in diagnostics)
    own = Memo() if memo is None else memo
    with _collector_paused(), own.loading((keys,)):
        loaded = _load(files, diagnostics, all_read, keys, own)
        if memo is not None:
            memo.close(good=loaded.book is not None)
        return loaded


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Lets the cyclic garbage collector rest: a load makes many objects and no cycles, and a third of it was searching.

    It goes on as it was, also where something is raised.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(
    files: Mapping[str, bytes | str], diagnostics: list[Diagnostic], all_read: bool, keys: Keys, memo: Memo
) -> Loaded:
    stated: list[FileStatements] = []
    memo.hear(diagnostics.append)
    stating = Stating(keys.grammar, cache(lambda: _currencies_in(files)), CLDR, memo)
    for name, content in sorted(files.items()):
        kind = kind_of(name)
        if kind is None:
            _misplaced(name, diagnostics.append)
        else:
            found = stating.state(name, kind, content if isinstance(content, bytes) else content.encode())
            if found is not None:
                stated.append(found)
    readable = len(stated) == len(files) and all_read
    stated = _named_by_their_files(stated)
    tags = memo.table("tags")
    for file in stated:
        if tags.find((file.plain,), file.name) is None:
            since = memo.mark()
            _check_tags(file, memo.tell)
            tags.keep((file.plain,), file.name, None, since)
    if readable:
        _check_plurals([file.plain for file in stated if file.kind is FileKind.RULES], diagnostics.append)
    book = build(stated, keys, diagnostics.append, CLDR, memo) if readable else None
    diagnostics = sorted(map(_bounded, diagnostics), key=_by_place)
    blocked = any(found.severity is Severity.ERROR for found in diagnostics)
    return Loaded(None if blocked else book, tuple(diagnostics))


def _named_by_their_files(files: list[FileStatements]) -> list[FileStatements]:
    """The files, where a region, or a group that has members, goes by its file's name if it does not say which it is.

    That is reported; and so all else that the file states is looked at. No other file has that name.
    """
    taken = {(file.kind, file.name) for file in files}
    members = {
        str(item.value)
        for file in files
        for stated in stated_values(file.plain.get(("groups",), broken(file.place)))
        if type(stated.value) is tuple
        for item in stated.value
    }
    named = []
    for file in files:
        name = name_by_file(file.file, file.kind) if not file.name else ""
        known = is_territory(name.partition("-")[0]) if file.kind is FileKind.REGION else name in members
        if known and (file.kind, name) not in taken:
            taken.add((file.kind, name))
            file = msgspec.structs.replace(file, name=name)  # noqa: PLW2901
        named.append(file)
    return named


def _currencies_in(files: Mapping[str, bytes | str]) -> frozenset[str]:
    """The codes of currencies that stand anywhere in a book: whoever misspells one, probably means one of these."""
    texts = (content if isinstance(content, str) else content.decode(errors="replace") for content in files.values())
    return frozenset(code for text in texts for code in set(re.findall(r"\b[A-Z]{3}\b", text)) & CURRENCIES.keys())


def kind_of(file: str) -> FileKind | None:
    """The kind of a rule file by its path in the book, or None for a file that is none."""
    if not file.endswith((".yaml", ".yml")):
        return None
    folders = file.split("/")[:-1]
    if folders[:1] == ["rules"]:
        return FileKind.RULES
    if folders == ["regions", "groups"]:
        return FileKind.GROUP
    return FileKind.REGION if folders == ["regions"] else None


def _bounded(found: Diagnostic) -> Diagnostic:
    """The diagnostic with sentence and hint cut to what people read: what a file holds may be of any length."""
    if len(found.sentence) <= WORDS_MOST and len(found.hint) <= WORDS_MOST:
        return found
    return msgspec.structs.replace(found, sentence=_cut(found.sentence), hint=_cut(found.hint))


def _cut(text: str) -> str:
    return text if len(text) <= WORDS_MOST else text[: WORDS_MOST - 1] + "…"


def _may_state_rules(name: str) -> bool:
    """Whether a file was probably meant as rules: fr.yaml, and by mistake fr.yaml.txt, fr.YAML or fr.json."""
    return bool(re.search(r"\.(ya?ml|json)(\.[a-z]+)?$", name, re.IGNORECASE)) and not name.endswith("~")


def _misplaced(file: str, report: Report) -> None:
    named = file.endswith((".yaml", ".yml"))
    hint = "move it to rules/, regions/ or regions/groups/" if named else "give it a name that ends in .yaml"
    sentence = f"{file} lies where no rule file is read" if named else f"{file} is not named like a rule file"
    report(Diagnostic(code="misplaced-file", sentence=sentence, place=Place(file, 1, 1, 1, 1), hint=hint))


_TABLES = {"csv", "tsv", "xls", "xlsx", "xlsm", "ods", "numbers"}
_FOR_PEOPLE = re.compile(r"(README|LICENSE|LICENCE|NOTICE|CHANGELOG)\b.*|.*\.(md|rst|adoc)|.*~", re.IGNORECASE)
"""Files that people keep beside rule files, and never mean as one."""

_STATES = re.compile(rb"^(region|group|platforms|packages|tax|prices):", re.MULTILINE)


def _not_read(path: Path, file: str, report: Report) -> None:
    """Reports a file between the rule files that is none: whoever put it there may believe that it counts.

    One that states a region or a group is an error like any that is not named rightly; any other is a warning.
    """
    stem, _, ending = path.name.rpartition(".")
    content = _read_file(path, STATING_BYTES_MOST) if ending.lower() in ("txt", path.name.lower()) else b""
    if isinstance(content, bytes) and _STATES.search(content):
        _misplaced(file, report)
        return
    what = "a table" if ending.lower() in _TABLES else "not a YAML file"
    sentence = f"{file} is {what}, and only YAML files are read here"
    folder, name = file.rpartition("/")[0], re.sub(r"\W+", "_", (stem or path.name).lower())
    hint = f"write what it states into {folder}/{name}.yaml, or move it out of {file.partition('/')[0]}/"
    place = Place(file, 1, 1, 1, 1)
    warning = Severity.WARNING
    report(Diagnostic(code="misplaced-file", sentence=sentence, place=place, hint=hint, severity=warning))


def _by_place(found: Diagnostic) -> tuple[str, int, int, str]:
    place = found.place
    return (place.file, place.line, place.column, found.code) if place else ("", 0, 0, found.code)


def _read_folder(folder: Path, report: Report) -> dict[str, bytes]:
    """The rule files of a book's folder by path. Links that lead out of it, and what is no plain file, are refused."""
    files: dict[str, bytes] = {}
    parts = [part for part in ("rules", "regions") if (folder / part).is_dir()]
    if not parts:
        sentence = f"{folder} holds no rules/ and regions/"
        report(Diagnostic(code="no-book", sentence=sentence, place=None, hint=NEW_BOOK))
        return files
    inside, read, unread = folder.resolve(), 0, 0
    for part in parts:
        if not _lies_in(folder / part, inside):
            sentence = f"{part} is a link that leads out of the book"
            start = Place(part, 1, 1, 1, 1)
            hint = "put the folder itself here"
            report(Diagnostic(code="file-outside-book", sentence=sentence, place=start, hint=hint))
            return files
    for path in sorted(path for part in parts for path in (folder / part).rglob("*")):
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")
        start = Place(name, 1, 1, 1, 1)
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink() and (path.is_dir() or not _lies_in(path, inside)):
            sentence = f"{name} is a link that leads out of the book, or to a folder"
            hint = "put the file itself here"
            report(Diagnostic(code="file-outside-book", sentence=sentence, place=start, hint=hint))
            continue
        if not _may_state_rules(path.name):
            if unread < UNREAD_MOST and path.is_file() and not _FOR_PEOPLE.fullmatch(path.name):
                unread += 1
                _not_read(path, name, report)
            continue
        if len(files) >= FILES_MOST:
            sentence = f"the book has more than {FILES_MOST:,} files"
            report(Diagnostic(code="too-many-files", sentence=sentence, place=start, hint="put small files together"))
            break
        content = _read_file(path)
        if isinstance(content, bytes):
            read += len(content)
            if read > BOOK_BYTES_MOST:
                sentence = f"the book has more than {BOOK_BYTES_MOST:,} bytes"
                report(Diagnostic(code="file-too-large", sentence=sentence, place=start, hint="split the book"))
                break
            files[name] = content
        else:
            sentence = f"{name} can not be read: {content}"
            report(Diagnostic(code="unreadable-file", sentence=sentence, place=start, hint="make it a readable file"))
    return files


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, lies in a folder. One to itself counts as if: it can not be read anyway."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return True


def _read_file(path: Path, most: int = BYTES_MOST) -> bytes | str:
    """What a file holds, one byte beyond the bound at the most; or why it cannot be read."""
    try:
        if not path.is_file():
            return "Is a directory" if path.is_dir() else "it is no plain file"
        with path.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        return error.strerror or "the system does not say why"


def _check_tags(file: FileStatements, report: Report) -> None:
    """Reports languages that CLDR does not know and regions that ISO 3166 does not: the engine knows no locale."""
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
    """Reports a code that is no country's: another one for it, or that of a union, whose members are a group here."""
    official = official_territory(code)
    offers = possible(official) if official else ()
    sentence, hint = f"{code} is no country of ISO 3166-1", ""
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
            known = "is not how CLDR writes that language" if canonical else "is no language of CLDR"
            offers = (Offer(canonical),) if canonical else examples("en", "pt-BR")
            hint = "" if canonical else "write a BCP 47 tag"
            sentence, fixes = f"{path[-1]} {known}", fixes_at(place, offers)
            found = Diagnostic(code="unknown-language", sentence=sentence, place=place, hint=hint, fixes=fixes)
            report(found)


def _is_broken(leaf: Leaf) -> bool:
    return isinstance(leaf, Stated) and leaf.value is BROKEN


def _check_plurals(rules: list[Leaves], report: Report) -> None:
    """Warns of plural forms that a unit's name lacks in a language: people would read another form."""
    forms: dict[tuple[str, str], dict[str, Place]] = {}
    if any(path[0] == "units" and _is_broken(leaf) for leaves in rules for path, leaf in leaves.items()):
        return
    for path, leaf in (stated for leaves in rules for stated in leaves.items()):
        if path[0] == "units" and len(path) == 5 and path[2] == "name":
            forms.setdefault((path[1], path[3]), {})[path[4]] = leaf.place
    for (unit, tag), stated in forms.items():
        if parse_locale(tag) is None:
            continue
        lacking = [form for form in needed_forms(tag) if form not in stated]
        if lacking:
            report(
                Diagnostic(
                    code="plural-form-missing",
                    sentence=f"the {tag} name of {unit} lacks the plural form {', '.join(lacking)}",
                    place=min(stated.values()),
                    hint=f"add {lacking[0]}: to it",
                    severity=Severity.WARNING,
                )
            )
