"""The units of a virtual currency as a book declares them: their names, and how the price of one is shown."""

from collections.abc import Mapping

import msgspec

from ratecard.book.declaring import all_leaves, is_broken, is_broken_at, tell_missing, text_of, value_at
from ratecard.book.keys import Keys
from ratecard.book.layers import Layers, key_above
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.keys.units import ROLES
from ratecard.rulefiles.stated import ANY_LANGUAGE, Leaves, StatedRounding
from ratecard.rulefiles.text.decoding import Report

EARNED = "diamond"
"""The unit that creators earn; coins are bought by everybody."""


USUAL_PRICE = (RoundingMode.HALF_UP, 3)
"""How the price of one unit is shown that is stated by a single text, its name: as the library's."""


class NamedUnit(msgspec.Struct, frozen=True):
    """What a unit is called: plural forms by language."""

    names: Mapping[str, Mapping[str, str]]


class DeclaredUnit(NamedUnit, frozen=True):
    """A unit, and how the price of one is shown."""

    price_mode: RoundingMode
    price_extra_digits: int


def earned_unit(layers: Layers, keys: Keys, report: Report, where: Place | None) -> DeclaredUnit | None:
    """The earned unit, which a book must declare that states a key which counts in it; the first such key asks."""
    stated = (
        (path[0], leaf.place)
        for leaves in all_leaves(layers)
        for path, leaf in leaves.items()
        if path[1:] or not is_broken(leaf)  # a key that is told as wrong may have been meant as another
    )
    first = min((asked for asked in stated if keys.needing_units.get(asked[0]) == EARNED), default=None)
    asking = [key_above((first[0], "*"), first[1], layers.mapping_places)] if first is not None else []
    own = stated_of(layers, EARNED)
    return unit_of(layers.declared, EARNED, report, min(own or asking, default=where)) if asking or own else None


def stated_of(layers: Layers, unit: str) -> list[Place]:
    """The keys under which anything is stated of a unit; a missing one should stand there."""
    rules = layers.rules.plain
    stated = [leaf.place for path, leaf in rules.items() if path[:2] == ("units", unit)]
    return [key_above(("units", unit, "*"), place, layers.mapping_places) for place in stated]


def other_units_of(layers: Layers, report: Report) -> dict[str, NamedUnit]:
    """The units without a role by id. Each has a name; that the price of one is shown is not needed."""
    rules = layers.declared
    found: dict[str, NamedUnit] = {}
    for unit in sorted({path[1] for path in rules if path[0] == "units" and path[1:]} - set(ROLES)):
        where = min(stated_of(layers, unit))
        priced = any(path[:3] == ("units", unit, "price") for path in rules)
        own = unit_of(rules, unit, report, where) if priced else NamedUnit(_unit_names(rules, unit, report, where))
        if own is not None:
            found[unit] = own
    return found


def _unit_names(rules: Leaves, unit: str, report: Report, where: Place | None) -> dict[str, dict[str, str]]:
    """The plural forms of a unit by language."""
    names: dict[str, dict[str, str]] = {}
    listed = value_at(rules, ("languages",))
    languages = [str(item.value) for item in listed] if type(listed) is tuple else []
    for path, leaf in sorted(rules.items()):
        if path[:3] == ("units", unit, "name") and len(path) == 5:
            text = text_of(leaf)
            for tag in languages if path[3] == ANY_LANGUAGE else (path[3],):
                if text is not None:
                    names.setdefault(tag, {})[path[4]] = text
    broken = is_broken_at(rules, ("units", unit, "name")) or is_broken_at(rules, ("languages",))
    if not names and not broken:
        hint = f"units: {{{unit}: {{name: {{en: {{one: {unit}, other: {unit}s}}}}, price: …}}}}"
        tell_missing(report, f"units.{unit}.name", hint, where)
    return names


def unit_of(rules: Leaves, unit: str, report: Report, where: Place | None) -> DeclaredUnit | None:
    """A unit with its names and the price of one; None where either is missing or wrong, which is reported."""
    names = _unit_names(rules, unit, report, where)
    price = _unit_price(rules, unit, report, where)
    return DeclaredUnit(names, *price) if names and price is not None else None


def _unit_price(rules: Leaves, unit: str, report: Report, where: Place | None) -> tuple[RoundingMode, int] | None:
    """How the price of one unit is shown: its rounding, and the decimals beyond the currency's."""
    if is_broken_at(rules, ("units", unit, "price")):
        return None
    price = ("units", unit, "price")
    if (*price[:2], "name", ANY_LANGUAGE, "other") in rules and not any(path[:3] == price for path in rules):
        return USUAL_PRICE
    rounding = value_at(rules, ("units", unit, "price", "rounding"))
    digits = value_at(rules, ("units", unit, "price", "extra_digits"))
    if type(rounding) is not StatedRounding or type(digits) is not int:
        hint = f"units: {{{unit}: {{price: {{rounding: half up, extra_digits: 3}}}}}}"
        tell_missing(report, f"units.{unit}.price", hint, where)
        return None
    if rounding.step is not None or digits > 9:
        place = rules[("units", unit, "price", "rounding" if rounding.step else "extra_digits")].place
        sentence = f"a shown price of one {unit} is rounded to decimals, at most 9 beyond the currency's"
        hint = "write a rounding without a step, and extra_digits up to 9"
        report(Diagnostic(code="bad-unit-price", sentence=sentence, place=place, hint=hint))
        return None
    return rounding.mode, digits
