"""Keys that may not stand where they do: unknown ones, those of another file, those that are indented too far."""

from collections.abc import Callable, Container, Mapping, Sequence

from ratecard.diagnostics.diagnostic import Place, fixes_at
from ratecard.diagnostics.fixes import Suggestion
from ratecard.rulefiles.characters import look_alike, odd_space
from ratecard.rulefiles.keys.grammar import Grammar
from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf, Ranges, Shape, Table, Text, Value
from ratecard.rulefiles.mending import from_to
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import (
    FREE_TEXT_KEYS,
    FileKind,
    KeyPath,
    Leaves,
)
from ratecard.rulefiles.stating.forms import broken
from ratecard.rulefiles.stating.indentation import Entry, fits, is_of_file, lines_beside, table_of
from ratecard.rulefiles.stating.leaves import Reading
from ratecard.rulefiles.stating.ranges import RANGE_KEYS
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Node, Scalar
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.scalars import looks_like_instant
from ratecard.rulefiles.values.types import IDENTIFIER, TEXT, ValueType
from ratecard.rulefiles.wrong import Wrong, shown

_PLATFORMS = Table(
    about="", noun="platform", key=IDENTIFIER, of=Table(about="", noun="", key=IDENTIFIER, of=Text(about=""))
)


class FileKeys:
    """What is said of the keys of one file; `platform` is the one that is walked.

    `without_lines` are keys whose lines stand beside them, and `moved` keys of the file that stand below another one.
    """

    def __init__(self, file: str, kind: FileKind, values: Reading, grammar: Grammar) -> None:
        self.file = file
        self.kind = kind
        self.platform = ""
        self.values = values
        self.grammar = grammar
        self.tell = self.values.tell
        self.id_places: dict[KeyPath, Place] = {}
        self.mapping_places: dict[KeyPath, Place] = {}
        self.without_lines: set[Place] = set()
        self.moved: set[str] = set()

    def whole(self, path: KeyPath) -> KeyPath:
        """A path with the platform that is walked: ("platforms", "web", "prices")."""
        return ("platforms", self.platform, *path) if self.platform else path

    def good_key(self, key: Scalar, kind: ValueType, node: Node) -> bool:
        """Whether a key is a name of this type; what is wrong with it is reported."""
        value = parse_value(kind, key.text, self.values.nearby)
        if type(value) is not Wrong:
            return True
        if looks_like_instant(key.text):
            self.values.tell_wrong(Wrong(value.code, _date_beside(key.text), INDENT_DATES), key.place)
            return False
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
            self.tell("odd-space", f"the key {meant} holds {odd[0]}", key.place, "", (Suggestion(meant),))
            return (meant,) if meant in shapes else ()
        if alike and alike[1] in shapes:
            self.tell("look-alike", f"the key {key.text} holds {alike[0]}", key.place, "", (Suggestion(alike[1]),))
            return (alike[1],)
        glued = self.values.tell_glued(key, node, shapes)
        if glued:
            return (glued,)
        if not path and key.text in self.grammar.home_of_key:
            return self.misplaced_key(key, node, shapes, stated)
        if path and (key.text == "platforms" or key.text in self.grammar.keys_of[self.kind]):
            self.moved.add(key.text)
            alone = isinstance(self.grammar.keys_of[self.kind].get(key.text), Value | ListOf)
            self.tell_too_far_right(key, path, _above(path, self.platform) if alone else "")
            return ()
        below = ".".join(self.whole(path))
        sentence = f"{shown(key.text)} is not a key{f' below {below}' if below else ''}"
        if looks_like_instant(key.text):
            self.tell("unknown-key", _date_beside(key.text), key.place, INDENT_DATES)
            return ()
        table = table_of(key, node, shapes)
        homes = () if table else self._homes(key, node, path)
        hint = _into(table, stated) if table else _in_words(homes)
        known = sorted(shapes if path or self.platform else [*shapes, "platforms"])
        names = self.values.tell_unknown(
            key, sentence, known, stated, lambda name: fits_text(shapes.get(name), node), hint
        )
        if not path and not names:
            names = tuple({home[0] for home in homes})
        return (*names, table) if table and table not in stated else names

    def _homes(self, key: Scalar, node: Node, path: KeyPath) -> tuple[KeyPath, ...]:
        """The mappings of the file in which a key with this value may stand, other than where it does."""
        return self.grammar.homes(self.kind, key.text, path, lambda shape: fits(shape, node))

    def beside(
        self, entries: Sequence[Entry], shapes: Callable[[str], Shape | None], moved: Container[str] = ()
    ) -> None:
        """Reports keys whose lines stand beside them, and remembers both: nothing more is said of the lines.

        `moved` are the keys that stand below another one themselves, which is reported by itself.
        """
        for key, below in lines_beside(entries, shapes).items():
            if key.place in self.without_lines:
                continue
            self.without_lines.add(key.place)
            self.values.beside.update(own.place.line for own in below)
            if key.text in moved:
                continue
            last = next(node for own, node in entries if own is below[-1]).place.end_line
            first = below[0].place
            lines = f"lines {first.line} to {last}" if last > first.line else "this line"
            sentence = f"the lines of {key.text} stand beside it, and not below it"
            self.tell("empty-value", sentence, first, f"put two more spaces before {lines}")

    def nameless(self, node: MappingNode, shape: Table, path: KeyPath, out: Leaves) -> bool:
        """Reports the keys of an entry that stand where the names of a table's entries do; whether they are."""
        known = _keys_of_entry(shape.of)
        entries = [(key, value) for key, value in node.entries if key.text not in FREE_TEXT_KEYS]
        own = [key for key, value in entries if key.text in known and type(value) is Scalar]
        if (
            len(own) < (max(1, min(2, len(shape.of.keys))) if isinstance(shape.of, KnownKeys) else 1)
            or len(own) < len(entries)
            or any(key.text in shape.named for key in own)
        ):
            return False
        name = "first" if shape.key is IDENTIFIER else shape.key.examples[0]
        named = " and ".join(key.text for key in own)
        sentence = f"{named} stand below {'.'.join(path)}, and the {shape.noun} that they are of has no name"
        inside = f"{{{', '.join(f'{key.text}: {value.text}' for key, value in entries if type(value) is Scalar)}}}"
        inside = f"[{inside}]" if isinstance(shape.of, ListOf) else inside
        hint = f"write for example {path[-1]}: {{{name}: {inside}}}"
        self.tell("not-a-mapping", sentence, own[0].place, hint)
        out[path] = broken(own[0].place)
        return True

    def too_far_right(self, key: Scalar, node: Node, shape: Table, path: KeyPath) -> bool:
        """Reports a key of the file, or of another mapping of it, that stands in a table; whether it is one."""
        keys = self.grammar.keys_of[self.kind]
        own = _PLATFORMS if key.text == "platforms" else keys.get(key.text)
        if is_of_file(node, own, shape):
            self.moved.add(key.text)
            self.tell_too_far_right(
                key, path, "" if isinstance(own, KnownKeys | Table) else _above(path, self.platform)
            )
            return True
        if own is not None or not isinstance(shape.of, Value) or type(node) is not Scalar or not node.text:
            return False
        if type(shape.of.type.parse(node.text)) is not Wrong:
            return False
        homes = self.grammar.homes(self.kind, key.text, path, lambda shape: _says_something(shape, node))
        if not homes:
            return False
        self.tell("misplaced-key", f"{key.text} may not stand below {'.'.join(path)}", key.place, _in_words(homes))
        return True

    def too_far_left(self, key: Scalar, node: Node, shape: Table, path: KeyPath, above: str) -> bool:
        """Reports a key of an entry of a table, `above`, that stands beside the entry; whether it is one."""
        own = shape.of.keys.get(key.text) if isinstance(shape.of, KnownKeys) else None
        if own is None or not fits(own, node) or fits(shape.of, node):
            return False
        hint = f"put two more spaces before it, to stand below {above}"
        self.tell("misplaced-key", f"{key.text} may not stand below {'.'.join(path)}", key.place, hint)
        return True

    def tell_too_far_right(self, key: Scalar, path: KeyPath, hint: str = "") -> None:
        """Reports a key of the file that stands below another one."""
        sentence = f"{key.text} may not stand below {'.'.join(path)}"
        if key.place in self.without_lines:
            hint = "take away its indentation, and leave the lines below it as they are"
        whole = "take away its indentation, and as much before each line below it, to where the file's keys stand"
        self.tell("misplaced-key", sentence, key.place, hint or whole)

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
            fixes = fixes_at(from_to(key.place, node.place), (Suggestion(f"{meant[0]}: [{node.text}]"),))
            self.tell("misplaced-key", sentence, key.place, fixes=fixes)
            return (meant[0],)
        self.tell("misplaced-key", sentence, key.place, f"state it in {self.grammar.home_of_key[key.text]}")
        return ()


def _says_something(shape: Shape, node: Node) -> bool:
    """Whether a value fits a shape that not every text fits."""
    return not (isinstance(shape, Text) or (isinstance(shape, Value) and shape.type is TEXT)) and fits(shape, node)


def _keys_of_entry(shape: Shape) -> Container[str]:
    """The keys of one entry of a table: those of a mapping, or of a range."""
    if isinstance(shape, Value | ListOf) and shape.ranges is not Ranges.NEVER:
        return RANGE_KEYS
    if isinstance(shape, Value) and shape.parts:
        return shape.parts
    return shape.keys if isinstance(shape, KnownKeys) else ()


def fits_text(shape: Shape | None, node: Node) -> bool:
    """Whether a value may stand under a key of this shape: one text is neither a mapping nor a list."""
    is_text = type(node) is Scalar and node.text not in ("", "none", "inherit")
    return not is_text or isinstance(shape, Value | Text)


HOMES_MOST = 3
"""Places that are named for a key that stands in none of them."""


INDENT_DATES = "put it in one column with the other dates of its value, below the value's key"


def _date_beside(text: str) -> str:
    return f"{text} is a date, and stands beside keys and not below one"


def _in_words(homes: Sequence[KeyPath]) -> str:
    named = [".".join(home) for home in homes[:HOMES_MOST]]
    return f"it is a key below {' or '.join(named)}: state it there" if named else ""


def _into(table: str, stated: set[str]) -> str:
    return f"indent it, to stand below {table}:" if table in stated else f"write {table}: above it, and indent it below"


def _above(path: KeyPath, platform: str) -> str:
    return f"move it above {'platforms' if platform else path[0]}:, without indentation"
