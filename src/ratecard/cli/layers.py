"""How statements are shown with the layer that each stands in: whom a file speaks for, and what is said of it."""

from ratecard.book.library import is_of_library
from ratecard.cli.answers import Json, place_json
from ratecard.diagnostics.diagnostic import Place
from ratecard.loading.books import kind_of
from ratecard.loading.world import library_kind
from ratecard.quotes.tracing.formulas import value_text
from ratecard.rulefiles.stated import FileKind, Stated

HEADER = ("value", "stated at", "by", "source")


def layer_of(place: Place) -> str:
    """Whom a file speaks for, by its path: every market, the group eu, DE."""
    name = place.file.rpartition("/")[2].rpartition(".")[0]
    kind = library_kind(place.file) if is_of_library(place) else kind_of(place.file)
    if kind is FileKind.RULES:
        return "every market"
    return f"the group {name}" if kind is FileKind.GROUP else name.upper()


def stated_row(stated: Stated[object], by: str) -> list[str]:
    """A statement under `HEADER`."""
    return [value_text(stated.value), str(stated.place), by, stated.source or "-"]


def stated_json(stated: Stated[object], by: str) -> Json:
    """A statement for programs."""
    return {
        "value": value_text(stated.value),
        **place_json(stated.place),
        "by": by,
        "source": stated.source,
        "note": stated.note,
    }
