"""The digest of a book's resolved content: equal when every answer is.

What is hashed is a text, one line a market, path and start, in sorted order. Adjacent equal values count as one, and
places, sources and notes are left out.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from itertools import chain

from ratecard.book.bundles import Bundle
from ratecard.book.declarations import Declarations
from ratecard.book.declared_units import DeclaredUnit, NamedUnit
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.resolving import ResolvedPaths
from ratecard.book.timeline import Timeline
from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Money, Rate, UnitPrice
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath, Stated, StatedParts, StatedTiers, Word
from ratecard.terms.conditions import ConditionTerms
from ratecard.terms.facts import BoundChoice
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import BoundEdge, BoundInstant, Covered, Resolved

DIGEST_LENGTH = 32
NOTHING_TEXT = "none"
FREE_TEXT = "free"

TextsById = dict[int, str]
"""The texts of statements by their identity, while the book that holds them is written."""


def digest_of(
    histories: Mapping[MarketKey, MarketHistory],
    declarations: Declarations,
    memo: Memo,
    whole: Memo | None = None,
) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of the resolved content. Each bundle is written once.

    `whole` is the memo of the book of which these histories are what an audience sees: it has most of the texts.
    """
    hashed = sha256()
    hashed.update(f"{_plain(declarations)}\n".encode())
    texts, rows = memo.table("texts"), memo.table("rows of texts")
    keys, known, written = declarations.keys, TextsById(), dict[Bundle, bytes]()
    undated = _Undated(keys, known)
    for key in sorted(histories):
        history = histories[key]
        hashed.update(f"{key.region}/{key.platform}@{history.begins}\n".encode())
        write = partial(_lines, history.begins, keys, known)
        for bundle in history.bundles.values():
            known_text = None if whole is None else whole.table("texts").seen((bundle,))
            if known_text is not None:
                written[bundle] = known_text.value
            elif bundle not in written:
                again = undated.has_seen(bundle)
                parts = bundle.parts_dated if again else bundle.parts(memo)
                by_section = rows.of_parts(write, bundle, parts, about=again)
                others = partial(undated.lines, history.begins) if again else _no_lines
                written[bundle] = texts.of(partial(_text, by_section, others), bundle)
            hashed.update(written[bundle])
        hashed.update(history.computed_text.encode())
    return hashed.hexdigest()[:DIGEST_LENGTH]


def _text(by_section: Iterable[list[str]], others: Callable[[Bundle], list[str]], bundle: Bundle) -> bytes:
    return "".join(sorted(chain(others(bundle), *by_section))).encode()


def _no_lines(_: Bundle) -> list[str]:
    return []


class _Undated:
    """The lines of bundles that state the same, of all but what has dates: only when they begin stands apart."""

    def __init__(self, keys: Keys, known: TextsById) -> None:
        self._keys, self._known = keys, known
        self._seen: set[Hashable] = set()
        self._of: dict[Hashable, list[tuple[str, str]]] = {}

    def has_seen(self, bundle: Bundle) -> bool:
        """Whether another bundle was asked about before that states the same."""
        again = bundle.stated is not None and bundle.stated in self._seen
        self._seen.add(bundle.stated)
        return again

    def lines(self, begins: Instant, bundle: Bundle) -> list[str]:
        """The lines of what a bundle states without dates."""
        if bundle.stated not in self._of:
            self._of[bundle.stated] = list(self._before_and_after(bundle))
        return [f"{before}{begins}{after}" for before, after in self._of[bundle.stated]]

    def _before_and_after(self, bundle: Bundle) -> Iterator[tuple[str, str]]:
        """What stands before and after the beginning in each line: "prices.coins_100:" and "=1.29 EUR"."""
        dated = {path for paths in bundle.parts_dated.values() for path in paths}
        for path, timeline in bundle.paths.items():
            if path not in dated:
                stated = timeline.values[0].stated
                text = self._known.get(id(stated)) or text_of_value(path, stated, self._keys, self._known)
                if text != NOTHING_TEXT:
                    yield f"{'.'.join(path)}:", f"={text}\n"


def _lines(begins: Instant, keys: Keys, known: TextsById, paths: ResolvedPaths) -> list[str]:
    """Each path with its values over time, as a line, in order; nothing for a path that never has one.

    A bundle that markets share is of one beginning, so that its lines are written once for all of them.
    """
    found = []
    for path, timeline in paths.items():
        if len(timeline.values) == 1:
            stated = timeline.values[0].stated
            text = known.get(id(stated)) or text_of_value(path, stated, keys, known)
            if text != NOTHING_TEXT:
                start = timeline.starts[0]
                found.append(f"{'.'.join(path)}:{start if start > begins else begins}={text}\n")
        else:
            parts = _parts(path, timeline, begins, keys, known)
            if parts:
                found.append(f"{'.'.join(path)}:{';'.join(parts)}\n")
    return sorted(found)


def _parts(
    path: KeyPath, timeline: Timeline[Resolved[object]], begins: Instant, keys: Keys, known: TextsById
) -> list[str]:
    """Each change of value from the beginning on, with its instant. Absence at first is not a change."""
    parts = []
    last = NOTHING_TEXT
    first = max(bisect_right(timeline.starts, begins) - 1, 0)
    for start, resolved in zip(timeline.starts[first:], timeline.values[first:], strict=True):
        stated = resolved.stated
        text = known.get(id(stated)) or text_of_value(path, stated, keys, known)
        if text != last:
            parts.append(f"{start if start > begins else begins}={text}")
            last = text
    return parts


def text_of_value(path: KeyPath, stated: Stated[object], keys: Keys, known: TextsById | None = None) -> str:
    """The text of a value; a fee that is none is told from no fee, because it alone may state a method.

    What is unknown is told with the path at which that is written, because answers tell it.
    """
    if stated.value is NONE:
        return FREE_TEXT if keys.is_positive(path, stated) else canonical(NONE)
    text = canonical(stated.value)
    if type(stated) is Covered:
        text = f"{text} by {'.'.join(stated.above)}"
    if known is not None:
        known[id(stated)] = text
    return text


def _plain(declarations: Declarations) -> str:
    facts = [(f.name, f.kind, f.values, f.each_package, sorted(f.names.items())) for f in declarations.facts.values()]
    assert declarations.coin is not None, "only a whole book has a digest"
    units = [_unit(declarations.coin), *([_unit(declarations.diamond)] if declarations.diamond else [])]
    units += [(name, _unit(unit)) for name, unit in sorted(declarations.other_units.items())]
    rarities = sorted((name, terms.order, sorted(terms.names.items())) for name, terms in declarations.rarities.items())
    platforms = sorted((platform, sorted(names.items())) for platform, names in declarations.platforms.items())
    return repr((declarations.languages, sorted(facts), units, rarities, platforms))


def _unit(unit: NamedUnit) -> object:
    names = {tag: sorted(forms.items()) for tag, forms in unit.names.items()}
    price = (unit.price_mode.value, unit.price_extra_digits) if isinstance(unit, DeclaredUnit) else ()
    return sorted(names.items()), *price


def canonical(value: object) -> str:
    """One text for each value, whatever way it was written: 19 % and 19/100 are the same."""
    kind = type(value)
    if kind is Money:
        return f"{value.minor} {value.currency.code}"  # type: ignore[attr-defined]
    if kind is int or kind is str:
        return str(value)
    if kind is Rate:
        return f"{value.numerator}/{value.denominator}"  # type: ignore[attr-defined]
    if kind is Currency:
        return value.code  # type: ignore[attr-defined, no-any-return]
    if kind is tuple:
        return f"[{','.join(canonical(item.value) for item in value)}]"  # type: ignore[attr-defined]
    if kind is UnitPrice:
        exact = value.fraction  # type: ignore[attr-defined]
        return f"{exact} {value.currency.code} each"  # type: ignore[attr-defined]
    if value is ABSENT:
        return NOTHING_TEXT
    if kind is Word:
        return value.value  # type: ignore[attr-defined, no-any-return]
    if kind is BoundChoice:
        cases = ",".join(f"{case!r}:{_inner(stated)}" for case, stated in value.cases)  # type: ignore[attr-defined]
        return f"{value.by} {value.thresholds} {{{cases}}} {_inner(value.other)}"  # type: ignore[attr-defined]
    if kind is BoundInstant:
        return f"@{value.instant}"  # type: ignore[attr-defined]
    if kind is BoundEdge:
        return f"@{value.instant}"  # type: ignore[attr-defined]
    if kind is StatedParts:
        parts = [f"{name}:{canonical(part.value)}" for name, part in value.parts]  # type: ignore[attr-defined]
        return f"{{{','.join(parts)}}}"
    if kind is StatedTiers:
        tiers = [f"{start.value}:{canonical(price.value)}" for start, price in value.tiers]  # type: ignore[attr-defined]
        return f"{{{','.join(tiers)}}}"
    if kind is ConditionTerms or kind is bool:
        return repr(value)
    return str(value)


def _inner(stated: object) -> str:
    return canonical(stated.value) if type(stated) is Stated else "-"
