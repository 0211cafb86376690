"""Which things are meant: `group = euro and package in (coins_1000, coins_5000)`, a small language of its own.

It compares what a price has, or a promotion, with names that the book knows: `=`, `!=`, `in (…)` and `not in (…)`,
joined by `and`, `or` and parentheses; `and` binds before `or`. Nothing else can be written, and nothing is guessed.
"""

import re
from collections.abc import Collection, Mapping

import msgspec

from ratecard.rulefiles.near import known_here, nearest, slips

KNOWN_MOST = 6
WORDS = frozenset({"and", "or", "not", "in"})

_TOKEN = re.compile(r"\s*(?:(?P<name>[\w./@-]+)|(?P<sign>!=|==|[=(),])|(?P<other>\S))")
HOW = "write for example: group = euro and package in (coins_1000, coins_5000)"

NamesOfPrice = Mapping[str, Collection[str] | None]
"""What a price has, by key: the groups of its region are several; None for what it has not."""


NamesAllowed = Mapping[str, Collection[str] | None]
"""The names that may be written, by key; None for any."""


class WhereFault(Exception):
    """An expression that cannot be read, or names what the book does not know. `start` and `end` are columns from 0."""

    def __init__(self, sentence: str, start: int, end: int, hint: str) -> None:
        super().__init__(sentence)
        self.sentence, self.start, self.end, self.hint = sentence, start, end, hint


class PriceTest(msgspec.Struct, frozen=True):
    """That what a price has under a key is among some names, or with `is_not` that it is another one."""

    key: str
    names: tuple[str, ...]
    is_not: bool


class JoinedFilter(msgspec.Struct, frozen=True):
    """Conditions of which all hold, or with `is_any` at least one."""

    parts: "tuple[PriceFilter, ...]"
    is_any: bool


PriceFilter = PriceTest | JoinedFilter


def is_met(condition: PriceFilter, names: NamesOfPrice) -> bool:
    """Whether a condition holds for a price."""
    if isinstance(condition, JoinedFilter):
        results = (is_met(part, names) for part in condition.parts)
        return any(results) if condition.is_any else all(results)
    own = names[condition.key]
    return own is not None and (not set(own).isdisjoint(condition.names)) is not condition.is_not


def keys_of(condition: PriceFilter) -> frozenset[str]:
    """The keys that a condition asks for."""
    if isinstance(condition, JoinedFilter):
        return frozenset[str]().union(*map(keys_of, condition.parts))
    return frozenset({condition.key})


def parse_where(text: str, known: NamesAllowed, thing: str = "a price") -> PriceFilter:
    """The condition that a text states about a thing. `known` are the names of each key. Raises WhereFault.

    Of what a thing has not, as a price of a package has no item, neither `=` nor `!=` holds.
    """
    reader = _Reader(text, known, thing)
    condition = reader.any_of()
    if reader.at.text:
        raise reader.fault("nothing joins this to what stands before it", "write and, or or before it")
    return condition


class _Token(msgspec.Struct, frozen=True):
    text: str
    start: int
    end: int
    is_name: bool


class _Reader:
    """Reads tokens from the first to the last; `at` is the next one, with an empty text behind the last."""

    def __init__(self, text: str, known: NamesAllowed, thing: str) -> None:
        self._known, self._thing = known, thing
        self._tokens = []
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or ""
            self._tokens.append(_Token(match[kind], match.start(kind), match.end(kind), kind == "name"))
            if kind == "other":
                raise WhereFault(f"{match[kind]} means nothing here", match.start(kind), match.end(kind), HOW)
        end = len(text.rstrip())
        self._tokens.append(_Token("", end, end + 1, False))
        self._next = 0

    @property
    def at(self) -> _Token:
        """The next token."""
        return self._tokens[self._next]

    def fault(self, sentence: str, hint: str) -> WhereFault:
        """What is wrong at the next token."""
        return WhereFault(sentence, self.at.start, self.at.end, hint)

    def any_of(self) -> PriceFilter:
        """Conditions joined by `or`."""
        return self._joined("or", self._all_of)

    def _all_of(self) -> PriceFilter:
        return self._joined("and", self._single)

    def _joined(self, word: str, part: "object") -> PriceFilter:
        assert callable(part)
        parts = [part()]
        while self._takes(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else JoinedFilter(tuple(parts), word == "or")

    def _takes(self, text: str) -> bool:
        """Whether the next token is this one, which is then read."""
        if self.at.text != text:
            return False
        self._next += 1
        return True

    def _single(self) -> PriceFilter:
        if self._takes("("):
            inner = self.any_of()
            if not self._takes(")"):
                raise self.fault("a parenthesis is not closed", "write ) here, or and, or or")
            return inner
        key = self.at
        if not key.is_name or key.text in WORDS:
            raise self.fault("a key is missing here", f"write one of {', '.join(self._known)}")
        if key.text not in self._known:
            meant = slips(key.text, tuple(self._known))
            hint = f"did you mean {' or '.join(meant)}?" if meant else f"write one of {', '.join(self._known)}"
            raise self.fault(f"{key.text} is not something that {self._thing} has", hint)
        self._next += 1
        return self._compared(key.text)

    def _compared(self, key: str) -> PriceFilter:
        if self._takes("=") or self._takes("!="):
            is_not = self._tokens[self._next - 1].text == "!="
            return PriceTest(key, (self._name(key),), is_not)
        is_not = self._takes("not")
        if not self._takes("in"):
            what = "in is missing behind not" if is_not else f"what {key} should be is missing"
            raise self.fault(what, f"write {key} = NAME, {key} != NAME, {key} in (ONE, TWO) or {key} not in (ONE, TWO)")
        if not self._takes("("):
            raise self.fault("a list begins with a parenthesis", f"write {key} in (ONE, TWO)")
        names = [self._name(key)]
        while self._takes(","):
            names.append(self._name(key))
        if not self._takes(")"):
            raise self.fault("the list is not closed", "write ) behind its last name, and commas between names")
        return PriceTest(key, tuple(names), is_not)

    def _name(self, key: str) -> str:
        token = self.at
        if not token.is_name:
            raise self.fault(f"the name of a {key} is missing here", HOW)
        names = self._known[key]
        if names is not None and token.text not in names:
            known = sorted(names)
            near = [*slips(token.text, known), *nearest(token.text, known, most=2)]
            meant = " or ".join(dict.fromkeys(near))
            hint = f"did you mean {meant}?" if meant else f"known here: {known_here(token.text, known, KNOWN_MOST)}"
            raise self.fault(f"{token.text} is not a {key} of this book", hint)
        self._next += 1
        return token.text
