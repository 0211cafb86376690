"""The faults in what is sold beside packages, each caught by a file of tests that takes seconds."""

from tests.faults.fault import ITEMS, Fault

SELLING_FAULTS = (
    Fault(
        "item by coins",
        "a promotion of an item is chosen per coin, of which it holds none",
        "quotes/purchases/choice.py",
        "total, other_total = (coins + unit.bonus) or 1, (coins + other.bonus) or 1",
        "total, other_total = coins + unit.bonus, coins + other.bonus",
        tests=ITEMS,
    ),
    Fault(
        "sale of everything",
        "a promotion without a list is for items, too",
        "terms/promotions.py",
        "return not thing.is_item or name in self.effects",
        "return True",
        tests=ITEMS,
    ),
    Fault(
        "kind of an item",
        "a promotion of a kind of spending is for no item",
        "terms/promotions.py",
        "return self.effect if of_kind and not self.is_of_gifts_alone else NO_EFFECT",
        "return NO_EFFECT",
        tests=ITEMS,
    ),
    Fault(
        "used of an item",
        "what was used of a limit for one item counts for another",
        "quotes/purchases/limiting.py",
        "usual_way=market.usual_way, item=item)",
        "usual_way=market.usual_way, item=None)",
        tests=ITEMS,
    ),
    Fault(
        "item elsewhere",
        "what an item saves is rounded as if it held coins of a package",
        "quotes/purchases/savings.py",
        "Coins(1) if is_item else bought.total",
        "Coins(1 + bought.request.quantity) if is_item else bought.total",
        tests=ITEMS,
    ),
    Fault(
        "item and package",
        "a package is answered as an item",
        "quotes/purchases/quoting.py",
        "if request.package not in (market.items if is_item else market.offers):",
        "if request.package not in market.offers and request.package not in market.items:",
        tests=ITEMS,
    ),
)
