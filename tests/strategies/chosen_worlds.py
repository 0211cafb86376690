"""Random books in which the coins of a package and the amount of an item are chosen, and questions about them."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.reference.small_worlds import texts_of
from tests.strategies.derived_worlds import CURRENCY, per_coin
from tests.strategies.drawing import Draw, Drawer

REGIONS = ("de", "us", "br", "jp")
EXCLUSIVE = "tax: {display: exclusive, lines: {gst: {rate: 5 %}, pst: {rate: 9.975 %}}}"
THINGS = ("top_up", "chat", "coins_100")
MOST = 150
"""Numbers are few enough for the reference to try each of them."""


@dataclass(frozen=True)
class ChosenWorld:
    """A book, and the regions that can be asked."""

    files: dict[str, str]
    regions: tuple[str, ...]


@dataclass(frozen=True)
class ChosenQuestion:
    """What is asked: a number of one kind, or none; amounts in minor units of the region's currency."""

    where: str
    number: int
    by: str
    quantity: int
    member: bool | None
    codes: tuple[str, ...]
    budget: int | None


@st.composite
def chosen_worlds(draw: Draw) -> ChosenWorld:
    """A book of up to two regions."""
    drawer = Drawer(draw)
    regions = tuple(drawer.some(REGIONS, 1, 2))
    rules = [
        "facts: {purchase.coins: {type: count}, purchase.amount: {type: money}}",
        f"pricing: {{rounding: {drawer.one(('half up', 'half up', 'half even', 'up', 'down', 'half up to 5'))}}}",
        "items: {chat: {name: Chat, order: 3}}",
        "promotions: {half: {discount: 50 %}, code: {code: HALF, discount: 10 %}}",
        f"packages: {{top_up: {{coins: {_range(drawer)}{_more(drawer)}}}}}",
        _platforms(drawer),
    ]
    if drawer.maybe(20):
        codes = sorted({CURRENCY[region] for region in regions})
        rules[1] = f"pricing: {{rounding: {drawer.one(('half up to a price point', 'up to a price point'))}}}"
        points = ", ".join(f"{code}: [{{least: 1, most: 1999, step: {drawer.one(('1', '3'))}}}]" for code in codes)
        rules.append(f"price_points: {{{points}}}")
    own = {region: _region(drawer, region) for region in regions}
    return ChosenWorld(texts_of("\n".join([*rules, ""]), None, **own), tuple(code.upper() for code in regions))


def _range(drawer: Drawer) -> str:
    least, step = drawer.one((1, 2, 30, 50)), drawer.one((1, 1, 7, 20))
    most = least + step * drawer.number(0, (MOST - least) // step)
    parts = [f"most: {most}", *([f"step: {step}"] if step != 1 else [])]
    return f"{{{', '.join([*([f'least: {least}'] if least != step else []), *parts])}}}"


def _more(drawer: Drawer) -> str:
    bonus = drawer.one(("", "", "7", "5 %", "{by: purchase.coins, from: {0: 0, 70: 5 %}}"))
    found = [f"bonus: {bonus}"] if bonus else []
    found += ["quantity: {most: 2}"] if drawer.maybe(20) else []
    found += ["limits: {day: {most: 150 coins, per: calendar day}}"] if drawer.maybe(20) else []
    found += ["when: {buyer.member: yes}"] if drawer.maybe(15) else []
    return "".join(f", {entry}" for entry in found)


def _platforms(drawer: Drawer) -> str:
    rate = drawer.one(("30 %", "{by: purchase.coins, from: {0: 30 %, 80: 15 %}}"))
    card = f"commission: {{lines: {{card: {{rate: {rate}, base: net}}}}, rounding: half up, per: unit}}"
    derive = "pricing: {derive: {from: {platform: ios}, factor: 0.5}}" if drawer.maybe(40) else ""
    return f"platforms: {{web: {{{', '.join(part for part in (card, derive) if part)}}}}}"


def _region(drawer: Drawer, region: str) -> str:
    code = CURRENCY[region]
    price = _price(drawer, code)
    least, most = ("10", "900") if region == "jp" else ("0.50", "9.00")
    step = drawer.one(("", ", step: 10" if region == "jp" else ", step: 0.50"))
    chat = f"{{least: {least}, most: {most}{step}}}"
    lines = [f"prices: {{top_up: {price}, chat: {chat}, coins_100: {'140' if region == 'jp' else '1.39'}}}"]
    if drawer.maybe(30):
        each = drawer.one((30, 70, 200))
        cheaper = f"{{by: purchase.amount, from: {{0 {code}: 20 %, {each} {code}: 3 %}}}}"
        lines.append(f"platforms: {{web: {{tax: {{display: exclusive, lines: {{extra: {{rate: {cheaper}}}}}}}}}}}")
    if drawer.maybe(20):
        lines.append(f"purchases: {{limits: {{each: {{most: {drawer.one((5, 90))} {code}, per: purchase}}}}}}")
    return "\n".join([*lines, ""])


def _price(drawer: Drawer, currency: str) -> str:
    own = per_coin(drawer, currency)
    kind = drawer.number(0, 9)
    if kind == 9:
        other = drawer.one((f"1.5 {currency} each", "none"))
        return f"{{by: buyer.member, is: {{yes: 0.5 {currency} each}}, other: {other}}}"
    return own if kind else "none"


@st.composite
def chosen_questions(draw: Draw, world: ChosenWorld) -> ChosenQuestion:
    """A question that names a number, some money, or nothing."""
    drawer = Drawer(draw)
    where = f"{drawer.one(world.regions)} {drawer.one(('ios', 'web'))} {drawer.one((*THINGS, 'top_up', 'nothing'))}"
    by = drawer.one(("coins", "coins", "amount", "spend", "spend", "none"))
    number = drawer.number(0, MOST + 10) if by == "coins" else drawer.number(0, 1200)
    member = drawer.one((None, True, False))
    codes = drawer.one(((), (), ("HALF",)))
    return ChosenQuestion(where, number, by, drawer.one((1, 1, 2, 3)), member, codes, drawer.one((None, None, 100)))
