"""Which statement holds: rules, then groups while a member, then the country, then the subdivision; later wins.

So it goes in the library of the world first, where a book stands on it, and then in the book: what a book says wins.

Inside each, what stands under the platform beats what does not. `none` or `unknown` on a mapping counts on every path
below it, and `inherit` says nothing, so that the broader statement is heard again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.reference.amounts import with_currencies
from tests.reference.dates import second
from tests.reference.reading import BEGINS, BESIDE, Book, Path, Statement, Tree, is_time_line, unwrapped

WORDS = ("none", "unknown")
CURRENCY: Path = ("currency",)
OF_MARKETS = (
    "currency", "packages", "prices", "ways", "tax", "commission", "worth_at", "eligibility",
    "pricing", "price_points", "price_bounds", "promotions", "purchases", "savings", "lowest_price", "second_currency",
    "items", "exchange", "quotes",
)  # fmt: skip
OF_GIFTS = ("gifts", "spending")
OF_CREATORS = ("currency", "earnings", "payouts", "fx", "eligibility", "quotes")


@dataclass(frozen=True)
class Held:
    """A statement that holds, the date key of its time line that does, since when, and what it says."""

    statement: Statement
    key: str
    since: int
    says: Tree


@dataclass(frozen=True)
class Market:
    """One region on one platform, or on none of them: then only plain statements count."""

    book: Book
    region: str
    platform: str | None
    begins: int

    def entries(self, statement: Statement) -> list[Held]:
        """What a statement says, from when on. Undated values are stated since the book's beginning.

        A date in a region's file is a day of that region; under rules/ and in groups, of the one that reads it. So is
        the book's beginning; a region that begins later makes nothing newer.
        """
        written = unwrapped(statement.written)
        zone = zone_of(self.book, statement.owner if statement.kind == "region" else self.region)
        began = min(self.begins, second(str(self.book.stated("begins")), zone))
        if not is_time_line(written):
            return [Held(statement, "", began, written)]
        assert isinstance(written, dict)
        dated = [(key, unwrapped(below)) for key, below in written.items() if key not in BESIDE]
        return [Held(statement, key, began if key == BEGINS else second(key, zone), says) for key, says in dated]

    def says(self, statement: Statement, at: int) -> Held | None:
        """What a statement says at an instant; None before its first date. `begins` stands before every date."""
        begun = [entry for entry in self.entries(statement) if entry.since <= at]
        return max(begun, key=lambda entry: (entry.key != BEGINS, entry.since)) if begun else None

    def groups(self, at: int) -> list[str]:
        """The groups that the region is a member of: the library's, the book's, and those that name it."""
        listed = (self._last(self._own(self.region, None, by), ("groups",), at) for by in self.book.origins)
        names = [str(name) for held in listed if held for name in held.says]
        return list(
            dict.fromkeys([*names, *(name for name in sorted(self.book.owners("group")) if self._is_named(name, at))])
        )

    def _is_named(self, group: str, at: int) -> bool:
        """Whether a group names the region, or its country, among its members."""
        codes = {self.region, country_of(self.region)}
        held = (self._last(self._layer("group", group, None, by), ("members",), at) for by in self.book.origins)
        return any(codes & {str(code) for code in own.says} for own in held if own)

    def _own(self, region: str, platform: str | None, of_library: bool) -> list[Statement]:
        codes = [region] if "-" not in region else [country_of(region), region]
        return [statement for code in codes for statement in self._layer("region", code, platform, of_library)]

    def _layer(self, kind: str, owner: str, platform: str | None, of_library: bool) -> list[Statement]:
        """A layer's statements, those of the platform last."""
        plain = self.book.of(kind, owner, None, of_library)
        return plain + self.book.of(kind, owner, platform, of_library) if platform else plain

    def statements(self, at: int) -> list[Statement]:
        """Every statement that is read here at an instant, in order: a later one beats an earlier one."""
        found: list[Statement] = []
        groups = self.groups(at)
        for by in self.book.origins:
            found += self._layer("rules", "", self.platform, by)
            for group in groups:
                found += self._layer("group", group, self.platform, by)
            found += self._own(self.region, self.platform, by)
        return found

    def _last(self, statements: list[Statement], path: Path, at: int) -> Held | None:
        """The last statement that says something about this path at this instant."""
        winner = None
        for statement in statements:
            below = statement.path != path and path[: len(statement.path)] == statement.path
            if statement.path != path and not (below and unwrapped(statement.written) in WORDS):
                continue
            held = self.says(statement, at)
            if held is not None and held.says != "inherit":
                winner = held
        return winner

    def held(self, path: Path, at: int) -> Held | None:
        """What holds for a path at an instant, or None where nothing is stated."""
        return self._last(self.statements(at), path, at)

    def everything_held(self, at: int, keys: tuple[str, ...] = ()) -> dict[Path, Held]:
        """What holds for every path of some keys at an instant: each statement in turn over what was said before.

        Without keys they are all that a market is asked for, or a region. `none` and `unknown` count on every path
        below them that any statement names; of what is held there the statement tells that it was said above.
        """
        return with_currencies(
            self, self._held(at, keys or ((*OF_MARKETS, *OF_GIFTS) if self.platform else OF_CREATORS))
        )

    def _held(self, at: int, keys: tuple[str, ...]) -> dict[Path, Held]:
        statements = [s for s in self.statements(at) if s.path[0] in keys]
        paths = {statement.path for statement in statements}
        found: dict[Path, Held] = {}
        for statement in statements:
            held = self.says(statement, at)
            if held is None or held.says == "inherit":
                continue
            found[statement.path] = held
            if unwrapped(statement.written) in WORDS:
                depth = len(statement.path)
                found |= {path: held for path in paths if path[:depth] == statement.path}
        return found

    def period(self, at: int, keys: tuple[str, ...] = ()) -> tuple[int, int | None]:
        """From when and until when the same statements hold for every path: half-open, None where for good.

        Gifts have periods of their own, so without keys they do not count.
        """
        keys = keys or (OF_MARKETS if self.platform else OF_CREATORS)
        now = self._winners(at, keys)
        edges = sorted({edge for edge in self._edges(keys) if edge > self.begins})
        end = next((edge for edge in edges if edge > at and self._winners(edge, keys) != now), None)
        before = (edge for edge in reversed(edges) if edge <= at and self._winners(edge - 1, keys) != now)
        return next(before, self.begins), end

    def _winners(self, at: int, keys: tuple[str, ...]) -> dict[Path, tuple[Statement, str]]:
        held = self._held(at, keys).items()
        return {path: (each.statement, each.key) for path, each in held}

    def _edges(self, keys: tuple[str, ...]) -> Iterator[int]:
        """Every instant that a statement of some keys names, or of the groups, as this region reads it."""
        for statement in self.book.statements:
            if statement.path[0] in (*keys, "groups", "members") and is_time_line(unwrapped(statement.written)):
                yield from (entry.since for entry in self.entries(statement))

    def currency_where_written(self, held: Held) -> str | None:
        """The currency in force where a statement is written, at the date of its entry: never its reader's.

        A group knows only its own currency; a region that of its groups, of its country and its own.
        """
        at = max(held.since, self.begins)
        statement = held.statement
        if statement.kind == "region":
            writer = Market(self.book, statement.owner, statement.platform, self.begins)
            found = writer.held(CURRENCY, at)
        else:
            layer = statement.kind, statement.owner, statement.platform
            found = self._last([s for by in self.book.origins for s in self._layer(*layer, by)], CURRENCY, at)
        return str(found.says) if found is not None and found.says != "none" else None


def country_of(region: str) -> str:
    """DE for DE and for DE-BY."""
    return region.partition("-")[0]


def zone_of(book: Book, region: str) -> str:
    """The zone that a region states, or else its country."""
    return book.zones.get(region) or book.zones[country_of(region)]


def market(book: Book, region: str, platform: str | None) -> Market:
    """A market, or a region as its creators see it, with the instant from which the book answers there."""
    return Market(book, region, platform, beginning(book, region))


def beginning(book: Book, region: str) -> int:
    """The book's beginning, in days of the region; or the region's own, or else its country's, where that is later."""
    of_book = second(str(book.stated("begins")), zone_of(book, region))
    own = {s.owner: str(unwrapped(s.written)) for s in book.statements if s.kind == "region" and s.path == (BEGINS,)}
    owner = region if region in own else country_of(region)
    return max(of_book, second(own[owner], zone_of(book, owner))) if owner in own else of_book
