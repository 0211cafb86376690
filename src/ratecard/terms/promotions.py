"""What a promotion gives, to whom, and when: a discount or a price, and a bonus, for each package it is for.

A promotion is one set of terms. Whether it applies is for each question to find out: see `quotes/purchases/`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from ratecard.diagnostics.diagnostic import Note
from ratecard.instants import Instant
from ratecard.rulefiles.keys.promotions import PACKAGE_BONUS
from ratecard.rulefiles.stated import Stated
from ratecard.rulefiles.values.offered import PromotionCode
from ratecard.terms.conditions import ConditionTerms
from ratecard.terms.effects import NO_EFFECT, Effect, effects_of
from ratecard.terms.promoted_things import check_fits
from ratecard.terms.resolved import BoundEdge
from ratecard.terms.values import Values

PROMOTIONS = "promotions"


class Window(msgspec.Struct, frozen=True, gc=False):
    """From `opens` up to, and without, `closes`; None is since ever, or for ever. `never`: an edge is cancelled."""

    opens: Instant | None
    closes: Instant | None
    never: bool = False

    def is_open(self, at: Instant) -> bool:
        """Whether an instant is inside."""
        return not self.never and (self.opens is None or self.opens <= at) and not self.is_over(at)

    def is_over(self, at: Instant) -> bool:
        """Whether it has closed by then."""
        return not self.never and self.closes is not None and self.closes <= at


class Thing(NamedTuple):
    """What is sold, as a promotion sees it: the kinds of spending that it is for, and whether it is an item."""

    kinds: tuple[str, ...] = ()
    is_item: bool = False


PLAIN_PACKAGE = Thing()


class PromotionTerms(msgspec.Struct, frozen=True):
    """One promotion in one market; `effects` are those of single packages and items.

    `packages` and `items` None, and no other list, is every package, and of items those in `effects`.
    One of gifts is of those in `gifts`, or of all where that is None, and for spending of `kinds`, or of any kind where
    that is None. One of kinds alone is of packages and items of these kinds, too.
    `bonus_replaces`: its bonus stands in place of the package's own, where that is less. `stated` is a statement of it,
    for its place.
    """

    id: str
    names: Mapping[str, str]
    window: Window
    packages: frozenset[str] | None
    effects: Mapping[str, Effect]
    effect: Effect
    when: ConditionTerms | None
    code: PromotionCode | None
    bonus_replaces: bool
    exclusive: bool
    borne_by: str | None
    stated: Stated[object]
    gifts: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    items: frozenset[str] | None = None

    @property
    def is_of_gifts(self) -> bool:
        """Whether it is of gifts: of named ones, or of kinds of spending."""
        return self.gifts is not None or self.kinds is not None

    @property
    def is_of_gifts_alone(self) -> bool:
        """Whether it is of gifts and of nothing that is sold for money: it names gifts, or takes coins off."""
        return self.is_of_gifts and (self.gifts is not None or bool(self.effect.of_coins))

    def is_of_gift(self, gift: str, kind: str) -> bool:
        """Whether it is of a gift that is sent as this kind of spending."""
        named = self.gifts is None or gift in self.gifts
        return self.is_of_gifts and named and (self.kinds is None or kind in self.kinds)

    def effect_of(self, name: str, thing: Thing = PLAIN_PACKAGE) -> Effect:
        """What it gives with one unit of a package or an item; nothing where it is not for that."""
        if self.is_of_gifts:
            of_kind = self.kinds is not None and not self.kinds.isdisjoint(thing.kinds)
            return self.effect if of_kind and not self.is_of_gifts_alone else NO_EFFECT
        if not self.is_for(name, thing):
            return NO_EFFECT
        effect = self.effects.get(name, self.effect)
        return effect if not thing.is_item or effect.bonus is None else msgspec.structs.replace(effect, bonus=None)

    def is_for(self, name: str, thing: Thing) -> bool:
        """Whether one that is not of gifts is for a package or an item, be it that it gives that nothing."""
        if self.packages is None and self.items is None:
            return not thing.is_item or name in self.effects
        return name in ((self.items if thing.is_item else self.packages) or ())

    def every_effect(self) -> Iterator[tuple[str | None, Effect]]:
        """What it gives, with the package or item; None stands for all others that it is for.

        Nothing of an empty list.
        """
        named = (
            None if self.packages is None and self.items is None else (self.packages or set()) | (self.items or set())
        )
        for name, effect in self.effects.items():
            if named is None or name in named:
                yield name, effect
        if not self.is_of_nothing:
            yield None, self.effect

    @property
    def is_of_nothing(self) -> bool:
        """Whether a list of what it is for is empty."""
        return frozenset() in (self.packages, self.items, self.gifts, self.kinds)


def promotion_terms(values: Values, promotion: str) -> PromotionTerms | None:
    """The terms of one promotion, or None where there is none here."""
    path = (PROMOTIONS, promotion)
    if not values.ids(*path):
        return None
    window = _window(values, promotion)
    packages, items = values.get(*path, "packages"), values.get(*path, "items")
    replaces = values.stated_as(str, *path, "replaces")
    when = values.stated_as(ConditionTerms, *path, "when")
    code = values.stated_as(PromotionCode, *path, "code")
    gifts, kinds = values.get(*path, "gifts"), values.get(*path, "kinds")
    is_of_gifts = gifts is not None or kinds is not None
    is_told = gifts is not None and not values.is_broken(*path, "gifts")
    borne_by = (values.needed_as if is_told else values.stated_as)(str, *path, "borne_by")
    if not values.usable or window is None:
        return None
    effects, effect = effects_of(values, path, packages, items)
    check_fits(values, path, effects, effect, is_of_gifts=is_of_gifts)
    return PromotionTerms(
        id=promotion,
        names=values.names(*path, "name"),
        window=window,
        packages=_names(packages),
        effects=effects,
        effect=effect,
        when=None if when is None else when.value,
        code=None if code is None else code.value,
        bonus_replaces=replaces is not None and replaces.value == PACKAGE_BONUS,
        exclusive=values.stated_as(str, *path, "exclusive") is not None,
        borne_by=None if borne_by is None else borne_by.value,
        stated=min((own.stated for own in values.resolved.values()), key=lambda stated: stated.place),
        gifts=_names(gifts),
        kinds=_names(kinds),
        items=_names(items),
    )


def _names(stated: Stated[object] | None) -> frozenset[str] | None:
    if stated is None or not isinstance(stated.value, tuple):
        return None
    return frozenset(str(item.value) for item in stated.value)


def _window(values: Values, promotion: str) -> Window | None:
    """When it is open; None where that contradicts itself, which is reported.

    A last day and a `before` in one layer are a contradiction; else the narrower one counts.
    """
    path = (PROMOTIONS, promotion)
    opens = values.stated_as(BoundEdge, *path, "from")
    last_day, before = (values.stated_as(BoundEdge, *path, key) for key in ("last_day", "before"))
    closes = last_day or before
    if last_day is not None and before is not None:
        ranks = [values.resolved[*path, key].rank for key in ("last_day", "before")]
        if ranks[0] == ranks[1]:
            sentence = f"{promotion} ends twice: last_day is {last_day.value}, and before is {before.value}"
            notes = (Note(last_day.place, "the last day"),)
            values.problem("two-ends", sentence, before, "keep one of the two", notes=notes)
            return None
        closes = max((ranks[0], 0, last_day), (ranks[1], 1, before))[2]
    edges = [edge.value for edge in (opens, closes) if edge is not None]
    if any(edge.instant is None for edge in edges):
        return Window(None, None, never=True)
    window = Window(None if opens is None else opens.value.instant, None if closes is None else closes.value.instant)
    if opens is None or closes is None or window.opens is None or window.closes is None:
        return window
    if window.closes <= window.opens:
        sentence = f"{promotion} is over before it begins: it begins at {opens.value} and ends with {closes.value}"
        if closes is before:
            sentence = f"{promotion} is over before it begins: from {opens.value}, and before {closes.value}"
        notes = (Note(opens.place, "it begins here"),)
        values.problem("window-ends-first", sentence, closes, "write a later end, or an earlier beginning", notes=notes)
        return None
    return window


def edges_of(terms: PromotionTerms) -> Iterator[Instant]:
    """The instants at which a promotion begins and ends: there periods of markets end."""
    yield from (edge for edge in (terms.window.opens, terms.window.closes) if edge is not None)
