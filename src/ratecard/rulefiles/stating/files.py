"""What a rule file states: its text read, and its nodes walked along the shapes of its kind of file."""

from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.keys.grammar import Grammar
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.stated import FileKind, FileStatements, Leaves, Stated
from ratecard.rulefiles.stating.forms import NO_ORIGIN
from ratecard.rulefiles.stating.leaves import Reading
from ratecard.rulefiles.stating.platforms import of_platforms, state_platforms
from ratecard.rulefiles.stating.surroundings import nearby_of
from ratecard.rulefiles.stating.walk import Walk
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Unread
from ratecard.rulefiles.text.reading import read


def state_file(
    file: str, kind: FileKind, content: bytes, report: Report, grammar: Grammar, around: Nearby = NOWHERE
) -> FileStatements | None:
    """All that one rule file states, or None where it cannot be read. `file` is relative to the book's folder.

    `grammar` says which keys there are, `around` what lies around all files: from it people meant what they wrote.
    """
    root = read(file, content, report)
    if type(root) is not MappingNode:
        if root is not None and type(root) is not Unread:
            _tell_no_keys(file, root.place, report)
        return None
    if _of_another_folder(file, kind, root, grammar, report):
        return None
    walk = Walk(file, kind, Reading(content, report, nearby_of(root, around)), grammar)
    plain: Leaves = {}
    by_platform: dict[str, Leaves] = {}
    platform_places: dict[str, Place] = {}
    platforms = {key.text: node for key, node in root.entries}.get("platforms")
    entries = tuple([(key, node) for key, node in root.entries if key.text != "platforms"])
    origin = walk.values.origin(root, NO_ORIGIN)
    if platforms is not None:
        walk.beside(
            root.entries, lambda name: of_platforms(walk) if name == "platforms" else grammar.keys_of[kind].get(name)
        )
    walk.keys(MappingNode(entries, root.place), grammar.keys_of[kind], (), plain, origin)
    if platforms is not None:
        state_platforms(walk, platforms, by_platform, platform_places, origin)
    return FileStatements(
        file=file,
        kind=kind,
        name=_name(kind, plain),
        place=root.place,
        plain=plain,
        by_platform=by_platform,
        platform_places=platform_places,
        id_places=walk.id_places,
        mapping_places=walk.mapping_places,
        dates_used=tuple(walk.values.dates_used),
    )


def _tell_no_keys(file: str, place: Place, report: Report) -> None:
    hint = "write keys with values, for example currency: EUR"
    report(Diagnostic(code="not-a-mapping", sentence=f"{file} holds no keys", place=place, hint=hint))


def _name(kind: FileKind, plain: Leaves) -> str:
    """The region's code or the group's name; "" where a file states none, and for one of rules."""
    own = plain.get((kind.value,)) if kind is not FileKind.RULES else None
    return own.value if type(own) is Stated and type(own.value) is str else ""


def _of_another_folder(file: str, kind: FileKind, root: MappingNode, grammar: Grammar, report: Report) -> bool:
    """Reports a region's or a group's file that lies in the folder of another kind, at the key that tells."""
    keys = {key.text: key for key, _ in root.entries}
    for meant, folder in ((FileKind.REGION, "regions/"), (FileKind.GROUP, "regions/groups/")):
        own = grammar.book.keys() if kind is FileKind.RULES else {kind.value}
        alone = meant is FileKind.REGION and kind is FileKind.RULES and not {"time_zone", "currency"} & keys.keys()
        if meant is not kind and meant.value in keys and not own & keys.keys() and not alone:
            sentence = f"{file} states a {meant.value}, and lies where none is read"
            place = keys[meant.value].place
            report(Diagnostic(code="misplaced-file", sentence=sentence, place=place, hint=f"move it to {folder}"))
            return True
    return False
