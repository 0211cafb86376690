"""The prices that sheets state for each region, platform and package, put in the order of their days."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import msgspec

from ratecard.money import Money
from ratecard.sheets.days import NEVER
from ratecard.sheets.faults import Cell
from ratecard.sheets.timelines import BEGINS, Dated, Price, values_of

EVERY_PLATFORM = ""
PriceKey = tuple[str, str, str]
"""Region, platform and package; the platform is EVERY_PLATFORM where the sheet says none."""

Cells = Mapping[PriceKey, Mapping[date, Cell]]
"""The cell of each price by the day from which it holds, BEGINS where it holds when the book begins."""


class StatedPrice(msgspec.Struct, frozen=True):
    """A price from a day on, None where the package is not sold from then; `start` is None where no day is said."""

    money: Money | None
    cell: Cell
    start: date | None = None
    end: date | None = None
    end_cell: Cell | None = None

    def __str__(self) -> str:
        said = "not sold" if self.money is None else str(self.money)
        return said if self.start is None else f"{said} from {self.start}"


class StatedPrices:
    """All prices that were stated, for a book that begins on a day. `say` is told what is wrong with a cell."""

    def __init__(self, begins: date, say: Callable[[Cell, str, str], None]) -> None:
        self.cells: dict[PriceKey, dict[date, Cell]] = {}
        self.ended_before = 0
        self.ended_later = 0
        self._begins = begins
        self._say = say
        self._stated: dict[PriceKey, dict[date | None, StatedPrice]] = {}
        self._open: dict[PriceKey, list[StatedPrice]] = {}
        self._money: dict[tuple[str, str, date | None], tuple[str, Cell]] = {}

    def keep(self, key: PriceKey, stated: StatedPrice) -> None:
        """Takes one more price, or end of sale, unless it contradicts another one of its day."""
        if stated.money is not None and not self._fits(key, stated, stated.money):
            return
        before = self._stated.setdefault(key, {}).setdefault(stated.start, stated)
        if before.money == stated.money:
            return
        if None in (before.money, stated.money) and _row(before.cell) == _row(stated.cell):
            self._stated[key][stated.start] = before if stated.money is None else stated
            return
        self._say(stated.cell, f"{stated} contradicts {before} at {before.cell}", f"keep one price of {_named(key)}")

    def leave_open(self, key: PriceKey, stated: StatedPrice) -> None:
        """Takes an empty cell of a table beside a day, which may mean that nothing changes or that nothing is sold."""
        self._open.setdefault(key, []).append(stated)

    def lines(self) -> dict[PriceKey, Price]:
        """The prices over time, each from the first day that is stated for it."""
        found: dict[PriceKey, Price] = {}
        for key in self._stated:
            self._check_ends(key)
            values = self._by_day(key)
            self.cells[key] = {day: stated.cell for day, stated in values.items()}
            found[key] = _line({day: stated.money for day, stated in values.items()})
        self._check_open()
        sold = {(region, package) for (region, _, package), line in found.items() if values_of(line)}
        return {key: line for key, line in found.items() if (key[0], key[2]) in sold}

    def _fits(self, key: PriceKey, stated: StatedPrice, money: Money) -> bool:
        """Whether a price is in the currency of the region's other prices on that platform from that day on."""
        code, first = self._money.setdefault((key[0], key[1], stated.start), (money.currency.code, stated.cell))
        if code == money.currency.code:
            return True
        self._say(
            stated.cell, f"{money} is not in {code}, as {first} is", f"{key[0]} has one currency; write one of them"
        )
        return False

    def _by_day(self, key: PriceKey) -> dict[date, StatedPrice]:
        """What is stated by day, in order: of what holds when the book begins the last alone, as of BEGINS."""
        stated = self._stated[key]
        days = sorted(day for day in stated if day is not None)
        until = [day for day in days if day <= self._begins]
        undated, latest = stated.get(None), stated[until[-1]] if until else None
        if undated is not None and latest is not None and undated.money != latest.money:
            sentence = f"{latest} contradicts {undated} at {undated.cell}: both hold when the book begins"
            self._say(latest.cell, sentence, f"the book begins on {self._begins}; write the day of each")
        first = latest or undated
        self.ended_before += max(0, len(until) - 1)
        found = {BEGINS: first} if first is not None else {}
        for day in days[len(until) :]:
            self.ended_later += stated[day].money is None
            found[day] = stated[day]
        return found

    def _check_ends(self, key: PriceKey) -> None:
        """Refuses an end that says more than the next price's beginning: its day may be the last one or the first."""
        stated = self._stated[key]
        days = sorted(day for day in stated if day is not None)
        for price in stated.values():
            if price.end is None or price.end_cell is None or price.end == NEVER:
                continue
            start = price.start or self._begins
            following = next((day for day in days if day > start), None)
            if price.end < start:
                self._say(price.end_cell, f"{price.end} is before {start}, from which the price holds", "mend the days")
            elif following is None or following > price.end + timedelta(days=1):
                sentence = f"the price ends on {price.end}, and no row says what holds from then"
                advice = "add a row that begins on the first day without sale, with - for its price"
                self._say(price.end_cell, sentence, advice)
            elif following < price.end:
                sentence = f"the price ends on {price.end}, and {stated[following].cell} has another from {following}"
                self._say(price.end_cell, sentence, "mend the days")

    def _check_open(self) -> None:
        for key, cells in self._open.items():
            own = self._stated.get(key, {})
            for empty in cells:
                earlier = [day for day in own if day is None or (empty.start is not None and day < empty.start)]
                latest = own[max(earlier, key=lambda day: day or BEGINS)] if earlier else None
                if empty.start not in own and latest is not None and latest.money is not None:
                    sentence = f"the cell is empty, and {key[2]} costs {latest.money} until {empty.start}"
                    self._say(empty.cell, sentence, "repeat the price, or write - where it is not sold from then")


def _line(values: Mapping[date, Money | None]) -> Price:
    """The line of prices by day, in order, without those that change nothing."""
    changes: list[tuple[date, Money | None]] = []
    for day, money in values.items():
        if not changes or changes[-1][1] != money:
            changes.append((day, money))
    day, first = changes[0]
    return first if len(changes) == 1 and day == BEGINS and first is not None else Dated(tuple(changes))


def _row(cell: Cell) -> tuple[str, int]:
    return cell.file, cell.row


def _named(key: PriceKey) -> str:
    return f"{key[2]} in {key[0]}"
