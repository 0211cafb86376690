"""The world of a book, and how statements are put into it: written into a layer's tree, and painted over what shows.

A stroke says that a path shows a value in one market from an instant until another. Layers are painted from the
broadest to the narrowest, so the last stroke over an instant is what holds there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from tests.strategies.drawing import Drawer
from tests.strategies.moments import BEGINS, Moment, dated, timed
from tests.strategies.values import FACTS, INHERIT, NONE, Facts, Known, Tree, Word, Written

Path = tuple[str, ...]
MarketKey = tuple[str, str]
Line = list[tuple[Moment | None, Written]]
"""What one leaf states: values with the moments from which they hold; None is from the book's beginning."""

Stretches = list[tuple[Moment | None, str]]
"""Currencies, each from a moment on."""

CANCELLED = "wave_off"
"""The name of a date that never comes."""

LONG_AGO, FAR_AHEAD = -(10**12), 10**12
OFFSETS = (60, 0, -330, 840)


@dataclass(frozen=True)
class Layer:
    """Who states: kind "rules", "group" or "region", its name, and the platform or none."""

    kind: str
    owner: str
    platform: str | None = None

    def on(self, platform: str | None) -> "Layer":
        """The same layer, under a platform."""
        return Layer(self.kind, self.owner, platform)


RULES = Layer("rules", "")


@dataclass
class Region:
    """A region: its zone, its memberships over time, and the currencies of its plain statements and of platforms.

    `way` is where its currency comes from: "own", "group", or "joining", which is its own one until it joins a group.
    `members_zone` is the zone of the file that states the memberships; `own_members` those that a subdivision states.
    `begins` is a beginning of its own, with the zone of the file that states it.
    """

    code: str
    zone: str
    members_zone: str
    way: str = "own"
    members: list[tuple[Moment | None, tuple[str, ...]]] = field(default_factory=list)
    own_members: list[tuple[Moment | None, tuple[str, ...]]] = field(default_factory=list)
    stretches: Stretches = field(default_factory=list)
    billing: dict[str, str] = field(default_factory=dict)
    begins: tuple[Moment, str] | None = None

    def windows(self, group: str) -> list[tuple[Moment | None, Moment | None]]:
        """The stretches of membership in a group; None is from the beginning, or for good."""
        spans = list(pairwise([*self.members, (None, ())])) if self.members else []
        return [(start, end) for (start, groups), (end, _) in spans if group in groups]

    def currencies(self, platform: str | None) -> Stretches:
        """The currencies of statements under a platform, or of plain ones."""
        return [(None, self.billing[platform])] if platform in self.billing else self.stretches


@dataclass(frozen=True)
class Stroke:
    """One value over one stretch of one market's path; half-open."""

    path: Path
    start: int
    end: int
    known: Known


@dataclass
class World:
    """Everything that a book says, in trees, and what shows of it, in strokes."""

    drawer: Drawer
    begins: Moment
    moments: list[Moment]
    platforms: list[str]
    packages: list[str]
    groups: list[str] = field(default_factory=list)
    exclusive: bool = True
    group_currencies: dict[str, str] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    trees: dict[str, dict[str, Tree]] = field(default_factory=dict)
    strokes: dict[MarketKey, list[Stroke]] = field(default_factory=dict)
    facts: Facts = field(default_factory=lambda: FACTS)
    choices_left: int = 5
    names: dict[str, str] = field(default_factory=dict)
    ways: dict[str, list[str]] = field(default_factory=dict)

    def markets(self, layer: Layer) -> list[MarketKey]:
        """Every market that ever reads a layer."""
        platforms = [layer.platform] if layer.platform else self.platforms
        return [(region.code, platform) for region, _ in self.readers(layer) for platform in platforms]

    def readers(self, layer: Layer) -> list[tuple[Region, list[tuple[int, int]]]]:
        """The regions that read a layer, with the stretches of seconds in which they do."""
        found = []
        for region in self.regions.values():
            if layer.kind == "group":
                zone = region.members_zone
                windows = [
                    (start.second(zone) if start else LONG_AGO, end.second(zone) if end else FAR_AHEAD)
                    for start, end in region.windows(layer.owner)
                ]
            else:
                reads = layer.kind == "rules" or layer.owner in (region.code, region.code.partition("-")[0])
                windows = [(LONG_AGO, FAR_AHEAD)] if reads else []
            if windows:
                found.append((region, windows))
        return found

    def can_state(self, layer: Layer, path: Path) -> bool:
        """Whether a layer states nothing yet at this path, above it or below it."""
        tree: Tree = self.trees.get(f"{layer.kind}:{layer.owner}", {})
        for key in _keys(layer, path):
            if not isinstance(tree, dict):
                return False
            if key not in tree:
                return True
            tree = tree[key]
        return False

    def put(self, layer: Layer, path: Path, line: Line) -> None:
        """States a value or a time line in a layer, and paints it over all markets that read the layer."""
        assert self.can_state(layer, path), (layer, path)
        line = self.unsilenced(layer, path, line)
        self.write(layer, path, self.line_tree(layer, line))
        for region, windows in self.readers(layer):
            zone = self.zone(layer, region)
            ends = [*(moment.second(zone) for moment, _ in line[1:] if moment), FAR_AHEAD]
            for (moment, written), end in zip(line, ends, strict=True):
                start = moment.second(zone) if moment else LONG_AGO
                for opens, closes in windows:
                    if written.known is not Word.INHERIT and max(start, opens) < min(end, closes):
                        stroke = Stroke(path, max(start, opens), min(end, closes), written.known)
                        for platform in [layer.platform] if layer.platform else self.platforms:
                            self.strokes.setdefault((region.code, platform), []).append(stroke)

    def unsilenced(self, layer: Layer, path: Path, line: Line) -> Line:
        """The line; one that starts while nothing is said yet says so, because a date withdraws nothing unsaid."""
        first, (_, written) = line[0][0], line[0]
        may_be_none = (
            path[:2] != ("fx", "rates") and path[-1] not in ("order", "rarity") and not isinstance(written.known, tuple)
        )
        if first is None or first.day <= self.begins.day or not may_be_none:
            return line
        shown = [values for _, values in self.shown_between(layer, path, None, first)]
        if all(None not in values for values in shown):
            return line
        silent = all(values <= {None} for values in shown)
        return [(BEGINS, NONE if silent and self.drawer.maybe(70) else INHERIT), *line]

    def beginning(self, code: str) -> int:
        """The second from which questions are answered in a region."""
        region = self.regions[code]
        of_book = self.begins.second(region.zone)
        return of_book if region.begins is None else max(of_book, region.begins[0].second(region.begins[1]))

    def named(self, moment: Moment) -> str:
        """How a moment is written as a key: now and then by a name, which is declared when it is first used."""
        if moment is BEGINS or not self.drawer.maybe(10):
            return moment.text
        name = self.names.setdefault(moment.text, f"wave_{len(self.names)}")
        self.write(RULES, ("dates", name), moment.text)
        return name

    def zone(self, layer: Layer, region: Region) -> str:
        """Whose days the dates of a layer are: of the region that states them, else of the one that reads them."""
        return self.regions[layer.owner].zone if layer.kind == "region" else region.zone

    def opening(self, layer: Layer) -> Moment:
        """A moment from which a line of this layer holds from the beginning on, wherever it is read."""
        first = all(self.zone(layer, region) == region.zone for region, _ in self.readers(layer))
        return self.begins if first or self.begins.exact else dated(self.begins.day - timedelta(days=3))

    def say(self, layer: Layer, path: Path, written: Written) -> None:
        """States one value that holds from the beginning."""
        self.put(layer, path, [(None, written)])

    def write(self, layer: Layer, path: Path, leaf: Tree) -> None:
        """Writes a leaf into a layer's tree."""
        tree = self.trees.setdefault(f"{layer.kind}:{layer.owner}", {})
        *above, last = _keys(layer, path)
        for key in above:
            below = tree.setdefault(key, {})
            assert isinstance(below, dict)
            tree = below
        tree[last] = leaf

    def line_tree(self, layer: Layer, line: Line) -> Tree:
        """The tree of a line. Where its dates are of one zone only, one may be written as the instant that it is."""
        if line[0][0] is None:
            assert len(line) == 1
            return self.sourced(line[0][1])
        zones = {self.zone(layer, region) for region, _ in self.readers(layer)}
        entries: dict[str, Tree] = {}
        for moment, written in line:
            assert moment is not None
            shown = moment
            if len(zones) == 1 and moment is not BEGINS and self.drawer.maybe(8):
                shown = timed(moment.day, moment.second(*zones), self.drawer.one(OFFSETS))
            entries[self.named(shown)] = self.sourced(written)
        if is_scalar(line[-1][1]) and self.drawer.maybe(6):  # what stands there is not bound, so it holds no mistake
            self.write(RULES, ("dates", CANCELLED), "never")
            entries[CANCELLED] = "inherit"
        wraps = all(is_scalar(written) for _, written in line) and self.drawer.maybe(4)
        return {"value": entries, "source": "a table"} if wraps else entries

    def sourced(self, written: Written) -> Tree:
        """A value, sometimes with its source."""
        wraps = is_scalar(written) and self.drawer.maybe(7)
        return {"value": written.tree, "source": "example"} if wraps else written.tree

    def shows(self, market: MarketKey, path: Path, at: int) -> Known | None:
        """What was painted last over an instant; None where nothing was."""
        return next(
            (stroke.known for stroke in reversed(self.over(market, path)) if stroke.start <= at < stroke.end), None
        )

    def over(self, market: MarketKey, path: Path) -> list[Stroke]:
        """The strokes over a path: its own, and removals of what it stands in."""
        strokes = self.strokes.get(market, [])
        above = {path[:depth] for depth in range(1, len(path))}
        return [s for s in strokes if s.path == path or (s.known is Word.NONE and s.path in above)]

    def seconds(self, region: str) -> list[int]:
        """Every second at which anything may change in a region, and that at which it begins."""
        found = {self.beginning(region)}
        for (code, _), strokes in self.strokes.items():
            if code == region:
                found |= {edge for stroke in strokes for edge in (stroke.start, stroke.end) if abs(edge) < FAR_AHEAD}
        return sorted(found)

    def shown_between(
        self, layer: Layer, path: Path, start: Moment | None, end: Moment | None
    ) -> Iterator[tuple[MarketKey, set[Known | None]]]:
        """All that shows on a path in each market of a layer, between two of its moments; None is first and last."""
        for region, _ in self.readers(layer):
            zone = self.zone(layer, region)
            begins = self.beginning(region.code)
            low = max(start.second(zone), begins) if start else begins
            high = end.second(zone) if end else FAR_AHEAD
            for platform in [layer.platform] if layer.platform else self.platforms:
                market = (region.code, platform)
                edges = {edge for stroke in self.over(market, path) for edge in (stroke.start, stroke.end)}
                yield market, {self.shows(market, path, edge) for edge in {low, *edges} if low <= edge < high}

    def always(self, layer: Layer, *paths: Path, start: Moment | None = None, end: Moment | None = None) -> bool:
        """Whether each path shows a value all the time in all markets that read a layer."""
        shown = (values for path in paths for _, values in self.shown_between(layer, path, start, end))
        return all(None not in values and Word.NONE not in values for values in shown)


def only_currency(world: World) -> str | None:
    """The currency of the whole book, where it has but one."""
    codes = {code for region in world.regions.values() for _, code in region.stretches}
    codes |= {code for region in world.regions.values() for code in region.billing.values()}
    return codes.pop() if len(codes) == 1 else None


def is_scalar(written: Written) -> bool:
    """Whether a value is neither a list nor conditions: only scalars are written with a source of their own."""
    return written.known is not Word.CONDITIONS and not isinstance(written.tree, list)


def _keys(layer: Layer, path: Path) -> Path:
    return ("platforms", layer.platform, *path) if layer.platform else path
