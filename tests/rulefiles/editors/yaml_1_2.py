"""What an editor sees in a rule file: YAML 1.2 with its core schema, read by a parser that is not the engine's.

ruamel.yaml gives the nodes. Its own types are not the core schema's (it knows dates and 5_000), so scalars are typed
here.
"""

import re

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Seen = str | int | float | bool | None | list["Seen"] | dict[str, "Seen"]

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Seen] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


CHARACTERS_MOST = 100_000
"""Of a text that is read here: the parser is slow, and aliases may stand for much more than their text."""


class NotYaml(Exception):
    """The text is not one document of YAML 1.2 with text for keys, each key once, or far too large for a rule file."""


def seen(text: str) -> Seen:
    """The value of the document. Raises `NotYaml`."""
    if len(text) > CHARACTERS_MOST:
        raise NotYaml("the text is too large")
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (MarkedYAMLError, YAMLStreamError, RecursionError) as error:
        raise NotYaml(str(error)) from error
    return None if root is None else _value(root)


def _value(node: Node) -> Seen:
    if isinstance(node, ScalarNode):
        return _scalar(node.value) if node.style is None else node.value
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    assert isinstance(node, MappingNode)
    found: dict[str, Seen] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.value in found:
            raise NotYaml("a key that is not a text, or one that stands twice")
        found[key.value] = _value(value)
    return found


def _scalar(text: str) -> Seen:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if text.lstrip("+-").isdigit() else int(text, 0)
    return float(text) if _NUMBER.fullmatch(text) else text
