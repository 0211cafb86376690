"""What a sure fix must do to a book with mistakes: give back what was there, or take a mistake away and bring none."""

from collections import Counter
from collections.abc import Mapping

from ratecard.book.memo import Memo
from ratecard.diagnostics.diagnostic import Diagnostic, Severity
from ratecard.diagnostics.fixes import SURE
from ratecard.loading import Loaded
from ratecard.rulefiles.rewriting.fixing import apply_fixes, sure_fixes
from tests.books import load_hard

Texts = Mapping[str, str | bytes]


def errors(loaded: Loaded) -> Counter[tuple[str, str]]:
    """The codes of the errors with their files: places move when a text is mended."""
    return Counter(
        (found.code, found.place.file if found.place else "")
        for found in loaded.diagnostics
        if found.severity is Severity.ERROR
    )


def text_of(content: str | bytes) -> str:
    """A file's text, with bytes that are no text kept."""
    return content if isinstance(content, str) else content.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """The bytes of such a text."""
    return text.encode("utf-8", "surrogateescape")


def check_sure_fixes(files: Texts, loaded: Loaded, digest: str | None, memo: Memo | None = None) -> None:
    """Applies every sure fix alone, and then those of each file together."""
    for found in loaded.diagnostics:
        for fix in found.fixes:
            if fix.certainty is SURE:
                applied = apply_fixes(text_of(files[fix.place.file]), [fix])
                assert applied.fixes == (fix,)
                mended = {**files, fix.place.file: bytes_of(applied.text)}
                _check_mended(load_hard(mended, memo=memo), loaded, digest, found)
    together = dict(files)
    for file in {found.place.file for found in loaded.diagnostics if found.place is not None}:
        fixes = sure_fixes(loaded.diagnostics, file)
        if fixes:
            together[file] = bytes_of(apply_fixes(text_of(files[file]), fixes).text)
    if sum(any(fix.certainty is SURE for fix in found.fixes) for found in loaded.diagnostics) > 1:
        _check_mended(load_hard(together, memo=memo), loaded, digest, loaded.diagnostics[0])


def _check_mended(after: Loaded, before: Loaded, digest: str | None, found: Diagnostic) -> None:
    if after.book is not None and after.book.digest == digest:
        return
    fewer = sum(errors(after).values()) < sum(errors(before).values())
    assert fewer, (found, after.diagnostics)
    assert not errors(after) - errors(before), (found, after.diagnostics)
