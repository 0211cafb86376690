"""What a guard finds: where, the number that it saw, and the numbers behind it."""

from fractions import Fraction

import msgspec

from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.instants import Instant
from ratecard.money import decimal_text
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.market import MarketKey

DIGITS_MOST = 12
"""Decimals of a factor that is shown."""

IN_PERCENT = frozenset(
    {
        "change",
        "drifted",
        "tax",
        "tax_moved",
        "commission",
        "bonus",
        "moved",
        "earns_less",
        "store_rate",
        "terms_changed",
    }
)
"""The guards whose number is a share, which their sentences show in percent."""

UNNUMBERED = frozenset(
    {
        "expected",
        "missing_price",
        "free",
        "sale_length",
        "idle",
        "endless",
        "currency",
        "slip",
        "dates",
        "age",
        "unlisted",
        "missing_line",
        "withdrawn",
        "tax_gone",
        "weakened",
        "backdated",
    }
)
"""The guards of which a number says nothing: what they find is so, or is not."""

FindingTable = tuple[tuple[str, ...], ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One breach of one guard in one market, from an instant on.

    `of` is the thing beside the market, a package or a promotion; "" for the market itself. `seen` is the number that
    the guard compares with its bound, the worse the greater. `sentence` says what was seen, `place` where it may be
    wrong, `notes` the other places. `question` is a question of the command line that shows it. Findings of a guard
    that are told `together`, or where that is "" at one place, are one diagnostic, of the worst. `table` has the
    numbers behind it: a header, and rows. `beside` are other packages that it is compared with, the currency that it
    is in, or the kind of bound; `price` is where a price stands on which it depends. `everywhere`: it is of what a
    package holds, and not of one market; `of_content`: of what it holds in one region, or on one platform. `holds` says
    where the content of packages stands that is wrong where many markets find the same. `follows` is a guard that
    always finds what this is about, too. `other` is the market that it is compared with, where that is one: by its
    words it can be accepted, too. `gone` are paths of an older book that are not stated any more, as the sentence says.
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
    table: FindingTable = ()
    beside: tuple[str, ...] = ()
    price: Place | None = None
    everywhere: bool = False
    of_content: bool = False
    holds: tuple[Note, ...] = ()
    follows: str = ""
    other: MarketKey | None = None
    gone: tuple[KeyPath, ...] = ()

    def words_in(self, market: MarketKey) -> tuple[str, ...]:
        """All words by which it can be accepted in a market: region, country, platform, thing, name of the file.

        Of the other market that it is compared with they are region and country.
        """
        region, platform = market
        country, file = region.partition("-")[0], self.place.file.rpartition("/")[2].removesuffix(".yaml")
        words = (region, country, platform, self.of, *self.words_of_other, file)
        return tuple(dict.fromkeys(word for word in words if word))

    @property
    def words_of_other(self) -> tuple[str, ...]:
        """Region and country of the market that it is compared with; nothing where that is not one."""
        return () if self.other is None else (self.other.region, self.other.region.partition("-")[0])

    def moved_to(self, market: MarketKey) -> "Finding":
        """The same of another market that reads the same lines."""
        if market == self.market:
            return self
        sentence = self.sentence.replace(self.market.shown, market.shown)
        was = f"--region {self.market.region} --platform {self.market.platform}"
        question = self.question.replace(was, f"--region {market.region} --platform {market.platform}")
        return msgspec.structs.replace(self, market=market, sentence=sentence, question=question)


class Unproved(msgspec.Struct, frozen=True):
    """Something that a guard could not look at, and why: "packages whose price varies by facts"."""

    guard: str
    why: str
    of: str

    @property
    def is_undecided(self) -> bool:
        """Whether it took too much work; else something is unknown, or is not looked at."""
        return self.why.startswith(UNDECIDED)


UNDECIDED = "undecided"
"""How a reason begins that says that a guard came to its bound of work."""


class Meeting(msgspec.Struct, frozen=True):
    """Promotions that go together: for which packages, and in how many markets."""

    promotions: tuple[str, ...]
    packages: tuple[str, ...]
    markets: int


def times(factor: Fraction) -> str:
    """A factor for people: "× 1.43", "× 100", "× 0.011"."""
    if factor >= 100:
        return f"× {-(-factor // 1):,}"
    digits = 2
    while digits < DIGITS_MOST and factor * 10**digits < 9:
        digits += 1
    return f"× {decimal(factor, digits)}"


def off_by(factor: Fraction) -> str:
    """How far something is off: "too high by × 1.43", "too low by × 2.33"."""
    return f"too high by {times(factor)}" if factor >= 1 else f"too low by {times(1 / factor)}"


def moved_by(factor: Fraction) -> str:
    """How something moved: "up by × 1.43", "down by × 2.33"."""
    return f"up by {times(factor)}" if factor >= 1 else f"down by {times(1 / factor)}"


def percent(share: Fraction) -> str:
    """A share for people: "45 %", "7.5 %"."""
    return f"{decimal(100 * share, 1).removesuffix('.0')} %"


def decimal(exact: Fraction, digits: int) -> str:
    """A number with so many decimals, rounded half to even."""
    return decimal_text(round(exact * 10**digits), digits)


def number_of(seen: Fraction) -> str:
    """The number of a finding as an exception states it, so that it is accepted: rounded up to two decimals."""
    return decimal_text(-(-seen * 100 // 1), 2).rstrip("0").rstrip(".")


def number_shown(finding: Finding) -> str:
    """The number by which a finding is accepted, as its sentence shows it: "1.43", "45.3 %"; "" of one without."""
    if finding.guard in UNNUMBERED or not finding.seen:
        return ""
    if finding.guard in IN_PERCENT:
        return percent(finding.seen)
    return times(max(finding.seen, Fraction(1, 100))).removeprefix("× ").replace(",", "")
