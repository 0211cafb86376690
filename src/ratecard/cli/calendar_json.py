"""A calendar as data: each change with all its markets, and all computed prices that follow."""

from ratecard.calendar.entries import Calendar, CalendarEntry
from ratecard.cli.answers import Json, moment, place_json, to_json
from ratecard.guards.followed import FollowedMove
from ratecard.money import Money
from ratecard.terms.market import MarketKey
from ratecard.terms.prices import PriceTerms


def calendar_json(calendar: Calendar) -> str:
    """All of it, in the order of days."""
    return to_json(
        {
            "now": moment(calendar.now),
            "lastDay": calendar.last.isoformat(),
            "changes": [_entry(entry) for entry in calendar.entries],
        }
    )


def _entry(entry: CalendarEntry) -> Json:
    share = entry.moved
    return {
        "day": entry.day.isoformat(),
        "instants": [moment(start) for start in entry.starts],
        "kind": entry.kind.name,
        "path": entry.name or None,
        "was": entry.was or None,
        "now": entry.now or None,
        "moved": None if share is None else {"numerator": f"{share.numerator}", "denominator": f"{share.denominator}"},
        "sentence": entry.sentence or None,
        **place_json(entry.place),
        "markets": [_market(key) for key in entry.markets],
        "withoutEffect": [_market(key) for key in entry.without_effect],
        "follows": [_move(move) for move in entry.follows],
    }


def _market(key: MarketKey) -> Json:
    return {"region": key.region, "platform": key.platform or None}


def _move(move: FollowedMove) -> Json:
    return {
        **_market(move.market),
        "thing": move.thing,
        "instant": moment(move.since),
        "facts": {name: value if isinstance(value, bool) else str(value) for name, value in move.facts.items()},
        "was": _price(move.was),
        "now": _price(move.now),
    }


def _price(price: PriceTerms | None) -> Json | None:
    """A price; None where there is none."""
    if price is None:
        return None
    amount = Money(price.listed_minor, price.currency).amount
    return {"amount": amount, "minorUnits": f"{price.listed_minor}", "currency": price.currency.code}
