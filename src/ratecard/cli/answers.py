"""Answers as JSON, with the names that the GraphQL schema gives the same things."""

from fractions import Fraction

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant, datetime_of
from ratecard.locale.amounts import format_money, format_rate, format_unit_price
from ratecard.locale.labels import label
from ratecard.locale.names import pick_name
from ratecard.money import Money, Rate, UnitPrice, decimal_text
from ratecard.quotes.formulas import formula, value_text
from ratecard.quotes.quotes import PriceList, PurchaseQuote
from ratecard.quotes.trace import Step
from ratecard.refusals import Condition, Refusal, message_of
from ratecard.rounding import Rounding, round_fraction
from ratecard.terms.market import Market

Json = dict[str, object]


def to_json(value: object) -> str:
    """Indented JSON text."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def moment(instant: Instant | None) -> str | None:
    """RFC 3339 in UTC: 2026-07-01T00:00:00Z."""
    return None if instant is None else datetime_of(instant).isoformat().replace("+00:00", "Z")


def money_json(minor: int | None, market: Market, locale: str) -> Json | None:
    """An amount; None where it is undetermined."""
    if minor is None:
        return None
    money = Money(minor, market.currency)
    return {
        "amount": money.amount,
        "minorUnits": str(minor),
        "currency": market.currency.code,
        "exponent": market.currency.exponent,
        "formatted": format_money(money, locale),
    }


def shown_unit_price(book: RuleBook, price: UnitPrice) -> tuple[str, int]:
    """A price of one unit as a decimal rounded the way the book states, and its number of decimals."""
    digits = price.currency.exponent + book.coin.price_extra_digits
    scaled = round_fraction(price.fraction * 10**digits, Rounding(book.coin.price_mode))
    return decimal_text(scaled, digits), digits


def format_per_coin(book: RuleBook, price: UnitPrice, locale: str) -> str:
    """A price of one coin for people."""
    exact = price.fraction
    digits = price.currency.exponent + book.coin.price_extra_digits
    return format_unit_price(exact.numerator, exact.denominator, price.currency, digits, book.coin.price_mode, locale)


def unit_price_json(book: RuleBook, price: UnitPrice, locale: str) -> Json:
    """A price of one coin: exact as a fraction, and rounded for showing."""
    exact: Fraction = price.fraction
    amount, digits = shown_unit_price(book, price)
    return {
        "numerator": str(exact.numerator),
        "denominator": str(exact.denominator),
        "amount": amount,
        "currency": price.currency.code,
        "formatted": format_per_coin(book, price, locale),
        "rounding": f"{book.coin.price_mode.value} to {decimal_text(1, digits)}",
    }


def price_json(book: RuleBook, quote: PurchaseQuote, locale: str) -> Json:
    """What the buyer sees of a price: listed, gross, net and tax together."""
    market = quote.market
    return {
        "listed": money_json(quote.listed_minor, market, locale),
        "gross": money_json(quote.gross_minor, market, locale),
        "net": money_json(quote.net_minor, market, locale),
        "tax": money_json(quote.tax_minor, market, locale),
        "taxStatus": quote.tax.status.value,
        "lines": [
            {
                "id": line.id,
                "name": pick_name(line.names, locale, book.languages[0])[0] if line.names else line.id,
                "rate": rate_text(line.rate),
                "rateFormatted": format_rate(line.rate, locale),
                "amount": money_json(minor, market, locale),
            }
            for line, minor in quote.tax_lines
        ],
    }


def rate_text(rate: Rate) -> str:
    """A rate exactly: a plain decimal where it ends ("0.19"), else a fraction ("1/3")."""
    for digits in range(40):
        scaled = rate.fraction * 10**digits
        if scaled.denominator == 1:
            return decimal_text(scaled.numerator, digits)
    return f"{rate.numerator}/{rate.denominator}"


def package_label(book: RuleBook, quote: PurchaseQuote, locale: str) -> str:
    """What people call the package: its own name, or its coins."""
    if quote.package.names:
        return pick_name(quote.package.names, locale, book.languages[0])[0]
    return label(quote.package.coins, book.coin.names, locale, book.languages[0])[0]


def conditions_json(conditions: tuple[Condition, ...]) -> list[Json]:
    """Conditions with what is required and what is known."""
    return [{"fact": c.fact, "required": c.requirement, "actual": c.actual} for c in conditions]


def quote_json(book: RuleBook, quote: PurchaseQuote, locale: str) -> Json:
    """One purchase quote, the seller's economics apart."""
    market, request = quote.market, quote.request
    return {
        "region": request.region,
        "platform": request.platform,
        "package": request.package,
        "label": package_label(book, quote, locale),
        "quantity": request.quantity,
        "at": moment(request.at),
        "locale": locale,
        "currency": market.currency.code,
        "bookDigest": market.digest,
        "validFrom": moment(market.period.start),
        "validUntil": moment(market.period.end),
        "coins": quote.coins,
        "bonus": quote.bonus,
        "total": quote.total,
        "price": price_json(book, quote, locale),
        "perCoin": unit_price_json(book, quote.per_coin, locale),
        "economics": {
            "commission": money_json(quote.commission_minor, market, locale),
            "proceeds": money_json(quote.proceeds_minor, market, locale),
            "remittance": money_json(quote.remittance_minor, market, locale),
            "collectedBy": "SELLER" if quote.tax.seller_collects else "STORE",
        },
        "assumedFacts": list(quote.assumed),
        "openConditions": conditions_json(quote.open),
    }


def list_json(book: RuleBook, listed: PriceList, locale: str) -> Json:
    """A price list."""
    market, request = listed.market, listed.request
    return {
        "region": request.region,
        "platform": request.platform,
        "currency": market.currency.code,
        "locale": locale,
        "at": moment(request.at),
        "bookDigest": market.digest,
        "validFrom": moment(market.period.start),
        "validUntil": moment(market.period.end),
        "packages": [
            {
                "id": quote.package.id,
                "label": package_label(book, quote, locale),
                "coins": quote.coins,
                "bonus": quote.bonus,
                "total": quote.total,
                "price": price_json(book, quote, locale),
                "perCoin": unit_price_json(book, quote.per_coin, locale),
                "assumedFacts": list(quote.assumed),
                "openConditions": conditions_json(quote.open),
            }
            for quote in listed.packages
        ],
        "withheld": [
            {"package": withheld.package, "refusal": refusal_json(withheld.refusal)["refusal"]}
            for withheld in listed.withheld
        ],
    }


def refusal_json(refusal: Refusal) -> Json:
    """A refusal: its code, a sentence, and its facts."""
    facts = {_camel(name): _plain(name, getattr(refusal, name)) for name in refusal.__struct_fields__}
    return {"refusal": {"code": refusal.code, "message": message_of(refusal), **facts}}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _plain(name: str, value: object) -> object:
    if name in ("at", "begins") and isinstance(value, int):
        return moment(Instant(value))
    if isinstance(value, tuple) and value and isinstance(value[0], Condition):
        return conditions_json(value)
    return list(value) if isinstance(value, tuple) else value


def place_json(place: Place | None) -> Json:
    """A place in a rule file."""
    return {"file": place.file, "line": place.line, "column": place.column} if place else {}


def step_json(step: Step) -> Json:
    """One step of a trace."""
    return {
        "figure": step.figure,
        "operation": step.operation.value,
        "formula": formula(step),
        "inputs": [
            {"name": each.name, "value": value_text(each.value), **place_json(each.place)} for each in step.inputs
        ],
        "output": value_text(step.output),
        "rounding": str(step.rounding) if step.rounding else None,
        **place_json(step.place),
        "source": step.source,
    }
