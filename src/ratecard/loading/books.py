"""Texts to a rule book: reading, typing, resolving and checking, put together in one place.

The server, the command line, Python callers and the tests all load through here.
"""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from ratecard.book.building import build
from ratecard.book.date_names import follows_from_names, names_that_mean_more
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, put_together, stated_values
from ratecard.book.library import Library, lay_under
from ratecard.book.memo import Memo
from ratecard.book.named_dates import dates_named, declared_in, with_dates
from ratecard.book.rulebook import RuleBook
from ratecard.book.stating import Stating
from ratecard.currency import CURRENCIES
from ratecard.diagnostics.diagnostic import Diagnostic, Severity, by_place
from ratecard.keys.registry import KEYS
from ratecard.loading.cldr import CLDR
from ratecard.loading.gathering import gather, is_case
from ratecard.loading.plurals import check_plurals
from ratecard.loading.sources import Folder, Source
from ratecard.loading.tags import check_tags
from ratecard.loading.unread import misplaced
from ratecard.loading.world import World, library_of
from ratecard.locale.territories import is_territory
from ratecard.rulefiles.stated import FileKind, FileStatements
from ratecard.rulefiles.stating.forms import broken
from ratecard.rulefiles.stating.missing_keys import name_by_file

WORDS_MOST = 400
"""Characters of a diagnostic's sentence, and of its hint."""


class Loaded(msgspec.Struct, frozen=True):
    """A book, or None where an error blocks it, and every diagnostic of the run, sorted by place."""

    book: RuleBook | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many diagnostics block the book."""
        return sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


def load_book(folder: Path, *, keys: Keys = KEYS, memo: Memo | None = None) -> Loaded:
    """Loads the book in a folder that holds `rules/` and `regions/`, as `load` does."""
    return load(Folder(folder), keys=keys, memo=memo)


def load(source: Source, *, keys: Keys = KEYS, memo: Memo | None = None) -> Loaded:
    """Loads the book of a source: a folder, a git revision or a wheel. Nothing is raised for what is wrong in it.

    `keys` are those of the language. What a load with the same memo made before is used again where it is the same.
    """
    found: list[Diagnostic] = []
    return load_texts(gather(source, found.append), found, keys=keys, memo=memo)


def load_texts(
    files: Mapping[str, bytes | str],
    before: list[Diagnostic] | None = None,
    *,
    keys: Keys = KEYS,
    memo: Memo | None = None,
    world: World | None = None,
    doubting: bool = True,
) -> Loaded:
    """Loads a book from texts by path ("rules/book.yaml", "regions/de.yaml"), as `load` does from a source.

    `keys` and `memo` are as for `load`; `world` is the library to stand on, the installed one where it is None. Without
    `doubting` nobody is warned of what is right and rarely meant.
    """
    diagnostics = list(before or ())
    own = Memo(lasting=False) if memo is None else memo
    with collector_paused(), own.loading((keys,)):
        book = _built(files, diagnostics, keys, own, world, doubting)
        found = tuple(sorted(map(_bounded, diagnostics), key=by_place))
        loaded = Loaded(None if _has_errors(found) else book, found)
        if memo is not None:
            memo.close(good=loaded.book is not None)
        return loaded


def awake(source: Source, *, keys: Keys = KEYS) -> RuleBook | None:
    """The book of a source as if nothing of the library slept, to show what does; None where it cannot be put together.

    Nothing is answered from it: what is awake by this alone may be incomplete, and that is not told.
    """
    return awake_of_texts(gather(source, _not_told), keys=keys)


def awake_of_texts(
    files: Mapping[str, bytes | str], *, keys: Keys = KEYS, world: World | None = None
) -> RuleBook | None:
    """The book of these texts as `awake` gives it."""
    memo = Memo()
    with collector_paused(), memo.loading((keys.awake,)):
        return _built(files, [], keys.awake, memo, world)


def layers_of(source: Source, *, keys: Keys = KEYS) -> Layers | None:
    """What each layer of a source's book states, the library's below; None where a file of it is not readable.

    What is wrong is not told: that is said of the book when it is loaded.
    """
    return layers_of_texts(gather(source, _not_told), keys=keys)


def layers_of_texts(
    files: Mapping[str, bytes | str], *, keys: Keys = KEYS, world: World | None = None
) -> Layers | None:
    """The layers of the book of these texts, as `layers_of` gives them."""
    memo = Memo()
    with collector_paused(), memo.loading((keys,)):
        read = _read(files, [], keys, memo, world)
        dated = with_dates(read.stated, _not_told, memo)
        return lay_under(put_together(dated, keys, _not_told), read.library, keys) if read.whole else None


def date_names_of(source: Source, *, keys: Keys = KEYS) -> Mapping[str, object]:
    """The dates that a source's book declares, by name: a day, an instant or `never`; `BROKEN` where that is wrong."""
    return dates_named(_read(gather(source, _not_told), [], keys, Memo(), None).stated)


def _not_told(_: Diagnostic) -> None:
    """What is wrong with a book was told when it was loaded."""


@contextmanager
def collector_paused() -> Iterator[None]:
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


def _has_errors(found: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity is Severity.ERROR for diagnostic in found)


class _Read(NamedTuple):
    """What the files of a book state, and what it needs of the library; `whole` where each file was readable."""

    stated: list[FileStatements]
    library: Library | None
    whole: bool


def _built(
    files: Mapping[str, bytes | str],
    diagnostics: list[Diagnostic],
    keys: Keys,
    memo: Memo,
    world: World | None,
    doubting: bool = True,
) -> RuleBook | None:
    """The book of these texts, also beside errors, where it can be put together; what is wrong is added."""
    read = _read(files, diagnostics, keys, memo, world)
    if not read.whole:
        return None
    bad = names_that_mean_more(read.stated, keys)
    if bad:
        diagnostics[:] = [told for told in diagnostics if not follows_from_names(told, read.stated, bad)]
    sound = not _has_errors(diagnostics)
    given = {"sound": sound, "doubting": doubting}
    return build(read.stated, keys, diagnostics.append, CLDR, **given, memo=memo, library=read.library)


def _read(
    files: Mapping[str, bytes | str], diagnostics: list[Diagnostic], keys: Keys, memo: Memo, world: World | None
) -> _Read:
    """What these texts state, each by itself; what is wrong is added."""
    files = {path: content for path, content in files.items() if not is_case(path)}
    all_read = not _has_errors(diagnostics)
    stated: list[FileStatements] = []
    memo.hear(diagnostics.append)
    contents = {name: text if isinstance(text, bytes) else text.encode() for name, text in sorted(files.items())}
    kinds = {name: kind_of(name) for name in contents}
    dates = declared_in(
        {name: contents[name] for name, kind in kinds.items() if kind is FileKind.RULES}, all_read=all_read
    )
    stating = Stating(keys.grammar, cache(lambda: _currencies_in(files)), CLDR, dates, memo)
    for name, content in contents.items():
        kind = kinds[name]
        if kind is None:
            misplaced(name, diagnostics.append)
        else:
            found = stating.state(name, kind, content)
            if found is not None:
                stated.append(found)
    readable = len(stated) == len(files) and all_read
    stated = _named_by_their_files(stated)
    tags = memo.table("tags")
    for file in stated:
        if tags.find((file.plain,), file.name) is None:
            since = memo.mark()
            check_tags([file], memo.tell)
            tags.keep((file.plain,), file.name, None, since)
    if readable:
        check_plurals([file.plain for file in stated if file.kind is FileKind.RULES], diagnostics.append)
    library = library_of(stated, world, keys, diagnostics.append) if readable else None
    return _Read(stated, library, readable)


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
    if is_case(file) or not file.endswith((".yaml", ".yml")):
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
