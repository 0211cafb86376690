"""Promotions of gifts: what is paid for each, and of how many coins its creator earns.

Paid is the regular number of coins less what is taken off, which is rounded down for each gift. Creators earn of the
regular number less what those promotions take off, by themselves, that they bear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.facts import Facts
from tests.reference.layering import Market
from tests.reference.limits_of_buyers import limit_names
from tests.reference.promotion_choice import Benefit, Offer, unit_of
from tests.reference.promotion_standing import Asker, limit_id, standing
from tests.reference.promotion_terms import promotion_ids, terms_of
from tests.reference.promotions import Promoted, promoted
from tests.reference.reading import Path
from tests.reference.used_before import Used


@dataclass(frozen=True)
class WholeCoins:
    """Coins are whole: what is taken off is rounded down."""

    def discounted(self, exact: Fraction, regular: int) -> int:
        """What is left; of 99 less 14.85 it is 85."""
        off = regular - exact
        return regular - off.numerator // off.denominator


@dataclass(frozen=True)
class GiftsRun:
    """So many equal gifts: what each costs and what its creator earns of, and the ids of what applies."""

    gifts: int
    coins: int
    earning: int
    applied: tuple[str, ...]


@dataclass(frozen=True)
class PromotedGifts:
    """The runs of gifts, and all that answers say of promotions beside them."""

    gift: str
    runs: tuple[GiftsRun, ...]
    said: Promoted

    @property
    def coins(self) -> int:
        """What is paid."""
        return sum(run.gifts * run.coins for run in self.runs)

    @property
    def subsidy(self) -> int:
        """What creators earn of and nobody pays."""
        return sum(run.gifts * (run.earning - run.coins) for run in self.runs)


@dataclass(frozen=True)
class Given:
    """Which gift is sent, as which kind of spending, what it costs and how often; with what the question tells."""

    gift: str
    kind: str
    coins: int
    count: int
    facts: Facts
    codes: Sequence[str] = ()
    used: Sequence[Used] = ()


def asker_of(here: Market, at: int, given: Given, currency: str, sections: Sequence[Path]) -> Asker:
    """Who asks for gifts; the question has the limits of its promotions, and of some sections."""
    offer = Offer(given.coins, given.coins, 0, WholeCoins())  # type: ignore[arg-type]
    limits = [
        limit_id(promotion, limit)
        for promotion in promotion_ids(here)
        if (terms := terms_of(here, at, promotion, given.gift, "gifts", given.kind)) is not None
        for limit in terms.limits
        if terms.is_for_it and terms.is_on(at)
    ]
    limits += [".".join((*section, name)) for section in sections for name in limit_names(here, at, section)]
    return Asker(
        here, at, given.gift, currency, offer, given.facts, given.codes, given.used, limits, "gift", given.kind
    )


def promoted_gifts(asker: Asker, count: int) -> PromotedGifts:
    """What becomes of so many gifts."""
    said, offer = promoted(asker, count), asker.offer
    runs = tuple(
        GiftsRun(run.units, run.unit.listed, _earning(asker, offer, run.applied), run.applied) for run in said.runs
    )
    return PromotedGifts(asker.package, runs, said)


def _earning(asker: Asker, offer: Offer, applied: Sequence[str]) -> int:
    """The coins that a creator earns of, where these promotions apply."""
    borne: list[Benefit] = []
    for promotion in applied:
        terms = terms_of(asker.here, asker.at, promotion, asker.package, "gifts", asker.kind)
        assert terms is not None
        benefit = standing(asker, terms).benefit
        assert benefit is not None
        borne += [benefit] if terms.borne_by == "creator" else []
    return unit_of(offer, borne).listed
