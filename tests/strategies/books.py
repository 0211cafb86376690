"""Books: everything that the rule files of a small book say, as text, and what was put into them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from ratecard.terms.facts import FactValue
from tests.strategies.commissions import state_commissions
from tests.strategies.drawing import Draw, Drawer
from tests.strategies.layout import Layout
from tests.strategies.moments import BEGINNINGS, DAYS, ZONES, Moment, dated, first_second, moments, timed
from tests.strategies.packages import state_packages
from tests.strategies.prices import state_prices
from tests.strategies.taxes import state_taxes
from tests.strategies.values import EXPONENTS, FACTS, INHERIT, PER_PACKAGE, Choice, Known, Tree, Written
from tests.strategies.ways import state_ways, with_usual_way
from tests.strategies.worlds import RULES, Layer, Path, Region, World

COUNTRIES = ("DE", "BG", "JP", "US", "CL", "NO")
"""NO among them, which YAML reads as false."""

CODES = tuple(EXPONENTS)

Facts = Mapping[str, FactValue]


@dataclass(frozen=True)
class Book:
    """The texts of a book by path, and the world that they describe."""

    files: Mapping[str, str]
    world: World
    seed: int

    def known(self, region: str, platform: str, path: Path, at: int, facts: Facts) -> Known | None:
        """What was put in for a path and shows there at an instant; None where nothing does."""
        shown = self.world.shows((region, platform), path, at)
        facts = with_usual_way(self.world, region, platform, at, facts)
        return shown.take(facts) if isinstance(shown, Choice) else shown

    def laid_out(self, seed: int) -> dict[str, str]:
        """The same book, laid out in another way."""
        return Layout(seed).files(self.world.trees)

    def __repr__(self) -> str:
        return "\n".join(f"--- {path}\n{text}" for path, text in self.files.items())

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: ARG002
        """What Hypothesis shows of a book that fails a test: its files, and not the strokes."""
        printer.text(repr(self))


@st.composite
def books(draw: Draw) -> Book:
    """Books that load without an error, of one to three countries with their subdivisions, groups and platforms."""
    world = worlds(Drawer(draw))
    first, second, third = ([*world.groups, "", ""][n : n + 1] for n in range(3))
    every = world.groups
    state_ways(world)
    homes = state_packages(world, every if world.exclusive else first)
    state_prices(world, homes, every if world.exclusive else first)
    state_taxes(world, every if world.exclusive else second)
    state_commissions(world, every if world.exclusive else third)
    _leave_names_out(world)
    return Book(Layout(seed := draw(st.integers(0, 2**32 - 1))).files(world.trees), world, seed)


def worlds(drawer: Drawer) -> World:
    """A world without rules: where it is, when it begins, which packages and platforms there are."""
    day = drawer.one(BEGINNINGS)
    begins = timed(day, first_second(day, "Asia/Tokyo") + 3600, 0) if drawer.maybe(20) else dated(day)
    groups = drawer.some(("euro", "eu", "gulf"), 0)
    world = World(
        drawer,
        begins,
        moments=moments(drawer, DAYS, 5),
        platforms=drawer.some(("ios", "web", "android"), 1),
        packages=drawer.some(("coins_100", "coins_1000", "starter"), 1),
        groups=groups,
        exclusive=len(groups) < 2 or drawer.maybe(60),
    )
    if groups and drawer.maybe(60):
        world.group_currencies[groups[0]] = drawer.one(CODES)
    for code in drawer.some(COUNTRIES, 1, 3):
        region = _countries(world, code)
        world.regions[code] = region
        for part in drawer.some(("NY", "B1"), 0) if drawer.maybe(60) else ():
            world.regions[f"{code}-{part}"] = _subdivisions(world, region, f"{code}-{part}")
    _state_header(world)
    return world


def _countries(world: World, code: str) -> Region:
    """A country that has its own currency, one that changes it, one that has a group's, or one that joins a group."""
    drawer = world.drawer
    later = [moment for moment in world.moments if moment.day > world.begins.day]
    euro = next(iter(world.group_currencies.values()), None)
    zone = drawer.one(tuple(ZONES))
    region = Region(code, zone, zone, stretches=[(None, drawer.one(CODES))])
    way = drawer.one(("own", "changing", "group", "joining"))
    if way == "changing" and later:
        region.stretches.append((drawer.one(later), drawer.one(CODES)))
    elif way == "group" and euro is not None:
        region.way, region.stretches = way, [(None, euro)]
    elif way == "joining" and euro is not None and later:
        region.way = way
        region.stretches.append((drawer.one(later), euro))
    region.members = _memberships(world, region)
    if later and len(region.stretches) == 1 and drawer.maybe(20):
        region.begins = (drawer.one(later), zone)
    if drawer.maybe(15):
        region.billing = {drawer.one(world.platforms): drawer.one(CODES)}
    return region


def _subdivisions(world: World, country: Region, code: str) -> Region:
    """A subdivision: sometimes in another zone; with groups of its own only where they give it no currency."""
    drawer = world.drawer
    region = replace(country, code=code)
    if drawer.maybe(30):
        region.zone = drawer.one(tuple(ZONES))
        # The currency changes on the country's day, which here has to be named by its instant.
        region.stretches = [(_exactly(moment, country.zone), currency) for moment, currency in country.stretches]
    later = [moment for moment in world.moments if moment.day > world.begins.day]
    if later and len(region.stretches) == 1 and drawer.maybe(15):
        region.begins = (drawer.one(later), region.zone)
    if country.way == "own" and drawer.maybe(20):
        own, zone = _memberships(world, region), region.zone
        if own[0][0] is not None and zone == country.zone:  # until its own first date the country's hold
            before = [entry for entry in country.members if entry[0] is None or entry[0].day < own[0][0].day]
            region.members, region.own_members = [*before, *own], own
        else:
            own = [(None, own[0][1])]
            region.members, region.own_members = own, own
        region.members_zone = zone
    return region


def _exactly(moment: Moment | None, zone: str) -> Moment | None:
    return timed(moment.day, moment.second(zone), 0) if moment else None


def _memberships(world: World, region: Region) -> list[tuple[Moment | None, tuple[str, ...]]]:
    """The groups of a region over time; that which gives it its currency is among them for as long as it does."""
    drawer = world.drawer
    most = 1 if world.exclusive else len(world.groups)
    if region.way == "own":
        if not drawer.maybe(50):
            return [(None, tuple(drawer.some(world.groups, 0, most)))]
        starts = sorted(drawer.some(world.moments, 1, 3), key=lambda moment: moment.day)
        return [(start, tuple(drawer.some(world.groups, 0, most))) for start in starts]
    euro, others = world.groups[0], world.groups[1:]
    member = (euro, *drawer.some(others, 0, most - 1))
    if region.way == "group":
        return [(None, member)]
    before = tuple(drawer.some(others, 0, most))
    return [(dated(world.begins.day - timedelta(days=3)), before), (region.stretches[1][0], member)]


def _state_header(world: World) -> None:
    """What every book declares, and where regions lie, what they are members of, and which currency they have."""
    world.write(RULES, ("begins",), world.begins.text)
    world.write(RULES, ("languages",), ["en", "de"])
    name: dict[str, Tree] = {"en": {"one": "coin", "other": "coins"}}
    world.write(RULES, ("units", "coin"), {"name": name, "price": {"rounding": "half up", "extra_digits": "3"}})
    for fact, (kind, values) in FACTS.items():
        of: dict[str, Tree] = {"of": list[Tree](values)} if kind == "one of" else {}
        of |= {"of": "package"} if fact == PER_PACKAGE else {}
        world.write(RULES, ("facts", fact), {"type": kind, **of})
    for platform in world.platforms:
        world.write(RULES.on(platform), ("name",), platform.upper())
    for group in world.groups:
        world.write(Layer("group", group), ("group",), group)
        if group in world.group_currencies:
            code = world.group_currencies[group]
            world.say(Layer("group", group), ("currency",), Written(code, code))
    for region in world.regions.values():
        _state_region(world, region)


def _leave_names_out(world: World) -> None:
    """Takes the names of some platforms away: what the rules say of a platform beside its name declares it too."""
    stated = world.trees["rules:"].get("platforms")
    assert isinstance(stated, dict)
    for own in stated.values():
        if isinstance(own, dict) and set(own) > {"name"} and world.drawer.maybe(25):
            del own["name"]


def _state_region(world: World, region: Region) -> None:
    drawer, layer = world.drawer, Layer("region", region.code)
    country = world.regions[region.code.partition("-")[0]]
    world.write(layer, ("region",), region.code)
    if region is country or region.zone != country.zone or drawer.maybe(30):
        world.write(layer, ("time_zone",), region.zone)
    if region.begins is not None and (region is country or region.begins != country.begins):
        world.write(layer, ("begins",), region.begins[0].text)
    members = region.members if region is country else region.own_members
    if members:
        start, groups = members[0]
        dates: dict[str, Tree] = {start.text: list[Tree](names) for start, names in members if start}
        world.write(layer, ("groups",), list[Tree](groups) if start is None else dates)
    if region is not country:
        if drawer.maybe(20):
            world.say(layer, ("currency",), INHERIT)
        return
    codes = [Written(code, code) for _, code in region.stretches]
    if region.way == "joining":
        codes[1] = INHERIT
    if len(codes) > 1:
        world.put(layer, ("currency",), [(world.opening(layer), codes[0]), (region.stretches[1][0], codes[1])])
    elif region.way == "own":
        world.say(layer, ("currency",), codes[0])
    for platform, code in region.billing.items():
        world.say(layer.on(platform), ("currency",), Written(code, code))
