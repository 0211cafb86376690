"""What to write instead, as data; and the one place where the words for it are made.

A fix says how certain it is, because money is at stake: a program may apply what is sure, a person chooses among what
is possible, and an example only shows how such a value is written.
"""

from collections.abc import Sequence
from enum import Enum

import msgspec

SHOWN_MOST = 60
"""Characters of a new text that are shown in words; the data holds all of them."""


class Certainty(Enum):
    """SURE: what was meant, beyond doubt; it may be applied unseen. EXAMPLE: not the writer's own value.

    POSSIBLE: the writer's own number or name in one of its readings, which a person must choose.
    """

    SURE = "sure"
    POSSIBLE = "possible"
    EXAMPLE = "example"


SURE, POSSIBLE, EXAMPLE = Certainty.SURE, Certainty.POSSIBLE, Certainty.EXAMPLE


class Suggestion(msgspec.Struct, frozen=True):
    """A text to write instead. `when` says in which case, as in "if the comma groups digits"."""

    text: str
    certainty: Certainty = SURE
    when: str = ""

    @property
    def words(self) -> str:
        """What to do, with the text: "write 13.99"."""
        return f"write {shortened(self.text)}"


def possible(*texts: str) -> tuple[Suggestion, ...]:
    """Texts among which a person chooses."""
    return tuple(Suggestion(text, POSSIBLE) for text in texts)


def examples(*texts: str) -> tuple[Suggestion, ...]:
    """Texts that show how a value is written."""
    return tuple(Suggestion(text, EXAMPLE) for text in texts)


def advice(offers: Sequence[Suggestion], hint: str) -> str:
    """What a person reads beside the caret: the offers, then the hint; a hint before what are only examples of it.

    One sure offer gives "write 13.99", two possible ones "did you mean tax or fx?", a hint and an example "write a
    currency, for example EUR".
    """
    meant = [offer for offer in offers if offer.certainty is not EXAMPLE]
    shown = [shortened(offer.text) for offer in offers if offer.certainty is EXAMPLE]
    said = _meant(meant)
    if not shown:
        return _joined(said, hint)
    example = f"for example {_either(shown)}"
    return _joined(said, f"{hint}, {example}" if hint else f"write {example}")


def _meant(offers: Sequence[Suggestion]) -> str:
    if not offers:
        return ""
    if all(offer.certainty is POSSIBLE and not offer.when and offer.words.startswith("write ") for offer in offers):
        return f"did you mean {_either([shortened(offer.text) for offer in offers])}?"
    words = [f"{offer.words} {offer.when}".rstrip() for offer in offers]
    words[1:] = [word.removeprefix("write ") for word in words[1:]]
    return ", or ".join(words)


def _either(texts: Sequence[str]) -> str:
    """The texts as a choice: "a, b or c"."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"


def _joined(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return f"{first} {second[0].upper()}{second[1:]}" if first.endswith("?") else f"{first}; {second}"


def shortened(text: str) -> str:
    """A new text as words show it: its first line, cut where it is long."""
    first, *more = text.strip().split("\n")
    line = " ".join(first.split()) + " …" * bool(more)
    return line if len(line) <= SHOWN_MOST else line[: SHOWN_MOST - 1] + "…"
