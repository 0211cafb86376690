"""How statements are shown with the layer that each stands in: whom a file speaks for, and what is said of it."""

from ratecard.book.library import is_of_library
from ratecard.cli.answers import Json, place_json
from ratecard.diagnostics.diagnostic import Place
from ratecard.loading.books import kind_of
from ratecard.loading.world import library_kind
from ratecard.money import ExchangeRate, decimal_text
from ratecard.quotes.tracing.formulas import value_text
from ratecard.rounding import divide_half_even
from ratecard.rulefiles.stated import FileKind, Stated

SHOWN_DECIMALS = 6
FROM = "from"
"""The column of the day from which a value holds, where it has one."""

HEADER = ("value", "stated at", "by", "source")


def layer_of(place: Place) -> str:
    """Whom a file speaks for, by its path: every market, the group eu, DE."""
    name = place.file.rpartition("/")[2].rpartition(".")[0]
    kind = library_kind(place.file) if is_of_library(place) else kind_of(place.file)
    if kind is FileKind.RULES:
        return "every market"
    return f"the group {name}" if kind is FileKind.GROUP else name.upper()


def stated_row(stated: Stated[object], by: str) -> list[str]:
    """A statement under `HEADER`; beside a rate that is a fraction stands what it is about: 28010/17 ≈1647.647059."""
    text = value_text(stated.value)
    if isinstance(stated.value, ExchangeRate) and (about := rate_text(stated.value)) != text:
        text += f" {about}"
    return [text, str(stated.place), by, stated.source or "-"]


def rate_text(rate: ExchangeRate) -> str:
    """A rate for people: as it is where that is a decimal, else rounded with a sign that says so."""
    text = str(rate)
    if "/" not in text:
        return text
    return f"≈{decimal_text(divide_half_even(rate.numerator * 10**SHOWN_DECIMALS, rate.denominator), SHOWN_DECIMALS)}"


def stated_json(stated: Stated[object], by: str) -> Json:
    """A statement for programs."""
    return {
        "value": value_text(stated.value),
        **place_json(stated.place),
        "by": by,
        "source": stated.source,
        "note": stated.note,
    }
