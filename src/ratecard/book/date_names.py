"""Names of dates that mean something else already, and names that nobody uses."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from ratecard.book.keys import Keys
from ratecard.book.named_dates import DATES
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.rulefiles.keys.grammar import Grammar
from ratecard.rulefiles.keys.shapes import PLURAL_FORMS, KnownKeys, Shape, Table
from ratecard.rulefiles.stated import BEGINS, NEVER, DateName, FileKind, FileStatements, StatedTimeLine
from ratecard.rulefiles.stating.choices import CHOICE_KEYS
from ratecard.rulefiles.stating.forms import WRAPPER_KEYS
from ratecard.rulefiles.stating.ranges import RANGE_KEYS
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import LANGUAGE
from ratecard.rulefiles.wrong import Wrong

OF_FORMS = (*CHOICE_KEYS, *WRAPPER_KEYS, *RANGE_KEYS, *PLURAL_FORMS)
OF_VALUES = (*OF_FORMS, BEGINS.name, NEVER, "none", "inherit", "unknown", "rest")
"""Words that may stand where a value does, or beside one."""


def names_that_mean_more(files: Sequence[FileStatements], keys: Keys) -> dict[str, str]:
    """Each declared name of a date that means something else, with what: "the id of a package"."""
    declared = _declared(files)
    if not declared:
        return {}
    words, things = set(_words(keys.grammar)), dict(_things(files, keys.grammar))
    meanings = {name: _meaning(name, words, things) for name in sorted(declared)}
    return {name: what for name, what in meanings.items() if what}


def check_date_names(files: Sequence[FileStatements], bad: Mapping[str, str], report: Report) -> None:
    """Reports each of these names, which mean something else, where it is declared."""
    declared = _declared(files) if bad else {}
    for name, what in bad.items():
        sentence = f"{name} is the name of a date, and {what}"
        hint = f"write another name, for example {name}_date"
        report(Diagnostic(code="bad-date-name", sentence=sentence, place=declared[name], hint=hint))


def follows_from_names(found: Diagnostic, files: Iterable[FileStatements], bad: Container[str]) -> bool:
    """Whether a key is only taken for an unknown date because one of these names stands beside it.

    `bonus: {coins_100: 5 %, coins_1000: 6 %}` is by package; once a date is named coins_100, it reads as a time line.
    """
    if found.code != "unknown-date" or found.place is None:
        return False
    place = found.place
    leaves = (
        leaf
        for file in files
        if file.file == place.file
        for of_file in (file.plain, *file.by_platform.values())
        for leaf in of_file.values()
    )
    return any(
        isinstance(leaf, StatedTimeLine)
        and _holds(leaf.place, place)
        and any(isinstance(key.value, DateName) and key.value.name in bad for key, _ in leaf.entries)
        for leaf in leaves
    )


def _holds(whole: Place, part: Place) -> bool:
    return (whole.line, whole.column) <= (part.line, part.column) and (part.end_line, part.end_column) <= (
        whole.end_line,
        whole.end_column,
    )


def doubt_unused_dates(files: Sequence[FileStatements], report: Report) -> None:
    """Warns of each declared name of a date by which nothing is dated."""
    declared = _declared(files)
    used = {name.value for file in files for name in file.dates_used} if declared else set()
    for name, place in sorted(declared.items()):
        if name not in used:
            sentence, hint = f"{name} is the name of a date that no time line uses", "use it as a key, or delete it"
            warning = Severity.WARNING
            report(Diagnostic(code="unused-date", sentence=sentence, place=place, hint=hint, severity=warning))


def _declared(files: Sequence[FileStatements]) -> dict[str, Place]:
    """Where each name of a date is declared."""
    declaring = (file for file in files if (DATES,) in file.mapping_places and file.kind is FileKind.RULES)
    return {
        path[1]: place
        for file in declaring
        for path, place in file.id_places.items()
        if path[:1] == (DATES,) and len(path) == 2
    }


def _meaning(name: str, words: set[str], things: Mapping[str, str]) -> str:
    """What a name means already, for a sentence; "" where it means nothing."""
    if name in words:
        return "a word of the language"
    if type(parse_value(LANGUAGE, name)) is not Wrong:
        return "a tag of a language"
    return f"the id of {things[name]}" if name in things else ""


def _words(grammar: Grammar) -> Iterator[str]:
    """Every key of the language, and every word that stands where values do."""
    yield from OF_VALUES
    yield from grammar.home_of_key
    yield "platforms"
    for shapes in (*grammar.keys_of.values(), *grammar.platform_keys.values()):
        yield from _keys(shapes.items())


def _keys(shapes: Iterable[tuple[str, Shape]]) -> Iterator[str]:
    for name, shape in shapes:
        yield name
        of = shape.of if isinstance(shape, Table) else shape
        if isinstance(of, KnownKeys):
            yield from _keys(of.keys.items())
        elif isinstance(of, Table):
            yield from _keys([("", of)])


def _things(files: Iterable[FileStatements], grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Every identifier that a file states, with what it names: "a package"."""
    for file in files:
        for path in file.id_places:
            noun = grammar.noun_at(path)
            if noun and path[:1] != (DATES,):
                yield path[-1], _with_article(noun)
        yield from ((platform, "a platform") for platform in file.platform_places)
        if file.kind is FileKind.GROUP:
            yield file.name, "a group"


def _with_article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"
