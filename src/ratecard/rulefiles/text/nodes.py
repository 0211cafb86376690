"""The tree that a rule file's text becomes: scalars that are still text, mappings and lists, each with its place."""

import msgspec

from ratecard.diagnostics.diagnostic import Place


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """What the person wrote, untyped. `plain` is False where it stood in quotes or in a block."""

    text: str
    plain: bool
    place: Place


class Mapping(msgspec.Struct, frozen=True):
    """Keys with values in the order of the file; keys are unique, repeated ones were reported and dropped.

    But for what a decimal comma made of a number in braces: `{a: 69,99, b: 74,99}` has 99 twice, both without a value.
    """

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place


class Sequence(msgspec.Struct, frozen=True):
    """The items of a list."""

    items: tuple["Node", ...]
    place: Place


class Unread(msgspec.Struct, frozen=True):
    """What could not be read and is reported already: later stages neither use it nor miss it."""

    place: Place


Node = Scalar | Mapping | Sequence | Unread
