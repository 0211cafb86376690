"""What to say of a text that is neither a unit price, diamonds per coin, an exchange rate, a duration nor a limit."""

import re
from fractions import Fraction

from msgspec.structs import replace

from ratecard.currency import CURRENCIES
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, Suggestion, examples, possible
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.values.money_mistakes import COINS_AND_EARNED, unknown_currency
from ratecard.rulefiles.values.numbers import DECIMAL, number_mistake_in, plain_readings, signed, with_unit
from ratecard.rulefiles.wrong import Wrong, shown

UNIT_PRICE_EXAMPLES = ("0.005 USD each", "1 USD per 200")
PER_COIN_EXAMPLES = ("1 per 2", "0.5 each")
EXCHANGE_RATE_EXAMPLES = ("1.1606", "1 per 0.8616")
DURATION_EXAMPLES = ("30 minutes", "48 hours", "14 days", "2 weeks", "1 month", "1 year")
TEXT_MOST = 80
"""Characters of a text of which it is worth asking what was meant."""

_COUNTED = re.compile(r"([^\sA-Za-z]+) ?([A-Za-z]+)", re.ASCII)
_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?:(?P<before>[A-Za-z]{{3,4}}) ?)?(?P<number>{_NUMBER})(?: ?(?P<after>[A-Za-z]{{3,4}})(?<!each))?"
    r"(?: (?P<unit>each|per [\d,._' ]+))?",
    re.ASCII,
)
"""A price of one unit as people write it: the currency first, in small letters, or no price of one unit at all."""


def unit_price_mistake(text: str, nearby: Nearby = NOWHERE) -> Wrong:
    """What to say of a text that is not a price of one unit: its number's mistake, its currency's, or its form."""
    code, sentence = "not-a-unit-price", f"{shown(text)} is not the price of one unit"
    if len(text) > TEXT_MOST:
        return Wrong(code, sentence, offers=examples(*UNIT_PRICE_EXAMPLES))
    number = text.partition(" ")[0]
    mistake = None if DECIMAL.fullmatch(number) else number_mistake_in(number, code, text[len(number) :], text)
    if mistake is not None:
        return mistake
    named = _AMOUNT.fullmatch(text)
    if named is None:
        return Wrong(code, sentence, offers=examples(*UNIT_PRICE_EXAMPLES))
    beside = named["before"] or named["after"] or ""
    unit = _plain_unit(named["unit"] or "")
    if not beside:
        own = nearby.own or "USD"
        return Wrong(code, sentence, "name its currency", examples(f"{named['number']} {own} {unit or 'each'}"))
    if beside.upper() not in CURRENCIES:
        wrong = unknown_currency(beside, nearby)
        behind = f" {unit or 'each'}"
        offers = tuple(
            Suggestion(f"{named['number']} {offer.text}{behind}", offer.certainty, offer.when) for offer in wrong.offers
        )
        return Wrong(wrong.code, wrong.sentence, wrong.hint, offers)
    written = f"{named['number']} {beside.upper()}"
    if unit:
        return Wrong(code, sentence, offers=(Suggestion(f"{written} {unit}"),))
    each = Suggestion(f"{written} each", POSSIBLE, "for the price of one")
    return Wrong(code, sentence, "else say of how many", (each, Suggestion(f"{written} per 200", EXAMPLE)))


def _plain_unit(unit: str) -> str:
    """`each` or `per 200` as it is written here, of a unit written in another way; "" where it is not a unit."""
    digits = re.sub(r"[,._' ]", "", unit.removeprefix("per"))
    if unit == "each":
        return unit
    return f"per {int(digits)}" if digits.isdigit() and int(digits) else ""


def per_coin_mistake(text: str, share: Fraction | None) -> Wrong:
    """What to say of a text that does not say how many diamonds a coin gives; `share` is it, where it is a rate."""
    code, sentence = "not-per-coin", f"{shown(text)} does not say how many diamonds a coin gives"
    number, _, unit = text.partition(" ")
    mistake = None if DECIMAL.fullmatch(number) else number_mistake_in(number, code, text[len(number) :], text)
    if len(text) > TEXT_MOST or (mistake is not None and not share):
        return mistake or Wrong(code, sentence, offers=examples(*PER_COIN_EXAMPLES))
    if share:
        diamonds, coins = share.numerator, share.denominator
        said = f"for {diamonds} diamond{'s' * (diamonds > 1)} for {coins} coin{'s' * (coins > 1)}"
        return Wrong(code, sentence, offers=(Suggestion(f"{diamonds} per {coins}", POSSIBLE, said),))
    if DECIMAL.fullmatch(text) and Fraction(text):
        offers = (Suggestion(f"{text} each", POSSIBLE, f"for {text} diamonds a coin"),)
        return Wrong(code, sentence, offers=offers)
    meant = _plain_unit(unit.removesuffix(" coins").removesuffix(" coin"))
    if meant and DECIMAL.fullmatch(number) and Fraction(number):
        return Wrong(code, sentence, offers=(Suggestion(f"{number} {meant}"),))
    return Wrong(code, sentence, "write how many diamonds for how many coins", examples(*PER_COIN_EXAMPLES))


def exchange_rate_mistake(text: str) -> Wrong:
    """What to say of a text that is not an exchange rate."""
    code, sentence = "not-an-exchange-rate", f"{shown(text)} is not an exchange rate"
    units, per, base = text.partition(" per ")
    mistake = number_mistake_in(units, code, f"{per}{base}", text)
    if mistake is None and per:
        mistake = number_mistake_in(base, code, "", text)
        offers = () if mistake is None else mistake.offers
        mistake = mistake and replace(mistake, offers=tuple(replace(o, text=f"{units} per {o.text}") for o in offers))
    if mistake is not None:
        return mistake
    meaning = "how many units of this currency one unit of the base is"
    named = re.fullmatch(rf"({_NUMBER}) ?[A-Za-z]{{3}}", text, re.ASCII) if len(text) <= TEXT_MOST else None
    if named and Fraction(named[1]):
        return Wrong(code, sentence, offers=(Suggestion(named[1], POSSIBLE, f"if that is {meaning}"),))
    return Wrong(code, sentence, f"write {meaning}", examples(*EXCHANGE_RATE_EXAMPLES))


_SHORT = {"min": "minutes", "h": "hours", "hr": "hours", "d": "days", "w": "weeks", "y": "years", "yr": "years"}
_UNITS = _SHORT | {unit: f"{unit}s" for unit in ("minute", "hour", "day", "week", "month", "year")}
_SMALLER = {"years": (12, "months"), "days": (24, "hours"), "hours": (60, "minutes")}
"""How many of a smaller unit a unit is, always; a month has no number of days of its own."""


def duration_mistake(text: str, most: int) -> Wrong:
    """What to say of a text that is not a length of time; zero has no meaning, and `none` may have another."""
    code, sentence = "not-a-duration", f"{shown(text)} is not a length of time"
    match = re.fullmatch(rf"(-?)({_NUMBER})[ -]?([a-z]*)", text.lower(), re.ASCII) if len(text) <= TEXT_MOST else None
    if match is None:
        return Wrong(code, sentence, offers=examples(*DURATION_EXAMPLES))
    exact, word = Fraction(match[2]), match[3]
    if exact == 0:
        return Wrong(code, sentence, "write at least 1 minute, or none where no time is set")
    offers = _durations_meant(exact, word)
    if match[1]:
        hint = "" if offers else "write the length without the minus sign"
        return Wrong("negative-number", f"{text} is negative", hint, possible(*(offer.text for offer in offers)))
    if any(int(offer.text.split()[0]) > most for offer in offers):
        return Wrong(code, sentence, f"write at most {most} {offers[0].text.split()[1]}")
    return Wrong(code, sentence, offers=offers or examples(*DURATION_EXAMPLES))


def _durations_meant(exact: Fraction, word: str) -> tuple[Suggestion, ...]:
    """A number and a word as a length of time in whole units: 1.5 days is 36 hours, and 1.5 years 18 months."""
    whole = exact.denominator == 1
    near = slips(word, _UNITS.values()) or slips(word, [name for name in _UNITS if name not in _SHORT])
    plain = _UNITS.get(word, _UNITS.get(word.removesuffix("s"), ""))
    if not word:
        return possible(f"{exact} days", f"{exact} hours") if whole else ()
    if plain in _SMALLER and not whole:
        times, smaller = _SMALLER[plain]
        return (Suggestion(f"{times * exact} {smaller}"),) if (times * exact).denominator == 1 else ()
    if whole and (plain or len(near) == 1):
        return (Suggestion(f"{exact} {plain or _UNITS.get(near[0], near[0])}"),)
    return ()


def number_and_unit(text: str) -> tuple[str, str] | None:
    """The number and the word of a text such as "1'000 diamonds"; None for a text of any other form."""
    found = _COUNTED.fullmatch(text)
    return None if found is None or not re.search(r"\d", found[1], re.ASCII) else (found[1], found[2])


def agreeing(number: str, unit: str) -> str:
    """A number with a unit that is given in the plural: "1 coin", "20 coins"."""
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def limit_mistake(
    text: str, counts: tuple[str, ...], money: Wrong | None, nearby: Nearby = NOWHERE, in_money: bool = True
) -> Wrong:
    """What to say of a text that is not a limit in one of the units `counts` or, with `in_money`, in money.

    `money` is what is wrong with it as money, or None.
    """
    if money is None:
        own = (Suggestion(f"{text} {nearby.own or 'USD'}", EXAMPLE),) if in_money else ()
        units = (*own, *(Suggestion(agreeing(text, unit), EXAMPLE) for unit in counts))
        return Wrong("amount-without-unit", f"{text} does not say of what", "name its unit", units)
    counted = number_and_unit(text)
    of = counted[1] if counted is not None else ""
    if counted is None or ((of.isupper() or money.code != "unknown-currency") and not _is_unit(of, counts)):
        return money if in_money else Wrong("not-a-count", f"{shown(text)} is not a number of {_either(counts)}")
    near = slips(of.lower(), counts)
    numbers = plain_readings(counted[0])
    sentence = f"{shown(text)} is not an amount that can be limited"
    if near:
        return Wrong(
            "amount-without-unit", sentence, offers=possible(*(agreeing(number.text, near[0]) for number in numbers))
        )
    hint = f"write {', '.join(counts)} or money with its currency" if in_money else f"write {_either(counts)}"
    meant = tuple(Suggestion(agreeing(number.text, unit), EXAMPLE) for number in numbers[:1] for unit in counts)
    return Wrong("amount-without-unit", sentence, hint, meant)


def _either(units: tuple[str, ...]) -> str:
    return f"{', '.join(units[:-1])} or {units[-1]}"


def _is_unit(text: str, counts: tuple[str, ...]) -> bool:
    """Whether a text is a unit that is counted somewhere, of whatever number: "coin", "payouts"."""
    return text.lower() in COINS_AND_EARNED or f"{text.lower().removesuffix('s')}s" in counts


def counted_mistake(text: str, number: str, unit: str, count: int | Wrong) -> Wrong:
    """What to say of diamonds, say, that are not a whole number of them, above zero; `count` is what was read."""
    sentence = f"{shown(text)} is not a whole number of {unit} above zero"
    if type(count) is Wrong:
        if signed(number):
            return Wrong("negative-number", f"{shown(text)} is negative", "", possible(*_plain_of(number, unit)))
        offers = tuple(offer for offer in with_unit(count.offers, f" {unit}") if offer.certainty is not EXAMPLE)
        hint = "" if offers else f"write a whole number of {unit}"
        if count.code == "grouped-digits":
            return Wrong(count.code, f"{shown(text)} is written in groups of digits", hint, offers)
        return Wrong("not-a-count", sentence, hint, offers)
    if count == 0:
        return Wrong("not-a-count", sentence, f"write none where there is no limit, or a number of {unit} above 0")
    return Wrong("not-a-count", sentence, offers=(Suggestion(_counted(str(count), unit)),))


def _plain_of(number: str, unit: str) -> list[str]:
    sign = signed(number)
    return [_counted(offer.text, unit) for offer in plain_readings(sign[1] if sign else number)]


def _counted(number: str, units: str) -> str:
    """A number of what is counted: "1 unit", "2 units"."""
    return f"{number} {units.removesuffix('s') if number == '1' else units}"
