"""Mistakes in how long signed quotes hold."""

from tests.mutations.edits import Edit, mistake
from tests.mutations.promotions import stated_at_top
from tests.mutations.sources import Source

QUOTES = "quotes"


@mistake("honoured-too-briefly")
def quotes_are_honoured_for_less_than_they_are_valid(source: Source) -> list[Edit]:
    """The two lengths of time were put the wrong way round."""
    return stated_at_top(source, QUOTES, "{valid: 24 hours, honour: ¦15 minutes}")


@mistake("honoured-too-briefly")
def quotes_are_valid_for_a_day_and_honoured_for_hours(source: Source) -> list[Edit]:
    """The two lengths of time are in units of which the smaller number is the longer time."""
    return stated_at_top(source, QUOTES, "{valid: 1 day, honour: ¦23 hours}")


@mistake("not-a-duration")
def the_life_of_a_quote_is_a_bare_number(source: Source) -> list[Edit]:
    """The life of a quote is a number without a unit."""
    return stated_at_top(source, QUOTES, "{valid: ¦900, honour: 24 hours}")


@mistake("not-by-fact")
def the_life_of_a_quote_varies_by_a_fact(source: Source) -> list[Edit]:
    """Some buyers are to have a quote for longer."""
    choice = "¦{by: buyer.age, is: {18 or more: 1 hour}, other: 15 minutes}"
    return stated_at_top(source, QUOTES, f"{{valid: {choice}, honour: 24 hours}}")
