"""What may stand where a price does: an amount of money for all of it, or the price of one coin."""

from ratecard.money import UnitPrice
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.values.measure_mistakes import unit_price_mistake
from ratecard.rulefiles.values.measures import parse_unit_price
from ratecard.rulefiles.values.money_mistakes import MONEY_EXAMPLES, money_mistake
from ratecard.rulefiles.values.scalars import parse_money
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

DECIMALS_MORE = 4
"""By so many decimals a price of one coin may have more than its currency."""

EACH_EXAMPLE = "0.0139 EUR each"


def _is_per_coin(text: str) -> bool:
    """Whether a text was meant as the price of one: "0.0139 EUR each", "1 EUR per 100"."""
    return text.endswith(" each") or " per " in text


def parse_each_price(text: str) -> UnitPrice | Wrong:
    """`0.0139 EUR each`, or `1 EUR per 80`: it ends within four decimals more than its currency has."""
    price = parse_unit_price(text)
    if isinstance(price, Wrong) or price.minor * 10**DECIMALS_MORE % price.units == 0:
        return price
    most = price.currency.exponent + DECIMALS_MORE
    sentence = f"{shown(text)} has more than {most} decimals, {DECIMALS_MORE} more than {price.currency}"
    return Wrong("too-many-digits", sentence, f"write it with at most {most} decimals")


def parse_price(text: str) -> object:
    """`12.99`, `12.99 USD`, or the price of one coin: `0.0139 EUR each`."""
    return parse_each_price(text) if _is_per_coin(text) else parse_money(text)


def _price_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not a price."""
    return _each_price_mistake(text, nearby) if _is_per_coin(text) else money_mistake(text, nearby)


def _each_price_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not the price of one coin; of one of too many decimals that is known already."""
    price = parse_each_price(text)
    return price if isinstance(price, Wrong) and price.code == "too-many-digits" else unit_price_mistake(text, nearby)


PRICE = ValueType(
    "a price",
    "12.99, or 12.99 USD",
    parse_price,
    examples=MONEY_EXAMPLES,
    explain=_price_mistake,
    numeric=True,
)
EACH_PRICE = ValueType(
    "the price of one coin",
    EACH_EXAMPLE,
    parse_each_price,
    examples=(EACH_EXAMPLE,),
    explain=_each_price_mistake,
    numeric=True,
)
