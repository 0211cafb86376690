"""What files state, from one load to the next: a file that has not changed is not read again.

Of a file that has changed, each statement that stands where it stood and says what it said is the one from before.
"""

from collections.abc import Callable, Iterable

import msgspec

from ratecard.book.memo import Memo, alike
from ratecard.rulefiles.keys.grammar import Grammar
from ratecard.rulefiles.nearby import Geography, Nearby
from ratecard.rulefiles.stated import FileKind, FileStatements, Leaves
from ratecard.rulefiles.stating.files import state_file


class Stating:
    """Reads the files of one load. `currencies` gives those that stand in the book, which some mistakes depend on.

    `dates` are the names of dates that the book declares.
    """

    def __init__(
        self,
        grammar: Grammar,
        currencies: Callable[[], Iterable[str]],
        geography: Geography,
        dates: frozenset[str],
        memo: Memo,
    ) -> None:
        self._grammar = grammar
        self._currencies = currencies
        self._memo = memo
        self._table = memo.table("files")
        self._asked: list[frozenset[str]] = []
        self._around = Nearby(of_book=self._of_book, geography=geography, dates=dates)

    def state(self, file: str, kind: FileKind, content: bytes) -> FileStatements | None:
        """All that one file states, or None where it cannot be read; what is wrong with it is told."""
        about = (file, kind, content, self._around.dates)
        known = self._table.find((), about)
        if known is None and self._table.find((), (about, None)) is not None:
            known = self._table.find((), (about, frozenset(self._currencies())))
        if known is not None:
            return known.value  # type: ignore[no-any-return]
        since = self._memo.mark()
        self._asked.clear()
        found = state_file(file, kind, content, self._memo.tell, self._grammar, self._around)
        earlier = self._memo.earlier(("file", file))
        if found is not None and earlier is not None:
            found = _with_those_of(earlier.value, found)
        slot = ("file", file) if found is not None else None
        if not self._asked:
            return self._table.keep((), about, found, since, slot)  # type: ignore[no-any-return]
        self._table.keep((), (about, None), None, None)
        return self._table.keep((), (about, self._asked[0]), found, since, slot)  # type: ignore[no-any-return]

    def _of_book(self) -> Iterable[str]:
        self._asked.append(frozenset(self._currencies()))
        return self._asked[0]


def _with_those_of(earlier: FileStatements, file: FileStatements) -> FileStatements:
    """What a file states, by the statements of an earlier version where they are the same."""
    by_platform = {
        platform: _kept(earlier.by_platform.get(platform, {}), leaves) for platform, leaves in file.by_platform.items()
    }
    return msgspec.structs.replace(file, plain=_kept(earlier.plain, file.plain), by_platform=by_platform)


def _kept(earlier: Leaves, leaves: Leaves) -> Leaves:
    return {
        path: known if (known := earlier.get(path)) is not None and alike(known, leaf) else leaf
        for path, leaf in leaves.items()
    }
