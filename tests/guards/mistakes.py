"""A hundred mistakes that people make in prices: what is written, what is found, and in which line."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.guards.world import LINES, PACKAGES, REGIONS, RULES, Prices, rates_text, region_text

FIRST_PRICE = 6
FIRST_RATE = 7


class Mistake(NamedTuple):
    """A whole file with one mistake, the code that tells it, and the lines that may be pointed at."""

    name: str
    file: str
    text: str
    code: str
    lines: tuple[int, ...]
    told_in: str = ""


def _priced(code: str, prices: Prices) -> tuple[str, str]:
    return f"regions/{code.lower()}.yaml", region_text(code, prices)


def _with(code: str, index: int, price: str) -> Prices:
    own = list(REGIONS[code][2])
    own[index] = price
    return own[0], own[1], own[2], own[3]


def single_prices() -> Iterator[Mistake]:
    """Digits too many and too few, points left out, prices of 0."""
    for code in ("DE", "JP", "TR", "IN", "ID", "GB", "BR"):
        for index in (0, 2, 3):
            own = REGIONS[code][2][index]
            whole = own.replace(".", "")
            line = (FIRST_PRICE + index,)
            yield Mistake(
                f"a digit too many {code} {index}", *_priced(code, _with(code, index, f"1{own}")), *(OFF, line)
            )
            shorter = whole[:-1] if "." not in own else f"{whole[0]}.{whole[1:3]}"
            if shorter != own:
                yield Mistake(f"a digit too few {code} {index}", *_priced(code, _with(code, index, shorter)), OFF, line)
            if "." in own:
                yield Mistake(f"no point {code} {index}", *_priced(code, _with(code, index, whole)), OFF, line)
    for code in ("DE", "JP", "BR"):
        zero = "0" if REGIONS[code][0] == "JPY" else "0.00"
        yield Mistake(f"zero {code}", *_priced(code, _with(code, 1, zero)), "price-of-zero", (FIRST_PRICE + 1,))


OFF = "price-out-of-line"


def lists() -> Iterator[Mistake]:
    """Rows that slipped, prices that were swapped, lists of other countries."""
    all_lines = tuple(range(FIRST_PRICE, FIRST_PRICE + len(PACKAGES)))
    for code in ("DE", "JP", "TR", "SE"):
        one, two, three, four = REGIONS[code][2]
        yield Mistake(f"slipped {code}", *_priced(code, (two, three, four, four)), OFF, all_lines)
        yield Mistake(f"slipped down {code}", *_priced(code, (one, one, two, three)), OFF, all_lines)
        yield Mistake(f"swapped {code}", *_priced(code, (one, three, two, four)), OFF, all_lines[1:3])
    for code, other in (
        ("GB", "SE"),
        ("US", "JP"),
        ("SE", "US"),
        ("DE", "IN"),
        ("KR", "DE"),
        ("IN", "GB"),
        ("FR", "TR"),
    ):
        prices = REGIONS[other][2]
        if REGIONS[code][0] == "KRW":
            continue
        yield Mistake(f"{other} in {code}", *_priced(code, prices), "copied-prices", all_lines)
    yield Mistake("ten times", *_priced("DE", ("13.90", "69.90", "134.90", "649.90")), "market-out-of-line", all_lines)
    yield Mistake("cents", *_priced("GB", ("119", "599", "1199", "5699")), "market-out-of-line", all_lines)


def missing() -> Iterator[Mistake]:
    """Lines that were deleted."""
    for code, index in (("DE", 1), ("JP", 3), ("TR", 0)):
        file, text = _priced(code, REGIONS[code][2])
        lines = text.splitlines(keepends=True)
        del lines[FIRST_PRICE - 1 + index]
        left = tuple(range(FIRST_PRICE, FIRST_PRICE + 3))
        yield Mistake(f"deleted {code} {index}", file, "".join(lines), "package-without-price", left)


def ladders() -> Iterator[Mistake]:
    """Packages that are not worth it."""
    for code, price in (("DE", "15.49"), ("US", "14.49"), ("JP", "1900"), ("TR", "489.99")):
        yield Mistake(f"dear {code}", *_priced(code, _with(code, 2, price)), "dearer-in-bulk", (FIRST_PRICE + 2,))
    for code, price in (("DE", "6.49"), ("GB", "5.49")):
        dearer = _with(code, 2, price)
        yield Mistake(f"bigger for less {code}", *_priced(code, dearer), OFF, (FIRST_PRICE + 2,))


def chosen() -> Iterator[Mistake]:
    """Prices of each coin where the buyer chooses the number, from more coins on than any package holds."""
    file, text = _priced("DE", REGIONS["DE"][2])
    dip = "{tiers: {0: 0.0119 EUR each, 20000: 0.00116 EUR each, 40000: 0.0115 EUR each}}"
    for name, price, bonus, code in (
        ("a digit too few", "0.0012 EUR each", "", "bigger-costs-less"),
        ("a digit too many", "0.12 EUR each", "", "dearer-in-bulk"),
        ("of another currency", "2.17 EUR each", "", "dearer-in-bulk"),
        ("tiers upwards", "{tiers: {0: 0.0116 EUR each, 20000: 0.0119 EUR each}}", "", "dearer-in-bulk"),
        ("a tier with a digit too few", dip, "", "dearer-in-bulk"),
        ("a bonus for all numbers", "0.012 EUR each", ", bonus: 3000", "dearer-in-bulk"),
    ):
        line = (FIRST_PRICE + len(PACKAGES),)
        yield Mistake(f"chosen, {name}", file, text + TOP_UP % (price, bonus), code, line)


TOP_UP = "  top_up: %s\npackages: {top_up: {coins: {least: 6000, most: 100_000}%s}}\npricing: {rounding: half up}\n"


def changes() -> Iterator[Mistake]:
    """Prices that jump on a day."""
    for code, index, later in (
        ("DE", 0, "2.39"),
        ("US", 2, "7.49"),
        ("TR", 3, "20490.90"),
        ("JP", 1, "80"),
        ("IN", 2, "1849"),
    ):
        own = REGIONS[code][2][index]
        price = f"{{begins: {own}, 2026-06-01: {later}}}"
        line = (FIRST_PRICE + index,)
        yield Mistake(f"jump {code}", *_priced(code, _with(code, index, price)), "price-jump", line)


def rules() -> Iterator[Mistake]:
    """Contents, commissions, promotions and rates."""
    packages = RULES["rules/packages.yaml"]
    for old, new, line in (
        ("coins: 5000", "coins: 50000", 5),
        ("coins: 1000, bonus: 50", "coins: 100, bonus: 50", 4),
        ("coins: 500, ", "coins: 5000, ", 3),
    ):
        yield Mistake(f"content {new}", "rules/packages.yaml", packages.replace(old, new), OFF, (line,))
    for old, new, line in (
        ("bonus: 400", "bonus: 40000", 5),
        ("bonus: 20}", "bonus: 2000}", 3),
        ("bonus: 50}", "bonus: 500 %}", 4),
    ):
        text = packages.replace(old, new)
        yield Mistake(f"content {new}", "rules/packages.yaml", text, "bonus-above-bound", (line,))
    platforms = RULES["rules/platforms.yaml"]
    store = "        store: {rate: 30 %, base: net}\n"
    for name, instead, lines in (
        ("rate", store.replace("30", "80"), (8,)),
        ("twice", f"{store}        stor: {{rate: 30 %, base: net}}\n", (8, 9)),
        ("gross", store.replace("30 %, base: net", "55 %, base: gross"), (8,)),
    ):
        text = platforms.replace(store, instead)
        yield Mistake(f"commission {name}", "rules/platforms.yaml", text, "commission-above-bound", lines)
    promotions = RULES["rules/promotions.yaml"]
    for name, old, new, code, lines in (
        ("bonus", "bonus: 10 %", "bonus: 1000 %", "bonus-above-bound", (10,)),
        ("coins", "bonus: 10 %", "bonus: 10000", "bonus-above-bound", (10,)),
        ("century", "last_day: 2026-11-30", "last_day: 2126-11-30", "odd-sale-length", (9,)),
        ("year", "last_day: 2026-11-30", "last_day: 2028-11-30", "odd-sale-length", (9,)),
        ("minutes", "from: 2026-11-27\n    last_day: 2026-11-30", SHORT, "odd-sale-length", (9,)),
    ):
        yield Mistake(f"sale {name}", "rules/promotions.yaml", promotions.replace(old, new), code, lines)
    for name, rates, line_of in (
        ("upside down", {"USD": "{begins: 1.16, 2026-06-01: 0.8621}"}, 0),
        ("pound upside down", {"GBP": "{begins: 0.87, 2026-06-01: 1.149}"}, 1),
        ("a digit", {"JPY": "{begins: 181, 2026-06-01: 1810}"}, 2),
        ("a digit less", {"INR": "{begins: 103, 2026-06-01: 10.3}"}, 8),
        ("a day", {"SEK": "{begins: 11.1, 2026-06-01: 11.2, 2026-06-02: 14.1}"}, 3),
    ):
        yield Mistake(f"rate {name}", "rules/fx.yaml", rates_text(**rates), "rate-jump", (FIRST_RATE + line_of,))


SALE = "from: 2026-11-27\n    last_day: 2026-11-30"
SHORT = "from: 2026-11-27T08:00+01:00\n    before: 2026-11-27T08:10+01:00"


def countries() -> Iterator[Mistake]:
    """Taxes, currencies and platforms of other countries."""
    for code, tax in (("DE", "25 %"), ("GB", "2 %"), ("JP", "8 %")):
        file, text = _priced(code, REGIONS[code][2])
        own = LINES % {"DE": "19 %", "GB": "20 %", "JP": "10 %"}[code]
        yield Mistake(f"tax {code}", file, text.replace(own, LINES % tax), "tax-not-known-there", (4,))
        exclusive = text.replace("tax: {", "tax: {display: exclusive, ")
        yield Mistake(f"display {code}", file, exclusive, "tax-not-known-there", (4,))
        moved = LINES % f"{{begins: {own.split('rate: ')[1].split('}')[0]}, 2027-01-01: 31 %}}"
        yield Mistake(f"tax moves {code}", file, text.replace(own, moved), "tax-moved-prices-did-not", (4,))
        yield Mistake(f"no tax {code}", file, text.replace(own, "{lines: none}"), "tax-not-known-there", (4,))
    for code, currency in (("GB", "EUR"), ("JP", "USD"), ("TR", "SEK")):
        file, text = _priced(code, REGIONS["DE"][2])
        other = text.replace(f"currency: {REGIONS[code][0]}", f"currency: {currency}")
        yield Mistake(f"currency {code}", file, other, "currency-of-elsewhere", (2,))
    for code in ("DE", "IN", "BR"):
        file, text = _priced(code, REGIONS[code][2])
        yield Mistake(f"no prices {code}", file, text.partition("prices:")[0], "package-without-price", (1,))


def dates() -> Iterator[Mistake]:
    """Years that are wrong, and prices that nobody touched."""
    for code, index in (("DE", 0), ("US", 2), ("IN", 3)):
        own = REGIONS[code][2][index]
        line = (FIRST_PRICE + index,)
        for day in ("2062-01-01", "2015-06-01"):
            price = f"{{begins: {own}, {day}: {own.replace('9', '8')}}}"
            yield Mistake(f"{day} {code}", *_priced(code, _with(code, index, price)), "odd-date", line)
    for code, was in (("TRY", "33"), ("BRL", "7.9"), ("INR", "135")):
        region = {"TRY": "tr", "BRL": "br", "INR": "in"}[code]
        now = {"TRY": "49.2", "BRL": "6.2", "INR": "103"}[code]
        text = rates_text(**{code: f"{{begins: {was}, 2026-10-01: {now}}}"})
        mistake = Mistake(f"drifted {code}", "rules/fx.yaml", text, "price-drifted", ())
        yield mistake._replace(told_in=f"regions/{region}.yaml", lines=tuple(range(6, 10)))
    packages = RULES["rules/packages.yaml"]
    for old, new, number in (
        ("coins: 1000", "coins: {begins: 1000, 2026-06-01: 900}", 4),
        ("bonus: 400", "bonus: {begins: 400, 2026-06-01: 0}", 5),
        ("coins: 100}", "coins: {begins: 100, 2026-06-01: 90}}", 2),
    ):
        text = packages.replace(old, new)
        yield Mistake(f"shrinks {number}", "rules/packages.yaml", text, "fewer-coins-for-more", (number,))
    promotions = RULES["rules/promotions.yaml"]
    for name, old, new in (
        ("over", SALE, "from: 2024-11-27\n    last_day: 2024-11-30"),
        ("over before the book", SALE, "from: 2024-12-01\n    last_day: 2024-12-31"),
        ("of a year with a slip", SALE, "from: 2016-11-27\n    last_day: 2016-11-30"),
    ):
        text = promotions.replace(old, new)
        yield Mistake(f"idle {name}", "rules/promotions.yaml", text, "promotion-never-helps", (9,))
    for name, old, new in (
        ("without dates", SALE + "\n    bonus: 10 %", "discount: 10 %"),
        ("with a discount of each day", SALE + "\n    bonus: 10 %", "discount: {begins: 10 %, 2026-06-01: 15 %}"),
        ("of one package", SALE + "\n    bonus: 10 %", "discount: {coins_1000: 10 %}"),
    ):
        text = f"{promotions.replace(old, new)}pricing: {{rounding: half up}}\n"
        yield Mistake(f"endless {name}", "rules/promotions.yaml", text, "sale-without-end", (7, 8))
    platforms = RULES["rules/platforms.yaml"]
    store = "        store: {rate: 30 %, base: net}\n"
    for slip in ("stroe", "stor", "storre"):
        text = platforms.replace(store, f"{store}        {slip}: {{rate: 5 %, base: net}}\n")
        yield Mistake(f"slip {slip}", "rules/platforms.yaml", text, "ids-alike", (8, 9))
    for name, rate in (("tenth", "3 %"), ("less", "11 %"), ("more", "80 %")):
        text = platforms.replace("rate: 30 %", f"rate: {{begins: 30 %, 2026-06-01: {rate}}}")
        yield Mistake(f"share {name}", "rules/platforms.yaml", text, "share-jump", (8,))
    for age in ("180", "81", "1"):
        text = promotions.replace("bonus: 10 %", f"bonus: 10 %\n    when: {{buyer.age: {{at least: {age}}}}}")
        text += "facts: {buyer.age: {type: count, name: Age}}\n"
        yield Mistake(f"age {age}", "rules/promotions.yaml", text, "odd-age", (11,))


MISTAKES = (
    *single_prices(),
    *lists(),
    *missing(),
    *ladders(),
    *chosen(),
    *changes(),
    *rules(),
    *countries(),
    *dates(),
)
