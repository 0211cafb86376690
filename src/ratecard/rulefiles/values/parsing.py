"""A text as a value of a type, and the best that can be said of a text that is not one."""

from ratecard.diagnostics.fixes import POSSIBLE, SURE, Suggestion, possible
from ratecard.rulefiles.characters import look_alike, odd_space
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.values.money_mistakes import OF_ITS_CURRENCY, fits, fitting
from ratecard.rulefiles.values.numbers import readable
from ratecard.rulefiles.values.rows import FAILED, columns_in, failed_formula
from ratecard.rulefiles.values.scalars import parse_identifier
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.values.zeros import leading_zero_in
from ratecard.rulefiles.wrong import Wrong, shown

COLUMNS_OFFERED = 3
NONE = "none"
"""May be offered for a value of any type: whether it may stand there, the key knows."""


def parse_value(kind: ValueType, text: str, nearby: Nearby = NOWHERE) -> object:
    """The value of `text` as `kind`, or a `Wrong`. Characters that only look right are named before anything else."""
    value = kind.parse(text)
    if type(value) is not Wrong:
        return value
    wrong = _explained(kind, text, value, nearby)
    readable_offers = readable(wrong.offers, kind.parse, or_else=NONE)
    read = [(offer, kind.parse(offer.text)) for offer in readable_offers]
    fit = [(offer, value) for offer, value in read if fits(value, nearby)]
    offers = tuple(fitting(offer, value, nearby) for offer, value in fit or read)
    if offers or wrong.hint:
        return Wrong(wrong.code, wrong.sentence, wrong.hint, offers)
    return Wrong(wrong.code, wrong.sentence, kind.hint or f"write {kind.name}", kind.offers)


def _explained(kind: ValueType, text: str, wrong: Wrong, nearby: Nearby) -> Wrong:
    """The best that can be said of a text that is not a value of this type."""
    if not text.isascii():
        odd = odd_space(text)
        if odd:
            plain = (look_alike(odd[1]) or ("", odd[1]))[1]
            return _meant_as(kind, plain, Wrong("odd-space", f"{shown(text)} holds {odd[0]}"), nearby)
        alike = look_alike(text)
        if alike:
            plain = alike[1].strip("'\"") or alike[1]
            return _meant_as(kind, plain, Wrong("look-alike", f"{shown(text)} holds {alike[0]}"), nearby)
    begun = leading_zero_in(text) if kind.numeric else None
    if begun is not None:
        return _without_zeros(kind, text, *begun, nearby)
    if failed_formula(text):
        sentence = f"{shown(text)} is {FAILED}, and not {kind.name}"
        return Wrong(wrong.code, sentence, "write what the cell should have held", kind.offers)
    mark = _MARKS.get(text[-1:], "") if len(text) > 1 and kind.parse is not parse_identifier else ""
    if mark:
        return _without_mark(kind, text, Wrong(wrong.code, f"{shown(text)} ends with {mark}"), nearby)
    columns, between = columns_in(text)
    if columns and kind.parse is not parse_identifier:
        return _of_a_row(kind, wrong, columns, between)
    return kind.explain(text, nearby) if kind.explain is not None else wrong


def _without_zeros(kind: ValueType, text: str, number: str, plain: str, nearby: Nearby) -> Wrong:
    """What to say of a text with a number that begins with a zero: that, or what else is wrong with it.

    `plain` is the text without the zeros. It is sure only where the number has its decimals: 010.50 is 10.50, but 099
    may have lost its point.
    """
    again = parse_value(kind, plain, nearby)
    which = text if text.startswith(number) else f"{number} in {text}"
    wrong = Wrong("leading-zero", f"{which} begins with a zero", offers=(Suggestion(plain),))
    if type(again) is Wrong:
        wrong = Wrong(again.code, again.sentence.replace(plain, text), again.hint, again.offers)
    if "." in text or "," in text:
        return wrong
    offers = (Suggestion(o.text, POSSIBLE if o.certainty is SURE else o.certainty, o.when) for o in wrong.offers)
    return Wrong(wrong.code, wrong.sentence, wrong.hint, tuple(offers))


_MARKS = {";": "a semicolon", ",": "a comma"}
"""Marks that other files have at the end of a line or a column."""


def _without_mark(kind: ValueType, text: str, wrong: Wrong, nearby: Nearby) -> Wrong:
    """What to say of a text that a mark ends: the text before it. Of `13,` it is not sure that no digits are lost."""
    meant = _meant_as(kind, text.rstrip("; ,"), wrong, nearby)
    lost = text.endswith(",") and text[-2:-1].isdigit() and "." not in text
    offers = tuple(Suggestion(o.text, POSSIBLE, o.when) if lost and o.certainty is SURE else o for o in meant.offers)
    return Wrong(meant.code, meant.sentence, meant.hint, offers)


def _meant_as(kind: ValueType, plain: str, wrong: Wrong, nearby: Nearby) -> Wrong:
    """What to say of a text that was meant as another one: that one, or what is wrong with it in its turn."""
    again = parse_value(kind, plain, nearby)
    if type(again) is not Wrong:
        named = type(again) is StatedMoney and again.currency not in (None, nearby.own)
        offer = Suggestion(plain, POSSIBLE, OF_ITS_CURRENCY) if named else Suggestion(plain)
        return Wrong(wrong.code, wrong.sentence, offers=(offer,))
    return Wrong(wrong.code, wrong.sentence, again.hint, again.offers)


def _of_a_row(kind: ValueType, wrong: Wrong, columns: tuple[str, ...], between: str) -> Wrong:
    """What to say of several values in one place, as they come out of a spreadsheet."""
    row = shown(" ".join(column for column in columns if column))
    sentence = f"{row} is a row of {len(columns)} columns with {between} between them, and not {kind.name}"
    fitting = tuple(dict.fromkeys(column for column in columns if type(kind.parse(column)) is not Wrong))
    return Wrong(wrong.code, sentence, "keep the one value that belongs here", possible(*fitting[:COLUMNS_OFFERED]))
