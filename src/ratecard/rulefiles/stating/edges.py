"""Edges of windows that stand at the names of dates."""

from ratecard.rulefiles.nearby import OTHERS, Nearby
from ratecard.rulefiles.stated import DateName, StatedEdge
from ratecard.rulefiles.text.nodes import Scalar
from ratecard.rulefiles.values.offered import LAST_DAY
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import IDENTIFIER, ValueType
from ratecard.rulefiles.wrong import Wrong


def named_edge(node: Scalar, kind: ValueType, nearby: Nearby) -> StatedEdge | None:
    """The edge at the name of a date, `friday_2026`; None where the text is not one that the book declares.

    Where a file that may declare names cannot be read, any identifier may be one.
    """
    known = node.text in nearby.dates
    if not known and (OTHERS not in nearby.dates or type(parse_value(IDENTIFIER, node.text)) is Wrong):
        return None
    return StatedEdge(DateName(node.text), whole_day=kind is LAST_DAY)
