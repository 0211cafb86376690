"""The size of an operation before anything else looks at it: depth, aliases, fields, cost, and who may ask for it.

One walk measures all of it, and each fragment once, however often it is spread. So a document of nested fragments that
would be a million fields written out is measured in as many steps as it has selections.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
)

from ratecard.api import bounds
from ratecard.api.audience import Audience, narrowest
from ratecard.api.documents.costs import (
    ANSWER,
    FIELD,
    FOR_SERVICES,
    LANGUAGE,
    LANGUAGES_USUAL,
    LOT,
    TEN_LOTS,
    Per,
    Work,
    counted,
    counted_by_answers,
    plus,
    product,
    tens_of,
)
from ratecard.api.documents.inputs import Argument, Given
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.documents.survey import UNWRAPPING, FieldFacts, Survey
from ratecard.api.errors import TOO_LARGE, Rejected
from ratecard.book.rulebook import RuleBook

DOCUMENT_OPERATIONS_MOST = 5
"""How many operations of the largest size one document may hold."""

NESTING_MOST = 100
"""Selection sets within one another, those of fragments that hold no field counted too."""


class Call(msgspec.Struct, frozen=True):
    """One field with arguments. `own` is its own work, `each` that of one answer: all that is asked below it."""

    own: Work
    each: Work
    arguments: tuple[Argument, ...]

    def ask(self, given: Given) -> "MeasuredOperation":
        """What these variables ask of it. Raises Rejected for a list that is too long."""
        tallies = [(argument.batch, argument.tally(given)) for argument in self.arguments]
        answers = sum(tally.entries for batch, tally in tallies if batch)
        return MeasuredOperation(
            answers if any(batch for batch, _ in tallies) else 1,
            sum(tally.lots for _, tally in tallies),
            sum(tally.answered for _, tally in tallies),
            sum(tally.units for _, tally in tallies),
        )

    def languages(self, given: Given) -> frozenset[str]:
        """The languages that these variables ask it to write in, as they are written."""
        return frozenset(text for argument in self.arguments for text in argument.languages(given))


class MeasuredOperation(NamedTuple):
    """What one call is asked: how many answers, with how many lots stated and answered, and the units of its inputs."""

    answers: int
    lots: int
    lots_answered: int
    units: int


class Weight(msgspec.Struct):
    """What was found in one selection set, all that lies below it written out.

    `work` is that of one object's fields. `calls` are the fields with arguments, by the place of each in the document,
    and how often it stands there. `needs` are the fields that are not for everyone, by "Type.field".
    """

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    work: dict[Per, int] = msgspec.field(default_factory=dict)
    calls: dict[int, tuple[Call, int]] = msgspec.field(default_factory=dict)
    needs: dict[str, Audience] = msgspec.field(default_factory=dict)
    kept: bool = True
    introspects: bool = False

    @property
    def audience(self) -> Audience:
        """The widest audience that may see all of it."""
        return narrowest(self.needs.values())


class Demand:
    """What one request asks, by the variables that it gives. Raises Rejected for a list that is too long."""

    def __init__(self, weight: Weight, given: Given) -> None:
        self._work = weight.work
        self._calls = [(call, times, call.ask(given)) for call, times in weight.calls.values()]
        self.languages = len({text for call, _, _ in self._calls for text in call.languages(given)})
        """How many languages it names, those that are written alike once."""

    @property
    def lots(self) -> int:
        """How many lots it holds, those of a variable as often as it is used."""
        return sum(times * asked.lots for _, times, asked in self._calls)

    def check_lots(self, most: int) -> None:
        """Raises Rejected where it holds more lots than are taken."""
        if self.lots > most:
            raise Rejected(TOO_LARGE, f"The request holds {self.lots:,} lots; at most {most:,} are taken in one.")

    def cost(self, book: RuleBook) -> int:
        """The units that its answer from this book takes at most, without those of the request itself."""
        languages = LANGUAGE * max(0, self.languages - LANGUAGES_USUAL)
        return (
            languages
            + _units(self._work, 1, 1, book)
            + sum(
                times
                * (
                    _units(call.own, 1, 1, book)
                    + asked.units
                    + _units(call.each, asked.answers, asked.lots_answered, book)
                )
                for call, times, asked in self._calls
            )
        )


def _units(work: Work, answers: int, lots: int, book: RuleBook) -> int:
    """The units of this many answers, which are together of this many lots."""
    asked = {ANSWER: answers, LOT: lots, TEN_LOTS: answers + tens_of(lots)}
    return sum(
        units * (asked[per] if per in asked else answers * counted(per, book)) for per, units in work.items() if units
    )


class Measuring:
    """Measures the operations of one document. Raises Rejected where one is too large."""

    def __init__(self, survey: Survey, limits: Limits, counters: Counters, document: DocumentNode) -> None:
        self._survey = survey
        self._limits = limits
        self._counters = counters
        self._document = document
        self._fragments = {
            fragment.name.value: fragment
            for fragment in document.definitions
            if isinstance(fragment, FragmentDefinitionNode)
        }
        self._measured: dict[str, Weight] = {}
        self._open: set[str] = set()

    def operations(self) -> Iterator[tuple[OperationDefinitionNode, Weight]]:
        """Each operation with its weight. Fragments that no operation spreads are measured too: validation reads them.

        Together they may hold as many fields as a few operations of the largest size: validation looks at all.
        """
        total = 0
        for definition in self._document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                weight = self._selections(definition.selection_set, self._root(definition.operation), 0)
                yield definition, weight
            elif isinstance(definition, FragmentDefinitionNode):
                weight = self._fragment(definition.name.value, 0)
            else:
                continue
            total += weight.fields
            most = DOCUMENT_OPERATIONS_MOST * self._limits.fields
            if total > most:
                raise Rejected(TOO_LARGE, f"the document's definitions have more than {most:,} fields together")

    def _root(self, operation: OperationType) -> str | None:
        root = self._survey.schema.get_root_type(operation)
        return root.name if root else None

    def _selections(self, selections: SelectionSetNode, type_name: str | None, level: int, wraps: int = 0) -> Weight:
        if level > NESTING_MOST:
            raise Rejected(TOO_LARGE, f"the document nests more than {NESTING_MOST} selections and fragments")
        weight = Weight()
        for selection in selections.selections:
            self._counters.selections_measured += 1
            self._add(weight, selection, type_name, level, wraps)
            self._check(weight)
        return weight

    def _add(self, weight: Weight, node: SelectionNode, type_name: str | None, level: int, wraps: int) -> None:
        if isinstance(node, FieldNode):
            self._add_field(weight, node, type_name, level, wraps)
        elif isinstance(node, FragmentSpreadNode):
            _join(weight, self._fragment(node.name.value, level + 1))
        elif isinstance(node, InlineFragmentNode):
            of = node.type_condition.name.value if node.type_condition else type_name
            _join(weight, self._selections(node.selection_set, of, level + 1, wraps))

    def _add_field(self, weight: Weight, node: FieldNode, type_name: str | None, level: int, wraps: int) -> None:
        """Adds a field, below `wraps` fields that each take one wrapping off a type."""
        facts = self._survey.field(type_name, node.name.value)
        below = Weight()
        wraps = wraps + 1 if node.name.value == UNWRAPPING else 0
        if node.selection_set:
            below = self._selections(node.selection_set, facts.type_name if facts else None, level + 1, wraps)
            if wraps > self._survey.wraps_most:
                below.work = {}  # no type is wrapped so often, and null has no fields
        weight.depth = max(weight.depth, below.depth + 1)
        weight.aliases += below.aliases + (node.alias is not None)
        if node.alias is not None and len(node.alias.value) > self._limits.alias_characters:
            raise Rejected(TOO_LARGE, f"an alias has more than {bounds.ALIAS_CHARACTERS} characters")
        weight.fields += below.fields + 1
        weight.needs.update(below.needs)
        weight.kept = weight.kept and below.kept
        weight.introspects = weight.introspects or below.introspects or node.name.value in ("__schema", "__type")
        if facts is None:
            _add_work(weight, below)
            plus(weight.work, {ANSWER: FIELD})
            return
        if facts.audience is not Audience.PUBLIC:
            weight.needs[facts.name] = facts.audience
        for argument in node.arguments or ():
            if argument.name.value in FOR_SERVICES:
                weight.needs[f"{facts.name}({argument.name.value}:)"] = Audience.SERVICE
        weight.kept = weight.kept and facts.kept
        _charge(weight, below, facts, node)

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
        for size, most, what in (
            (weight.depth, limits.depth, bounds.DEPTH.what),
            (weight.aliases, limits.aliases, bounds.ALIASES.what),
            (weight.fields, limits.fields, bounds.FIELDS.what),
        ):
            if size > most:
                raise Rejected(TOO_LARGE, f"the operation has more than {most:,} {what}, its fragments written out")


def _join(weight: Weight, found: Weight) -> None:
    """Adds what a fragment holds: its fields stand beside those of the selection set that spreads it."""
    weight.depth = max(weight.depth, found.depth)
    weight.aliases += found.aliases
    weight.fields += found.fields
    weight.needs.update(found.needs)
    weight.kept = weight.kept and found.kept
    weight.introspects = weight.introspects or found.introspects
    _add_work(weight, found)


def _charge(weight: Weight, below: Weight, facts: FieldFacts, node: FieldNode) -> None:
    """Adds the work of one field. Where it has arguments, what they hold is counted for each request."""
    arguments = tuple(
        Argument(argument.name.value, argument.value, shape, argument.name.value == facts.batch)
        for argument in node.arguments or ()
        if (shape := facts.arguments.get(argument.name.value)) is not None
    )
    each = below.work if facts.counts is None else counted_by_answers(below.work, facts.counts)
    each = product(facts.length, each) if facts.batch is None else dict(each)
    plus(each, facts.each_work(node))
    own = facts.own_work(node)
    for argument in arguments:
        argument.tally(Given({}, {}))
    if arguments:
        weight.calls[id(node)] = (Call(own, each, arguments), 1)
    else:
        plus(weight.work, own)
        plus(weight.work, each)
    for call in below.calls:
        weight.calls[call] = below.calls[call]


def _add_work(weight: Weight, found: Weight) -> None:
    plus(weight.work, found.work)
    for place, (call, times) in found.calls.items():
        weight.calls[place] = (call, times + (weight.calls[place][1] if place in weight.calls else 0))
