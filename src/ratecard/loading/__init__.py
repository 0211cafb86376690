"""Rule files to a rule book, for everybody who answers from one: where they come from, and what is wrong in them."""

from ratecard.loading.books import (
    Loaded,
    awake,
    collector_paused,
    date_names_of,
    kind_of,
    layers_of,
    load,
    load_book,
    load_texts,
)
from ratecard.loading.cldr import CLDR
from ratecard.loading.revisions import Revision
from ratecard.loading.sources import Folder, Source, source_lines
from ratecard.loading.wheels import Wheel

__all__ = (
    "CLDR",
    "Folder",
    "Loaded",
    "Revision",
    "Source",
    "Wheel",
    "awake",
    "collector_paused",
    "date_names_of",
    "kind_of",
    "layers_of",
    "load",
    "load_book",
    "load_texts",
    "source_lines",
)
