"""Mistakes in amounts of money, rates, counts and roundings."""

import re

from tests.mutations.edits import Edit, mistake, replaced
from tests.mutations.price_points import has_euro
from tests.mutations.sources import REGIONS, RULES, Source, Spot

WITH_POINT = re.compile(r"\d+\.\d+( [A-Z]{3})?")


def _amounts(source: Source) -> list[Spot]:
    return source.of("money")


def _number(text: str) -> str:
    """The number of an amount or rate, without its unit."""
    return re.split(r"[ %b/]", text)[0]


def _two_decimals(source: Source) -> list[Spot]:
    """Amounts, but for those with three decimals, of which a mistaken one could be meant as groups of digits."""
    return [s for s in _amounts(source) if len(_number(s.text).partition(".")[2]) != 3]


def _pointed(source: Source, flow: bool | None = None) -> list[Spot]:
    """Amounts with decimals, in braces or not."""
    spots = (spot for spot in _two_decimals(source) if WITH_POINT.fullmatch(spot.text))
    return [spot for spot in spots if flow is None or spot.in_flow is flow]


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _has_currency(spot: Spot) -> bool:
    """Whether an amount lies where a currency is in force, or names its own."""
    return spot.layer == REGIONS or " " in spot.text


@mistake("decimal-comma")
def a_price_has_a_decimal_comma(source: Source) -> list[Edit]:
    """A price on a line of its own is written with a comma."""
    return replaced(_pointed(source, flow=False), _comma)


@mistake("decimal-comma")
def a_price_in_braces_has_a_decimal_comma(source: Source) -> list[Edit]:
    """A price in braces is written with a comma, at which YAML cuts it in two."""
    return replaced([s for s in _pointed(source, flow=True) if s.key is not None], _comma)


@mistake("decimal-comma")
def a_price_with_its_source_has_a_decimal_comma(source: Source) -> list[Edit]:
    """A price in {value, source} is written with a comma."""
    spots = [spot for spot in _pointed(source) if spot.path[-1] != "value"]
    return replaced(spots, lambda text: f"{{value: {_comma(text)}, source: example}}", at=len("{value: "))


@mistake("decimal-comma")
def a_rate_has_a_decimal_comma(source: Source) -> list[Edit]:
    """A rate on a line of its own is written with a comma."""
    return replaced([spot for spot in source.of("rate") if not spot.in_flow], "19,5 %")


@mistake("decimal-comma")
def a_rate_in_braces_has_a_decimal_comma(source: Source) -> list[Edit]:
    """A rate in braces is written with a comma."""
    return replaced([spot for spot in source.of("rate") if spot.in_flow and spot.key is not None], "19,5 %")


@mistake("grouped-digits")
def a_price_is_written_in_groups(source: Source) -> list[Edit]:
    """A price has a space between its thousands, and decimals where it had some: its currency has them."""

    def grouped(text: str) -> str:
        number = _number(text)
        return f"1 299{'.00' if '.' in number else ''}{text[len(number) :]}"

    return replaced(_amounts(source), grouped)


@mistake("grouped-digits")
def a_count_is_written_in_groups(source: Source) -> list[Edit]:
    """A count has a point between its thousands."""
    return replaced(source.of("count", "bonus"), "5.000")


@mistake("currency-symbol")
def a_price_begins_with_a_symbol(source: Source) -> list[Edit]:
    """A price begins with the sign of its currency."""
    return replaced(_amounts(source), lambda text: f"€{_number(text)}")


@mistake("currency-symbol")
def a_price_ends_with_a_symbol(source: Source) -> list[Edit]:
    """A price ends with the sign of its currency."""
    return replaced(_amounts(source), lambda text: f"{_number(text)} €")


@mistake("not-money")
def a_currency_is_in_lower_case(source: Source) -> list[Edit]:
    """A price names its currency in lower case."""
    return replaced(_two_decimals(source), lambda text: f"{_number(text)} eur")


@mistake("not-money")
def a_currency_comes_first(source: Source) -> list[Edit]:
    """A price names its currency before the number."""
    whole = (spot for spot in _two_decimals(source) if "each" not in spot.text)
    return replaced(whole, lambda text: f"EUR {_number(text)}")


@mistake("unknown-currency")
def a_price_names_an_unknown_currency(source: Source) -> list[Edit]:
    """A price names a currency that does not exist."""
    in_euro = {file for file, _ in has_euro(source)}
    spots = [spot for spot in _amounts(source) if "EUR" in spot.text or (spot.file in in_euro and " " not in spot.text)]
    return replaced(spots, lambda text: f"{_number(text)} EUX")


@mistake("negative-number")
def a_price_is_negative(source: Source) -> list[Edit]:
    """A price has a minus sign."""
    return replaced(_amounts(source), lambda text: f"-{_number(text)}")


@mistake("negative-number")
def a_rate_is_negative(source: Source) -> list[Edit]:
    """A rate has a minus sign."""
    return replaced(source.of("rate"), "-5 %")


@mistake("not-money")
def a_price_is_a_word(source: Source) -> list[Edit]:
    """A word stands where a price should."""
    return replaced(_amounts(source), "free")


@mistake("not-money")
def a_price_is_null(source: Source) -> list[Edit]:
    """A price is null."""
    return replaced(_amounts(source), "null")


@mistake("not-money")
def a_price_is_a_formula(source: Source) -> list[Edit]:
    """A formula stands where a price should: the language has none."""
    return replaced(_amounts(source), lambda text: f"{_number(text)} * 1.2")


@mistake("not-money")
def a_price_has_the_letter_o_for_a_zero(source: Source) -> list[Edit]:
    """A price has the letter O where a zero should be."""
    return replaced(_amounts(source), lambda text: f"{_number(text)}O0")


@mistake("number-too-long")
def a_price_is_longer_than_any(source: Source) -> list[Edit]:
    """A price has a hundred digits."""
    return replaced(_amounts(source), "9" * 100)


@mistake("number-too-long")
def a_count_is_longer_than_any(source: Source) -> list[Edit]:
    """A count has a hundred digits."""
    return replaced(source.of("count"), "9" * 100)


@mistake("too-many-digits")
def a_price_has_more_digits_than_its_currency(source: Source) -> list[Edit]:
    """A price has more decimals than any currency has."""
    spots = [spot for spot in _amounts(source) if source.is_read(spot) and _has_currency(spot)]

    def longer(text: str) -> str:
        number = _number(text)
        return (number if "." in number else number + ".") + "00000" + text[len(number) :]

    return replaced(spots, longer)


@mistake("money-without-currency")
def a_price_for_all_names_no_currency(source: Source) -> list[Edit]:
    """A price under rules/, where no currency is in force, names none."""
    stated = {spot.platform for spot in source.leaves.get("currency", ()) if spot.layer == RULES}
    spots = [s for s in _amounts(source) if s.layer == RULES and not stated]
    return replaced(spots, _number)


@mistake("price-in-other-currency")
def a_price_names_another_currency(source: Source) -> list[Edit]:
    """A price names a currency that its region does not have."""
    return replaced(_alone(source), lambda text: f"{_number(text).split('.')[0]} UGX")


@mistake("commission-in-other-currency")
def a_fee_names_another_currency(source: Source) -> list[Edit]:
    """A fixed fee names a currency that its region does not have."""
    fees = [spot for spot in _amounts(source) if spot.path[-1] in ("fixed", "value") and "fixed" in spot.path]
    regions = [spot for spot in fees if spot.layer == REGIONS and spot.platform and not _dated(spot)]
    return replaced(regions, lambda text: f"{_number(text).split('.')[0]} UGX")


def _dated(spot: Spot) -> bool:
    return any(
        key[:4].isdigit() or key in ("is", "from", "other", "begins") or key[:5] == "wave_" for key in spot.trail
    )


def _alone(source: Source) -> list[Spot]:
    """Prices of a country without dates or cases, which no other statement can hide in all of its markets."""
    prices = [spot for spot in _amounts(source) if "prices" in spot.path and spot.layer == REGIONS]
    plain = [spot for spot in prices if spot.platform is None and not _dated(spot)]
    hidden = {spot.leaf_path[-1] for spot in source.spots if spot.leaf == "money" and spot.platform}
    return [spot for spot in plain if spot.leaf_path[-1] not in hidden and not _is_subdivision(source, spot)]


def _is_subdivision(source: Source, spot: Spot) -> bool:
    return any("-" in code and file == spot.file for code, file in source.regions.items())


def _per_cent(source: Source) -> list[Spot]:
    """Rates of more than one per cent, of which nobody could think that they are shares of one."""
    return [spot for spot in source.of("rate") if re.fullmatch(r"\d+(\.\d+)? ?%", spot.text) and _above_one(spot.text)]


def _above_one(text: str) -> bool:
    return int(_number(text).partition(".")[0]) > 1


@mistake("rate-without-unit")
def a_rate_has_no_unit(source: Source) -> list[Edit]:
    """A rate is a bare number."""
    return replaced(_per_cent(source), _number)


@mistake("rate-without-unit")
def a_rate_is_a_fraction_of_one(source: Source) -> list[Edit]:
    """A rate is written as a programmer would."""
    return replaced(source.of("rate"), "0.19")


@mistake("not-a-rate")
def a_rate_is_in_words(source: Source) -> list[Edit]:
    """A rate has its unit in words."""
    return replaced(_per_cent(source), lambda text: f"{_number(text)} percent")


@mistake("not-a-rate")
def a_rate_divides_by_zero(source: Source) -> list[Edit]:
    """A rate is a share of nothing."""
    return replaced(source.of("rate"), "1/0")


@mistake("not-a-count")
def a_count_is_broken(source: Source) -> list[Edit]:
    """Half a coin."""
    return replaced(source.of("count"), "100.5")


@mistake("leading-zero")
def a_count_begins_with_a_zero(source: Source) -> list[Edit]:
    """A count begins with a zero, which some readers of YAML take for octal."""
    return replaced(source.of("count"), "0100")


@mistake("leading-zero")
def a_price_begins_with_a_zero(source: Source) -> list[Edit]:
    """An amount of money begins with a zero."""
    return replaced(_amounts(source), lambda text: f"0{text}")


@mistake("leading-zero")
def a_rate_begins_with_a_zero(source: Source) -> list[Edit]:
    """A rate begins with a zero."""
    return replaced(source.of("rate"), lambda text: f"0{text}")


@mistake("leading-zero")
def a_step_of_a_rounding_begins_with_a_zero(source: Source) -> list[Edit]:
    """A rounding is to 05."""
    return replaced(source.of("rounding"), "half up to 05")


@mistake("not-a-count")
def a_count_may_not_be_none(source: Source) -> list[Edit]:
    """The word none stands for the coins of a package."""
    return replaced([spot for spot in source.of("count") if spot.leaf_path[-1] == "coins"], "none")


@mistake("package-without-coins")
def a_package_holds_nothing(source: Source) -> list[Edit]:
    """A package holds 0 coins."""
    coins = [spot for spot in source.of("count") if spot.leaf_path[-1] == "coins"]
    whole = [spot for spot in coins if spot.layer == RULES and not spot.platform and not _dated(spot)]
    once = [spot for spot in whole if sum(each.leaf_path[-2:] == spot.leaf_path[-2:] for each in coins) == 1]
    removed = {s.path[-1] for s in source.spots if s.text == "none" and s.path[-2:-1] in (("packages",), ())}
    return replaced([spot for spot in once if spot.leaf_path[1] not in removed and "packages" not in removed], "0")


@mistake("not-a-rounding")
def a_rounding_is_misspelt(source: Source) -> list[Edit]:
    """A rounding has a letter too many."""
    return replaced(source.of("rounding", "shown rounding"), "half upp")


@mistake("not-a-rounding")
def a_rounding_may_not_be_none(source: Source) -> list[Edit]:
    """The word none stands where a rounding must."""
    return replaced(source.of("rounding"), "none")


@mistake("not-a-rounding")
def a_rounding_has_no_step(source: Source) -> list[Edit]:
    """A rounding rounds to nothing."""
    return replaced(source.of("rounding"), "half up to 0")


@mistake("step-too-fine")
def a_rounding_is_finer_than_the_currency(source: Source) -> list[Edit]:
    """A rounding's step is finer than any currency."""
    all_of = source.of("rounding")
    sure = [s for s in all_of if s.layer == RULES and not _dated(s) and s.leaf_path[-2] == "tax" and not s.platform]
    return replaced([spot for spot in sure if _only(source, spot)], "half up to 0.00001")


def _only(source: Source, spot: Spot) -> bool:
    """Whether nothing else in the book speaks of the section in which a spot stands, but for single lines of it."""
    section = spot.leaf_path[-2]
    removals = [s for s in source.spots if section in s.path and (s.text == "none" or s.path[-1] == "depends_on")]
    same = [s for s in source.spots if s.leaf_path and s.leaf_path[-2:] == spot.leaf_path[-2:] and s != spot]
    return not removals and not same


@mistake("bad-unit-price")
def a_shown_price_is_rounded_to_a_step(source: Source) -> list[Edit]:
    """The shown price of one coin is rounded to a step, which it cannot be."""
    return replaced(source.of("shown rounding"), "half up to 0.05")


@mistake("bad-unit-price")
def a_shown_price_has_too_many_digits(source: Source) -> list[Edit]:
    """The shown price of one coin has twelve more digits than its currency."""
    return replaced(source.of("digits"), "12")
