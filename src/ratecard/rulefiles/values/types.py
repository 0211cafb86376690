"""The types that a single value can have: how each is written, read, and shown in hints and editors.

A type's `parse` gives the typed value or a `Wrong`, which becomes a diagnostic at the value's place.
"""

from collections.abc import Callable

import msgspec

from ratecard.diagnostics.fixes import Suggestion, examples, possible
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import NEVER
from ratecard.rulefiles.values.instant_mistakes import DAY_EXAMPLE, MOMENT_EXAMPLE, instant_mistake
from ratecard.rulefiles.values.money_mistakes import MONEY_EXAMPLES, money_mistake, unknown_currency
from ratecard.rulefiles.values.name_mistakes import region_mistake, zone_mistake
from ratecard.rulefiles.values.number_mistakes import COUNT_EXAMPLES, RATE_EXAMPLES
from ratecard.rulefiles.values.scalars import (
    parse_count,
    parse_count_or_rate,
    parse_currency,
    parse_date_or_never,
    parse_edition,
    parse_fact_name,
    parse_identifier,
    parse_instant,
    parse_language,
    parse_money,
    parse_price_rounding,
    parse_product,
    parse_rate,
    parse_region,
    parse_region_or_group,
    parse_rounding,
    parse_text,
    parse_zone,
)
from ratecard.rulefiles.wrong import Wrong, shown


class ValueType(msgspec.Struct, frozen=True):
    """One type of value. `name` has its article; `written` says how it is written, for editors.

    `examples` show it in hints; a type that has none has just the `words`, and one with both has others too. `explain`
    says what is wrong with a text where that depends on what lies nearby: which currency was meant depends on the
    region. `numeric` ones hold numbers. `counts` are the units, in the plural, of which a limit may be a number,
    and `windows` those of a limit that are just words.
    """

    name: str
    written: str
    parse: Callable[[str], object]
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    explain: Callable[[str, Nearby], Wrong] | None = None
    numeric: bool = False
    counts: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()

    @property
    def hint(self) -> str:
        """What to write, where that is one of a few words; else examples say it."""
        return "" if self.examples else f"write {self.written}"

    @property
    def offers(self) -> tuple[Suggestion, ...]:
        """How such a value is written, as examples."""
        return examples(*self.examples)


def one_of(*words: str) -> ValueType:
    """A type whose values are just these words."""

    named = [f"“{word}”" if any(" " in other for other in words) else word for word in words]
    listed = ", ".join(named[:-1]) + " or " + named[-1] if len(words) > 1 else words[0]

    def parse(text: str) -> object:
        if text in words:
            return text
        near = slips(text, words)
        offers = (Suggestion(near[0]),) if len(near) == 1 else possible(*(near or slips(text, words, short=True)))
        return Wrong("not-one-of", f"{shown(text)} is not {listed}", "" if offers else f"write {listed}", offers)

    return ValueType(f"one of {listed}", listed, parse, words=words)


def _type(
    name: str,
    parse: Callable[[str], object],
    shown_by: tuple[str, ...],
    explain: Callable[[str, Nearby], Wrong] | None = None,
    written: str = "",
    numeric: bool = False,
) -> ValueType:
    """A type whose values are shown by examples; `written` is what editors say, where that is more than these."""
    return ValueType(name, written or " or ".join(shown_by), parse, examples=shown_by, explain=explain, numeric=numeric)


MONEY = _type("an amount of money", parse_money, MONEY_EXAMPLES, money_mistake, "12.99, or 12.99 USD", numeric=True)
RATE = _type("a rate", parse_rate, RATE_EXAMPLES, written="19 %, 1/2 or 40 bps", numeric=True)
COUNT = _type("a count", parse_count, COUNT_EXAMPLES, numeric=True)
COUNT_OR_RATE = _type("a count or a rate", parse_count_or_rate, ("50", "5 %"), numeric=True)
ROUNDING = ValueType("a rounding", "half up, half even, up or down, or half up to 0.05", parse_rounding, numeric=True)
PRICE_ROUNDING = ValueType(
    "a rounding of prices",
    "half up, half even, up or down, or half up to 0.05, or half up to a price point",
    parse_price_rounding,
    numeric=True,
)
INSTANT = _type(
    "an instant",
    parse_instant,
    (DAY_EXAMPLE, MOMENT_EXAMPLE),
    instant_mistake,
    "2026-07-01, or 2025-09-05T22:00-07:00",
)
DATE_OR_NEVER = _type(
    "a date",
    parse_date_or_never,
    (DAY_EXAMPLE, NEVER),
    instant_mistake,
    "2026-07-01, or 2025-09-05T22:00-07:00, or never",
)
CURRENCY = _type("a currency", parse_currency, ("EUR",), unknown_currency)
ZONE = _type("a time zone", parse_zone, ("Europe/Berlin",), zone_mistake)
REGION = _type("a region", parse_region, ("DE", "US-NY"), region_mistake)
REGION_OR_GROUP = _type("a region or a group", parse_region_or_group, ("DE", "eu", "all"))
EDITION = _type("an edition of the library", parse_edition, ("world 2026.11",))
IDENTIFIER = _type("an identifier", parse_identifier, ("coins_1000",))
PRODUCT = _type("the id of a product", parse_product, ("com.example.coins1000", "coins_1000"))
FACT_NAME = _type("a fact", parse_fact_name, ("buyer.age",))
LANGUAGE = _type("a language", parse_language, ("en", "pt-BR"))
TEXT = _type("a text", parse_text, ("Rose",))
