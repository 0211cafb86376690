"""Groups that regions name and no file states, and groups that no region belongs to."""

from collections.abc import Sequence

from ratecard.book.binding import Binder
from ratecard.book.dropped_groups import GROUPS, MEMBERS, groups_named, places_of_groups
from ratecard.book.layers import Layer, Layers, stated_values
from ratecard.book.misdeclared import misdeclared, notes_of, used_in
from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.diagnostics.fixes import possible
from ratecard.rulefiles.near import meant_or, nearest, slips
from ratecard.rulefiles.stated import BROKEN, FileKind, FileStatements, StatedTimeLine


def check_every_group(files: Sequence[FileStatements], layers: Layers, binder: Binder) -> None:
    """Reports groups that no file states, and warns of those that no region belongs to: what they state holds nowhere.

    The group that an unknown one was probably meant as has members.
    """
    members = {name for layer in _read_of_library(layers) for name in groups_named(layer)}
    named: dict[str, list[Place]] = {}
    broken = False
    for file in files:
        leaf = file.plain.get(GROUPS)
        if file.plain.get(MEMBERS) is not None:
            members.add(file.name)
        broken = broken or (isinstance(leaf, StatedTimeLine) and not leaf.sound)
        broken = broken or any(stated.value is BROKEN for stated in (stated_values(leaf) if leaf is not None else ()))
        for item in places_of_groups(file.plain):
            named.setdefault(str(item.value), []).append(file.id_places.get((*GROUPS, str(item.value)), item.place))
    unused = [name for name in layers.groups if name not in named]
    for name, places in named.items():
        called = [group for group in unused if _file_of(group, files).endswith(f"/{name}.yaml")]
        slip = misdeclared(name, places, unused, called) if not layers.has_group(name) else ""
        if slip:
            binder.report_as_is(_misdeclared_group(slip, files, name, places))
            members.add(slip)
            continue
        members.add(name)
        for place in places:
            members.update(_meant(name, place, layers, binder))
    for name, layer in layers.groups.items():
        if name not in members and not broken and layer.place is not None:
            meant = slips(name, [known for known in _known(layers) if known != name])
            hint = f"add groups: [{name}] to a region, or delete the file"
            hint = f"did you mean {meant[0]}? If not, {hint}" if len(meant) == 1 else hint
            binder.warn("group-without-members", f"no region belongs to the group {name}", layer.place, hint)


def _known(layers: Layers) -> set[str]:
    """The groups that files of the book and of the library state."""
    return {*layers.groups, *(layers.library.groups if layers.library is not None else ())}


def _read_of_library(layers: Layers) -> list[Layer]:
    """What the library says of the regions that the book has."""
    return [] if layers.library is None else list(layers.library.regions.values())


def _file_of(group: str, files: Sequence[FileStatements]) -> str:
    """The name of the file that states a group; "" where none does."""
    return next((file.file for file in files if file.kind is FileKind.GROUP and file.name == group), "")


def _misdeclared_group(slip: str, files: Sequence[FileStatements], name: str, uses: Sequence[Place]) -> Diagnostic:
    own = next(file for file in files if file.kind is FileKind.GROUP and file.name == slip)
    place = own.plain[("group",)].place if ("group",) in own.plain else own.place
    sentence = f"{slip} is a group that no region belongs to, and {used_in(uses)} {name}, which no file states"
    fixes, notes = fixes_at(place, possible(name)), notes_of(name, uses)
    return Diagnostic(code="unknown-group", sentence=sentence, place=place, notes=notes, fixes=fixes)


def _meant(name: str, place: Place, layers: Layers, binder: Binder) -> tuple[str, ...]:
    """The group that a name was meant as: itself, or, with a report, the nearest to one that no file states."""
    if layers.has_group(name):
        return (name,)
    known = _known(layers)
    if layers.all_named:
        hint, offers = meant_or(name, known, f"add regions/groups/{name}.yaml with group: {name}")
        binder.report("unknown-group", f"{name} is a group that no file states", place, hint, offers=offers)
    return slips(name, known) or nearest(name, known)
