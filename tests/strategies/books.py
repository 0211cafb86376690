"""Books: everything that the rule files of a small book say, as text, and what was put into them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.strategies.commissions import state_commissions
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.layout import Layout
from tests.strategies.moments import BEGINNINGS, DAYS, ZONES, Moment, dated, first_second, moments, timed
from tests.strategies.packages import state_packages
from tests.strategies.prices import state_prices
from tests.strategies.taxes import state_taxes
from tests.strategies.values import EXPONENTS, FACTS, INHERIT, Choice, Known, Tree, Written
from tests.strategies.worlds import RULES, Layer, Line, Path, Region, World

COUNTRIES = ("DE", "BG", "JP", "US", "CL", "NO")
"""NO among them, which YAML reads as false."""


@dataclass(frozen=True)
class Book:
    """The texts of a book by path, and the world that they describe."""

    files: Mapping[str, str]
    world: World

    def known(self, region: str, platform: str, path: Path, at: int, facts: Mapping[str, str | int | bool]) -> Known | None:
        """What was put in for a path and shows there at an instant; None where nothing does."""
        shown = self.world.shows((region, platform), path, at)
        return shown.take(facts) if isinstance(shown, Choice) else shown

    def laid_out(self, seed: int) -> dict[str, str]:
        """The same book, laid out in another way."""
        return Layout(seed).files(self.world.trees)

    def __repr__(self) -> str:
        return "\n".join(f"--- {path}\n{text}" for path, text in self.files.items())


@st.composite
def books(draw: Draw) -> Book:
    """Books that load without an error, of one to three countries with their subdivisions, groups and platforms."""
    world = _worlds(Drawer(draw))
    conflicts = len({len(groups) for region in world.regions.values() for _, groups in region.members} - {0, 1}) > 0
    domains = [world.groups] * 4 if not conflicts else [world.groups[n : n + 1] for n in range(4)]
    _state_header(world)
    homes = state_packages(world, domains[0])
    state_prices(world, homes, domains[1])
    state_taxes(world, domains[2] if not conflicts else world.groups[1:2])
    state_commissions(world, domains[3] if not conflicts else world.groups[2:3])
    seed = draw(st.integers(0, 2**32 - 1))
    return Book(Layout(seed).files(world.trees), world)


def _worlds(drawer: Drawer) -> World:
    """An empty world: where it is, when it begins, which packages and platforms there are."""
    day = drawer.one(BEGINNINGS)
    begins = timed(day, first_second(day, "Asia/Tokyo") + 3600, 0) if drawer.maybe(20) else dated(day)
    found = moments(drawer, DAYS, 5)
    platforms = drawer.some(("ios", "web", "android"), 1)
    packages = drawer.some(("coins_100", "coins_1000", "starter"), 1)
    world = World(drawer, begins, found, platforms, packages, groups=drawer.some(("euro", "eu", "gulf"), 0))
    _state_regions(world)
    return world


def _state_regions(world: World) -> None:
    drawer = world.drawer
    later = [moment for moment in world.moments if moment.day > world.begins.day]
    euro = world.groups[0] if world.groups and drawer.maybe(60) else None
    if euro is not None:
        world.group_currencies[euro] = drawer.one(("EUR", *EXPONENTS))
    for code in drawer.some(COUNTRIES, 1, 3):
        region = Region(code, drawer.one(tuple(ZONES)))
        way = drawer.one(("own", "changing", "group", "joining"))
        if way == "changing" and later:
            change = drawer.one(later)
            region.stretches = [(None, drawer.one(tuple(EXPONENTS))), (change, drawer.one(tuple(EXPONENTS)))]
        elif way == "group" and euro is not None:
            region.stretches = [(None, world.group_currencies[euro])]
        elif way == "joining" and euro is not None and later:
            region.stretches = [(None, drawer.one(tuple(EXPONENTS))), (drawer.one(later), world.group_currencies[euro])]
        else:
            region.stretches = [(None, drawer.one(tuple(EXPONENTS)))]
            way = "own"
        way = "own" if way == "changing" else way
        region.members = _memberships(world, way, euro, region)
        if drawer.maybe(15):
            region.billing = {drawer.one(world.platforms): drawer.one(tuple(EXPONENTS))}
        world.regions[code] = region
        for part in drawer.some(("NY", "B1"), 0) if drawer.maybe(60) else ():
            zone = drawer.one((region.zone, *ZONES)) if drawer.maybe(30) else region.zone
            members = _memberships(world, "own", None, region) if way == "own" and drawer.maybe(20) else region.members
            world.regions[f"{code}-{part}"] = Region(f"{code}-{part}", zone, members, region.stretches, region.billing)


def _memberships(world: World, way: str, euro: str | None, region: Region) -> list[tuple[Moment | None, tuple[str, ...]]]:
    """The groups of a region over time; that which gives it its currency is among them for as long as it does."""
    drawer = world.drawer
    most = 1 if world.exclusive else len(world.groups)
    if way == "group":
        assert euro is not None
        return [(None, _with(euro, drawer.some(world.groups, 0), most))]
    if way == "joining":
        assert euro is not None
        change = region.stretches[1][0]
        others = [group for group in world.groups if group != euro]
        return [(world.begins, tuple(drawer.some(others, 0, most))), (change, _with(euro, drawer.some(others, 0), most))]
    if not drawer.maybe(50):
        return [(None, tuple(drawer.some(world.groups, 0, most)))]
    starts = sorted(drawer.some(world.moments, 1, 3), key=lambda moment: moment.day)
    return [(start, tuple(drawer.some(world.groups, 0, most))) for start in starts]


def _with(group: str, others: list[str], most: int) -> tuple[str, ...]:
    return (group, *[other for other in others if other != group][: most - 1])


def _state_header(world: World) -> None:
    """What every book declares, and where regions lie, what they are members of, and which currency they have."""
    drawer = world.drawer
    world.write(RULES, ("begins",), world.begins.text)
    world.write(RULES, ("languages",), ["en", "de"])
    name: dict[str, Tree] = {"en": {"one": "coin", "other": "coins"}}
    world.write(RULES, ("units", "coin"), {"name": name, "price": {"rounding": "half up", "extra_digits": "3"}})
    for fact, (kind, values) in FACTS.items():
        listed: dict[str, Tree] = {"of": list(values)} if kind == "one of" else {}
        world.write(RULES, ("facts", fact), {"type": kind, **listed})
    world.write(RULES, ("facts", "buyer.purchases", "of"), "package")
    for platform in world.platforms:
        world.write(RULES.on(platform), ("name",), platform.upper())
    for group in world.groups:
        layer = Layer("group", group)
        world.write(layer, ("group",), group)
        if group in world.group_currencies:
            code = world.group_currencies[group]
            world.say(layer, ("currency",), Written(code, code))
    for region in world.regions.values():
        _state_region(world, region)
    assert drawer is world.drawer


def _state_region(world: World, region: Region) -> None:
    layer = Layer("region", region.code)
    country = world.regions[region.code.partition("-")[0]]
    world.write(layer, ("region",), region.code)
    if region is country or region.zone != country.zone or world.drawer.maybe(30):
        world.write(layer, ("time_zone",), region.zone)
    if region.members and (region is country or region.members is not country.members):
        world.write(layer, ("groups",), world.members_tree(region))
    if region is not country:
        if world.drawer.maybe(20):
            world.say(layer, ("currency",), INHERIT)
        return
    given = [code for _, groups in region.members for code in (world.group_currencies.get(g) for g in groups) if code]
    world.put_currency(region, given)
    for platform, code in region.billing.items():
        world.say(layer.on(platform), ("currency",), Written(code, code))


__all__ = ["Book", "Line", "books"]
