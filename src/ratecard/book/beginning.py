"""From when on a book answers in a region: from its own beginning, or the region's where that is later."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from ratecard.book.binding import Binder
from ratecard.book.declarations import Declarations
from ratecard.book.layers import Layer
from ratecard.book.starts import bind_instant
from ratecard.diagnostics.diagnostic import Note
from ratecard.instants import Instant, zone
from ratecard.rulefiles.keys.grammar import BEGINS_KEY
from ratecard.rulefiles.stated import Stated

LONG_AGO = Instant(0)
"""Stands for the beginning of a book that does not rightly say when it begins; dated values are then unknown."""

OF_REGION = (BEGINS_KEY,)


class Beginning:
    """Tells when the book begins in each region. What is wrong with it is reported."""

    def __init__(self, declarations: Declarations, binder: Binder) -> None:
        self._declarations = declarations
        self._binder = binder

    def of(self, files: Sequence[tuple[Layer, ZoneInfo | None]]) -> Instant | None:
        """When the book begins in the region of these files, the country's before its own, each with its zone.

        A subdivision takes its country's beginning over, which is a day of the country. None where a zone skipped the
        day, which is reported.
        """
        layer, in_zone = files[-1]
        begins = self._of_book(layer, in_zone)
        own = self._own(layer, in_zone, begins) if begins is not None else None
        if begins is None or OF_REGION in layer.plain:
            return begins if own is None else own
        of_country = self._own(*files[0], LONG_AGO) if OF_REGION in files[0][0].plain else None
        return begins if of_country is None else max(begins, of_country)

    def is_known(self, files: Sequence[Layer]) -> bool:
        """Whether no file of a region states its beginning wrongly: what is missing before may follow from that."""
        stated = [layer.plain[OF_REGION] for layer in files if OF_REGION in layer.plain]
        return all(isinstance(leaf, Stated) and self._may_begin(leaf.value) for leaf in stated)

    def _may_begin(self, stated: object) -> bool:
        """Whether a region may begin then: on a day, or at an instant, that is not before the book's beginning."""
        if not isinstance(stated, date):
            return False
        own, of_book = (bind_instant(start, zone("UTC")) for start in (stated, self._declarations.begins or stated))
        return own is None or of_book is None or own >= of_book

    def _own(self, layer: Layer, in_zone: ZoneInfo | None, of_book: Instant) -> Instant | None:
        """The beginning that a region's file states; None where it states none, or a wrong one, which is reported."""
        leaf = layer.plain.get(OF_REGION)
        if not isinstance(leaf, Stated) or not isinstance(leaf.value, date):
            return None
        begins = bind_instant(leaf.value, in_zone)
        if begins is None:
            assert in_zone is not None, "no day was skipped in the zone of the latest days"
            sentence = f"{leaf.value} was skipped in {in_zone.key}, so that {layer.name} would never begin"
            self._binder.report("date-does-not-exist", sentence, leaf.place, "write a day that exists there")
        elif begins < of_book:
            place = self._declarations.begins_place
            notes = (Note(place, "the book begins here"),) if place is not None else ()
            sentence = f"{layer.name} begins on {leaf.value}, and the book begins later, on {self._declarations.begins}"
            hint = "write a later day, or delete it where the region begins with the book"
            self._binder.report("begins-before-book", sentence, leaf.place, hint, notes)
            return of_book
        return begins

    def _of_book(self, layer: Layer, in_zone: ZoneInfo | None) -> Instant | None:
        stated = self._declarations.begins
        begins = bind_instant(stated, in_zone) if stated is not None else LONG_AGO
        if begins is None:
            assert in_zone is not None, "no day was skipped in the zone of the latest days"
            assert self._declarations.begins_place is not None
            assert layer.place is not None
            sentence = f"{stated} was skipped in {in_zone.key}, so that {layer.name} would never begin"
            notes = (Note(layer.place, f"{layer.name} is stated here"),)
            hint = "write a day that exists there"
            self._binder.report("date-does-not-exist", sentence, self._declarations.begins_place, hint, notes)
        return begins
