"""What a guard finds: where, the number that it saw, and the numbers behind it."""

from fractions import Fraction

import msgspec

from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.terms.market import MarketKey

Table = tuple[tuple[str, ...], ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One breach of one guard in one market, from an instant on.

    `of` is the thing beside the market, a package or a promotion; "" for the market itself. `seen` is the number that
    the guard compares with its bound, the worse the greater. `sentence` says what was seen, `place` where it may be
    wrong, `notes` the other places. `question` is a question of the command line that shows it. Findings of a guard
    that are told `together`, or where that is "" at one place, are one diagnostic, of the worst. `table` has the
    numbers behind it: a header, and rows.
    """

    guard: str
    market: MarketKey
    of: str
    since: Instant
    seen: Fraction
    sentence: str
    place: Place
    hint: str
    notes: tuple[Note, ...] = ()
    question: str = ""
    together: str = ""
    table: Table = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All words by which it can be accepted: region, country, platform, thing, and the name of the file."""
        region, platform = self.market
        country, file = region.partition("-")[0], self.place.file.rpartition("/")[2].removesuffix(".yaml")
        return tuple(dict.fromkeys(word for word in (region, country, platform, self.of, file) if word))


class Unproved(msgspec.Struct, frozen=True):
    """Something that a guard could not look at, and why: "packages whose price varies by facts"."""

    guard: str
    why: str
    of: str


def times(factor: Fraction) -> str:
    """A factor for people: "× 1.43", "× 100", "× 0.0105"."""
    exact = float(factor)
    if exact >= 100:
        return f"× {exact:,.0f}"
    return f"× {exact:.2f}" if exact >= 0.095 else f"× {exact:.2g}"


def percent(share: Fraction) -> str:
    """A share for people: "45 %", "7.5 %"."""
    return f"{float(100 * share):.1f} %".replace(".0 %", " %")
