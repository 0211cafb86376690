"""Answers as JSON, with the names that the GraphQL schema gives the same things."""

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.locale.amounts import format_money, format_rate
from ratecard.money import Money, UnitPrice
from ratecard.quotes.purchases.quotes import PriceList, PurchaseQuote
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.steps import Step
from ratecard.refusals import Condition, Refused
from ratecard.refusals.refused import Kind, told_of
from ratecard.showing import Reader, instant_text, rate_text
from ratecard.terms.market import Market
from ratecard.terms.tax import TaxStatus

Json = dict[str, object]


def to_json(value: object) -> str:
    """Indented JSON text."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def moment(instant: Instant | None) -> str | None:
    """RFC 3339 in UTC: 2026-07-01T00:00:00Z."""
    return None if instant is None else instant_text(instant)


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


def unit_price_json(price: UnitPrice, reader: Reader) -> Json:
    """A price of one coin: exact as a fraction, and rounded for showing."""
    exact = price.fraction
    return {
        "numerator": str(exact.numerator),
        "denominator": str(exact.denominator),
        "amount": reader.unit_price_amount(price),
        "currency": price.currency.code,
        "formatted": reader.unit_price_formatted(price),
        "rounding": reader.unit_price_rounding(price),
    }


def price_json(quote: PurchaseQuote, reader: Reader) -> Json:
    """What the buyer sees of a price: listed, gross, net and tax together."""
    market, locale = quote.market, reader.locale
    return {
        "listed": money_json(quote.listed_minor, market, locale),
        "gross": money_json(quote.gross_minor, market, locale),
        "net": money_json(quote.net_minor, market, locale),
        "tax": money_json(quote.tax_minor, market, locale),
        "taxStatus": quote.tax.status.value,
        "lines": [
            {
                "taxLineId": line.id,
                "name": reader.name(line.names, line.id),
                "nameLocale": reader.name_locale(line.names),
                "rate": rate_text(line.rate),
                "rateFormatted": format_rate(line.rate, locale),
                "amount": money_json(minor, market, locale),
            }
            for line, minor in quote.tax_lines
        ],
    }


def label_json(quote: PurchaseQuote, reader: Reader) -> Json:
    """What people call the package, and in which language."""
    label, tag = reader.package_label(quote.package)
    return {"label": label, "labelLocale": tag}


def collected_by(quote: PurchaseQuote) -> str | None:
    """Who pays the tax over; None where none is levied."""
    if quote.tax.status is TaxStatus.NONE:
        return None
    return "SELLER" if quote.tax.seller_collects else "STORE"


def conditions_json(conditions: tuple[Condition, ...]) -> list[Json]:
    """Conditions with what is required and what is known."""
    return [{"fact": c.fact, "required": c.requirement, "actual": c.actual} for c in conditions]


def quote_json(quote: PurchaseQuote, reader: Reader) -> Json:
    """One purchase quote, the seller's economics apart."""
    market, request, locale = quote.market, quote.request, reader.locale
    return {
        "region": request.region,
        "platform": request.platform,
        "packageId": request.package,
        **label_json(quote, reader),
        "quantity": request.quantity,
        "at": moment(request.at),
        "locale": reader.locale,
        "currency": market.currency.code,
        "bookDigest": market.digest,
        "validFrom": moment(market.period.start),
        "validUntil": moment(market.period.end),
        "coins": quote.coins,
        "bonus": quote.bonus,
        "total": quote.total,
        "price": price_json(quote, reader),
        "perCoin": unit_price_json(quote.per_coin, reader),
        "economics": {
            "commission": money_json(quote.commission_minor, market, locale),
            "proceeds": money_json(quote.proceeds_minor, market, locale),
            "remittance": money_json(quote.remittance_minor, market, locale),
            "collectedBy": collected_by(quote),
        },
        "assumedFacts": list(quote.assumed),
        "openConditions": conditions_json(quote.open),
    }


def list_json(listed: PriceList, reader: Reader) -> Json:
    """A price list."""
    market, request = listed.market, listed.request
    return {
        "region": request.region,
        "platform": request.platform,
        "currency": market.currency.code,
        "locale": reader.locale,
        "at": moment(request.at),
        "bookDigest": market.digest,
        "validFrom": moment(market.period.start),
        "validUntil": moment(market.period.end),
        "packages": [
            {
                "packageId": quote.package.id,
                **label_json(quote, reader),
                "coins": quote.coins,
                "bonus": quote.bonus,
                "total": quote.total,
                "price": price_json(quote, reader),
                "perCoin": unit_price_json(quote.per_coin, reader),
                "assumedFacts": list(quote.assumed),
                "openConditions": conditions_json(quote.open),
            }
            for quote in listed.packages
        ],
        "sellsNothing": listed.sells_nothing,
        "sellsFrom": moment(listed.sells_from),
        "withheld": [
            {"packageId": withheld.package, "refusal": refusal_json(withheld.refusal)["refusal"]}
            for withheld in listed.withheld
        ],
        "assumedFacts": list(listed.assumed),
    }


def refusal_json(refusal: Refused, reader: Reader | None = None) -> Json:
    """A refusal: its code, a sentence with the book's names of its units where there is a reader, and its facts."""
    refusal = refusal.brief()
    message = refusal.message if reader is None else reader.message(refusal)
    kinds = {name: told.kind for name, _, told in told_of(type(refusal))}
    facts = {_camel(name): _plain(getattr(refusal, name), kinds.get(name)) for name in refusal.__struct_fields__}
    return {"refusal": {"code": refusal.code, "message": message, **facts}}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _plain(value: object, kind: Kind | None) -> object:
    if kind is Kind.INSTANT and isinstance(value, int):
        return moment(Instant(value))
    if isinstance(value, tuple) and value and isinstance(value[0], Condition):
        return conditions_json(value)
    if isinstance(value, Money):
        return {"amount": value.amount, "minorUnits": str(value.minor), "currency": value.currency.code}
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
        "since": moment(step.since),
    }
