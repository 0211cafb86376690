"""Keys that may not stand where they do: unknown ones, those of another file, those that are indented too far."""

from collections.abc import Mapping

from ratecard.diagnostics.diagnostic import Place, fixes_at
from ratecard.diagnostics.fixes import Offer
from ratecard.rulefiles.characters import look_alike, odd_space
from ratecard.rulefiles.forms import is_time_line, is_wrapped
from ratecard.rulefiles.grammar import Grammar
from ratecard.rulefiles.indentation import table_of
from ratecard.rulefiles.leaves import Reading
from ratecard.rulefiles.mending import from_to
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.nodes import Mapping as MappingNode
from ratecard.rulefiles.nodes import Node, Scalar
from ratecard.rulefiles.shapes import ListOf, Section, Shape, Table, Text, Value
from ratecard.rulefiles.stated import (
    FileKind,
    KeyPath,
)
from ratecard.rulefiles.values import ValueType, parse_value
from ratecard.rulefiles.wrong import Wrong, shown


class Keys:
    """What is said of the keys of one file; `platform` is the one that is walked."""

    def __init__(self, file: str, kind: FileKind, values: Reading, grammar: Grammar) -> None:
        self.file = file
        self.kind = kind
        self.platform = ""
        self.values = values
        self.grammar = grammar
        self.tell = self.values.tell
        self.id_places: dict[KeyPath, Place] = {}
        self.section_places: dict[KeyPath, Place] = {}

    def good_key(self, key: Scalar, kind: ValueType, node: Node) -> bool:
        """Whether a key is a name of this type; what is wrong with it is reported."""
        value = parse_value(kind, key.text, self.values.nearby)
        if type(value) is not Wrong:
            return True
        if not self.values.tell_glued(key, node, None):
            self.values.tell_wrong(value, key.place)
        return False

    def unknown_key(
        self, key: Scalar, node: Node, stated: set[str], shapes: Mapping[str, Shape], path: KeyPath
    ) -> tuple[str, ...]:
        """Reports a key that may not stand beside the `stated` ones, and gives the one it was probably meant as."""
        odd = odd_space(key.text)
        alike = look_alike(key.text)
        if odd:
            meant = odd[1].strip()
            self.tell("odd-space", f"the key {meant} holds {odd[0]}", key.place, "", (Offer(meant),))
            return (meant,) if meant in shapes else ()
        if alike and alike[1] in shapes:
            self.tell("look-alike", f"the key {key.text} holds {alike[0]}", key.place, "", (Offer(alike[1]),))
            return (alike[1],)
        glued = self.values.tell_glued(key, node, shapes)
        if glued:
            return (glued,)
        if not path and key.text in self.grammar.home_of_key:
            return self.misplaced_key(key, node, shapes, stated)
        if path and (key.text == "platforms" or key.text in self.grammar.keys_of[self.kind]):
            self.tell_too_far_right(key, path)
            return ()
        below = ".".join(("platforms", self.platform, *path) if self.platform else path)
        sentence = f"{shown(key.text)} is no key{f' below {below}' if below else ''}"
        table = table_of(key, node, shapes) if not path else ""
        hint = f"indent it, to stand below {table}:" if table else ""
        known = sorted(shapes if path or self.platform else [*shapes, "platforms"])
        return self.values.tell_unknown(key, sentence, known, stated, lambda name: _fits(shapes.get(name), node), hint)

    def too_far_right(self, key: Scalar, node: Node, path: KeyPath) -> bool:
        """Reports a key of the file, with keys below it, that stands among the values of a table; whether it is one."""
        keys = self.grammar.keys_of[self.kind]
        own = key.text == "platforms" or isinstance(keys.get(key.text), Section | Table)
        if not own or type(node) is not MappingNode or is_wrapped(node) or is_time_line(node):
            return False
        if {"by", "is"} & {entry.text for entry, _ in node.entries}:
            return False
        self.tell_too_far_right(key, path)
        return True

    def tell_too_far_right(self, key: Scalar, path: KeyPath) -> None:
        """Reports a key of the file that stands below another one."""
        sentence = f"{key.text} may not stand below {'.'.join(path)}"
        hint = "take away its indentation, and as much before each line below it, to where the file's keys stand"
        self.tell("misplaced-key", sentence, key.place, hint)

    def misplaced_key(self, key: Scalar, node: Node, shapes: Mapping[str, Shape], stated: set[str]) -> tuple[str, ...]:
        """Reports a key of another kind of file. `group: eu` in a region was meant as groups: [eu]."""
        kind = f"under platforms.{self.platform}" if self.platform else "in this kind of file"
        sentence = f"{key.text} may not stand {kind}"
        meant = [
            name
            for name in slips(key.text, [name for name in shapes if name not in stated])
            if isinstance(shapes[name], ListOf)
        ]
        if meant and type(node) is Scalar and node.text:
            fixes = fixes_at(from_to(key.place, node.place), (Offer(f"{meant[0]}: [{node.text}]"),))
            self.tell("misplaced-key", sentence, key.place, fixes=fixes)
            return (meant[0],)
        self.tell("misplaced-key", sentence, key.place, f"state it in {self.grammar.home_of_key[key.text]}")
        return ()


def _fits(shape: Shape | None, node: Node) -> bool:
    """Whether a value may stand under a key of this shape: one text is no section, and no list."""
    is_text = type(node) is Scalar and node.text not in ("", "none", "inherit")
    return not is_text or isinstance(shape, Value | Text)
