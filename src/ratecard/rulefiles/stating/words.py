"""The words of the language where a value may stand, `none`, `inherit` and `unknown`, and where one may not.

`unknown` says that there is something which the book does not know. Where something must be known it is refused with
what to write.
"""

from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Shape, Table, Unknown, Value
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import INHERIT, NONE, UNKNOWN, Word
from ratecard.rulefiles.values.types import TEXT, ValueType
from ratecard.rulefiles.wrong import Wrong, shown

CANNOT = "cannot-be-unknown"

_WORDS = (NONE.value, INHERIT.value, UNKNOWN.value)


def word_in(text: str, shape: Value) -> Word | None:
    """The word that stands where a value may, if it is one of those that may stand there."""
    if text == "none" and shape.none:
        return NONE
    if text == "inherit" and shape.inherits:
        return INHERIT
    return UNKNOWN if text == "unknown" and shape.unknown is Unknown.MAY_BE else None


def may_be_name(text: str) -> bool:
    """Whether a text may be a name that people read: neither empty nor a word of the language."""
    return bool(text) and text not in {word.value for word in Word}


def miswritten(text: str, shape: Value) -> str | None:
    """The word as it is written, where `text` is one that may stand there but for its capital letters."""
    word = text.lower()
    return word if word != text and word_in(word, shape) is not None else None


def slip_of_word(text: str, shape: Value) -> tuple[str, ...]:
    """The words that may stand there and are one slip from `text`: none for "non"."""
    return tuple(slip for slip in slips(text, _WORDS) if word_in(slip, shape) is not None)


def whole_word(text: str, shape: Shape) -> Word | None:
    """The word that stands for a whole mapping, in whatever letters, if it is one that may."""
    if isinstance(shape, KnownKeys | Table):
        word = text.lower()
        if word == "none" and shape.none:
            return NONE
        if word == "unknown" and shape.unknown is Unknown.MAY_BE:
            return UNKNOWN
    return None


def word_in_capitals(text: str, *words: Word) -> Wrong | None:
    """What to say of one of these words in other letters, where conditions may stand; None of any other text."""
    word = next((word for word in words if text.lower() == word.value != text), None)
    if word is None:
        return None
    return Wrong("not-a-condition", f"{text} is not how {word.value} is written", offers=(Suggestion(word.value),))


def is_text_for(kind: ValueType, text: str) -> bool:
    """Whether the word is taken for a value: an identifier may be `unknown`, and what people read is none by it."""
    return not (kind is TEXT and text == UNKNOWN.value)


def cannot_be_unknown(text: str, shape: Shape, name: str) -> Wrong | None:
    """What to say of `unknown` where it may not stand; None of any other text.

    `name` says what should stand there: "an amount of money".
    """
    if text.lower() != UNKNOWN.value:
        return None
    none = isinstance(shape, Value | KnownKeys | Table) and shape.none
    hint = _instead(shape) + (", or none where there is none" if none else "")
    return Wrong(CANNOT, f"{shown(text)} stands where {name} should, which must be known", hint)


def _instead(shape: Shape) -> str:
    """What to write in place of the word."""
    if isinstance(shape, Value):
        return f"write {shape.type.written}"
    if isinstance(shape, ListOf):
        return "write a list"
    return "write its keys below it"
