"""Mistakes in limits: of purchases and single packages, of spending and single gifts, of promotions and of payouts."""

import yaml

from tests.mutations.creators import tables, values
from tests.mutations.edits import Edit, inserted, mistake, replaced
from tests.mutations.sources import Source, Spot

TABLES = (
    *("payouts/limits", "purchases/limits", "packages/*/limits"),
    *("spending/limits", "gifts/*/limits", "promotions/*/limits"),
)


def of_limits(source: Source, key: str) -> list[Spot]:
    """What limits state under a key."""
    return values(source, *(f"{table}/*/{key}" for table in TABLES))


@mistake("limit-in-other-currency")
def a_limit_is_in_another_currency(source: Source) -> list[Edit]:
    """A limit of money is not in the currency that it is compared in."""
    return replaced([spot for spot in of_limits(source, "most") if spot.text[-3:] in ("USD", "EUR")], "50 CHF")


@mistake("amount-without-unit")
def a_limit_does_not_say_of_what(source: Source) -> list[Edit]:
    """A limit is a bare number."""
    return replaced(of_limits(source, "most"), "1000")


@mistake("amount-without-unit")
def a_limit_of_gifts_is_in_money(source: Source) -> list[Edit]:
    """Limits of gifts count coins or gifts."""
    return replaced(values(source, "spending/limits/*/most", "gifts/*/limits/*/most"), "50 EUR")


@mistake("grouped-digits")
def a_limit_has_its_thousands_apart(source: Source) -> list[Edit]:
    """A limit is counted, with a point between its thousands."""
    counted = [spot for spot in of_limits(source, "most") if spot.text[-1].islower()]
    return replaced(counted, lambda text: f"1.000 {text.rpartition(' ')[2].removesuffix('s')}s")


@mistake("not-one-of")
def a_limit_is_for_a_day_of_no_known_kind(source: Source) -> list[Edit]:
    """A limit is for a day, which could be the calendar's or any 24 hours."""
    return replaced(of_limits(source, "per"), "day")


@mistake("not-one-of")
def a_limit_is_for_hours_that_do_not_roll(source: Source) -> list[Edit]:
    """A limit is for some hours, and does not say that they are the last ones."""
    return replaced(of_limits(source, "per"), "24 hours")


@mistake("not-one-of")
def a_limit_is_counted_for_nothing_known(source: Source) -> list[Edit]:
    """A limit is counted for each of something that the language does not count by."""
    return replaced(of_limits(source, "of"), "buyer")


@mistake("too-many-limits")
def a_table_has_more_limits_than_can_be_told_apart(source: Source) -> list[Edit]:
    """Nine limits hold at once, of which the last by id is one too many."""
    edits = []
    for table in tables(source, "purchases/limits"):
        assert isinstance(table.node, yaml.MappingNode)
        stated = len(table.node.value)
        between = ", "
        if not table.node.flow_style:
            between = f"{source.newline(table.file)}{' ' * table.node.value[0][0].start_mark.column}"
        entry = between.join(f"zz{number}: {{most: {number} units}}" for number in range(stated + 1, 10))
        edits.append(inserted(source, table.file, table.node, entry, entry.index("9 units")))
    return edits
