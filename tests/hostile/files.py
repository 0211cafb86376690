"""Hostile files, built when they are needed, and all that must be reported of each."""

from collections.abc import Callable
from dataclasses import dataclass

from ratecard.rulefiles.text.reading import DEPTH_MOST, NODES_MOST

FILE = "regions/zz.yaml"
HEAD = "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\ntax: {lines: {vat: {name: TVA, rate: 20 %}}}\n"
LEVELS = 100_000
FEW = 200
"""Events that are enough to find out about any file whose first bytes are wrong."""


@dataclass(frozen=True)
class Hostile:
    """A file's content, and the first diagnostic about it: code, line and column.

    `count` is how many there must be in all, or None where they are many; `events_most` bounds what is read of it.
    """

    make: Callable[[], str | bytes]
    code: str
    line: int = 1
    column: int = 1
    count: int | None = 1
    events_most: int = FEW

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        made = self.make()
        return made if isinstance(made, bytes) else made.encode()


def alias_bomb() -> str:
    """Nine times nine times … a list: expanded, more values than there are atoms in a person."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for above, below in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True):
        lines.append(f"{below}: &{below} [{', '.join([f'*{above}'] * 9)}]")
    return HEAD + "\n".join(lines) + "\n"


def quadratic_bomb() -> str:
    """One long text, repeated by many aliases."""
    return HEAD + f"note: &a {'x' * 100_000}\nmore: [{', '.join(['*a'] * 50_000)}]\n"


def thresholds() -> str:
    """A price with five thousand thresholds."""
    cases = ", ".join(f"{age}: {age}.00" for age in range(5_000))
    return HEAD + f"prices: {{coins_100: {{by: buyer.age, from: {{{cases}}}, other: 1.00}}}}\n"


def utf(encoding: str, mark: bool = True) -> Callable[[], bytes]:
    """A sound file in another encoding."""
    return lambda: (("\ufeff" if mark else "") + HEAD).encode(encoding)


TOO_MANY = NODES_MOST + 40
"""Events until the bound on values is passed, with those of mappings and lists around them."""

_KEYS = sum(len(f"k{n}: 1,") for n in range(NODES_MOST // 2))
"""The length of as many keys with values as are read: the mapping is one more, and so the last value is not."""

HOSTILE: dict[str, Hostile] = {
    # Aliases, depth
    "an alias bomb": Hostile(alias_bomb, "anchor-or-alias", 5, 4, None, 500),
    "one text repeated by 50,000 aliases": Hostile(quadratic_bomb, "anchor-or-alias", 5, 7, None, 50_100),
    "an alias of itself": Hostile(lambda: HEAD + "note: &a [*a]\n", "anchor-or-alias", 5, 7, None),
    "100,000 brackets": Hostile(lambda: "[" * LEVELS, "nested-too-deep", 1, DEPTH_MOST + 1),
    "100,000 brackets below a key": Hostile(lambda: "a: " + "[" * LEVELS, "nested-too-deep", 1, DEPTH_MOST + 3),
    "100,000 braces": Hostile(lambda: "{a: " * LEVELS, "nested-too-deep", 1, 4 * DEPTH_MOST + 1),
    "100,000 hyphens": Hostile(lambda: "- " * LEVELS, "nested-too-deep", 1, 2 * DEPTH_MOST + 1),
    "100,000 question marks": Hostile(lambda: "? " * LEVELS, "nested-too-deep", 1, 2 * DEPTH_MOST + 1),
    "2,000 levels of indentation": Hostile(
        lambda: "".join(f"{' ' * depth}a:\n" for depth in range(2_000)),
        "nested-too-deep",
        DEPTH_MOST + 1,
        DEPTH_MOST + 1,
    ),
    # Size
    "a line of 10 MB": Hostile(lambda: HEAD + "note: " + "x" * 10_000_000, "file-too-large", events_most=0),
    "10 MB of spaces": Hostile(lambda: " " * 10_000_000, "file-too-large", events_most=0),
    "a million keys in braces": Hostile(
        lambda: "{" + ",".join(f"k{n}: 1" for n in range(330_000)) + "}", "file-too-large", 1, _KEYS, 1, TOO_MANY
    ),
    "330,000 keys on lines": Hostile(
        lambda: "".join(f"k{n}: 1\n" for n in range(330_000)), "file-too-large", NODES_MOST // 2, 9, 1, TOO_MANY
    ),
    "two million keys, too many bytes": Hostile(
        lambda: "{" + ",".join(map(str, range(2_000_000))) + "}", "file-too-large", events_most=0
    ),
    "a list of a million items": Hostile(
        lambda: HEAD + "groups: [" + "a," * 1_000_000 + "]",
        "file-too-large",
        5,
        2 * (NODES_MOST - 19) + 10,
        1,
        TOO_MANY,
    ),
    "a key of 3 MB": Hostile(lambda: "x" * 3_000_000 + ": 1", "yaml-syntax", 1, 3_000_001),
    "a number of 3 MB": Hostile(
        lambda: HEAD + "prices: {coins_100: " + "9" * 3_000_000 + "}", "number-too-long", 5, 21
    ),
    "a key of 900 characters": Hostile(lambda: HEAD + "k" * 900 + ": 1\n", "unknown-key", 5, 1),
    "5,000 thresholds by an unknown fact": Hostile(thresholds, "unknown-fact", 5, 26, 1, 10_100),
    # Bytes
    "all bytes": Hostile(lambda: bytes(range(256)) * 1000, "not-utf8", 3, 115, 1, 0),
    "a NUL": Hostile(lambda: HEAD + "note: a\x00b\n", "control-character", 5, 8, 1, 0),
    "an escape sequence of a terminal": Hostile(lambda: HEAD + "note: \x1b[2J\n", "control-character", 5, 7, 1, 0),
    "a NEL": Hostile(lambda: HEAD + "note: a\x85region: DE\n", "control-character", 5, 8, 1, 0),
    "a line separator": Hostile(lambda: HEAD + "note: a\u2028region: DE\n", "control-character", 5, 8, 1, 0),
    "UTF-16, little end first": Hostile(utf("utf-16-le"), "not-utf8", events_most=0),
    "UTF-16, big end first": Hostile(utf("utf-16-be"), "not-utf8", events_most=0),
    "UTF-16 without a mark": Hostile(utf("utf-16-le", mark=False), "control-character", 1, 2, events_most=0),
    "UTF-32, little end first": Hostile(utf("utf-32-le"), "not-utf8", events_most=0),
    "UTF-32, big end first": Hostile(utf("utf-32-be"), "not-utf8", 1, 3, events_most=0),
    "a mark of UTF-1": Hostile(lambda: b"\xf7\x64\x4c" + HEAD.encode(), "not-utf8", events_most=0),
    "a mark of UTF-EBCDIC": Hostile(lambda: b"\xdd\x73\x66\x73" + HEAD.encode("cp037"), "not-utf8", events_most=0),
    "a mark of SCSU": Hostile(lambda: b"\x0e\xfe\xff" + HEAD.encode(), "not-utf8", 1, 2, events_most=0),
    "a mark of BOCU-1": Hostile(lambda: b"\xfb\xee\x28" + HEAD.encode(), "not-utf8", events_most=0),
    "a mark of GB 18030": Hostile(lambda: b"\x84\x31\x95\x33" + HEAD.encode("gb18030"), "not-utf8", events_most=0),
    "UTF-7": Hostile(lambda: b"+/v8-" + HEAD.encode(), "unknown-key"),
    "half a surrogate": Hostile(lambda: HEAD.encode() + b"note: \xed\xa0\x80\n", "not-utf8", 5, 7, events_most=0),
    "a slash in two bytes": Hostile(lambda: HEAD.encode() + b"note: \xc0\xaf\n", "not-utf8", 5, 7, events_most=0),
    "a character cut in two": Hostile(lambda: HEAD.encode() + b"note: \xe2\x82", "not-utf8", 5, 7, events_most=0),
    "two byte order marks": Hostile(lambda: "\ufeff\ufeff" + HEAD, "odd-space"),
    "one byte": Hostile(lambda: b"\xff", "not-utf8", events_most=0),
    "nothing": Hostile(lambda: b"", "empty-file"),
    "a byte order mark alone": Hostile(lambda: b"\xef\xbb\xbf", "empty-file"),
    "blank lines alone": Hostile(lambda: "\n" * 1_000_000, "empty-file"),
    # Signs that a parser or an expression could stumble over
    "a million colons": Hostile(lambda: ":" * 1_000_000, "yaml-syntax", 1, 1_000_000),
    "a million quotes": Hostile(lambda: "'" * 1_000_001, "yaml-syntax", 1, 1_000_002),
    "a million commas": Hostile(lambda: "[" + "," * 1_000_000, "yaml-syntax", 1, 2),
    "a million per cent signs": Hostile(lambda: "%" * 1_000_000, "yaml-syntax", 1, 2),
    "100,000 ampersands": Hostile(lambda: "&" * 100_000, "yaml-syntax", 1, 2),
    "a million exclamation marks": Hostile(lambda: "!" * 1_000_000, "tag"),
    "100,000 directives": Hostile(lambda: "%A a\n" * 100_000, "yaml-syntax", 1, 3),
    "a million documents": Hostile(lambda: "---\na: 1\n" * 400_000, "several-documents", 3, 1),
    "a million lines of one tab": Hostile(lambda: "\t\n" * 1_000_000 + HEAD, "tab-in-indentation", count=None),
    "20,000 lines indented with a tab": Hostile(
        lambda: "".join(f"\ta{n}: 1\n" for n in range(20_000)), "tab-in-indentation", count=None
    ),
    "10,000 texts with a wide space": Hostile(
        lambda: HEAD + "".join(f"k{n}: |\n  a\n  \u3000b\n" for n in range(10_000)), "unknown-key", 5, 1, None, 21_000
    ),
}

LONG = 60
SEPARATORS = ".,'’ _:/-%€+eE"
NUMBERS = [
    *(f"{'1' * LONG}{sign}" for sign in SEPARATORS),
    *((f"1{sign}" * LONG)[:LONG] for sign in SEPARATORS),
    *((f"111{sign}" * LONG)[:LONG] for sign in SEPARATORS),
    *((f"111{sign}" * LONG)[:LONG] + "x" for sign in SEPARATORS),
    *((f"1 {sign} " * LONG)[:LONG] for sign in SEPARATORS),
    "1." * LONG + "€",
    "€" * LONG,
    " ".join("1" * LONG),
    "{" * LONG,
    "½" * LONG,
    "٣" * LONG,
    "a" * LONG,
]
"""Texts of digits and separators at which an expression that tries every way of splitting them would never end."""
