"""Known names that a written one was probably meant as.

`slips` is for what people wrote into a rule file, where a wrong guess is wrong money: only one slip away.
`nearest` is for what may have been meant without being offered: what is then missing is not reported, and refusals list
what a caller may look at next.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ratecard.diagnostics.fixes import Suggestion, possible

KNOWN_MOST = 6
"""Known names that are listed where none was meant."""

NEAREST_MOST = 3
"""Known names that a refusal lists, where another one was asked about."""

NAME_MOST = 100
"""Characters of a name of which it is worth asking what was meant."""

LENGTHS_APART_MOST = 3
"""By how many characters names may differ in length that differ in joints alone."""

LONG = 6
"""Letters from which on a name that is off by more than one slip may be known again."""

MUCH_ALIKE = 0.85
"""How much alike it has to be then: twice the letters that both have in order, over all letters of both."""

_DIGIT_ALIKE = str.maketrans("oli", "011")
_AMONG_DIGITS = re.compile(r"(?<=\d)[oli]+(?![a-z])|(?<![a-z])[oli]+(?=\d)", re.IGNORECASE)
"""Letters that people type for digits: behind one, or where a word would begin before one."""


def slips(name: str, known: Iterable[str], short: bool = False) -> tuple[str, ...]:
    """Those of `known` that are one slip from `name`, sorted; a name that differs in case or joints alone comes alone.

    A slip is a letter too many, one missing, two swapped, or one replaced: `taxx`, `rat`, `pirces`, `grape` for `tax`,
    `rate`, `prices`, `grade`. In names of three letters or fewer a replaced letter counts only where `short` says that
    there are few to choose from, because `of` is not `on`. Another number is another name: `coins_100` is not a slip of
    `coins_1000`, but `coins_1ooo` is meant as it. The name itself is not among them.
    """
    if not 2 <= len(name) <= NAME_MOST:
        return ()
    folded = _folded(name)
    alike: list[str] = []
    found: list[str] = []
    for candidate in known:
        if candidate == name or abs(len(candidate) - len(name)) > LENGTHS_APART_MOST:
            continue
        other = _folded(candidate)
        if other == folded:
            alike.append(candidate)
        elif not alike and _is_slip(folded, other, short):
            found.append(candidate)
    return tuple(sorted(set(alike or found)))


class Slips:
    """The `slips` of names among known ones that do not change, found without looking at all of them.

    Two names that are one slip apart are equal once a letter, or none, is left out of each: so each known name is kept
    under itself and under all that it is without one letter.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._by_part: dict[str, list[str]] = {}
        self._longest = 0
        for name in known:
            self._longest = max(self._longest, len(name))
            for part in _parts(_folded(name)):
                self._by_part.setdefault(part, []).append(name)

    def of(self, name: str, short: bool = False) -> tuple[str, ...]:
        """What `slips` gives for this name among the known ones."""
        if len(name) > self._longest + LENGTHS_APART_MOST:
            return ()
        around = {known for part in _parts(_folded(name)) for known in self._by_part.get(part, ())}
        return slips(name, around, short)


def _parts(name: str) -> set[str]:
    """A name, and all that it is without one of its letters."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def meant_or(name: str, known: Iterable[str], hint: str) -> tuple[str, tuple[Suggestion, ...]]:
    """What to say of a name that nothing declares: the known ones one slip away, else which are known, and the hint.

    The book's own names are never sure: this one may be new.
    """
    known = sorted(known)
    meant = slips(name, known)
    if meant:
        return "", possible(*meant)
    listed = f"known here: {known_here(name, known, KNOWN_MOST)}; else " if known else ""
    return f"{listed}{hint}", ()


def likely(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The one of `known` that a long name is much like, more than one slip away: `comision` for `commission`.

    It is never sure. Another number is another name here too.
    """
    number = _digits(name)
    if len(name) < LONG:
        return ()
    by_folded = {_folded(other): other for other in sorted(known) if _digits(other) == number}
    found = get_close_matches(_folded(name), by_folded, n=2, cutoff=MUCH_ALIKE)
    return (by_folded[found[0]],) if len(found) == 1 else ()


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


def known_here(name: str, known: Sequence[str], most: int) -> str:
    """Known names for a sentence, those that look or end like `name` first, with "…" where not all are listed."""
    near = [*nearest(name, known, most=2), *(other for other in known if other.endswith(f"_{name}"))]
    listed = list(dict.fromkeys((*near, *known)))
    return f"{', '.join(listed[:most])}{', …' * (len(listed) > most)}"


def _folded(name: str) -> str:
    """A name without what tells apart only how it is written: case, joints, and letters among digits."""
    return without_letters_for_digits(re.sub(r"[\s_-]+", "_", name.casefold()))


def without_letters_for_digits(name: str) -> str:
    """A name with digits for the letters that stand among digits and look like them: coins_1000 for coins_1OOO."""
    return _AMONG_DIGITS.sub(lambda letters: letters[0].lower().translate(_DIGIT_ALIKE), name)


def _is_slip(one: str, two: str, short: bool) -> bool:
    """Whether two texts differ by one letter that is missing or replaced, or by two neighbours that are swapped."""
    if abs(len(one) - len(two)) > 1:
        return False
    start = _shared(one, two)
    left, right = one[start:], two[start:]
    end = _shared(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    if any(letter.isdigit() for letter in left + right):
        return False
    if len(left) == len(right) == 1:
        return short or len(one) > 3
    if len(left) + len(right) == 1:
        return max(len(one), len(two)) > 2
    return len(left) == 2 and left == right[::-1]


def _shared(one: str, two: str) -> int:
    """How many letters two texts begin with alike."""
    count = 0
    for letter, other in zip(one, two, strict=False):
        if letter != other:
            break
        count += 1
    return count


def nearest(name: str, known: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """Up to `most` of `known` that look like `name`, the most alike first; case makes no difference."""
    by_folded: dict[str, str] = {}
    for candidate in sorted(known):
        by_folded.setdefault(candidate.casefold(), candidate)
    if len(name) > NAME_MOST:
        return ()
    matches = get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[match] for match in matches)
