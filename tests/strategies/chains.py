"""Books of the whole chain: purchases, and gifts, earnings, payouts, exchange rates and eligibility."""

from hypothesis import strategies as st

from tests.strategies.books import Book, worlds
from tests.strategies.commissions import state_commissions
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.earnings import counts_money, state_earnings
from tests.strategies.eligibility import state_eligibility
from tests.strategies.exchange import state_exchange
from tests.strategies.gifts import state_gifts
from tests.strategies.layout import Layout
from tests.strategies.packages import state_packages
from tests.strategies.payouts import state_payouts
from tests.strategies.prices import state_prices
from tests.strategies.taxes import state_taxes
from tests.strategies.values import FACTS, Tree
from tests.strategies.ways import state_ways
from tests.strategies.worlds import RULES, World

MORE_FACTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "buyer.level": ("count", ("0", "5", "20")),
    "creator.age": ("count", ("0", "18", "19")),
    "creator.payouts": ("count", ("0", "1")),
    "gift.coins": ("count", ("0", "100", "1000")),
    "gift.total": ("count", ("0", "1000", "100_000")),
    "lot.class": ("one of", ("promotional", "earned", "bought")),
    "lot.months": ("count", ("0", "6", "12")),
}
CHOICES, KEYS = 12, 8


@st.composite
def chains(draw: Draw) -> Book:
    """Books that load without an error and state everything from coins to cash."""
    world = worlds(Drawer(draw))
    _declare(world)
    stating = [world.groups] * KEYS
    if not world.exclusive:  # a region may be in two groups at once, so each key is stated by one of them at most
        first = world.drawer.number(0, KEYS - 1)
        stating = [world.groups[(first + key) % KEYS :][:1] for key in range(KEYS)]
    state_ways(world)
    homes = state_packages(world, stating[0])
    state_prices(world, homes, stating[0])
    state_taxes(world, stating[1])
    state_commissions(world, stating[2])
    world.choices_left = CHOICES
    kinds = state_earnings(world, stating[3])
    shares_money = counts_money(world)
    state_gifts(world, kinds, stating[4], has_worth=shares_money)
    needed = state_payouts(world, stating[5])
    markets = {code for region in world.regions.values() for _, code in region.stretches}
    markets |= {code for region in world.regions.values() for code in region.billing.values()}
    state_exchange(world, needed | markets if shares_money else needed, markets, stating[6])
    state_eligibility(world, stating[7])
    return Book(Layout(seed := draw(st.integers(0, 2**32 - 1))).files(world.trees), world, seed)


def _declare(world: World) -> None:
    """The facts, and the diamond, that only these books need."""
    world.facts = {**FACTS, **MORE_FACTS}
    for fact, (kind, values) in MORE_FACTS.items():
        of: dict[str, Tree] = {"of": list[Tree](values)} if kind == "one of" else {}
        world.write(RULES, ("facts", fact), {"type": kind, **of})
    name: dict[str, Tree] = {"en": {"one": "diamond", "other": "diamonds"}}
    world.write(RULES, ("units", "diamond"), {"name": name, "price": {"rounding": "half up", "extra_digits": "3"}})
