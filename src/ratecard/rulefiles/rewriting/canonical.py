"""The one form in which a rule file is written: how it is laid out, and nothing of what it says.

Two spaces for each level, one behind a colon and behind a comma in braces; line feeds, no byte order mark, no blanks at
the ends of lines, one blank line in a row at most; no quotes around keys, numbers and dates; time lines in order of
time. Keys stay in their order, digits as they are written, comments where they are, and lines in braces as they are
broken.
"""

import msgspec

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.rewriting.blanks import without_needless_blanks
from ratecard.rulefiles.rewriting.columns import new_columns
from ratecard.rulefiles.rewriting.comments import comments_of
from ratecard.rulefiles.rewriting.editor import layout_of
from ratecard.rulefiles.rewriting.edits import EditFault, RuleFile
from ratecard.rulefiles.rewriting.expecting import plain
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.ordering import in_order_of_time
from ratecard.rulefiles.rewriting.spacing import plain_spacing
from ratecard.rulefiles.rewriting.starts import Starts
from ratecard.rulefiles.rewriting.statements import Restated, differing, state
from ratecard.rulefiles.rewriting.texts import BYTE_ORDER_MARK, with_changes
from ratecard.rulefiles.rewriting.unquoting import without_quotes


class Canonical(msgspec.Struct, frozen=True):
    """What a file holds in canonical form; as it is where `errors` say what is wrong with it."""

    content: bytes
    errors: tuple[Diagnostic, ...] = ()


def canonical(rule_file: RuleFile) -> Canonical:
    """A rule file in canonical form, which has a canonical form that is the same.

    Raises EditFault where the result would not say exactly what the file says: a fault of this module.
    """
    before = state(rule_file, rule_file.content)
    if before.errors or before.stated is None:
        return Canonical(rule_file.content, before.errors)
    starts = Starts(rule_file.dates)
    first = layout_of(rule_file)
    layout = _again(rule_file, _with_line_feeds(rule_file.content.decode()))
    layout = _again(rule_file, without_needless_blanks(layout))
    layout = _again(rule_file, with_changes(layout.lines, in_order_of_time(layout, starts)))
    restated = state(rule_file, layout.lines.text.encode())
    changes = [*plain_spacing(layout), *without_quotes(layout, restated), *new_columns(layout)]
    layout = _again(rule_file, with_changes(layout.lines, changes))
    _check(rule_file, before, first, layout)
    return Canonical(layout.lines.text.encode())


def _again(rule_file: RuleFile, text: str) -> FileLayout:
    return layout_of(msgspec.structs.replace(rule_file, content=text.encode()))


def _with_line_feeds(text: str) -> str:
    """The text without blank lines and byte order marks before it; all lines end with a line feed, the last one too."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").lstrip(f"\n{BYTE_ORDER_MARK}")
    return whole if whole.endswith("\n") else f"{whole}\n"


def _check(rule_file: RuleFile, before: Restated, first: FileLayout, last: FileLayout) -> None:
    """Raises EditFault where a file in another form says something else, or has other comments."""
    after = state(rule_file, last.lines.text.encode())
    assert before.stated is not None
    others = differing(before.stated, after.stated) if after.stated is not None else [(rule_file.file,)]
    comments = [sorted(comments_of(layout.lines, layout.root)) for layout in (first, last)]
    if others or after.errors or plain(first.root) != plain(last.root) or comments[0] != comments[1]:
        where = ".".join(others[0]) if others else "its comments or keys"
        raise EditFault(f"{rule_file.file} is left as it is: in canonical form {where} would not be the same")
