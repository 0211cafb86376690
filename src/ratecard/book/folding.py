"""Folds the histories of a book for the trip to another process: what many of them share is folded once.

A book holds tens of thousands of resolved statements, most of them names of gifts at the midnight of each zone. Quotes
need none of them, because terms are there: whoever asks where a value stands does. So they travel as columns, which
cost little to write and next to nothing to read, and a bundle is made from its columns when it is first asked for.
So it is with sections: the first question about a market makes them, for all that share them.
"""

import msgspec

from ratecard.book.folded_bundles import BundleTable
from ratecard.book.folded_sections import PartTable
from ratecard.book.markets import MarketHistory


class Folding:
    """Folds histories: what many of them share is folded once, and stays shared.

    It goes by identity, so the histories have to live for as long as it does.
    """

    def __init__(self) -> None:
        self._bundles, self._parts = BundleTable(), PartTable()

    def history(self, history: MarketHistory) -> MarketHistory:
        """The history with folded bundles and sections."""
        bundles, sections = self._bundles.fold(history.bundles), self._parts.fold(history.sections)
        return msgspec.structs.replace(history, bundles=bundles, sections=sections)
