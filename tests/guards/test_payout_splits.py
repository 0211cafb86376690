"""Payouts in pieces: all ways to take small payouts, quoted by the engine one by one, find the same."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.guards.findings import Finding, decimal
from ratecard.guards.running import guard
from ratecard.guards.splitting import SPLITTING
from ratecard.guards.verdicts import GuardVerdict, verdict_of
from ratecard.loading import load_texts
from ratecard.money import Diamonds
from ratecard.quotes.payouts.figures import PayoutFigures
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import Lot, PayoutRequest
from tests.books import Texts, sound
from tests.guards.test_chain import Small
from tests.guards.test_chain import texts_of as chain_texts
from tests.guards.world import NOW, guarded

OFF = "round_trip: off, margin: off"
MOST = 500
"""Up to how many diamonds every split is tried."""

WITHOUT_END = 3_000_000
"""So many diamonds that what is rounded of them hardly counts."""

NEAR = Fraction(1, 10_000)
"""What is rounded of them counts by less than this."""


def texts_of(diamond: str, rounding: str, fee: str, more: str = "", said: str = "{above: 0.0001 %}") -> Texts:
    """A book that pays diamonds out in this way."""
    texts = dict(chain_texts(Small()))
    texts["rules/payouts.yaml"] = (
        f"payouts:\n  currency: USD\n  diamond: {diamond}\n  value_by: earned\n  order: [oldest]\n"
        f"  rounding: {rounding}\n  pays: {{from: request}}\n{more}  methods: {{bank: {{name: Bank, fee: {fee}}}}}\n"
    )
    texts["rules/guards.yaml"] = f"guards: {{{OFF}{f', splitting: {said}' if said else ''}}}\n"
    return texts


def found_in(texts: Texts) -> list[Finding]:
    """What the guard finds of payouts."""
    return [own for own in guarded(texts).findings if own.guard == SPLITTING and own.of == "bank"]


class Payouts:
    """What arrives of diamonds, by the engine; 0 where it refuses them."""

    def __init__(self, texts: Texts, source: str | None) -> None:
        self.book, self.source = sound(load_texts(texts)), source
        self.known: dict[int, int] = {}

    def arrives(self, diamonds: int) -> int:
        """What arrives of so many."""
        if diamonds not in self.known:
            lots = (Lot(Diamonds(diamonds), NOW, self.source),)
            quote = quote_payout(self.book, PayoutRequest("DE", "bank", NOW, Diamonds(diamonds), lots))
            figures = quote.figures if isinstance(quote, PayoutQuote) else None
            self.known[diamonds] = figures.paid if isinstance(figures, PayoutFigures) else 0
        return self.known[diamonds]

    def worst(self, most: int) -> Fraction:
        """The greatest gain of any pieces of up to so many diamonds."""
        apart = [0] * (most + 1)
        worst = Fraction(0)
        for whole in range(1, most + 1):
            firsts = [one for one in range(1, whole) if self.arrives(one) and apart[whole - one]]
            pieces = max((self.arrives(one) + apart[whole - one] for one in firsts), default=0)
            at_once = self.arrives(whole)
            if at_once and pieces:
                worst = max(worst, Fraction(pieces - at_once, at_once))
            apart[whole] = max(pieces, at_once)
        return worst

    def worst_of_all(self) -> Fraction:
        """The greatest gain, or what gains come near to as pieces get more."""
        worst = self.worst(MOST)
        dearest = max(Fraction(self.arrives(one), one) for one in range(1, MOST))
        each = Fraction(self.arrives(WITHOUT_END), WITHOUT_END)
        return max(worst, dearest / each - 1) if worst else worst


DIAMOND = st.sampled_from(["0.01 USD each", "0.005 USD each", "1 USD per 300", "0.004 USD each"])
ROUNDING = st.sampled_from(["down", "up", "half up", "half even"])
FEE = st.sampled_from(
    [
        "none",
        "{fixed: 0.02 USD}",
        "{rate: 10 %, rounding: half up}",
        "{rate: 25 %, rounding: down}",
        "{rate: 20 %, floor: 0.01 USD, rounding: down}",
        "{rate: 50 %, floor: 0.01 USD, cap: 0.03 USD, rounding: half up}",
    ]
)
MORE = st.sampled_from(
    [
        "",
        "  minimum: 0.03 USD\n",
        "  withholding: {rounding: half up, lines: {t: {name: T, rate: 25 %, of: whole}}}\n",
        "  withholding: {rounding: down, lines: {t: {name: T, rate: 50 %, of: domestic, domestic: US}}}\n",
    ]
)


@settings(max_examples=settings().max_examples // 2)
@given(
    diamond=DIAMOND, rounding=ROUNDING, fee=FEE, more=MORE, above=st.sampled_from([Fraction(1, 10**6), Fraction(1, 5)])
)
def test_every_split_of_small_payouts_finds_the_same(
    diamond: str, rounding: str, fee: str, more: str, above: Fraction
) -> None:
    """What gains only come near to is found as well: all pieces of the size that brings most, without end."""
    texts = texts_of(diamond, rounding, fee, more, f"{{above: {decimal(100 * above, 4)} %}}")
    sources = ("US", "DE") if "domestic" in more else ("DE",)
    gain = max(Payouts(texts, source).worst_of_all() for source in sources)
    found = found_in(texts)
    assert [own for own in guarded(texts).unproved if own.guard == SPLITTING] == []
    assert bool(found) == (gain > above)
    for finding in found:
        assert above < finding.seen <= gain + NEAR
    assert not found or gain - NEAR <= max(finding.seen for finding in found)


@settings(max_examples=settings().max_examples // 2)
@given(diamond=DIAMOND, rounding=ROUNDING, fee=FEE, more=MORE)
def test_what_is_shown_is_so(diamond: str, rounding: str, fee: str, more: str) -> None:
    texts = texts_of(diamond, rounding, fee, more)
    payouts = [Payouts(texts, source) for source in ("US", "DE")]
    for finding in found_in(texts):
        for _, pieces, at_once, apart in finding.table[1:]:
            sizes = [part.split(" × ") for part in pieces.replace(",", "").split(" and ")]
            whole = sum(int(number) * int(size) for number, size in sizes)
            both = [
                (own.arrives(whole), sum(int(number) * own.arrives(int(size)) for number, size in sizes))
                for own in payouts
            ]
            shown = tuple(int(money.split(" ")[0].replace(".", "").replace(",", "")) for money in (at_once, apart))
            assert shown in both
            assert shown[1] > shown[0]
        assert sum(int(part.split(" × ")[0]) for part in finding.table[2][1].split(" and ")) == 2


def test_the_worst_and_the_shortest_split_are_shown() -> None:
    (found,) = found_in(texts_of("0.004 USD each", "half up", "none", "  minimum: 0.01 USD\n"))
    assert found.sentence == (
        "a payout of 6 diamonds by bank in DE brings 0.02 USD at once, and 0.03 USD as 1 × 2 and 1 × 4: up to 50 % "
        "more (bound 0 %); the shortest such split has 2 pieces"
    )
    assert (found.of, found.place.file) == ("bank", "rules/payouts.yaml")
    assert found.table[0] == ("at once", "in pieces", "arrives at once", "in pieces")
    assert found.question == "ratecard quote payout --region DE --method bank --diamonds 6"


def test_a_least_payout_makes_gains_as_small_as_the_book_allows() -> None:
    small = texts_of("0.004 USD each", "half up", "none", "", "{above: 1 %}")
    great = texts_of("0.004 USD each", "half up", "none", "  minimum: 5 USD\n", "{above: 1 %}")
    assert len(found_in(small)) == 1
    assert found_in(great) == []
    assert verdict_of(guarded(great), SPLITTING) is GuardVerdict.SOUND


def test_it_informs_where_the_book_states_nothing_of_it() -> None:
    texts = texts_of("0.004 USD each", "half up", "none", "", "")
    assert found_in(texts) == []
    (told,) = [own for own in guard(sound(load_texts(texts)), NOW, informing=True).information if own.of == "bank"]
    assert "bound" not in told.sentence


def test_payouts_of_too_many_sizes_are_undecided_where_any_gain_counts() -> None:
    fee = "{rate: 2.03 %, rounding: half up}"
    found = guarded(texts_of("0.00617 USD each", "half up", fee, "", "{above: 0.0001 %}"))
    assert verdict_of(found, SPLITTING) is GuardVerdict.UNDECIDED
    assert any("sizes of a payout" in own.why and own.of == "payouts by bank" for own in found.unproved)


def test_what_is_unknown_is_unproved() -> None:
    texts = texts_of("0.004 USD each", "down", "unknown")
    found = guarded(texts)
    assert verdict_of(found, SPLITTING) is GuardVerdict.UNPROVED
    assert ("it is unknown", "payouts by bank") in [(own.why, own.of) for own in found.unproved]


def test_two_regions_that_each_round_up_are_told_each_at_its_line() -> None:
    texts = texts_of("0.004 USD each", "down", "none", "", "{above: 1 %}")
    assert found_in(texts) == []
    for code in ("de", "us"):
        texts[f"regions/{code}.yaml"] += "payouts: {rounding: half up}\n"
    assert [own.place.file for own in found_in(texts)] == ["regions/de.yaml", "regions/us.yaml"]


def test_a_rate_that_is_unknown_in_a_second_region_is_unproved_there() -> None:
    """In the first one it is too old, so that nobody is paid in another currency: nothing is open there."""
    texts = texts_of("0.004 USD each", "down", "none")
    texts["rules/payouts.yaml"] = texts["rules/payouts.yaml"].replace("currency: USD", "currency: EUR")
    texts["regions/de.yaml"] += "fx: {maximum_age: 30 days}\n"
    texts["regions/us.yaml"] += "fx: {rates: unknown}\n"
    unproved = [own for own in guarded(texts).unproved if own.guard == SPLITTING and own.of == "payouts by bank"]
    assert [own.why for own in unproved] == ["it is unknown"]
