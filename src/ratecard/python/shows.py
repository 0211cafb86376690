"""What is shown beside a package or a gift, as Python callers get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ratecard.answers.shows import PERK, SHOWN
from ratecard.python.answers import Maker
from ratecard.terms.shows import PerkKind


@dataclass(frozen=True)
class Perk:
    """One perk: `value` as the rules write it, "30 minutes", "5", "yes", and what it is."""

    perk_id: str
    kind: PerkKind
    value: str


@dataclass(frozen=True)
class Shown:
    """What is shown beside it, and decides no figure. `badges` is the badge by language, empty where there is none."""

    image: str | None
    badges: Mapping[str, str] = field(hash=False)
    recommended: bool
    perks: tuple[Perk, ...]


MAKE_SHOWN = Maker(Shown, SHOWN, Maker(Perk, PERK))
