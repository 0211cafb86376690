"""What a store and a book disagree about, as data: all of it."""

from collections.abc import Sequence

from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import Json, moment, place_json, to_json
from ratecard.cli.drift_text import remark_of
from ratecard.drift.findings import Drift, PriceDifference
from ratecard.drift.history import PricedSpan
from ratecard.money import Money


def drift_json(book: RuleBook, drift: Drift, left_out: Sequence[str]) -> str:
    """All that differs, by kind, the greatest differences first; and what of the files was left out."""
    return to_json(
        {
            "book": book.digest,
            "compared": drift.compared,
            "same": drift.same,
            "differences": [_difference(book, own) for own in drift.differences],
            "unnamedProducts": [
                {"platform": own.platform, "product": own.product, "prices": own.prices, "where": own.where}
                for own in drift.unnamed
            ],
            "notSold": [
                {
                    "platform": own.store.platform,
                    "region": own.region,
                    "package": own.package,
                    "product": own.store.product,
                    "reason": own.reason or None,
                    "where": own.store.where,
                }
                for own in drift.unsold
            ],
            "unknownCountries": [
                {"platform": own.platform, "region": own.region, "prices": own.prices, "where": own.where}
                for own in drift.countries
            ],
            "notInFile": [
                {
                    "platform": own.platform,
                    "package": own.package,
                    "product": own.product,
                    "entirely": own.entirely,
                    "regions": list(own.regions),
                }
                for own in drift.lacking
            ],
            "leftOut": list(left_out),
        }
    )


def _difference(book: RuleBook, own: PriceDifference) -> Json:
    share = own.share
    return {
        "kind": own.kind,
        "platform": own.store.platform,
        "region": own.region,
        "package": own.package,
        "product": own.store.product,
        "store": _money(own.store.money),
        "storeSaysCurrency": own.store.says_currency,
        "storeFrom": None if own.store.start is None else own.store.start.isoformat(),
        "planned": own.planned,
        "where": own.store.where,
        "book": _money(own.regular),
        "moved": None if own.moved is None else _money(own.moved),
        "share": None if share is None else {"numerator": f"{share.numerator}", "denominator": f"{share.denominator}"},
        "from": moment(own.span.start),
        "until": moment(own.span.end),
        "matches": None if own.matches is None else _span(own.matches),
        "likeness": own.likeness or None,
        "remark": remark_of(book, own) or None,
        **place_json(own.place),
    }


def _span(span: PricedSpan) -> Json:
    return {"from": moment(span.start), "until": moment(span.end)}


def _money(money: Money) -> Json:
    return {"amount": money.amount, "minorUnits": f"{money.minor}", "currency": money.currency.code}
