"""What a frontend and a service ask of two markets, languages, instants and quantities: all at once, and by turns."""

from itertools import product
from typing import NamedTuple

CONDITION = "fact required actual"
MONEY = "amount currency formatted"
PRICE = f"""
taxStatus listed {{ {MONEY} }} gross {{ {MONEY} }} net {{ {MONEY} }} tax {{ {MONEY} }}
lines {{ taxLineId name rate rateFormatted amount {{ {MONEY} }} }}
"""
PACKAGE = f"""
label labelLocale coins bonus total assumedFacts openConditions {{ fact required actual }} price {{ {PRICE} }}
perCoin {{ numerator denominator amount formatted rounding }}
"""
ECONOMICS = f"""
collectedBy commission {{ {MONEY} }} proceeds {{ {MONEY} }} remittance {{ {MONEY} }}
commissionLines {{ commissionLineId rate base fixed {{ {MONEY} }} }}
"""
VALIDITY = "at validFrom validUntil bookDigest locale"
GIFT = f"""
giftId name nameLocale rarity {{ rarityId name order }} kinds level coins worth {{ {MONEY} }} openConditions {{ fact }}
"""
FRAGMENTS = {
    "List": f"""PriceList {{
      region platform currency {VALIDITY} packages {{ packageId {PACKAGE} }} withheld {{ packageId refusal {{ code }} }}
    }}""",
    "Quote": f"""PurchaseQuote {{
      packageId region platform currency quantity facts {{ name value }} {VALIDITY} {PACKAGE}
      economics {{ {ECONOMICS} }}
      trace {{ figure operation formula output file line source inputs {{ name value file line }} }}
    }}""",
    "Gifts": f"""GiftList {{
      region platform currency {VALIDITY} gifts {{ {GIFT} }} withheld {{ giftId refusal {{ code }} }}
    }}""",
    "GiftQuoted": f"""GiftQuote {{
      {GIFT} region platform creatorRegion kind count {VALIDITY}
      earnings {{ diamonds amount parts {{ recipientId diamonds }} }}
    }}""",
    "Payout": f"""PayoutQuote {{
      region methodId methodName diamonds label lots {{ lot diamonds earnedAt releasedAt }} value {{ {MONEY} }}
      withheld {{ {MONEY} }} withholding {{ withholdingLineId name rate amount {{ {MONEY} }} }} fee {{ {MONEY} }}
      remainder {{ {MONEY} }} paid {{ {MONEY} }} paidOn openLimits {{ limitId most per }} {VALIDITY}
    }}""",
    "Verdicts": f"""EligibilityCheck {{
      region at validFrom validUntil bookDigest
      buyer {{ verdict met {{ {CONDITION} }} open {{ {CONDITION} }} unmet {{ {CONDITION} }} }}
      creator {{ verdict met {{ {CONDITION} }} open {{ {CONDITION} }} unmet {{ {CONDITION} }} }}
    }}""",
}
"""A selection of every figure for each type that answers a question, by the name of its fragment."""

UNIONS = {
    "List": "PriceListResult",
    "Quote": "PurchaseQuoteResult",
    "Gifts": "GiftListResult",
    "GiftQuoted": "GiftQuoteResult",
    "Payout": "PayoutQuoteResult",
    "Verdicts": "EligibilityResult",
}
"""The union that each of these types is a member of."""

NAMED = ("UnknownRegion { region nearest }", "BelowMinimum { worth { amount } minimum { amount } }")
"""Refusals by their own types, which caches match without being told anything."""


class Field(NamedTuple):
    """One field of the query with its arguments, the fragment that reads its answer, and the refusals asked for."""

    text: str
    fragment: str
    refusals: tuple[str, ...] = NAMED[:1]


class Operation(NamedTuple):
    """An operation as a client sends it."""

    query: str
    variables: dict[str, object]


def prices() -> list[Field]:
    """The price lists of four markets, at two instants on both sides of a change of currency, in two languages."""
    markets = (("DE", "ios"), ("BG", "ios"), ("BG", "web"), ("XX", "ios"))
    instants = ("2025-12-31T12:00:00Z", "2026-07-01T00:00:00Z")
    return [
        Field(f'priceList(region: "{region}", platform: "{platform}", locale: "{locale}", at: "{at}")', "List")
        for (region, platform), at, locale in product(markets, instants, ("de", "ar"))
    ]


def purchases() -> list[Field]:
    """Quotes of two packages in two markets, in two quantities and two languages."""
    return [
        Field(
            f'purchaseQuote(locale: "{locale}", at: "2026-07-01T00:00:00Z", input: '
            f'{{region: "{region}", platform: "ios", packageId: "{package}", quantity: {quantity}}})',
            "Quote",
        )
        for region, package, quantity, locale in product(
            ("CA-QC", "JP"), ("coins_100", "coins_1000"), (1, 3), ("en", "ja")
        )
    ]


def gifts() -> list[Field]:
    """The gifts of two markets, and one gift in two numbers from two markets to two regions."""
    at = 'at: "2026-07-01T00:00:00Z"'
    lists = [
        Field(f'gifts(region: "{region}", platform: "web", locale: "{locale}", {at})', "Gifts")
        for region, locale in product(("DE", "JP"), ("de", "ja"))
    ]
    quotes = [
        Field(
            f'giftQuote(locale: "de", {at}, input: {{region: "{region}", platform: "web", creatorRegion: "{there}", '
            f'giftId: "rose", count: {count}, buyer: {{age: 30}}, creator: {{age: 30}}}})',
            "GiftQuoted",
        )
        for region, there, count in product(("DE", "JP"), ("US-NY", "KR"), (1, 10))
    ]
    return [*lists, *quotes]


def payouts() -> list[Field]:
    """Payouts of two numbers of diamonds in two regions, one of them too few; and a batch of them."""
    single = [
        Field(
            f'payoutQuote(locale: "{locale}", at: "2026-07-01T00:00:00Z", input: '
            f'{{region: "{region}", methodId: "paypal", diamonds: {diamonds}}})',
            "Payout",
            NAMED,
        )
        for region, diamonds, locale in product(("DE", "KR"), (300, 20_000, 30_000), ("de", "ko"))
    ]
    inputs = ", ".join(f'{{region: "DE", methodId: "paypal", diamonds: {count}}}' for count in (300, 20_000, 30_000))
    return [*single, Field(f'payoutQuotes(at: "2026-07-01T00:00:00Z", inputs: [{inputs}])', "Payout", NAMED)]


def verdicts() -> list[Field]:
    """Who may take part, in two regions with two ages."""
    return [
        Field(
            f'eligibility(region: "{region}", at: "2026-07-01T00:00:00Z", '
            f"buyer: {{age: {age}}}, creator: {{age: {age}}})",
            "Verdicts",
        )
        for region, age in product(("DE", "KR"), (18, 30))
    ]


def operation(fields: list[Field], *, told: bool) -> Operation:
    """One operation that asks for all of them, each by an alias of its own.

    A cache that was told the schema is asked by fragments on unions and on the interface of all refusals.
    """
    asked = [
        f"a{number}: {field.text} {{ __typename {_read(field, told=told)} }}" for number, field in enumerate(fields)
    ]
    fragments = dict.fromkeys(field.fragment for field in fields)
    defined = [f"fragment {name} on {FRAGMENTS[name]}" for name in fragments]
    return Operation(" ".join(["{", *asked, "}", *defined]), {})


def _read(field: Field, *, told: bool) -> str:
    if told:
        return f"... on {UNIONS[field.fragment]} {{ ...{field.fragment} ... on Refusal {{ code message }} }}"
    return " ".join([f"...{field.fragment}", *(f"... on {each}" for each in field.refusals)])


def with_variables() -> list[Operation]:
    """One document for all markets, languages and instants, as pages send it."""
    query = f"""query Prices($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!, $at: DateTime) {{
      priceList(region: $region, platform: $platform, locale: $locale, at: $at) {{ __typename ...List }}
    }} fragment List on {FRAGMENTS["List"]}"""
    instants = ("2025-12-31T12:00:00Z", "2026-07-01T00:00:00Z", None)
    return [
        Operation(query, {"region": region, "platform": platform, "locale": locale, "at": at})
        for region, platform, locale, at in product(("DE", "BG"), ("ios", "web"), ("de", "ar"), instants)
    ]
