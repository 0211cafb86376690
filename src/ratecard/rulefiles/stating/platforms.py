"""What a file states for one platform alone, under `platforms:`."""

from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import examples
from ratecard.rulefiles.keys.shapes import KnownKeys, Table
from ratecard.rulefiles.stated import (
    FREE_TEXT_KEYS,
    Leaves,
)
from ratecard.rulefiles.stating.telling import Origin
from ratecard.rulefiles.stating.walk import Walk
from ratecard.rulefiles.text.commas import split_keys
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar, Unread
from ratecard.rulefiles.values.types import IDENTIFIER


def of_platforms(walk: Walk) -> Table:
    """What stands below `platforms:`."""
    return Table(about="", noun="platform", key=IDENTIFIER, of=_of_platform(walk))


def _of_platform(walk: Walk) -> KnownKeys:
    """What stands below one platform."""
    return KnownKeys(about="", keys=walk.grammar.platform_keys[walk.kind])


def state_platforms(
    walk: Walk, node: Node, by_platform: dict[str, Leaves], places: dict[str, Place], origin: Origin
) -> None:
    """What stands under `platforms:`, into the leaves of each platform, with the place of its key."""
    if type(node) is Unread:
        return
    if type(node) is Scalar and any(node.place.line == place.line for place in walk.without_lines):
        return
    if type(node) is not MappingNode or not node.entries:
        walk.tell("not-a-mapping", "platforms holds no keys", node.place, "write ios: with its keys below")
        return
    origin = walk.values.origin(node, origin)
    cut = split_keys(node, walk.values.report)
    own = _of_platform(walk)
    walk.beside(node.entries, lambda name: None if name in own.keys else own)
    for key, below in node.entries:
        if (
            key.text in FREE_TEXT_KEYS
            or key in cut
            or key.place.line in walk.values.beside
            or not walk.good_key(key, IDENTIFIER, below)
        ):
            continue
        stated = by_platform.setdefault(key.text, {})
        places[key.text] = key.place
        walk.platform = key.text
        walk.mapping_places[walk.whole(())] = key.place
        if type(below) is MappingNode and below.entries:
            shapes = walk.grammar.platform_keys[walk.kind]
            walk.keys(below, shapes, (), stated, walk.values.origin(below, origin))
        elif type(below) is not Unread and key.place not in walk.without_lines:
            offers = examples(f"{{name: {key.text}}}" if "name" in own.keys else "{prices: {coins_100: 1.39}}")
            walk.tell("not-a-mapping", f"{key.text} holds no keys", below.place, "write its keys below it", offers)
    walk.platform = ""
