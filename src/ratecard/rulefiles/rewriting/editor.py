"""Byte-precise edits of one rule file: named places change, and nothing else.

No YAML library writes here. The text is changed at places, read again, and compared with what was asked for: exactly
the named values differ, or nothing comes back.
"""

from collections.abc import Sequence

from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.rulefiles.rewriting.edits import EditFault, EditRefused, FileEdit, RuleFile
from ratecard.rulefiles.rewriting.expecting import expected, plain
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.planning import changes_of, exact
from ratecard.rulefiles.rewriting.starts import Starts
from ratecard.rulefiles.rewriting.statements import differing, new_errors, state
from ratecard.rulefiles.rewriting.texts import Lines, Overlap, with_changes
from ratecard.rulefiles.text.nodes import Mapping
from ratecard.rulefiles.text.reading import read


def edited(rule_file: RuleFile, edits: Sequence[FileEdit]) -> bytes:
    """What a rule file holds with all edits made; each is of the file as it is, whatever their order.

    `coins_1000: 13.99` with 14.99 from 2027-01-12 on becomes `begins: 13.99` and `2027-01-12: 14.99` on lines of their
    own. Line ends, a byte order mark and a missing last line end stay. Raises EditRefused where an edit has no place,
    where two lie over each other, or where what would stand there is wrong; EditFault where the editor itself fails.
    """
    layout = layout_of(rule_file)
    starts = Starts(rule_file.dates)
    asked = exact(edits, layout, starts)
    try:
        text = with_changes(layout.lines, changes_of(layout, asked, starts))
    except Overlap as overlap:
        raise EditFault(f"{rule_file.file}: {overlap}") from None
    content = text.encode()
    _check(rule_file, content, layout, asked, starts)
    return content


def layout_of(rule_file: RuleFile) -> FileLayout:
    """A file's text with its nodes. Raises EditRefused where it cannot be read without a mistake."""
    problems: list[Diagnostic] = []
    root = read(rule_file.file, rule_file.content, problems.append)
    if problems:
        first = problems[0]
        raise EditRefused(f"{first.sentence}; mend that first", first.place)
    if type(root) is not Mapping:
        raise EditRefused(f"{rule_file.file} holds no keys")
    return FileLayout(rule_file.file, Lines(rule_file.content.decode()), root)


def _check(rule_file: RuleFile, content: bytes, layout: FileLayout, edits: Sequence[FileEdit], starts: Starts) -> None:
    """Raises where a text does not say exactly what was asked for."""
    problems: list[Diagnostic] = []
    root = read(rule_file.file, content, problems.append)
    if root is None or problems or plain(root) != expected(layout, edits, starts):
        why = f": {problems[0].place}: {problems[0].sentence}" if problems else ""
        raise EditFault(f"{rule_file.file} cannot be edited so; edit it by hand{why}")
    before, after = state(rule_file, rule_file.content), state(rule_file, content)
    wrong = new_errors(before, after)
    if wrong:
        advice = f"; {wrong[0].advice}" if wrong[0].advice else ""
        raise EditRefused(f"{wrong[0].sentence}{advice}", wrong[0].place)
    if before.stated is None or after.stated is None:
        raise EditRefused(f"{rule_file.file} cannot be read as rules; run ratecard check")
    others = differing(before.stated, after.stated, [edit.path for edit in edits])
    if others:
        raise EditFault(f"{rule_file.file} would say something else at {'.'.join(others[0])}; edit it by hand")
