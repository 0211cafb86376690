"""The fewest lines that say the prices of a plan: which regions share a group's file, and what each has of its own.

Groups are found by currency. Members of a group that the library has, the euro area, are its group; others are named in
a file of a new group, which is called after its currency.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ratecard.newbooks.over_time import codes_of, currency_of, have_one_currency
from ratecard.newbooks.plans import LibraryFacts, NewBookPlan
from ratecard.newbooks.sections import NOTHING, Section, section_of
from ratecard.newbooks.texts import list_lines, section_lines
from ratecard.sheets.timelines import Line, Price


class Group(msgspec.Struct, frozen=True):
    """A group's file. `members` is empty where the library has the group."""

    name: str
    members: tuple[str, ...]
    section: Section

    def lines(self) -> list[str]:
        """What the file states."""
        members = list_lines("members", self.members) if self.members else []
        return [f"group: {self.name}", *members, *section_lines(self.section)]


class GroupLayout(msgspec.Struct, frozen=True):
    """The files of regions and groups of a book. A region that states nothing has no file."""

    groups: tuple[Group, ...]
    regions: Mapping[str, Section]

    def size(self) -> int:
        """How many lines all files have."""
        return sum(len(group.lines()) for group in self.groups) + sum(map(file_size, self.regions.values()))

    def __add__(self, other: "GroupLayout") -> "GroupLayout":
        return GroupLayout((*self.groups, *other.groups), {**self.regions, **other.regions})


EMPTY = GroupLayout((), {})


def file_size(section: Section) -> int:
    """How many lines a region's file has; none where it states nothing."""
    return 0 if section.is_empty else 1 + len(section_lines(section))


def layout_of(plan: NewBookPlan, library: LibraryFacts) -> GroupLayout:
    """The layout with the fewest lines of those tried: groups of the library, groups of equal regions, or none."""
    layout = EMPTY
    by_currency: dict[str, list[str]] = {}
    for region in plan.regions:
        currencies = codes_of(plan.prices[region].values())
        if len(currencies) == 1 and "-" not in region and not _follows_library(plan, library, region):
            by_currency.setdefault(currencies.pop(), []).append(region)
    for currency, regions in sorted(by_currency.items()):
        layout += _Currency(plan, library, currency).layout(regions)
    grouped = {region for regions in by_currency.values() for region in regions}
    for region in plan.regions:
        if region not in grouped:
            section = _apart(plan, library, region)
            layout += GroupLayout((), {region: section})
    return GroupLayout(layout.groups, {region: layout.regions[region] for region in sorted(layout.regions)})


def _apart(plan: NewBookPlan, library: LibraryFacts, region: str) -> Section:
    """The file of a region that is in no group: a subdivision on its country, or a region with several currencies."""
    country = region.partition("-")[0]
    below, own_days = NOTHING, False
    known = dict.fromkeys(plan.platforms, library.currency_line(region))
    if country != region and country in plan.prices:
        own_days = library.zones.get(country) != library.zones.get(region)
        below = section_of(plan.prices[country], NOTHING, plan.platforms)
        known |= _currencies(plan, library, country)
    wanted = _currencies(plan, library, region)
    apart = len(set(wanted.values())) > 1
    section = section_of(plan.prices[region], below, plan.platforms, apart=apart, own_days=own_days)
    other = {platform: code for platform, code in wanted.items() if code != known[platform]}
    if len(set(wanted.values())) == len(set(known.values())) == 1 and other:
        return msgspec.structs.replace(section, currency=next(iter(other.values())))
    return msgspec.structs.replace(section, platform_currencies=other)


def _currencies(plan: NewBookPlan, library: LibraryFacts, region: str) -> dict[str, Line[str]]:
    """The currencies of a region's prices by platform; one that all have is that of every platform."""
    vector, known = plan.prices[region], library.currency_line(region)
    if have_one_currency(vector):
        line = currency_of(vector, known)
        return {} if line is None else dict.fromkeys(plan.platforms, line)
    by_platform: dict[str, dict[tuple[str, str], Price]] = {}
    for key, price in vector.items():
        by_platform.setdefault(key[0], {})[key] = price
    lines = {platform: currency_of(own, known) for platform, own in by_platform.items()}
    return {platform: line for platform, line in lines.items() if line is not None}


def _follows_library(plan: NewBookPlan, library: LibraryFacts, region: str) -> bool:
    """Whether the library says a change of currency of a region, and prices are in the money of their days."""
    line = library.currency_lines.get(region)
    return line is not None and currency_of(plan.prices[region], line) == line


class _Currency:
    """The regions whose prices are in one currency."""

    def __init__(self, plan: NewBookPlan, library: LibraryFacts, currency: str) -> None:
        self.plan = plan
        self.library = library
        self.currency = currency

    def layout(self, regions: Sequence[str]) -> GroupLayout:
        """The best layout of these regions."""
        found = self._by_equal_prices(regions)
        for name, members in sorted(self.library.groups.items()):
            inside = [region for region in regions if region in members]
            ever = members | self.library.joining.get(name, frozenset())
            elsewhere = [region for region in self.plan.regions if region in ever and region not in inside]
            native = all(self.library.currencies[region] == self.currency for region in inside)
            if len(inside) > 1 and not elsewhere and native:
                others = [region for region in regions if region not in members]
                candidate = self._on(Group(name, (), self._common(inside)), inside) + self._by_equal_prices(others)
                found = min(candidate, found, key=GroupLayout.size)
        return found

    def _by_equal_prices(self, regions: Sequence[str]) -> GroupLayout:
        """Groups of regions with equal prices; the other regions on the largest of these groups, or by themselves."""
        alike = sorted(self._alike(regions), key=len, reverse=True)
        largest = self._with_others(alike) if alike and len(alike[0]) > 1 else EMPTY
        by_themselves = EMPTY
        for members in alike:
            by_themselves += self._by_themselves(members)
        return min(largest, by_themselves, key=GroupLayout.size) if alike and len(alike[0]) > 1 else by_themselves

    def _with_others(self, alike: Sequence[list[str]]) -> GroupLayout:
        """The largest set of equal regions as a group, and each other set where it takes the fewest lines."""
        base = Group(self.currency.lower(), (), msgspec.structs.replace(self._common(alike[0]), currency=self.currency))
        joined: list[str] = list(alike[0])
        rest = EMPTY
        number = 1
        for members in alike[1:]:
            choices = [self._on_section(base.section, members), self._by_themselves(members)]
            if len(members) > 1:
                own = f"{self.currency.lower()}_{number + 1}"
                section = msgspec.structs.replace(self._common(members), currency=self.currency)
                choices.append(GroupLayout((Group(own, tuple(sorted(members)), section),), {}))
            best = min(choices, key=GroupLayout.size)
            if best is choices[0]:
                joined += members
            number += len(best.groups)
            rest += best
        return GroupLayout((msgspec.structs.replace(base, members=tuple(sorted(joined))),), {}) + rest

    def _on(self, group: Group, regions: Iterable[str]) -> GroupLayout:
        return GroupLayout((group,), {}) + self._on_section(group.section, regions)

    def _on_section(self, below: Section, regions: Iterable[str]) -> GroupLayout:
        """The regions' files on that of a group; those that state nothing are left out."""
        sections = {region: section_of(self.plan.prices[region], below, self.plan.platforms) for region in regions}
        return GroupLayout((), {region: section for region, section in sections.items() if not section.is_empty})

    def _by_themselves(self, regions: Iterable[str]) -> GroupLayout:
        """Each region's file, with the currency where it is not the one that the library has."""
        layout = self._on_section(NOTHING, regions)
        stated = {
            region: section
            if self.library.currencies[region] == self.currency
            else msgspec.structs.replace(section, currency=self.currency)
            for region, section in layout.regions.items()
        }
        return GroupLayout((), stated)

    def _common(self, regions: Sequence[str]) -> Section:
        """The prices that most of these regions have."""
        most = max(self._alike(regions), key=len)
        return section_of(self.plan.prices[most[0]], NOTHING, self.plan.platforms)

    def _alike(self, regions: Iterable[str]) -> list[list[str]]:
        """The regions in sets with equal prices, in the order of the first of each."""
        found: dict[frozenset[tuple[tuple[str, str], Price]], list[str]] = {}
        for region in regions:
            found.setdefault(frozenset(self.plan.prices[region].items()), []).append(region)
        return list(found.values())
