"""What one file states of prices: for all platforms, and for single ones where they differ.

A file states only what is not so already in what it stands on: a group's file on nothing, a region's on its group.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ratecard.newbooks.plans import Vector
from ratecard.sheets.timelines import Line, Price, in_another_zone, over, since_they_differ

Prices = Mapping[str, Price | None]
"""Prices by package, None for one that is not sold there. One that changes may begin after the book."""


class Section(msgspec.Struct, frozen=True):
    """The prices of one file, and its currency where it is not the one that the library has."""

    prices: Prices
    by_platform: Mapping[str, Prices]
    currency: Line[str] = ""
    platform_currencies: Mapping[str, Line[str]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to state."""
        return not (self.prices or any(self.by_platform.values()) or self.currency or self.platform_currencies)


NOTHING = Section({}, {})


def shown_by(section: Section, platforms: Iterable[str]) -> dict[tuple[str, str], Price]:
    """The prices that a file states, by platform and package."""
    found: dict[tuple[str, str], Price] = {}
    for platform in platforms:
        own = dict(section.prices)
        for package, price in section.by_platform.get(platform, {}).items():
            own[package] = None if price is None else over(own.get(package), price)
        found |= {(platform, package): price for package, price in own.items() if price is not None}
    return found


def section_of(
    wanted: Vector, below: Section, platforms: Sequence[str], *, apart: bool = False, own_days: bool = False
) -> Section:
    """The least that a file must state so that prices are those wanted, on what stands below it.

    10.00 on iOS and on Android with 9.00 on the web is one price for all and one for the web. A price that what is
    below states for one platform is answered for that platform, since a plain one would hide it. With `apart` each
    price stands with its platform, as it should where these have different currencies. Of a price that changes only
    what is new is stated: what is below holds until then. With `own_days` the days below are those of another zone.
    """
    before: dict[tuple[str, str], Price | None] = dict(shown_by(below, platforms))
    if own_days:
        before = {key: in_another_zone(price) for key, price in before.items()}
    plain: dict[str, Price | None] = {}
    by_platform: dict[str, dict[str, Price | None]] = {}
    for package in dict.fromkeys(package for _, package in (*wanted, *before)):
        want = {platform: wanted.get((platform, package)) for platform in platforms}
        have = {platform: before.get((platform, package)) for platform in platforms}
        if want == have:
            continue
        by_themselves = apart or any(package in own for own in below.by_platform.values())
        common = None if by_themselves else _common(want, have)
        if common is not None:
            plain[package] = since_they_differ(common[0], next(iter(have.values())))
            have = dict.fromkeys(platforms, common[0])
        for platform in platforms:
            if want[platform] != have[platform]:
                by_platform.setdefault(platform, {})[package] = since_they_differ(want[platform], have[platform])
    return Section(plain, {platform: by_platform[platform] for platform in platforms if platform in by_platform})


def _common(want: Mapping[str, Price | None], have: Mapping[str, Price | None]) -> tuple[Price | None] | None:
    """The price to state for all platforms; None where it is shorter to state it for single ones."""
    price, number = Counter(want.values()).most_common(1)[0]
    others = len(want) - number
    return (price,) if 1 + others <= sum(want[platform] != have[platform] for platform in want) else None
