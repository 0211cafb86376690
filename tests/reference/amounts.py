"""Amounts with which facts of money are compared: bare ones are in the currency in force where they are written."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.reference.reading import BESIDE, Path, Tree
from tests.reference.writing import decimals_of, minor_units

if TYPE_CHECKING:
    from tests.reference.layering import Held, Market


def with_currencies(here: "Market", held: "dict[Path, Held]") -> "dict[Path, Held]":
    """What holds, in which each amount that a fact of money is compared with names its currency: 50 is 50.00 EUR."""
    declared = here.book.of("rules", "", None)
    money = {s.path[1] for s in declared if s.path[0] == "facts" and s.path[2:] == ("type",) and s.written == "money"}
    if not money:
        return held
    return {path: _named(here, each, money) for path, each in held.items()}


def _named(here: "Market", held: "Held", money: set[str]) -> "Held":
    says = _Naming(here, held, money).named(held.says, held.statement.path)
    return held if says is held.says else replace(held, says=says)


class _Naming:
    def __init__(self, here: "Market", held: "Held", money: set[str]) -> None:
        self.here, self.held, self.money = here, held, money

    def named(self, says: Tree, path: tuple[str, ...]) -> Tree:
        """A choice, conditions, or a requirement of one fact, with currencies; anything else as it is."""
        if path[:1] == ("eligibility",) and len(path) > 2:
            return self.conditions({path[2]: says})[path[2]] if says not in ("none", "unknown") else says
        if isinstance(says, dict) and "by" not in says and path[-1] == "when":
            return self.conditions(says)
        if isinstance(says, dict) and says.get("by") in self.money:
            table = says["from"]
            assert isinstance(table, dict)
            return {**says, "from": {key if key in BESIDE else self.amount(key): of for key, of in table.items()}}
        return says

    def conditions(self, tree: Tree) -> dict[str, Tree]:
        """Conditions, at any depth."""
        assert isinstance(tree, dict)
        found: dict[str, Tree] = {}
        for key, wanted in tree.items():
            if key == "any":
                assert isinstance(wanted, list)
                found[key] = list[Tree](self.conditions(way) for way in wanted)
            else:
                found[key] = self.requirement(wanted) if key in self.money else wanted
        return found

    def requirement(self, wanted: Tree) -> Tree:
        """What a fact of money has to be."""
        if isinstance(wanted, str):
            return self.amount(wanted)
        if isinstance(wanted, list):
            return list[Tree](self.amount(str(item)) for item in wanted)
        return {word: operand if word in BESIDE else self.requirement(operand) for word, operand in wanted.items()}

    def amount(self, written: str) -> str:
        """An amount as answers say it: with its currency, and all the decimals that it has."""
        digits, _, named = written.partition(" ")
        currency = named or self.here.currency_where_written(self.held)
        assert currency is not None, written
        decimals = decimals_of(currency)
        scaled = str(minor_units(digits, currency)).rjust(decimals + 1, "0")
        return f"{scaled[:-decimals]}.{scaled[-decimals:]} {currency}" if decimals else f"{scaled} {currency}"
