"""Mistakes in what a book says of its guards."""

from tests.mutations.creators import values
from tests.mutations.edits import Edit, mistake, renamed, replaced
from tests.mutations.sources import Source, Spot

BULK = "guards/bulk_is_better"


def _bounds(source: Source) -> list[Spot]:
    return values(source, "guards/shape/beyond", "guards/change/beyond")


@mistake("unknown-key")
def a_guard_is_misspelt(source: Source) -> list[Edit]:
    """The name of a guard has a letter too few."""
    return renamed(values(source, BULK), lambda name: name.replace("better", "beter"))


@mistake("not-one-of")
def a_severity_is_misspelt(source: Source) -> list[Edit]:
    """How much a guard matters has a letter too few."""
    return replaced(values(source, BULK, "guards/shape/severity"), "eror")


@mistake("not-one-of")
def a_guard_is_turned_on(source: Source) -> list[Edit]:
    """A guard is said to be on, and not how much it matters."""
    return replaced(values(source, BULK), "on")


@mistake("not-a-factor")
def a_bound_has_a_comma(source: Source) -> list[Edit]:
    """A bound is written with a decimal comma, in quotes."""
    return replaced(_bounds(source), '"1,5"')


@mistake("not-a-factor")
def a_bound_is_zero(source: Source) -> list[Edit]:
    """Nothing may be off at all."""
    return replaced(_bounds(source), "0")


@mistake("not-a-factor")
def a_bound_is_in_words(source: Source) -> list[Edit]:
    """A bound is written as one would say it."""
    return replaced(_bounds(source), "twice")


@mistake("not-a-duration")
def a_length_of_sales_has_no_unit(source: Source) -> list[Edit]:
    """How long a promotion may be open is a bare number."""
    return replaced(values(source, "guards/sale_length/longest", "guards/sale_length/shortest"), "60")


@mistake("not-a-path")
def an_expected_path_is_a_sentence(source: Source) -> list[Edit]:
    """The parts of a path have a slash between them."""
    return replaced(values(source, "expect/payouts/0"), "limits/daily")


@mistake("not-a-factor")
def a_bound_is_a_share(source: Source) -> list[Edit]:
    """By what factor a price may be off is written as the share by which it may be more."""
    return replaced(values(source, "guards/shape/beyond"), "30 %")


@mistake("unknown-factors")
def a_table_of_factors_is_misspelt(source: Source) -> list[Edit]:
    """A guard names a table of factors with a letter too few."""
    return replaced(values(source, "guards/level/factor"), "affordabilty")


def _factors(source: Source) -> list[Spot]:
    return [spot for region in ("IN", "BR", "other") for spot in values(source, f"factors/affordability/{region}")]


@mistake("not-a-factor")
def a_factor_is_zero(source: Source) -> list[Edit]:
    """A region's prices are expected to be nothing."""
    return replaced(_factors(source), "0")


@mistake("not-a-factor")
def a_factor_is_negative(source: Source) -> list[Edit]:
    """A region's prices are expected to be less than nothing."""
    return replaced(_factors(source), "-0.85")


@mistake("not-a-factor")
def a_factor_is_a_percentage_without_its_sign(source: Source) -> list[Edit]:
    """85 stands where 85 % is meant."""
    return replaced(_factors(source), "85")


@mistake("not-a-region")
def a_region_of_a_table_is_in_small_letters(source: Source) -> list[Edit]:
    """The code of a region is written as its file is called."""
    return renamed(values(source, "factors/affordability/IN"), str.lower)


def _bounds_of_answers(source: Source) -> list[Spot]:
    return values(source, "envelope/gross_per_coin/EUR/least", "envelope/gross_per_coin/USD/most")


@mistake("not-a-unit-price")
def a_bound_of_answers_is_zero(source: Source) -> list[Edit]:
    """A coin may cost nothing at all."""
    return replaced(_bounds_of_answers(source), "0")


@mistake("not-a-unit-price")
def a_bound_of_answers_has_a_unit(source: Source) -> list[Edit]:
    """A bound repeats the currency below which it stands."""
    return replaced(_bounds_of_answers(source), "0.005 EUR each")


@mistake("not-a-rate")
def a_margin_is_all_of_what_is_left(source: Source) -> list[Edit]:
    """Nothing may be paid to creators."""
    return replaced(values(source, "envelope/margin/least"), "100 %")


@mistake("cap-below-floor")
def a_least_is_above_its_most(source: Source) -> list[Edit]:
    """No price at all is between the bounds."""
    return replaced(values(source, "envelope/gross_per_coin/EUR/most"), "0.0001")
