"""Edits after which a book means what it meant before: nothing may be reported, and the digest stays.

Each takes a book's texts, and a random number generator for where and how; None where there is nothing to change.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

import yaml

from tests.mutations import creators
from tests.mutations.edits import Edit
from tests.mutations.sources import RULES, Source, Spot

Texts = dict[str, str | bytes]
Change = Callable[[Source, Random], Texts | None]

CHANGES: dict[str, Change] = {}
"""Every change without a meaning, by name."""

PLAIN = re.compile(r"[\w.%-][\w .%-]*")


def change(make: Change) -> Change:
    """Registers a change; its docstring says what is done."""
    CHANGES[make.__name__] = make
    return make


def _values(source: Source, *kinds: str) -> list[Spot]:
    kinds = kinds or ("money", "rate", "count", "word", "rounding", "currency", "zone", "region")
    return [spot for spot in source.of(*kinds) if spot.key is not None]


def _bare(source: Source, spot: Spot) -> bool:
    """Whether a value stands without quotes, in one line."""
    return source.files[spot.file][spot.value[0] : spot.value[1]] == spot.text


def _with(source: Source, spot: Spot, new: str) -> Texts:
    return Edit(spot.file, spot.value, new).apply(source)


def _one(random: Random, spots: list[Spot]) -> Spot | None:
    return random.choice(spots) if spots else None


def _block_lines(source: Source) -> list[tuple[str, int]]:
    """Offsets at which a key begins a line of its own."""
    return [
        (spot.file, source.files[spot.file].rfind("\n", 0, spot.key[0]) + 1)
        for spot in source.spots
        if spot.key is not None and not spot.in_flow
    ]


def _inserted_line(source: Source, random: Random, line: str) -> Texts | None:
    places = _block_lines(source)
    if not places:
        return None
    file, offset = random.choice(places)
    return Edit(file, (offset, offset), line + source.newline(file)).apply(source)


@change
def a_comment_on_a_line_of_its_own(source: Source, random: Random) -> Texts | None:
    """A comment above a key, indented by any number of spaces."""
    return _inserted_line(source, random, " " * random.randrange(9) + "# {seen: [in the store")


@change
def a_blank_line(source: Source, random: Random) -> Texts | None:
    """A line without anything, or with spaces alone."""
    return _inserted_line(source, random, " " * random.randrange(5))


@change
def a_comment_at_the_end_of_a_line(source: Source, random: Random) -> Texts | None:
    """A comment behind a value."""
    spot = _one(random, [s for s in _values(source) if not s.in_flow])
    if spot is None:
        return None
    rest = source.files[spot.file][spot.value[1] :].split("\n")[0]
    return _with(source, spot, f"{spot.text}  # example, 12,99") if not rest.strip() and _bare(source, spot) else None


@change
def quotes_around_a_value(source: Source, random: Random) -> Texts | None:
    """A value in single or double quotes."""
    spot = _one(random, _values(source))
    quote = random.choice("\"'")
    return _with(source, spot, f"{quote}{spot.text}{quote}") if spot else None


@change
def quotes_around_a_key(source: Source, random: Random) -> Texts | None:
    """A key in single or double quotes."""
    spots = [spot for spot in source.spots if spot.key is not None]
    spot, quote = random.choice(spots), random.choice("\"'")
    return Edit(spot.file, spot.key or (0, 0), f"{quote}{spot.path[-1]}{quote}").apply(source)


@change
def no_quotes_where_none_are_needed(source: Source, random: Random) -> Texts | None:
    """A quoted value without its quotes."""
    spot = _one(random, [s for s in _values(source) if not _bare(source, s) and PLAIN.fullmatch(s.text)])
    return _with(source, spot, spot.text) if spot else None


@change
def the_order_of_two_keys(source: Source, random: Random) -> Texts | None:
    """Two keys of one mapping in braces change places."""
    mappings = [s for s in source.spots if isinstance(s.node, yaml.MappingNode) and s.node.flow_style]
    mappings = [s for s in mappings if len(s.node.value) > 1]
    spot = _one(random, mappings)
    if spot is None:
        return None
    first, second = sorted(random.sample(range(len(spot.node.value)), 2))
    text = source.files[spot.file]
    spans = [(k.start_mark.index, v.end_mark.index) for k, v in (spot.node.value[first], spot.node.value[second])]
    one, two = (text[start:end] for start, end in spans)
    span = (spans[0][0], spans[1][1])
    return Edit(spot.file, span, two + text[spans[0][1] : spans[1][0]] + one).apply(source)


@change
def the_order_of_the_outermost_keys(source: Source, random: Random) -> Texts | None:
    """The outermost keys of a file in another order, each with what stands below it."""
    file = random.choice(sorted(source.files))
    root = source.roots[file]
    if root.flow_style:
        return None
    text, new = source.files[file], source.newline(file)
    starts = [key.start_mark.index for key, _ in root.value]
    closed = text.rstrip().endswith(f"{new}...")
    last = text.rindex("...") if closed else len(text)
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], last], strict=True)]
    parts = [part if part.endswith("\n") else part + new for part in parts]
    random.shuffle(parts)
    return {**source.files, file: text[: starts[0]] + "".join(parts) + text[last:]}


@change
def braces_for_lines(source: Source, random: Random) -> Texts | None:
    """A mapping of plain values over several lines is written in braces on one."""
    blocks = [s for s in source.spots if isinstance(s.node, yaml.MappingNode) and not s.node.flow_style]
    plain = [s for s in blocks if all(_is_plain(k) and _is_plain(v) for k, v in s.node.value)]
    spot = _one(random, plain)
    if spot is None or spot.key is None:
        return None
    inner = ", ".join(f"{key.value}: {value.value}" for key, value in spot.node.value)
    last = spot.node.value[-1][1]
    return Edit(spot.file, (spot.key[1], last.end_mark.index), f": {{{inner}}}").apply(source)


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and bool(PLAIN.fullmatch(node.value))


@change
def lines_for_braces(source: Source, random: Random) -> Texts | None:
    """A mapping in braces is written over several lines, more indented than anything around it."""
    flows = [s for s in source.spots if isinstance(s.node, yaml.MappingNode) and s.node.flow_style and not s.in_flow]
    spot = _one(random, [s for s in flows if s.is_one_line and s.key])
    if spot is None:
        return None
    text, new = source.files[spot.file], source.newline(spot.file)
    column = (spot.key or (0, 0))[0] - (text.rfind("\n", 0, spot.value[0]) + 1)
    indent = " " * (column + random.randrange(1, 7))
    entries = [text[k.start_mark.index : v.end_mark.index] for k, v in spot.node.value]
    lines = "".join(f"{new}{indent}{entry}" for entry in entries)
    return Edit(spot.file, spot.value, lines).apply(source)


@change
def wider_indentation(source: Source, random: Random) -> Texts | None:
    """Every line of a file indented twice or thrice as far."""
    file = random.choice(sorted(source.files))
    if any(s.file == file and isinstance(s.node, yaml.ScalarNode) and s.node.style in ("|", ">") for s in source.spots):
        return None
    times = random.choice((2, 3))
    text = re.sub(r"(?m)^ +", lambda found: found[0] * times, source.files[file])
    return {**source.files, file: text}


@change
def other_line_ends(source: Source, random: Random) -> Texts | None:
    """Lines of a file end as under Windows, or as on an old Mac."""
    file = random.choice(sorted(source.files))
    text = source.files[file].replace("\r\n", "\n").replace("\n", random.choice(("\r\n", "\r", "\n")))
    return {**source.files, file: text}


@change
def a_byte_order_mark(source: Source, random: Random) -> Texts | None:
    """A file begins with the mark that Windows writes before UTF-8."""
    file = random.choice(sorted(source.files))
    return {**source.files, file: b"\xef\xbb\xbf" + source.files[file].encode()}


@change
def marks_of_a_document(source: Source, random: Random) -> Texts | None:
    """A file begins with three hyphens and ends with three points."""
    file = random.choice(sorted(source.files))
    text, new = source.files[file], source.newline(file)
    if text.startswith("%"):
        return None
    return {**source.files, file: f"---{new}{text}{'' if text.endswith(new) else new}...{new}"}


@change
def tabs_before_a_value_or_comment(source: Source, random: Random) -> Texts | None:
    """A tab between a colon and its value, and before a comment."""
    spot = _one(random, [s for s in _values(source) if not s.in_flow and _bare(source, s) and s.is_one_line])
    if spot is None or spot.key is None:
        return None
    text = source.files[spot.file]
    rest = text[spot.value[1] :].split("\n")[0]
    if rest.strip() or "\n" in text[spot.key[1] : spot.value[0]]:
        return None
    return Edit(spot.file, (spot.key[1], spot.value[1]), f":\t{spot.text}\t# tabs").apply(source)


@change
def a_count_in_groups_of_three(source: Source, random: Random) -> Texts | None:
    """5000 written as 5_000, or the other way round."""
    spot = _one(random, _values(source, "count"))
    return (
        _with(source, spot, f"{int(spot.text):_}" if "_" not in spot.text else spot.text.replace("_", ""))
        if spot
        else None
    )


@change
def a_rate_as_a_fraction(source: Source, random: Random) -> Texts | None:
    """19 % written as 19/100, or as basis points."""
    spot = _one(random, [s for s in _values(source, "rate") if re.fullmatch(r"\d+ ?%", s.text)])
    if spot is None:
        return None
    whole = int(spot.text.rstrip(" %"))
    return _with(source, spot, random.choice((f"{whole}/100", f"{whole * 2}/200", f"{whole * 100} bps", f"{whole}.0%")))


@change
def the_price_of_more_diamonds(source: Source, random: Random) -> Texts | None:
    """0.005 USD each written as 1 USD per 200, or with more zeros."""
    spot = _one(random, creators.values(source, "payouts/diamond"))
    if spot is None:
        return None
    number, code, unit = spot.text.split(" ", 2)
    units = int(unit.removeprefix("per ")) if unit.startswith("per ") else 1
    times = random.choice((1, 3, 1000))
    more = Decimal(number) * times
    return _with(source, spot, f"{more:f} {code} per {units * times}")


@change
def diamonds_for_more_coins(source: Source, random: Random) -> Texts | None:
    """1 per 2 written as 0.5 each, or as 2 per 4."""
    spot = _one(random, creators.values(source, "earnings/*/diamonds"))
    found = re.fullmatch(r"(\d+) per (\d+)", spot.text) if spot else None
    if spot is None or found is None:
        return None
    diamonds, coins = int(found[1]), int(found[2])
    each = Decimal(diamonds) / coins
    ways = [f"{diamonds * 2} per {coins * 2}", f"{diamonds}.0 per {coins}"]
    return _with(source, spot, random.choice([*ways, f"{each} each"] if each * coins == diamonds else ways))


@change
def zeros_behind_an_exchange_rate(source: Source, random: Random) -> Texts | None:
    """1.175 written as 1.1750."""
    spot = _one(random, [s for s in creators.values(source, "fx/rates/*") if "." in s.text])
    return _with(source, spot, f"{spot.text}00") if spot else None


@change
def a_unit_in_the_singular(source: Source, random: Random) -> Texts | None:
    """14 days written as 14 day, 10 payouts as 10 payout."""
    paths = ("payouts/hold", "payouts/pays/after", "payouts/methods/*/after", "payouts/limits/*/most")
    spot = _one(random, [s for s in creators.values(source, *paths) if s.text.endswith("s")])
    return _with(source, spot, spot.text.removesuffix("s")) if spot else None


@change
def zeros_behind_a_price(source: Source, random: Random) -> Texts | None:
    """12.90 written as 12.9."""
    spot = _one(random, [s for s in _values(source, "money") if re.search(r"\.\d*0( |$)", s.text)])
    return _with(source, spot, re.sub(r"\.?0( |$)", r"\1", spot.text, count=1)) if spot else None


@change
def a_source_beside_a_value(source: Source, random: Random) -> Texts | None:
    """A value is given its source."""
    kinds = ("money", "rate", "count", "word", "rounding", "currency", "zone")
    spot = _one(random, [s for s in _values(source, *kinds) if s.path[-1] != "value"])
    return _with(source, spot, f"{{value: {spot.text}, source: example}}") if spot else None


@change
def a_note_in_a_mapping(source: Source, random: Random) -> Texts | None:
    """A mapping is given a note."""
    mappings = [
        (file, node) for file, _, node in source.mappings() if all(key.value != "note" for key, _ in node.value)
    ]
    file, node = random.choice(mappings)
    start = node.value[0][0].start_mark
    column = start.index - (source.files[file].rfind("\n", 0, start.index) + 1)
    end = ", " if node.flow_style else source.newline(file) + " " * column
    return Edit(file, (start.index, start.index), f"note: as of old{end}").apply(source)


@change
def other_names_of_files(source: Source, random: Random) -> Texts | None:
    """Files have other names, so that they are read in another order."""
    names = {}
    for file in source.files:
        folder, _, _ = file.rpartition("/")
        deep = "deep/er/" if file.startswith(f"{RULES}/") and random.random() < 0.5 else ""
        names[file] = f"{folder}/{deep}{random.randrange(10**9)}{random.choice(('.yaml', '.yml'))}"
    return (
        {names[file]: text for file, text in source.files.items()} if len(set(names.values())) == len(names) else None
    )


@change
def rules_in_one_file_for_each_key(source: Source, random: Random) -> Texts | None:
    """The outermost keys of a file under rules/ each go to a file of their own."""
    file = random.choice(sorted(name for name in source.files if name.startswith(f"{RULES}/")))
    root, text = source.roots[file], source.files[file]
    if root.flow_style or any(key.value in ("source", "note") for key, _ in root.value):
        return None
    starts = [key.start_mark.index for key, _ in root.value]
    files: Texts = {name: content for name, content in source.files.items() if name != file}
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        files[f"rules/part/{index}.yaml"] = text[start:end]
    return files
