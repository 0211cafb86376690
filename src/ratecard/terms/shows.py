"""What is shown beside a package, an item or a gift: display alone, of which no figure is made."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

import msgspec

from ratecard.instants import Duration
from ratecard.rulefiles.keys.shows import BADGE, IMAGE, RECOMMENDED
from ratecard.terms.facts import Facts, Varying, choose
from ratecard.terms.values import Values


class PerkKind(Enum):
    """What a perk is."""

    TEXT = "text"
    COUNT = "count"
    DURATION = "duration"
    YES_OR_NO = "yes or no"


class Perk(msgspec.Struct, frozen=True):
    """One perk by its id; `value` as rule files write it: "30 minutes", "5", "yes"."""

    id: str
    kind: PerkKind
    value: str


class ShownTerms(msgspec.Struct, frozen=True):
    """All that is shown beside one thing: an image, a badge by language, whether it is recommended, and perks by id."""

    image: str | None
    badge: Mapping[str, str]
    recommended: bool
    perks: tuple[Perk, ...]


NOTHING_SHOWN: Final = ShownTerms(None, {}, False, ())


def kind_of_perk(value: object) -> PerkKind:
    """What a value of a perk is: 30 minutes are a duration, 5 is a count."""
    if type(value) is bool:
        return PerkKind.YES_OR_NO
    if type(value) is int:
        return PerkKind.COUNT
    return PerkKind.DURATION if type(value) is Duration else PerkKind.TEXT


def perk_text(value: object) -> str:
    """The value of a perk as rule files write it."""
    return ("yes" if value else "no") if type(value) is bool else str(value)


def shown_terms(values: Values, thing: str) -> ShownTerms | None:
    """What is shown beside a package; None where nothing is."""
    return _shown(values, "packages", thing)


def shown_of_item(values: Values, thing: str) -> ShownTerms | None:
    """What is shown beside an item; None where nothing is."""
    return _shown(values, "items", thing)


def shown_of_gift(values: Values, thing: str) -> ShownTerms | None:
    """What is shown beside a gift; None where nothing is."""
    return _shown(values, "gifts", thing)


def _shown(values: Values, table: str, thing: str) -> ShownTerms | None:
    path = (table, thing, "shows")
    image, recommended = values.stated_as(str, *path, IMAGE), values.get(*path, RECOMMENDED)
    perks = [name for name in values.ids(*path) if name not in (IMAGE, BADGE, RECOMMENDED)]
    if not values.usable or not values.ids(*path):
        return None
    stated = [(name, values.get(*path, name)) for name in perks]
    known = [(name, perk.value) for name, perk in stated if perk is not None]
    return ShownTerms(
        image=None if image is None else image.value,
        badge=values.names(*path, BADGE),
        recommended=recommended is not None,
        perks=tuple([Perk(name, kind_of_perk(value), perk_text(value)) for name, value in known]),
    )


def shown_for(varying: Varying[ShownTerms] | None, facts: Facts, assumed: list[str]) -> ShownTerms:
    """What is shown to somebody; a fact that is assumed is appended to `assumed`.

    A choice always says what is shown where its fact is unknown, so that nobody is asked for one because of it.
    """
    found = choose(varying, facts, assumed)
    return found if isinstance(found, ShownTerms) else NOTHING_SHOWN
