"""What to say of a text that is not money: its number's own mistake, its currency's, or how money is written.

What is offered is the writer's own number. A currency is sure only where it is the one in which the file's bare money
counts: a guessed currency is wrong money in a sound book.
"""

import re
import unicodedata

import msgspec

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE, Certainty, Suggestion, examples
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.numbers import DECIMAL, mistyped, number_mistake_in, plain_readings, signed
from ratecard.rulefiles.wrong import Wrong, shown

MONEY_EXAMPLES = ("12.99", "12.99 USD")
OF_ITS_CURRENCY = "if that is its currency"

_TEXT_MOST = 80
"""Characters of a text of which it is worth asking what was meant."""

_PARTS = re.compile(
    r"(?P<before>[^\d.,+()-]*?) *(?P<number>\.?\d(?:[\d.,'\u2019 _]*[\d.])?) *(?P<after>[^\d.,+()-]*)", re.ASCII
)
_SIGN_BEHIND = re.compile(r"(?P<beside>[^\d.,+()-]+)(?:-(?P<minus>[\d.].*)|\((?P<inside>[\d.][^()]*)\))", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
COINS_AND_EARNED = ("coin", "coins", "diamond", "diamonds", "payout", "payouts")
"""What is counted, and is not money."""

_SHARE = re.compile(
    r"[-+(]? ?(?:[\d.,]*\d ?(?:%|\u2030|percent|per cent|pct|prozent|procent|bps?|basis points?)|% ?[\d.,]*\d)\)?-?",
    re.ASCII | re.IGNORECASE,
)
"""A share of something, raised or lowered: `+10 %`, `-5%`, `%10`, `3 percent`."""

_NULLS = ("null", "~", "nil", "n/a", "-")


class _Amount(msgspec.Struct, frozen=True):
    """A text as a number with its readings, and what stands `beside` it: a code, a word or a sign, behind it or not."""

    number: str
    readings: tuple[Suggestion, ...]
    beside: str
    behind: bool
    negative: bool


def _amount_in(text: str) -> _Amount | None:
    """The parts of an amount as people write it, "€ -5", "(13.99 EUR)" or "US$ 1,299"; None for any other text."""
    if len(text) > _TEXT_MOST:
        return None
    sign = signed(text)
    inner = sign[1] if sign else text
    minus = _SIGN_BEHIND.fullmatch(inner)
    match = _PARTS.fullmatch(f"{minus['beside']} {minus['minus'] or minus['inside']}" if minus else inner)
    if match is None:
        return None
    before, after = match["before"].strip(), match["after"].strip()
    readings = plain_readings(match["number"])
    if (before and after) or not readings:
        return None
    negative = minus is not None or (sign is not None and sign[0] == "-")
    return _Amount(match["number"], readings, before or after, bool(after), negative)


def money_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not money."""
    if _SHARE.fullmatch(text):
        return _share(text, nearby)
    amount = None if mistyped(text) else _amount_in(text)
    if amount is None or not amount.beside:
        return number_mistake_in(text, "not-money") or _no_amount(text)
    code = amount.beside.upper()
    if code in CURRENCIES:
        return _in_currency(text, amount, code, nearby)
    if amount.negative:
        return Wrong("negative-number", f"{shown(text)} is negative", offers=_each(amount.readings, ("",), POSSIBLE))
    if _is_sign(amount.beside, nearby) and not nearby.currencies_meant(amount.beside):
        return Wrong("currency-symbol", f"{shown(text)} names its currency by a symbol", offers=amount.readings)
    if not _LETTER.search(amount.beside[-1:]):
        return _with_symbol(text, amount, nearby)
    if amount.beside.lower() in COINS_AND_EARNED:
        sentence = f"{shown(text)} is a number of {amount.beside}, and an amount of money stands here"
        return Wrong("not-money", sentence, offers=examples(*MONEY_EXAMPLES))
    one_word = re.fullmatch(r"\w+", amount.beside)
    if one_word and (amount.behind or len(code) == 3):
        return unknown_currency(amount.beside, nearby, amount.readings)
    codes = nearby.currencies_meant(amount.beside)
    if not codes:
        return _no_amount(text)
    offers = _each(amount.readings, codes, _certainty(codes, nearby))
    return Wrong("not-money", f"{shown(text)} names its currency in words", offers=offers)


def _in_currency(text: str, amount: _Amount, code: str, nearby: Nearby) -> Wrong:
    """What is wrong with an amount that names a currency: its number, or only the way in which the code stands."""
    number = f"-{amount.number}" if amount.negative else amount.number
    mistake = None if DECIMAL.fullmatch(number) else number_mistake_in(number, "not-money", f" {code}", text)
    if mistake is not None:
        return mistake
    certainty = SURE if nearby is NOWHERE else _certainty((code,), nearby)
    offers = _each(amount.readings, (code,), certainty, OF_ITS_CURRENCY)
    return Wrong("not-money", f"{shown(text)} is not how money is written", offers=offers)


def _share(text: str, nearby: Nearby) -> Wrong:
    """What to say of a share where an amount stands: what it is of is not known, so there is nothing to offer."""
    sentence = f"{shown(text)} is a share, and an amount of money stands here"
    return Wrong("not-money", sentence, f"write the amount that it comes to{f' in {nearby.own}' if nearby.own else ''}")


def _is_sign(text: str, nearby: Nearby) -> bool:
    """Whether people in the file's region write its currency so."""
    return bool(nearby.own) and text in nearby.geography.signs_of(nearby.own, nearby.region)


def _with_symbol(text: str, amount: _Amount, nearby: Nearby) -> Wrong:
    """What to say of a currency that is named by a symbol: `$` could be any of twenty."""
    code, sentence = "currency-symbol", f"{shown(text)} names its currency by a symbol"
    if _is_sign(amount.beside, nearby):
        return Wrong(code, sentence, offers=amount.readings)
    if not _LETTER.search(amount.beside) and not any(unicodedata.category(sign) == "Sc" for sign in amount.beside):
        sentence = f"{shown(text)} is not an amount of money: {amount.beside} is not a sign of a currency"
        return Wrong("not-money", sentence, "else write the amount", _each(amount.readings, ("",), POSSIBLE))
    named = nearby.currencies_meant(amount.beside)
    meant = _each(amount.readings, named, POSSIBLE, OF_ITS_CURRENCY)
    region = nearby.own or "the currency of the region"
    bare = _each(amount.readings, ("",), POSSIBLE, f"if it is in {region}")
    if named:
        return Wrong(code, sentence, offers=(*meant, *bare))
    example = examples(f"{amount.readings[0].text} {_usual(amount.beside, nearby, 'EUR')}")
    return Wrong(code, sentence, "else name the currency by its code", (*bare, *example))


def unknown_currency(text: str, nearby: Nearby = NOWHERE, numbers: tuple[Suggestion, ...] = ()) -> Wrong:
    """What to say of a code that is not a currency; `numbers` are the readings of the number that stands before it."""
    codes = nearby.currencies_meant(text)
    sentence = f"{shown(text)} is not a currency of ISO 4217"
    other = nearby.geography.other_money(text.upper())
    if other and not codes:
        sentence = f"{shown(text)} ({other}) is not a currency that amounts are written in"
    if codes:
        offers = _each(numbers, codes, _certainty(codes, nearby)) if numbers else _offers(codes, nearby)
        return Wrong("unknown-currency", sentence, offers=offers)
    usual = _usual(text, nearby, nearby.own or "EUR")
    example = _each(numbers, (usual,), EXAMPLE) if numbers else examples(usual)
    return Wrong("unknown-currency", sentence, "write a code of ISO 4217", example)


def _usual(text: str, nearby: Nearby, other: str) -> str:
    """The best known of the many currencies that a word or sign names, for an example; `other` where it names none."""
    named = nearby.geography.currencies_named(text)
    return "USD" if "USD" in named else next(iter(named), other)


def _offers(codes: tuple[str, ...], nearby: Nearby) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(code, _certainty(codes, nearby)) for code in codes)


def _certainty(codes: tuple[str, ...], nearby: Nearby) -> Certainty:
    """Whether these currencies are meant beyond doubt: one alone is, where the file's bare money is in it."""
    return SURE if codes == (nearby.own,) else POSSIBLE


def _each(
    numbers: tuple[Suggestion, ...], codes: tuple[str, ...], certainty: Certainty, when: str = ""
) -> tuple[Suggestion, ...]:
    """Each reading of a number in each currency; a reading that is not sure itself stays so, with its own condition."""
    return tuple(
        Suggestion(
            f"{number.text} {code}".rstrip(),
            number.certainty if certainty is SURE else certainty,
            number.when or (when if certainty is POSSIBLE else ""),
        )
        for number in numbers
        for code in codes
    )


def fits(value: object, nearby: Nearby) -> bool:
    """Whether a value has no more decimals than its currency, apart from zeros: 1299.00 JPY has not, 1.299 EUR has."""
    if type(value) is not StatedMoney or not (value.currency or nearby.own):
        return True
    return _in_its_decimals(value, nearby).decimals <= CURRENCIES[value.currency or nearby.own].exponent


def fitting(offer: Suggestion, value: object, nearby: Nearby) -> Suggestion:
    """An offer with no more decimals than its currency has: 1299.00 JPY is 1299 JPY, and 12.99 JPY is not sure."""
    if offer.certainty is EXAMPLE or type(value) is not StatedMoney:
        return offer
    if not fits(value, nearby):
        return Suggestion(offer.text, POSSIBLE, offer.when)
    plain = _in_its_decimals(value, nearby)
    return offer if plain == value else Suggestion(str(plain), offer.certainty, offer.when)


def _in_its_decimals(value: StatedMoney, nearby: Nearby) -> StatedMoney:
    """An amount without the zeros that its currency has no decimals for."""
    code = value.currency or nearby.own
    decimals, scaled = value.decimals, value.scaled
    while code and decimals > CURRENCIES[code].exponent and scaled % 10 == 0:
        decimals, scaled = decimals - 1, scaled // 10
    return StatedMoney(scaled, decimals, value.currency)


def _no_amount(text: str) -> Wrong:
    sentence = f"{shown(text)} is not an amount of money"
    if text.lower() in _NULLS:
        none = Suggestion("none", POSSIBLE, "where there is none")
        return Wrong("not-money", sentence, "else write an amount of money", (none, *examples("12.99")))
    return Wrong("not-money", sentence, offers=examples(*MONEY_EXAMPLES))
