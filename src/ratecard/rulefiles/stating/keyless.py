"""What to say of a value where keys should stand, and of dates where a whole mapping stands."""

from ratecard.diagnostics.fixes import POSSIBLE, Suggestion, examples
from ratecard.rulefiles.keys.shapes import KnownKeys, Shape, Table
from ratecard.rulefiles.stated import BEGINS
from ratecard.rulefiles.stating.indentation import fits, one_key_of
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar

YES = "yes"
"""Stands alone for a whole mapping of which all else is stated elsewhere."""

A_NAME = "first"
"""A name for what needs one, in examples."""


def holds_no_keys(key: Scalar, node: Node, shape: Shape, inside: str) -> tuple[str, str, tuple[Suggestion, ...]]:
    """Of a value where a mapping should stand: what is wrong, a hint, and what may stand there instead.

    `inside` are keys with values that stand in brackets, or "". `limits: 1 unit` and `limits: {most: 1 unit}` lack the
    name of the limit.
    """
    sentence = f"{key.text} holds no keys"
    if inside:
        return sentence, "", (Suggestion(f"{{{inside}}}"),)
    text = node.text if type(node) is Scalar else ""
    if text and isinstance(shape, KnownKeys) and key.text in shape.keys and fits(shape.keys[key.text], node):
        sentence = f"{key.text} stands where a name should, and has the value of a key below one"
        return sentence, "write a name before it", examples(f"{A_NAME}: {{{key.text}: {text}}}")
    meant = one_key_of(node, shape)
    if meant:
        return sentence, "", tuple(Suggestion(f"{{{written}}}", POSSIBLE) for written in meant)
    words = [YES] if isinstance(shape, KnownKeys) and shape.yes else []
    if isinstance(shape, KnownKeys | Table) and shape.none and not text[:1].isdigit():
        words.append("none")
    hint = ", or ".join(["write its keys below it", *words])
    named = one_key_of(node, shape.of) if isinstance(shape, Table) else ()
    return sentence, hint, examples(*(f"{{{A_NAME}: {{{written}}}}}" for written in named))


def dated_inside(node: MappingNode, shape: Shape) -> str:
    """What to write for dates that stand where a whole mapping does; of one that has a window, how that is said."""
    begins = any(key.text == BEGINS.name for key, _ in node.entries)
    if begins and isinstance(shape, KnownKeys) and {"from", "last_day"} <= shape.keys.keys():
        return "write from: with the first day, and last_day: with the last"
    return "write the dates inside, at each value that changes"
