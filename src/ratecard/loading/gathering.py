"""The rule files of a source, within bounds. What is refused is the same for a folder, a revision and a wheel."""

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.loading.sources import File, NoBook, Source
from ratecard.loading.unread import UnreadFiles, may_state_rules
from ratecard.rulefiles.text.decoding import BYTES_MOST, Report

FILES_MOST = 5_000
BOOK_BYTES_MOST = 64_000_000

LINKS = {
    "folder": ("{} is a link that leads out of the book", "put the folder itself here"),
    "file": ("{} is a link that leads out of the book, or to a folder", "put the file itself here"),
}
"""What is said of a link, by its kind, and what to do."""


CASES = "rules/tests/"
"""The folder in a book whose files say what it should answer, and state no rules."""


def is_case(path: str) -> bool:
    """Whether a path in a book is that of a file of cases."""
    return path.startswith(CASES)


class TooMuch(Exception):
    """The book is larger than one that is read."""


class Gathered:
    """The rule files that were read so far, by path."""

    def __init__(self, report: Report) -> None:
        self.files: dict[str, bytes] = {}
        self._report = report
        self._read = 0

    def read(self, file: File) -> None:
        """Reads one more. Raises TooMuch, with a report, where the bounds of a book are reached."""
        if len(self.files) >= FILES_MOST:
            sentence = f"the book has more than {FILES_MOST:,} files"
            self.say("too-many-files", file, sentence, "put small files together")
            raise TooMuch
        content = file.read(BYTES_MOST)
        if isinstance(content, str):
            self.say("unreadable-file", file, f"{file.path} cannot be read: {content}", "make it a readable file")
            return
        self._read += len(content)
        if self._read > BOOK_BYTES_MOST:
            self.say("file-too-large", file, f"the book has more than {BOOK_BYTES_MOST:,} bytes", "split the book")
            raise TooMuch
        self.files[file.path] = content

    def say(self, code: str, file: File, sentence: str, hint: str) -> None:
        """Reports what is wrong with a file as a whole."""
        self._report(Diagnostic(code=code, sentence=sentence, place=Place(file.path, 1, 1, 1, 1), hint=hint))


def gather(source: Source, report: Report) -> dict[str, bytes]:
    """The rule files of a book by path. Links that lead out of it, and what is not a plain file, are refused.

    What lies in `CASES` is left out: it states no rules.
    """
    return _gathered(source, report, cases=False)


def gather_cases(source: Source, report: Report) -> dict[str, bytes]:
    """The files of cases of a book by path, as `gather` gives its rule files."""
    return _gathered(source, report, cases=True)


def _gathered(source: Source, report: Report, *, cases: bool) -> dict[str, bytes]:
    try:
        every = list(source.files())
    except NoBook as none:
        if not cases:
            report(Diagnostic(code="no-book", sentence=str(none), place=None, hint=none.hint))
        return {}
    gathered = Gathered(report)
    unread = UnreadFiles(report, {file.path for file in every})
    for file in every:
        if is_case(file.path) is not cases:
            continue
        *folders, name = file.path.split("/")
        if name.startswith(".") or any(folder.startswith(".") for folder in folders):
            continue
        if file.link:
            sentence, hint = LINKS[file.link]
            gathered.say("file-outside-book", file, sentence.format(file.path), hint)
            if file.link == "folder":
                return {}
        elif not may_state_rules(name):
            unread.look_at(file)
        else:
            try:
                gathered.read(file)
            except TooMuch:
                break
    return gathered.files
