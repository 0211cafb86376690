"""Answers between coins and cash as JSON, with the names that the GraphQL schema gives the same things."""

from ratecard.cli.answers import Json, conditions_json, moment
from ratecard.locale.amounts import format_money
from ratecard.money import Money
from ratecard.quotes.eligibility import Eligibility, EligibilityAnswer
from ratecard.quotes.gifts.quotes import GiftList, GiftQuote
from ratecard.quotes.payouts.quoting import PayoutQuote
from ratecard.showing import Reader, rate_text
from ratecard.terms.gifts import GiftTerms
from ratecard.terms.market import Period


def exact_json(money: Money | None, locale: str) -> Json | None:
    """An amount of any currency; None where there is none."""
    if money is None:
        return None
    return {
        "amount": money.amount,
        "minorUnits": str(money.minor),
        "currency": money.currency.code,
        "exponent": money.currency.exponent,
        "formatted": format_money(money, locale),
    }


def _validity(digest: str, period: Period) -> Json:
    return {"bookDigest": digest, "validFrom": moment(period.start), "validUntil": moment(period.end)}


def _gift(gift: GiftTerms, reader: Reader) -> Json:
    return {
        "giftId": gift.id,
        "name": reader.name(gift.names, gift.id),
        "nameLocale": reader.name_locale(gift.names),
        "rarity": _rarity(gift.rarity, reader),
        "kinds": list(gift.kinds),
        "level": gift.level,
    }


def _rarity(rarity: str | None, reader: Reader) -> Json | None:
    if rarity is None:
        return None
    declared = reader.book.rarities.get(rarity)
    order = declared.order if declared is not None else 0
    tag = reader.name_locale(reader.rarity_names(rarity))
    return {"rarityId": rarity, "name": reader.rarity(rarity), "nameLocale": tag, "order": order}


def gifts_json(listed: GiftList, reader: Reader) -> Json:
    """The gifts of a market."""
    currency, request = listed.market.currency, listed.request
    return {
        "region": request.region,
        "platform": request.platform,
        "currency": currency.code,
        "locale": reader.locale,
        "at": moment(request.at),
        **_validity(listed.market.digest, listed.period),
        "gifts": [
            {
                **_gift(each.gift, reader),
                "coins": each.gift.coins,
                "worth": exact_json(_money(each.worth_minor, listed), reader.locale),
                "assumedFacts": list(each.assumed),
                "openConditions": conditions_json(each.open),
            }
            for each in listed.gifts
        ],
        "withheld": [
            {"giftId": name, "refusal": {"code": refusal.code, "message": refusal.message}}
            for name, refusal in listed.withheld
        ],
        "assumedFacts": list(listed.assumed),
    }


def _money(minor: int | None, listed: GiftList) -> Money | None:
    return None if minor is None else Money(minor, listed.market.currency)


def gift_json(quote: GiftQuote, reader: Reader) -> Json:
    """One gift quote."""
    request, currency = quote.request, quote.market.currency
    worth = None if quote.worth_minor is None else Money(quote.worth_minor, currency)
    return {
        "region": request.region,
        "platform": request.platform,
        "creatorRegion": request.creator_region,
        **_gift(quote.gift, reader),
        "kind": quote.kind,
        "count": request.count,
        "at": moment(request.at),
        "locale": reader.locale,
        **_validity(quote.market.digest, quote.period),
        "coins": quote.coins,
        "worth": exact_json(worth, reader.locale),
        "earnings": {
            "diamonds": quote.diamonds,
            "amount": quote.amount,
            "parts": [
                {"recipientId": who.id, "diamonds": part}
                for who, part in zip(quote.earnings.split, quote.parts, strict=True)
            ],
        },
        "assumedFacts": list(quote.assumed),
        "openConditions": conditions_json(quote.open),
    }


def payout_json(quote: PayoutQuote, reader: Reader) -> Json:
    """One payout quote, every deduction by name."""
    figures, tag, offer = quote.figures, reader.locale, quote.offer

    def value(minor: int) -> Json | None:
        return exact_json(Money(minor, quote.value_currency), tag)

    def paid(minor: int) -> Json | None:
        return exact_json(Money(minor, offer.paid_in), tag)

    return {
        "region": quote.request.region,
        "methodId": offer.method.id,
        "methodName": reader.name(offer.method.names, offer.method.id),
        "methodNameLocale": reader.name_locale(offer.method.names),
        "at": moment(quote.request.at),
        "locale": tag,
        **_validity(quote.region.digest, quote.period),
        "diamonds": quote.diamonds,
        "lots": [
            {
                "lot": used.valued.number,
                "diamonds": used.diamonds,
                "earnedAt": moment(used.valued.lot.earned),
                "sourceRegion": used.valued.lot.source_region,
                "releasedAt": moment(quote.released_of(used)),
            }
            for used in quote.used
        ],
        "lotsAssumed": quote.lots_assumed,
        "value": value(figures.value),
        "withheld": value(figures.withheld),
        "withholding": [
            {
                "withholdingLineId": kept.line.id,
                "name": reader.name(kept.line.names, kept.line.id),
                "nameLocale": reader.name_locale(kept.line.names),
                "rate": None if kept.rate is None else rate_text(kept.rate),
                "amount": value(kept.minor),
            }
            for kept in quote.withholding
        ],
        "fee": value(figures.fee),
        "remainder": value(figures.remainder),
        "paid": paid(figures.paid),
        "raised": _raised(quote, tag),
        "exchangeCost": paid(quote.exchange_cost),
        "releasedAt": moment(quote.released),
        "paidOn": quote.paid_on.isoformat(),
        "assumedFacts": list(quote.assumed),
        "openConditions": conditions_json(quote.open),
        "openLimits": [{"limitId": each.id, "per": each.per, "most": each.text} for each in quote.open_limits],
    }


def _raised(quote: PayoutQuote, tag: str) -> Json | None:
    """What a wanted amount was raised to; None where it was not."""
    if not quote.raised:
        return None
    paid = Money(quote.figures.paid, quote.offer.paid_in)
    parts = {"wanted": quote.request.want, "paid": paid, "minimum": quote.minimum}
    return {name: exact_json(money, tag) for name, money in parts.items()}


def eligibility_json(answer: EligibilityAnswer) -> Json:
    """The verdicts on buyer and creator."""
    return {
        "region": answer.request.region,
        "at": moment(answer.request.at),
        **_validity(answer.region.digest, answer.region.period),
        "buyer": _verdict(answer.buyer),
        "creator": _verdict(answer.creator),
    }


def _verdict(found: Eligibility) -> Json:
    return {
        "verdict": found.verdict.name,
        "met": conditions_json(found.met),
        "unmet": conditions_json(found.unmet),
        "open": conditions_json(found.open),
    }
