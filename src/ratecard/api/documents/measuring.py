"""The size of an operation before anything else looks at it: depth, aliases, fields, cost, and who may ask for it.

One walk measures all of it, and each fragment once, however often it is spread. So a document of nested fragments that
would be a million fields written out is measured in as many steps as it has selections.
"""

from collections.abc import Iterator, Mapping

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.documents.inputs import Contents
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.documents.survey import FieldFacts, Survey, rank
from ratecard.api.errors import TOO_LARGE, Rejected

BATCH_LENGTH_ASSUMED = bounds.QUOTES.most
"""How many entries a batch is taken to have inside another one, where no single number could be said."""

BATCHES_MOST = 50
"""Variables of one operation that decide the length of a batch."""

DOCUMENT_OPERATIONS_MOST = 5
"""How many operations of the largest size one document may hold."""

NESTING_MOST = 100
"""Selection sets within one another, those of fragments that hold no field counted too."""


class Weight(msgspec.Struct):
    """What was found in one selection set, all that lies below it written out.

    The cost is `cost` plus, for each variable, `per_entry` times the number of entries that it is given. `needs` are
    the fields that are not for everyone, by "Type.field". `contents` are what the arguments hold.
    """

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    cost: int = 0
    per_entry: dict[str, int] = msgspec.field(default_factory=dict)
    needs: dict[str, Audience] = msgspec.field(default_factory=dict)
    contents: Contents = msgspec.field(default_factory=Contents)
    kept: bool = True
    introspects: bool = False

    def cost_of(self, variables: Mapping[str, object], defaults: Mapping[str, int]) -> int:
        """The cost with these variables. `defaults` are the lengths of those that have a default."""
        return self.cost + sum(
            each * entries_in(variables.get(name), defaults.get(name, 0)) for name, each in self.per_entry.items()
        )

    @property
    def audience(self) -> Audience:
        """The widest audience that may see all of it."""
        return max(self.needs.values(), key=rank, default=Audience.PUBLIC)


def entries_in(value: object, default: int) -> int:
    """How many entries a value counts as where a list is asked for: one value alone is a list of one."""
    if value is None:
        return default
    return len(value) if isinstance(value, list) else 1


class Measuring:
    """Measures the operations of one document. Raises Rejected where one is too large."""

    def __init__(self, survey: Survey, limits: Limits, counters: Counters, document: DocumentNode) -> None:
        self._survey = survey
        self._limits = limits
        self._counters = counters
        self._document = document
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._measured: dict[str, Weight] = {}
        self._open: set[str] = set()

    def operations(self) -> Iterator[tuple[OperationDefinitionNode, Weight]]:
        """Each operation with its weight. Fragments that no operation spreads are measured too: validation reads them.

        Together they may hold as many fields as a few operations of the largest size: validation looks at all.
        """
        total = 0
        for each in self._document.definitions:
            if isinstance(each, OperationDefinitionNode):
                weight = self._selections(each.selection_set, self._root(each.operation), 0)
                yield each, weight
            elif isinstance(each, FragmentDefinitionNode):
                weight = self._fragment(each.name.value, 0)
            else:
                continue
            total += weight.fields
            most = DOCUMENT_OPERATIONS_MOST * self._limits.fields
            if total > most:
                raise Rejected(TOO_LARGE, f"the document's definitions have more than {most:,} fields together")

    def _root(self, operation: OperationType) -> str | None:
        root = self._survey.schema.get_root_type(operation)
        return root.name if root else None

    def _selections(self, selections: SelectionSetNode, type_name: str | None, level: int) -> Weight:
        if level > NESTING_MOST:
            raise Rejected(TOO_LARGE, f"the document nests more than {NESTING_MOST} selections and fragments")
        weight = Weight()
        for each in selections.selections:
            self._counters.selections_measured += 1
            self._add(weight, each, type_name, level)
            self._check(weight)
        return weight

    def _add(self, weight: Weight, node: SelectionNode, type_name: str | None, level: int) -> None:
        if isinstance(node, FieldNode):
            self._add_field(weight, node, type_name, level)
        elif isinstance(node, FragmentSpreadNode):
            _join(weight, self._fragment(node.name.value, level + 1))
        elif isinstance(node, InlineFragmentNode):
            of = node.type_condition.name.value if node.type_condition else type_name
            _join(weight, self._selections(node.selection_set, of, level + 1))

    def _add_field(self, weight: Weight, node: FieldNode, type_name: str | None, level: int) -> None:
        facts = self._survey.field(type_name, node.name.value)
        below = Weight()
        if node.selection_set:
            below = self._selections(node.selection_set, facts.type_name if facts else None, level + 1)
        weight.depth = max(weight.depth, below.depth + 1)
        weight.aliases += below.aliases + (node.alias is not None)
        if node.alias is not None and len(node.alias.value) > self._limits.alias_characters:
            raise Rejected(TOO_LARGE, f"an alias has more than {bounds.ALIAS_CHARACTERS} characters")
        weight.fields += below.fields + 1
        weight.needs.update(below.needs)
        weight.contents.add(below.contents)
        weight.kept = weight.kept and below.kept
        weight.introspects = weight.introspects or below.introspects or node.name.value in ("__schema", "__type")
        if facts is None:
            _charge(weight, below, 1)
            return
        if facts.audience is not Audience.PUBLIC:
            weight.needs[facts.name] = facts.audience
        weight.kept = weight.kept and facts.kept
        for argument in node.arguments or ():
            shape = facts.arguments.get(argument.name.value)
            if shape is not None:
                weight.contents.add_argument(argument.name.value, argument.value, shape)
        _charge_field(weight, below, facts, node)

    def _fragment(self, name: str, level: int) -> Weight:
        """The weight of a fragment, found once. One that spreads itself counts nothing: validation refuses it."""
        if name in self._measured:
            return self._measured[name]
        definition = self._fragments.get(name)
        if definition is None or name in self._open:
            return Weight()
        self._open.add(name)
        weight = self._selections(definition.selection_set, definition.type_condition.name.value, level)
        self._open.discard(name)
        self._measured[name] = weight
        return weight

    def _check(self, weight: Weight) -> None:
        limits = self._limits
        for found, most, what in (
            (weight.depth, limits.depth, bounds.DEPTH.what),
            (weight.aliases, limits.aliases, bounds.ALIASES.what),
            (weight.fields, limits.fields, bounds.FIELDS.what),
            (len(weight.per_entry), BATCHES_MOST, "batches by variables"),
        ):
            if found > most:
                raise Rejected(TOO_LARGE, f"the operation has more than {most:,} {what}, its fragments written out")


def _join(weight: Weight, found: Weight) -> None:
    """Adds what a fragment holds: its fields stand beside those of the selection set that spreads it."""
    weight.depth = max(weight.depth, found.depth)
    weight.aliases += found.aliases
    weight.fields += found.fields
    weight.needs.update(found.needs)
    weight.contents.add(found.contents)
    weight.kept = weight.kept and found.kept
    weight.introspects = weight.introspects or found.introspects
    _charge(weight, found, 1)


def _charge_field(weight: Weight, below: Weight, facts: FieldFacts, node: FieldNode) -> None:
    weight.cost += 1
    given = next((each.value for each in node.arguments or () if each.name.value == facts.batch), None)
    if isinstance(given, VariableNode):
        name = given.name.value
        each = below.cost + BATCH_LENGTH_ASSUMED * sum(below.per_entry.values())
        weight.per_entry[name] = weight.per_entry.get(name, 0) + each
    elif given is not None:
        _charge(weight, below, literal_entries(given))
    else:
        _charge(weight, below, facts.length)


def _charge(weight: Weight, below: Weight, times: int) -> None:
    weight.cost += times * below.cost
    for name, each in below.per_entry.items():
        weight.per_entry[name] = weight.per_entry.get(name, 0) + times * each


def literal_entries(value: ValueNode) -> int:
    """How many entries a literal counts as where a list is asked for."""
    if isinstance(value, NullValueNode):
        return 0
    return len(value.values) if isinstance(value, ListValueNode) else 1
