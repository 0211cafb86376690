"""What a refusal says to people who read logs: one plain English sentence, with its facts in it."""

import re
from collections.abc import Callable

from ratecard.instants import Instant, datetime_of
from ratecard.refusals import (
    AboveLimit,
    BeforeRules,
    BelowMinimum,
    Condition,
    CreatorNotEligible,
    DiamondsOutOfRange,
    FactNeeded,
    FxStale,
    GiftUnavailable,
    InvalidFact,
    InvalidInput,
    InvalidLot,
    NoEarnings,
    NoFxRate,
    NoMoneyBase,
    NoPayouts,
    NotEligible,
    NotEnoughDiamonds,
    NothingLeft,
    NotSold,
    QuantityOutOfRange,
    Refusal,
    SenderNotEligible,
    UnknownFact,
    UnknownGift,
    UnknownLimit,
    UnknownMethod,
    UnknownPackage,
    UnknownPlatform,
    UnknownRegion,
    WrongCurrency,
    WrongKind,
    brief,
)

Counted = Callable[[int], str]
"""Writes a number of the earned unit for people, as a book calls it."""


def plain_diamonds(count: int) -> str:
    """A number of diamonds where no book says what they are called: "1 diamond", "20000 diamonds"."""
    return f"{count} diamond{'' if count == 1 else 's'}"


def message_of(refusal: Refusal, diamonds: Counted = plain_diamonds) -> str:
    """One plain English sentence for people who read logs; programs read the code and the facts.

    `diamonds` writes numbers of the earned unit, which a book may call otherwise.
    """
    match brief(refusal):
        case UnknownRegion(region, nearest):
            return f"{region} is no region of this book{_did_you_mean(nearest)}"
        case UnknownPlatform(platform, known):
            return f"{platform} is no platform of this book; it knows {', '.join(known)}"
        case UnknownPackage(package, nearest):
            return f"{package} is no package of this book{_did_you_mean(nearest)}"
        case NotSold(region, platform, package, at):
            return f"{package} is not sold in {region} on {platform} as of {_utc(at)}"
        case BeforeRules(at, begins):
            return f"{_utc(at)} is before the rules begin there, {_utc(begins)}"
        case QuantityOutOfRange(quantity, least, most):
            return f"a quantity of {quantity} is not between {least} and {most}"
        case NotEligible(package, unmet, _):
            return f"{package} is not for this buyer: {_needs(unmet)}"
        case FactNeeded(fact):
            whose = " for each lot" if fact.startswith("lot.") else ""
            return f"the answer depends on {fact}, which was not given{whose}"
        case UnknownFact(fact, known):
            listed = f"; it declares {', '.join(known)}" if known else ""
            return f"{fact} is no fact of this book{listed}"
        case InvalidFact(fact, value, allowed):
            return f"{value} is no value of {fact}; allowed: {allowed}"
        case InvalidInput(_, message):
            return message
        case other:
            return _message_of_earning(other, diamonds)


def _message_of_earning(refusal: Refusal, diamonds: Counted) -> str:
    """The sentence of a refusal between coins and cash."""
    match refusal:
        case UnknownGift(gift, nearest):
            return f"{gift} is no gift of this book{_did_you_mean(nearest)}"
        case GiftUnavailable(region, platform, gift, at):
            return f"{gift} is not available in {region} on {platform} as of {_utc(at)}"
        case WrongKind(gift, kind, known):
            return f"{gift} is not for {kind}; it is for {', '.join(known)}"
        case NoEarnings(region, kind, at):
            return f"creators in {region} earn nothing by {kind} as of {_utc(at)}"
        case NoMoneyBase(region, platform, base, reason):
            return f"the creator's share is of {base}, which is not known in {region} on {platform}: {reason}"
        case SenderNotEligible(gift, unmet, _):
            return f"{gift} is not for this buyer: {_needs(unmet)}"
        case CreatorNotEligible(region, unmet, _):
            return f"this creator is not eligible in {region}: {_needs(unmet)}"
        case InvalidLot(lot, reason):
            return f"lot {lot} {reason}"
        case FxStale(currency, since, expired):
            return f"the exchange rate of {currency} from {_utc(since)} could be used until {_utc(expired)}"
        case NoFxRate(currency, at):
            return f"no exchange rate of {currency} is stated as of {_utc(at)}"
        case _:
            return _message_of_payout(refusal, diamonds)


def _message_of_payout(refusal: Refusal, diamonds: Counted) -> str:
    match refusal:
        case NoPayouts(region, at):
            return f"nothing is paid out in {region} as of {_utc(at)}"
        case UnknownMethod(region, method, known):
            return f"{method} is no payout method in {region}; it has {', '.join(known) or 'none'}"
        case DiamondsOutOfRange(asked, least, greatest):
            return f"a payout of {diamonds(asked)} is not between {least} and {diamonds(greatest)}"
        case NotEnoughDiamonds(available, needed):
            needs = "no number was found that pays that" if needed is None else f"that takes {diamonds(needed)}"
            return f"{needs}, and the lots hold {diamonds(available)}"
        case WrongCurrency(what, given, expected):
            return f"{what} is in {given}, and {expected} is what the rules count in"
        case UnknownLimit(limit, known):
            return f"{limit} is no limit there; it has {', '.join(known) or 'none'}"
        case BelowMinimum(worth, minimum):
            return f"the value of {worth} is below the minimum of {minimum}"
        case AboveLimit(limit, per, allowed, used, wanted):
            most, before, this = [_amount(text, diamonds) for text in (allowed, used or "", wanted)]
            after = f" after {before}" if re.search("[1-9]", before) else ""
            return f"the limit {limit} of {most} for each {per} is exceeded by {this}{after}"
        case NothingLeft(worth, withheld, fee):
            return f"of {worth}, {withheld} withheld and a fee of {fee} leave nothing to pay"
        case _:
            raise AssertionError(f"{type(refusal).__name__} has no message")


def _amount(text: str, diamonds: Counted) -> str:
    """An amount with its unit as a limit states it, a number of diamonds as the book calls them."""
    counted = re.fullmatch(r"(\d+) diamonds?", text, re.ASCII)
    return diamonds(int(counted[1])) if counted else text


def _needs(unmet: tuple[Condition, ...]) -> str:
    return "; ".join(f"{c.fact} must be {c.requirement}, and is {c.actual}" for c in unmet)


def _did_you_mean(nearest: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(nearest)}?" if nearest else ""


def _utc(instant: Instant) -> str:
    return datetime_of(instant).isoformat().replace("+00:00", "Z")
