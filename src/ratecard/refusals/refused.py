"""What every refusal is: a code, facts that programs read, and a sentence for people who read logs.

Convention: a refusal is a class that says all of it once. Its docstring and what is `Told` of each fact are also the
descriptions of its type in the API, which is made from them; a fact of which nothing is told is not published there.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache
from typing import Annotated, ClassVar, Self, get_args, get_origin, get_type_hints

import msgspec

from ratecard.audience import Audience
from ratecard.instants import Instant, datetime_of
from ratecard.rulefiles.echo import cut

Counted = Callable[[int], str]
"""Writes a number of the earned unit for people, as a book calls it."""


def plain_diamonds(count: int) -> str:
    """A number of diamonds where no book says what they are called: "1 diamond", "20000 diamonds"."""
    return f"{count} diamond{'' if count == 1 else 's'}"


class Kind(Enum):
    """What a fact is, where its Python type does not say it."""

    PLAIN = "plain"
    REGION = "region"
    PLATFORM = "platform"
    CURRENCY = "currency"
    ID = "id"
    INSTANT = "instant"
    DIAMONDS = "diamonds"
    AMOUNT = "amount"


class Told(msgspec.Struct, frozen=True):
    """What is told of a fact of a refusal. `given` is a text as the caller wrote it, which may be of any length.

    `audience` may see it, where that is a narrower one than may see the others.
    """

    description: str
    kind: Kind = Kind.PLAIN
    given: bool = False
    audience: Audience | None = None


class Condition(msgspec.Struct, frozen=True):
    """One requirement on a fact: `requirement` in the rule's words ("at least 18"), `actual` None while unknown."""

    fact: str
    requirement: str
    actual: str | None


class Refused(msgspec.Struct, frozen=True):
    """Why a question gets no figure. `code` never changes; the facts are the fields of each refusal.

    `audience` may see the facts in the API: the narrowest one, where a class does not say for whom they are.
    """

    code: ClassVar[str]
    audience: ClassVar[Audience] = Audience.FINANCE

    @property
    def message(self) -> str:
        """One plain English sentence for people who read logs; programs read the code and the facts."""
        return self.message_with(plain_diamonds)

    def message_with(self, diamonds: Counted) -> str:
        """The sentence, with numbers of the earned unit as `diamonds` writes them: a book may call it otherwise."""
        return self.brief()._sentence(diamonds)

    def _sentence(self, diamonds: Counted, /) -> str:
        """The sentence of the facts as they are."""
        raise NotImplementedError

    def brief(self) -> Self:
        """The refusal as it is said back: of what the caller gave, each text is cut at 60 characters."""
        long = {name: cut(getattr(self, name)) for name, _, told in told_of(type(self)) if told.given}
        if all(getattr(self, name) == text for name, text in long.items()):
            return self
        return msgspec.structs.replace(self, **long)


class Assuming(Refused, frozen=True, kw_only=True):
    """A refusal that may depend on facts which were not given, and for which the rules say what holds."""

    assumed_facts: Annotated[
        tuple[str, ...],
        Told("Facts that were not given though this depends on them; what the rules say for that case was taken."),
    ] = ()

    def assuming(self, facts: Iterable[str]) -> Self:
        """The refusal with further facts that it assumed, all of them sorted."""
        return msgspec.structs.replace(self, assumed_facts=tuple(sorted({*self.assumed_facts, *facts})))

    @property
    def without(self) -> str:
        """What its sentence adds: ", with buyer.age not given"; "" where nothing was assumed."""
        return f", with {' and '.join(self.assumed_facts)} not given" if self.assumed_facts else ""


@cache
def told_of(refusal: type[Refused]) -> tuple[tuple[str, object, Told], ...]:
    """Each published fact of a class of refusals: its name, its type, and what is told of it."""
    found = []
    for name, hint in get_type_hints(refusal, include_extras=True).items():
        if get_origin(hint) is Annotated:
            fact_type, told = get_args(hint)
            found.append((name, fact_type, told))
    return tuple(found)


def needs(unmet: tuple[Condition, ...]) -> str:
    """What the unmet conditions ask for: "buyer.age must be at least 18, and is 17"."""
    return "; ".join(f"{c.fact} must be {c.requirement}, and is {c.actual}" for c in unmet)


def did_you_mean(nearest: tuple[str, ...]) -> str:
    """The end of a sentence about a name that does not exist; empty where no other is like it."""
    return f"; did you mean {' or '.join(nearest)}?" if nearest else ""


def utc(instant: Instant) -> str:
    """RFC 3339 in UTC: "2026-06-30T22:00:00Z"."""
    return datetime_of(instant).isoformat().replace("+00:00", "Z")
