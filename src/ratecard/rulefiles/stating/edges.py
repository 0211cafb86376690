"""When windows and values begin and end: at days, instants and the names of dates."""

from ratecard.rulefiles.near import meant_or, slips
from ratecard.rulefiles.nearby import OTHERS, Nearby
from ratecard.rulefiles.stated import BEGINS, DateName, StatedEdge
from ratecard.rulefiles.text.nodes import Scalar
from ratecard.rulefiles.values.instant_mistakes import DAY_EXAMPLE
from ratecard.rulefiles.values.offered import LAST_DAY
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import looks_like_instant
from ratecard.rulefiles.values.types import IDENTIFIER, INSTANT, ValueType
from ratecard.rulefiles.wrong import Wrong, shown


def named_edge(node: Scalar, kind: ValueType, nearby: Nearby) -> StatedEdge | None:
    """The edge at the name of a date, `friday_2026`; None where the text is not one that the book declares.

    Where a file that may declare names cannot be read, any identifier may be one.
    """
    known = node.text in nearby.dates
    if not known and (OTHERS not in nearby.dates or type(parse_value(IDENTIFIER, node.text)) is Wrong):
        return None
    return StatedEdge(DateName(node.text), whole_day=kind is LAST_DAY)


def start_of(text: str, nearby: Nearby) -> object:
    """From when on an entry of a time line holds, or what is wrong with its key."""
    if text == BEGINS.name:
        return BEGINS
    if text in nearby.dates:
        return DateName(text)
    start = parse_value(INSTANT, text, nearby)
    if type(start) is not Wrong or looks_like_instant(text) or type(parse_value(IDENTIFIER, text)) is Wrong:
        return start
    if OTHERS in nearby.dates:
        return DateName(text)
    how = f"write a date, or declare the name under rules/, as in dates: {{{text}: {DAY_EXAMPLE}}}"
    hint, offers = meant_or(text, {*nearby.dates, *slips(text, (BEGINS.name,))}, how)
    return Wrong("unknown-date", f"{shown(text)} is neither a date nor the name of one", hint, offers)
