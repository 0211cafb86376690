"""What one file states of prices: for all platforms, and for single ones where they differ.

A file states only what is not so already in what it stands on: a group's file on nothing, a region's on its group.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ratecard.money import Money
from ratecard.newbooks.plans import Vector

Prices = Mapping[str, Money | None]
"""Prices by package; None is written `none`: the package is not sold there."""


class Section(msgspec.Struct, frozen=True):
    """The prices of one file, and its currency where it is not the one that the library has."""

    prices: Prices
    by_platform: Mapping[str, Prices]
    currency: str = ""
    platform_currencies: Mapping[str, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to state."""
        return not (self.prices or any(self.by_platform.values()) or self.currency or self.platform_currencies)


NOTHING = Section({}, {})


def shown_by(section: Section, platforms: Iterable[str]) -> dict[tuple[str, str], Money]:
    """The prices that a file states, by platform and package."""
    found: dict[tuple[str, str], Money] = {}
    for platform in platforms:
        own = {**section.prices, **section.by_platform.get(platform, {})}
        found |= {(platform, package): price for package, price in own.items() if price is not None}
    return found


def section_of(wanted: Vector, below: Section, platforms: Sequence[str], *, apart: bool = False) -> Section:
    """The least that a file must state so that prices are those wanted, on what stands below it.

    10.00 on iOS and on Android with 9.00 on the web is one price for all and one for the web. A price that what is
    below states for one platform is answered for that platform, since a plain one would hide it. With `apart` each
    price stands with its platform, as it should where these have different currencies.
    """
    before = shown_by(below, platforms)
    plain: dict[str, Money | None] = {}
    by_platform: dict[str, dict[str, Money | None]] = {}
    for package in dict.fromkeys(package for _, package in (*wanted, *before)):
        want = {platform: wanted.get((platform, package)) for platform in platforms}
        have = {platform: before.get((platform, package)) for platform in platforms}
        if want == have:
            continue
        by_themselves = apart or any(package in own for own in below.by_platform.values())
        common = None if by_themselves else _common(want, have)
        if common is not None:
            plain[package] = common[0]
            have = dict.fromkeys(platforms, common[0])
        for platform in platforms:
            if want[platform] != have[platform]:
                by_platform.setdefault(platform, {})[package] = want[platform]
    return Section(plain, {platform: by_platform[platform] for platform in platforms if platform in by_platform})


def _common(want: Mapping[str, Money | None], have: Mapping[str, Money | None]) -> tuple[Money | None] | None:
    """The price to state for all platforms; None where it is shorter to state it for single ones."""
    price, number = Counter(want.values()).most_common(1)[0]
    others = len(want) - number
    return (price,) if 1 + others <= sum(want[platform] != have[platform] for platform in want) else None
