"""Required keys that a mapping does not state: what to write for each."""

from collections.abc import Iterable, Mapping

from ratecard.diagnostics.diagnostic import fixes_at
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.keys.shapes import (
    Shape,
)
from ratecard.rulefiles.mending import before
from ratecard.rulefiles.stated import FileKind, KeyPath
from ratecard.rulefiles.stating.forms import stated_by
from ratecard.rulefiles.stating.unknown_keys import FileKeys
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import IDENTIFIER, REGION
from ratecard.rulefiles.wrong import Wrong

HOW_TO_STATE: dict[KeyPath, str] = {("facts", "type"): "count, money, yes or no, or one of with its values under of:"}
"""What to write for a missing key, where that is more than the kind of its value."""


def tell_missing(
    keys: FileKeys, node: MappingNode, shapes: Mapping[str, Shape], path: KeyPath, missing: Iterable[str]
) -> None:
    """Reports the `missing` keys of a mapping, in the order of their names."""
    for name in sorted(missing):
        named = _named_by_file(keys, name) if not path else ""
        fixes = fixes_at(before(node.place), (Suggestion(f"{name}: {named}\n"),)) if named else ()
        how = HOW_TO_STATE.get((*path[:1], name))
        hint = "" if named else f"state {name}: {how}" if how else stated_by(name, shapes[name])
        where = f"{'.'.join(path)}" if path else keys.file
        keys.tell("missing-key", f"{where} does not state {name}", node.place, hint, fixes=fixes)


def name_by_file(file: str, kind: FileKind) -> str:
    """The region or group that a file is called after: DE for regions/de.yaml, eu for groups/eu.yaml; or ""."""
    stem = file.rpartition("/")[2].rpartition(".")[0]
    name = stem.upper() if kind is FileKind.REGION else stem
    fits = {FileKind.REGION: REGION, FileKind.GROUP: IDENTIFIER}.get(kind)
    return name if fits is not None and type(parse_value(fits, name)) is not Wrong else ""


def _named_by_file(keys: FileKeys, key: str) -> str:
    """The group or the known country that the file is called after, where `key` is to state it; else ""."""
    name = name_by_file(keys.file, keys.kind) if key == keys.kind.value else ""
    if keys.kind is FileKind.REGION and keys.values.nearby.geography.country_named(name[:2]) != name[:2]:
        return ""
    return name
