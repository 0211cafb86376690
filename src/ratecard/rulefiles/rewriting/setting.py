"""One value in place of another, in the quotes of the one before."""

from ratecard.rulefiles.mending import in_quotes
from ratecard.rulefiles.rewriting.edits import EditRefused, SetValue, dotted
from ratecard.rulefiles.rewriting.given import given
from ratecard.rulefiles.rewriting.layout import FileLayout
from ratecard.rulefiles.rewriting.starts import Starts
from ratecard.rulefiles.rewriting.texts import TextChange
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Unread


def set_value(layout: FileLayout, edit: SetValue, starts: Starts) -> TextChange:
    """The change that sets a value. Raises EditRefused where what stands there is not one value on one line."""
    entry = layout.the_entry(edit.path)
    old, new = entry.value, given(edit.value)
    name = dotted(edit.path)
    if type(old) is Unread or layout.is_block(old) or layout.is_text_of_lines(old) or _lines_of(old) > 1:
        raise EditRefused(f"{name} is written over several lines; edit it by hand", entry.key.place)
    if type(old) is Scalar and old.plain and not old.text:
        raise EditRefused(f"{name} has no value to replace", entry.key.place)
    if type(old) is Mapping and starts.is_time_line(old):
        raise EditRefused(f"{name} has dates: say at which of them to set it", old.place)
    if type(old) is Mapping and _is_choice(old) and not (type(new) is Mapping and _is_choice(new)):
        raise EditRefused(f"{name} varies by a fact: say in which case to set it", old.place)
    if type(old) is not type(new) and type(old) is not Scalar and not _gives_source(new):
        raise EditRefused(f"{name} is {layout.written(old)}, and not a single value", old.place)
    start, end = layout.lines.span(old.place)
    return TextChange(start, end, _in_quotes_of(layout.written(old), edit.value.strip(), new))


def _lines_of(node: Node) -> int:
    return node.place.end_line - node.place.line + 1


def _is_choice(node: Mapping) -> bool:
    return any(key.text == "by" for key, _ in node.entries)


def _gives_source(node: Node) -> bool:
    return type(node) is Mapping and any(key.text == "value" for key, _ in node.entries)


def _in_quotes_of(old: str, text: str, new: Node) -> str:
    """The new text, in the quotes of the old one where it has none itself."""
    if type(new) is not Scalar or not new.plain:
        return text
    if old.startswith('"'):
        return in_quotes(new.text)
    return f"'{new.text.replace(chr(39), chr(39) * 2)}'" if old.startswith("'") else text
