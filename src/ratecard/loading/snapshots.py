"""A folder's book as it was when it was read: texts that can be changed in memory, and put into the folder together."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.files import UnwritableFile, replace_whole
from ratecard.loading.sources import File, Folder
from ratecard.loading.unread import may_state_rules
from ratecard.rulefiles.rewriting.fixing import apply_fixes, sure_fixes
from ratecard.rulefiles.text.decoding import BYTES_MOST

RULE_FILE_MODE = 0o644
"""The mode of a rule file that was not there before."""

ROUNDS_MOST = 30
"""How often what is sure is mended, and the book looked at again: a mended mistake may have hidden another one."""


class BookMoved(Exception):
    """The folder does not hold what was read of it. The sentence says which file has changed."""


class Snapshot(msgspec.Struct, frozen=True):
    """The texts of a folder's book, as a source. `texts` are those of its regular files that may state rules."""

    folder: Folder
    all_files: tuple[File, ...]
    texts: Mapping[str, bytes]

    def __str__(self) -> str:
        return str(self.folder)

    def files(self) -> Iterable[File]:
        """The files, with the texts that were read, or that stand in their place."""
        for file in self.all_files:
            text = self.texts.get(file.path)
            yield file if text is None else msgspec.structs.replace(file, read=_reader(text))

    def content(self, path: str) -> bytes | None:
        """What a file holds in this snapshot."""
        return self.texts.get(path)

    def with_texts(self, texts: Mapping[str, bytes]) -> "Snapshot":
        """The same book with other texts for some of its files."""
        return msgspec.structs.replace(self, texts={**self.texts, **texts})

    def changed_since(self, before: "Snapshot") -> dict[str, bytes]:
        """The texts that are not those of an earlier snapshot, by path."""
        return {path: text for path, text in self.texts.items() if before.texts.get(path) != text}


def snapshot_of(folder: Folder) -> Snapshot:
    """A folder's book as it is now. Raises NoBook where there is none."""
    files = tuple(folder.files())
    read = {file.path: file.read(BYTES_MOST) for file in files if _is_rules(file)}
    return Snapshot(folder, files, {path: text for path, text in read.items() if isinstance(text, bytes)})


def _is_rules(file: File) -> bool:
    return file.regular and not file.link and may_state_rules(file.path.rpartition("/")[2])


def _reader(text: bytes) -> Callable[[int], bytes | str]:
    return lambda most: text[: most + 1]


class Mended(msgspec.Struct, frozen=True):
    """A book with what was sure mended in it: by how many fixes, and what is wrong with it still."""

    book: Snapshot
    applied: int
    left: tuple[Diagnostic, ...]


def mended(book: Snapshot, diagnose: Callable[[Snapshot], Iterable[Diagnostic]]) -> Mended:
    """The book with every sure fix of what `diagnose` finds in it, again and again until there is none."""
    applied = 0
    found = tuple(diagnose(book))
    for _ in range(ROUNDS_MOST):
        texts: dict[str, bytes] = {}
        for file in sorted({own.place.file for own in found if own.place is not None} & book.texts.keys()):
            result = apply_fixes(book.texts[file].decode(errors="surrogateescape"), sure_fixes(found, file))
            applied += len(result.fixes)
            texts[file] = result.text.encode(errors="surrogateescape")
        after = book.with_texts(texts)
        if not after.changed_since(book):
            break
        book, found = after, tuple(diagnose(after))
    return Mended(book, applied, found)


def put(after: Snapshot, before: Snapshot) -> None:
    """Writes the texts of `after` that are not those of `before` into the folder, each file as a whole.

    Raises BookMoved, and writes nothing, where the folder does not hold what `before` does; and UnwritableFile where
    one cannot be written, with what was written by then.
    """
    now = snapshot_of(before.folder)
    for path in sorted({*now.texts, *before.texts}):
        if now.texts.get(path) != before.texts.get(path):
            raise BookMoved(f"{path} has changed since it was read; nothing is written")
    written: list[str] = []
    for path, text in sorted(after.changed_since(before).items()):
        try:
            replace_whole(after.folder.path / path, text, RULE_FILE_MODE)
        except UnwritableFile as error:
            done = f"; written before: {', '.join(written)}" if written else ""
            raise UnwritableFile(f"{error}{done}") from None
        written.append(path)
