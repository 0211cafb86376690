"""A subdivision's list of groups that leaves out some of its country's: what those state does not hold there."""

from collections.abc import Collection, Iterator

from ratecard.book.layers import Layer, stated_values
from ratecard.book.timeline import Timeline
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Severity
from ratecard.instants import Instant
from ratecard.rulefiles.stated import KeyPath, Leaves, Stated
from ratecard.terms.ranks import COUNTRY
from ratecard.terms.resolved import Resolved

GROUPS: KeyPath = ("groups",)
MEMBERS: KeyPath = ("members",)

Lists = Timeline[Resolved[object]]
"""Lists of groups over time. In a subdivision's the rank is its country's while that one's list holds."""


def dropped_groups(code: str, own: Lists, country: Lists, known: Collection[str], begins: Instant) -> list[Diagnostic]:
    """A warning for each list of a subdivision that leaves out known groups of its country, naming them."""
    found: dict[int, Diagnostic] = {}
    for stated, of_country in _together(own, country, begins):
        members = names_of(stated)
        left_out = [name for name in names_of(of_country) if name in known and name not in members]
        if left_out and id(stated) not in found:
            found[id(stated)] = Diagnostic(
                code="country-group-dropped",
                sentence=f"{code} leaves out {', '.join(left_out)} of its country's groups, which this list replaces",
                place=stated.place,
                hint=f"write [{', '.join([*members, *left_out])}], or leave it where {code} is not a member",
                notes=(Note(of_country.place, f"the groups of {code.partition('-')[0]}"),),
                severity=Severity.WARNING,
            )
    return list(found.values())


def names_of(stated: Stated[object]) -> list[str]:
    """The groups that a list names, in its order."""
    return [str(item.value) for item in stated.value] if type(stated.value) is tuple else []


def _together(own: Lists, country: Lists, begins: Instant) -> Iterator[tuple[Stated[object], Stated[object]]]:
    """A subdivision's own lists, each beside every list of its country that holds with it at some instant."""
    for start, end, resolved in _stretches(own):
        for since, until, of_country in _stretches(country):
            opens = max(start, since, begins)
            if resolved.rank > COUNTRY and all(close is None or opens < close for close in (end, until)):
                yield resolved.stated, of_country.stated


def _stretches(lists: Lists) -> Iterator[tuple[Instant, Instant | None, Resolved[object]]]:
    ends = (*lists.starts[1:], None)
    for index, (start, resolved) in enumerate(lists):
        yield start, ends[index], resolved


def groups_named(layer: Layer) -> list[str]:
    """Every group that a layer ever names, in either form."""
    return [str(item.value) for item in places_of_groups(layer.plain)]


def places_of_groups(leaves: Leaves) -> Iterator[Stated[object]]:
    """Each group that a file names, in a list or as a key of the long form, with its place."""
    leaf = leaves.get(GROUPS)
    for stated in stated_values(leaf) if leaf is not None else ():
        yield from stated.value if type(stated.value) is tuple else ()
    for path, own in leaves.items():
        if len(path) > 1 and path[:1] == GROUPS:
            yield Stated(path[1], own.place)
