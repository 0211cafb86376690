"""Documents ready to be executed: parsed, measured and validated once, and kept while there is room.

Convention: what a document is refused for is kept as well, so that a frontend that keeps asking something invalid costs
no more than one that asks something valid.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from sys import getsizeof

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLFormattedError,
    GraphQLSchema,
    GraphQLSyntaxError,
    MaxIntrospectionDepthRule,
    OperationDefinitionNode,
    OperationType,
    TokenKind,
    ValueNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.documents.bounded import Bounded
from ratecard.api.documents.executing import ExecutionPlan, plan_of
from ratecard.api.documents.inputs import Given, defaults_of
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.documents.measuring import Demand, Measuring, Weight
from ratecard.api.documents.survey import Survey
from ratecard.api.errors import (
    ERRORS_MOST,
    FORBIDDEN,
    INTROSPECTION_OFF,
    MUTATION,
    OPERATION_UNRESOLVED,
    PARSE_FAILED,
    TOO_LARGE,
    VALIDATION_FAILED,
    Rejected,
    formatted,
    told,
)
from ratecard.rulefiles.echo import cut

TEXTS = frozenset({TokenKind.STRING, TokenKind.BLOCK_STRING})

BYTES_KEPT_MOST = 32_000_000
"""How large the kept documents, with what was refused of them, may be together."""

BYTES_PER_TOKEN = 700
"""What a prepared document takes in memory for each of its tokens: its nodes, and what it remembers of its fields."""

BYTES_PER_DOCUMENT = 5_000
"""What it takes beside them and its text."""

COMPARISONS_MOST = 20_000
"""Steps in which fields of one name are compared with each other. Real documents need a few hundred."""

ABORTED = "Parsing aborted."
BOUNDS_IN_WORDS = {
    " tokens": f"The document has more than {bounds.TOKENS} tokens; send what varies as variables.",
    " comments": f"The document has more than {bounds.COMMENTS} comments.",
    " code points": f"The document has more than {bounds.CHARACTERS} characters.",
    "nested too deeply": "The document nests too deeply.",
}
"""How the parser says that a bound was met, which is not a mistake of syntax, and how we do."""

RULES = (*specified_rules, MaxIntrospectionDepthRule)

overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = COMPARISONS_MOST  # the library's own way to set it


class Operation(msgspec.Struct, frozen=True):
    """One operation of a valid document: what it costs, and who may ask for it.

    `needs` are the fields that are not for everyone. `defaults` are those of variables in which something is counted.
    `root` is the field that is asked, where it is one alone, else empty.
    """

    name: str | None
    weight: Weight
    is_query: bool
    audience: Audience
    needs: tuple[tuple[str, Audience], ...]
    defaults: Mapping[str, ValueNode]
    root: str

    def asking(self, variables: Mapping[str, object]) -> Demand:
        """What it asks with these variables. Raises Rejected for a list that is too long."""
        return Demand(self.weight, Given(variables, self.defaults))


class Prepared(msgspec.Struct, frozen=True):
    """A valid document. `key` is the SHA-256 of its text."""

    key: bytes
    plan: ExecutionPlan
    operations: Mapping[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """The operation of this name, or the only one where none is named. Raises Rejected for any other."""
        if name:
            found = self.operations.get(name)
            if found is None:
                raise Rejected(OPERATION_UNRESOLVED, f"The document has no operation named {cut(name)}.")
            return found
        if len(self.operations) != 1:
            raise Rejected(OPERATION_UNRESOLVED, "The document has several operations; name one by operationName.")
        return next(iter(self.operations.values()))


class Documents:
    """Prepares documents, and keeps what it prepared."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, counters: Counters, *, introspection: bool) -> None:
        self._schema = schema
        self.survey = Survey(schema)
        self._limits = limits
        self._counters = counters
        self._introspection = introspection
        self._kept: Bounded[str, Prepared | Rejected] = Bounded(BYTES_KEPT_MOST)

    def known(self, text: str) -> bool:
        """Whether a document was prepared before and is still kept."""
        return text in self._kept

    def prepare(self, text: str) -> Prepared:
        """The document of this text. Raises Rejected where it is too large, cannot be read, or is not valid."""
        found = self._kept.get(text)
        if found is None:
            found, size = self._prepare(text)
            self._kept.put(text, found, size)
        if isinstance(found, Rejected):
            raise found.afresh()  # what is kept is never raised: a traceback would hold all that the request was of
        return found

    def _prepare(self, text: str) -> tuple[Prepared | Rejected, int]:
        """What becomes of a text, and about how many bytes of memory that takes."""
        size = 2 * getsizeof(text) + BYTES_PER_DOCUMENT  # its tokens hold what is written in it once more
        try:
            document = self._parse(text)
            self._counters.tokens_parsed += document.token_count
            measured = Measuring(self.survey, self._limits, self._counters, document)
            operations = [self._operation(node, weight) for node, weight in measured.operations()]
            self._validate(document, all(operation.is_query for operation in operations))
        except Rejected as refusal:
            return refusal.afresh(), size + len(msgspec.json.encode(refusal.errors))
        key = sha256(text.encode()).digest()
        size += BYTES_PER_TOKEN * document.token_count
        return Prepared(key, plan_of(text, document), {operation.name: operation for operation in operations}), size

    @property
    def bytes_kept(self) -> int:
        """About how many bytes of memory the kept documents take."""
        return self._kept.size

    def _parse(self, text: str) -> DocumentNode:
        self._counters.documents_parsed += 1
        limits = self._limits
        try:
            document = parse(
                text,
                max_lexical_tokens=limits.tokens,
                max_comments=limits.comments,
                max_source_length=limits.characters,
            )
            if len(text) > limits.text_characters:
                _check_texts(document, limits)
            return document
        except GraphQLSyntaxError as error:
            for words, message in BOUNDS_IN_WORDS.items():
                if error.message.endswith(ABORTED) and words in error.message:
                    raise Rejected(PARSE_FAILED, message, reason=TOO_LARGE) from None
            raise Rejected(PARSE_FAILED, told(error)) from None
        except RecursionError:
            raise Rejected(PARSE_FAILED, BOUNDS_IN_WORDS["nested too deeply"], reason=TOO_LARGE) from None

    def _operation(self, node: OperationDefinitionNode, weight: Weight) -> Operation:
        if weight.introspects and not self._introspection:
            message = "This server does not tell its schema. Read the published one."
            raise Rejected(INTROSPECTION_OFF, message)
        needs = tuple(sorted(weight.needs.items()))
        is_query = node.operation is OperationType.QUERY
        name = node.name.value if node.name else None
        defaults = defaults_of(node, self.survey.shapes, self._schema)
        return Operation(name, weight, is_query, weight.audience, needs, defaults, _root(node))

    def _validate(self, document: DocumentNode, only_queries: bool) -> None:
        self._counters.documents_validated += 1
        errors = validate(self._schema, document, RULES, max_errors=ERRORS_MOST, hide_suggestions=True)
        if errors:
            raise Rejected(VALIDATION_FAILED, *formatted(errors), reason="" if only_queries else MUTATION)


def _root(node: OperationDefinitionNode) -> str:
    """The one field that an operation asks at its root, under whatever alias; empty where there are several."""
    fields = [selection.name.value for selection in node.selection_set.selections if isinstance(selection, FieldNode)]
    return fields[0] if len(fields) == 1 == len(node.selection_set.selections) else ""


def _check_texts(document: DocumentNode, limits: Limits) -> None:
    """Raises Rejected for a text in a document that is too long: a default may be used many times."""
    token = document.loc.start_token if document.loc is not None else None
    while token is not None:
        if token.value is not None and token.kind in TEXTS and len(token.value) > limits.text_characters:
            message = f"The document holds a text of more than {bounds.TEXT_CHARACTERS} characters."
            raise Rejected(PARSE_FAILED, message, reason=TOO_LARGE)
        token = token.next


def refuse_fields(needs: Sequence[tuple[str, Audience]], audience: Audience) -> Rejected:
    """Why a caller of this audience is not answered: the fields that are for another one, each by its name."""
    missing = [(field, str(needed.value)) for field, needed in needs if not audience.sees(needed)]
    told: list[GraphQLFormattedError] = [
        {"message": f"{field} is for the audience {needed}.", "extensions": {"audience": needed}}
        for field, needed in missing[:ERRORS_MOST]
    ]
    return Rejected(FORBIDDEN, *told)
