"""Whether a frontend's documents would be answered: what the server would refuse them for, and what will go away.

The server's own verdict comes first; what it finds invalid is then told whole, with what may have been meant. Against
an older schema it is told what of the documents has changed since.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    NoDeprecatedCustomRule,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_location,
    parse,
    specified_rules,
    validate,
    visit,
)

from ratecard.api.audience import SEEN_AS, Audience
from ratecard.api.documents.costs import REQUEST
from ratecard.api.documents.documents import Documents
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.errors import VALIDATION_FAILED, Rejected
from ratecard.book.rulebook import RuleBook

ERRORS_TOLD_MOST = 100
"""Errors told of one document."""

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


class CheckNote(msgspec.Struct, frozen=True):
    """One thing about a document, and where in it; line 0 is all of it. `day` is when it goes away, "" where not told.

    `kind` is invalid, audience, cost, changed or deprecated.
    """

    kind: str
    sentence: str
    line: int = 0
    column: int = 0
    day: str = ""


class OperationCheck(msgspec.Struct, frozen=True):
    """One operation of a document: why it would not be answered, and what it uses that will go away.

    `cost` counts lists in variables as empty. Where the document is invalid there is none, nor an audience.
    """

    document: str
    operation: str
    audience: Audience | None
    cost: int | None
    problems: tuple[CheckNote, ...]
    deprecated: tuple[CheckNote, ...]


class OperationChecks:
    """Checks documents as the server would, for callers of one audience who ask one book."""

    def __init__(
        self, schema: GraphQLSchema, book: RuleBook, audience: Audience, limits: Limits, older: GraphQLSchema | None
    ) -> None:
        self._schema, self._older = schema, older
        self._audience, self._limits = audience, limits
        self._book = book.seen_by(SEEN_AS[audience])
        self._documents = Documents(schema, limits, Counters(), introspection=True)

    def of(self, name: str, text: str) -> Iterator[OperationCheck]:
        """The check of each operation of a document, whose name is its hash or the file's."""
        try:
            prepared = self._documents.prepare(text)
        except Rejected as refusal:
            yield self._refused(name, text, refusal)
            return
        document = prepared.plan.document
        places, changed = self._fields(document)
        deprecated = tuple(map(_deprecated, validate(self._schema, document, [NoDeprecatedCustomRule])))
        for operation in prepared.operations.values():
            needs = [
                CheckNote("audience", f"{field} is for the audience {needed.value}", *places.get(field, (0, 0)))
                for field, needed in operation.needs
                if not self._audience.sees(needed)
            ]
            cost = REQUEST + operation.asking({}).cost(self._book)
            problems = (*needs, *self._too_dear(cost), *changed)
            yield OperationCheck(name, operation.name or "", operation.audience, cost, problems, deprecated)

    def _refused(self, name: str, text: str, refusal: Rejected) -> OperationCheck:
        """The check of a document that the server refuses as a whole; of an invalid one with all that is invalid."""
        notes = [_told(error) for error in refusal.errors]
        operation = ""
        if refusal.args[0] == VALIDATION_FAILED:
            document = parse(text)
            errors = validate(self._schema, document, specified_rules, max_errors=ERRORS_TOLD_MOST)
            notes = [_invalid(error, self._is_new(document)) for error in errors] or notes
            named = [node.name for node in document.definitions if isinstance(node, OperationDefinitionNode)]
            operation = next((own.value for own in named if own is not None), "")
        return OperationCheck(name, operation, None, None, tuple(notes), ())

    def _is_new(self, document: DocumentNode) -> bool:
        """Whether the older schema would have taken a document."""
        return self._older is not None and not validate(self._older, document, specified_rules)

    def _too_dear(self, cost: int) -> Iterator[CheckNote]:
        if cost > self._limits.cost:
            yield CheckNote("cost", f"it costs {cost:,}, and at most {self._limits.cost:,} is taken")

    def _fields(self, document: DocumentNode) -> tuple[dict[str, tuple[int, int]], list[CheckNote]]:
        """Where each field stands first, by "Type.field", and those whose type the older schema had otherwise."""
        used = UsedFields(TypeInfo(self._schema))
        visit(document, TypeInfoVisitor(used.types, used))
        before = used.found
        if self._older is not None:
            older = UsedFields(TypeInfo(self._older))
            visit(document, TypeInfoVisitor(older.types, older))
            before = older.found
        changed = [
            CheckNote("changed", f"{field} is {own}, and was {before[field][0]}", *place)
            for field, (own, place) in used.found.items()
            if field in before and not _reads_alike(before[field][0], own)
        ]
        return {field: place for field, (_, place) in used.found.items()}, changed


class UsedFields(Visitor):
    """The fields of a document by "Type.field", each with its type and its first place. Its methods are visited."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: dict[str, tuple[GraphQLOutputType, tuple[int, int]]] = {}

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Notes one field, where the schema has it."""
        parent, kind = self.types.get_parent_type(), self.types.get_type()
        if parent is not None and kind is not None and node.loc is not None:
            at = get_location(node.loc.source, node.loc.start)
            self.found.setdefault(f"{parent.name}.{node.name.value}", (kind, (at.line, at.column)))


def _reads_alike(before: Any, now: Any) -> bool:
    """Whether whoever reads the type of before can read this one: the same by name, which may not be null any more."""
    if isinstance(now, GraphQLNonNull) and not isinstance(before, GraphQLNonNull):
        return _reads_alike(before, now.of_type)
    if type(before) is not type(now):
        return False
    if hasattr(now, "of_type"):
        return _reads_alike(before.of_type, now.of_type)
    return bool(before.name == now.name)


def _invalid(error: GraphQLError, is_new: bool) -> CheckNote:
    since = "; the older schema takes it" if is_new else ""
    at = error.locations[0] if error.locations else None
    return CheckNote("invalid", f"{error.message}{since}", *(() if at is None else (at.line, at.column)))


def _told(error: Any) -> CheckNote:
    """What the server tells of a document that cannot be read, or is too large."""
    at = (error.get("locations") or [None])[0]
    return CheckNote("invalid", error["message"], *(() if at is None else (at["line"], at["column"])))


def _deprecated(error: GraphQLError) -> CheckNote:
    days = DAY.findall(error.message)
    at = error.locations[0] if error.locations else None
    place = (0, 0) if at is None else (at.line, at.column)
    return CheckNote("deprecated", error.message, *place, days[-1] if days else "")
