"""The values of promotions: what is taken off a price, codes, and the edges of a window.

Each `parse` gives the typed value or a `Wrong`, like those of `types.py`.
"""

import re
from datetime import date, datetime
from hashlib import sha256

import msgspec

from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.rulefiles.near import meant_or, slips
from ratecard.rulefiles.nearby import Nearby
from ratecard.rulefiles.stated import NEVER, StatedEdge
from ratecard.rulefiles.values.instant_mistakes import DAY_EXAMPLE, MOMENT_EXAMPLE, instant_mistake
from ratecard.rulefiles.values.limits import CountOf, counted_type
from ratecard.rulefiles.values.money_mistakes import money_mistake
from ratecard.rulefiles.values.number_mistakes import rate_mistake
from ratecard.rulefiles.values.scalars import parse_identifier, parse_instant, parse_money, parse_rate, plain_count
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

CODE_LENGTH_MOST = 64
"""Characters of a code, in rules and in questions."""

COINS = "coins"
"""What a gift costs."""

NO_CODES = ("yes", "no", "true", "false")
"""What says that a code is asked for, or none, and not which."""

HASHED = "sha256:"
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_HASH_MEANT = re.compile(r"sha-?256[:=]? ?(?P<digits>[0-9a-f]{64})", re.IGNORECASE | re.ASCII)
_TIMED = re.compile(r"\d{4}-\d\d-\d\d[T ] *\d", re.ASCII)
_DAY_LENGTH = len("2026-11-30")
_FOLDED = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def folded(code: str) -> str:
    """A code as it is compared: outer spaces off, A to Z as a to z, everything else as it is."""
    return code.strip(" ").translate(_FOLDED)


class PromotionCode(msgspec.Struct, frozen=True):
    """A code that a promotion asks for: folded, or the SHA-256 of the folded code as 64 hexadecimal digits."""

    text: str
    is_hashed: bool

    def is_brought(self, code: str) -> bool:
        """Whether this folded code is the one: `welcome10` is WELCOME10."""
        return self.text == (sha256(code.encode()).hexdigest() if self.is_hashed else code)

    def __str__(self) -> str:
        return f"{HASHED}{self.text}" if self.is_hashed else self.text


def is_sound_code(text: str) -> bool:
    """Whether a text may be a code: 1 to 64 characters that can be seen, apart from spaces inside."""
    return text.strip(" ") != "" and len(text) <= CODE_LENGTH_MOST and text.isprintable()


def parse_code(text: str) -> PromotionCode | Wrong:
    """`WELCOME10`, or `sha256:` with the 64 hexadecimal digits of the folded code's SHA-256."""
    if _HASH.fullmatch(text):
        return PromotionCode(text.removeprefix(HASHED), is_hashed=True)
    meant = _HASH_MEANT.fullmatch(text)
    if meant:
        offers = (Suggestion(f"{HASHED}{meant['digits'].lower()}"),)
        return Wrong("bad-code", f"{shown(text)} is not how a hashed code is written", offers=offers)
    if text.lower().startswith(("sha256", "sha-256")):
        hint = f"write {HASHED} and 64 of 0–9 and a–f: the SHA-256 of the code in small letters, in UTF-8"
        return Wrong("bad-code", f"{shown(text)} is not a hashed code", hint)
    if text in NO_CODES:
        offers = (Suggestion(text.upper(), POSSIBLE, "if that is the code"),)
        return Wrong("bad-code", f"{text} says nothing of which code it is", "else write the code itself", offers)
    if not is_sound_code(text):
        hint = f"write 1 to {CODE_LENGTH_MOST} characters that can be seen"
        return Wrong("bad-code", f"{shown(text)} cannot be a code", hint)
    return PromotionCode(folded(text), is_hashed=False)


def _is_rate(text: str) -> bool:
    return text.endswith(("%", "bps")) or "/" in text


def _coins(text: str) -> CountOf | None:
    """`5 coins`, `1 coin` or `0 coins`; None for any other text."""
    number, _, word = text.partition(" ")
    count = plain_count(number) if word in (COINS, "coin") else None
    return None if count is None else CountOf(count, COINS)


def parse_discount(text: str) -> object:
    """A rate of the regular price, `20 %`, money off each unit, `3.00`, or coins off each gift, `5 coins`."""
    return _coins(text) or (parse_rate(text) if _is_rate(text) else parse_money(text))


def parse_promoted_price(text: str) -> object:
    """Money, `9.99`, or what a gift costs: `400 coins`, or `5_000`, since money has no underscores."""
    bare = plain_count(text) if "_" in text else None
    return _coins(text) or (parse_money(text) if bare is None else CountOf(bare, COINS))


def explain_discount(text: str, nearby: Nearby) -> Wrong:
    """What to say of a text that is neither."""
    return rate_mistake(text) if re.search(r"%|\u2030|bps|per ?cent|pct", text) else money_mistake(text, nearby)


def edge_mistake(text: str, nearby: Nearby) -> Wrong:
    """What to say of a text that is not a date: of an identifier, that no file declares a date of that name."""
    if text == NEVER:
        hint = f"write the name of a date, as in dates: {{friday: {NEVER}}}; or state none for the promotion"
        return Wrong("unknown-date", f"{NEVER} is not a date by itself", hint)
    if type(parse_identifier(text)) is Wrong and not slips(text, nearby.dates):
        return instant_mistake(text, nearby)
    how = f"write a date, or declare the name under rules/, as in dates: {{{text}: {DAY_EXAMPLE}}}"
    hint, offers = meant_or(text, nearby.dates, how)
    hint = hint or f"did you mean {' or '.join(offer.text for offer in offers)}?"
    return Wrong("unknown-date", f"{shown(text)} is neither a date nor the name of one", hint)


def parse_edge(text: str) -> StatedEdge | Wrong:
    """A day or an instant, at which a window begins or before which it ends."""
    at = parse_instant(text)
    return at if isinstance(at, Wrong) else StatedEdge(at)


def parse_last_day(text: str) -> StatedEdge | Wrong:
    """A day until the end of which a window goes on."""
    at = parse_instant(text)
    if isinstance(at, Wrong):
        return at
    if isinstance(at, datetime):
        return not_a_day(text, at.date())
    return StatedEdge(at, whole_day=True)


def last_day_mistake(text: str, nearby: Nearby) -> Wrong:
    """What to say of a text that is not a day: of an instant, with an offset or without, that it is not a whole day."""
    day = parse_instant(text[:_DAY_LENGTH]) if _TIMED.match(text) else None
    return not_a_day(text, day) if type(day) is date else edge_mistake(text, nearby)


def not_a_day(text: str, day: date) -> Wrong:
    """What to say of an instant on a day where a whole day is asked for."""
    offers = (Suggestion(day.isoformat(), POSSIBLE, "for that whole day"),)
    hint = "else state before: with the instant"
    return Wrong("not-a-day", f"{shown(text)} is an instant, and a last day is a whole day", hint, offers)


DISCOUNT = ValueType(
    "a discount",
    "20 %, an amount of money such as 3.00, or 5 coins of a gift",
    parse_discount,
    examples=("20 %", "3.00"),
    explain=explain_discount,
    numeric=True,
)
PROMOTED_PRICE = ValueType(
    "a price",
    "12.99, 12.99 USD, or 400 coins of a gift",
    parse_promoted_price,
    examples=("12.99", "400 coins"),
    explain=money_mistake,
    numeric=True,
)
COUNTED_LIMIT = counted_type("a promotion is limited in", (1, "units"), (5000, COINS), (3, "purchases"), (10, "gifts"))
CODE = ValueType("a code", "WELCOME10, or sha256: with 64 digits", parse_code, examples=("WELCOME10",))
EDGE = ValueType(
    "a date",
    f"{DAY_EXAMPLE}, or {MOMENT_EXAMPLE}, or the name of a date",
    parse_edge,
    examples=(DAY_EXAMPLE, MOMENT_EXAMPLE),
    explain=edge_mistake,
)
LAST_DAY = ValueType(
    "a day",
    f"{DAY_EXAMPLE}, or the name of a date",
    parse_last_day,
    examples=(DAY_EXAMPLE,),
    explain=last_day_mistake,
)
