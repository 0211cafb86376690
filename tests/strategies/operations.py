"""Operations of every audience, drawn from the schema itself: any field, with any arguments, under any aliases.

Arguments are literals and variables, variables with defaults, null, one value where a list is asked for, and objects
with variables inside. What the values say is mostly what the shipped book knows, so that answers have figures in them.
"""

from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
)
from hypothesis import strategies as st

LENGTHS = (0, 1, 1, 2, 5, 20, 50)
REPEATS = (1, 1, 1, 2, 5)
DEPTH_MOST = 4

SCALARS: dict[str, tuple[object, ...]] = {
    "RegionCode": ("DE", "DE", "US", "US", "US-NY", "JP", "CA-QC", "AQ", "?"),
    "PlatformCode": ("ios", "ios", "android", "web", "nowhere"),
    "Locale": ("de", "en", "ja", "ar-EG", "pt-BR,pt;q=0.9,en", "-"),
    "DateTime": ("2026-02-01T00:00:00Z", "2026-01-02T03:04:05+09:00", "2025-06-30T22:00:00Z"),
    "Decimal": ("1.00", "40.00", "300.00", "100000.00", "x"),
    "CurrencyCode": ("USD", "EUR", "JPY"),
    "Diamonds": (1, 5_000, 20_000, 40_000, 10**15),
    "Int": (0, 1, 3, 21, 100),
    "Boolean": (True, False),
    "PromotionCode": ("WELCOME10", " welcome10", "NOT A CODE", ""),
}
NAMED: dict[str, tuple[object, ...]] = {
    "packageId": ("coins_100", "coins_1000", "coins_1001"),
    "thingId": ("top_up", "coins_100", "tier_9"),
    "unitId": ("coin", "diamond", "gold"),
    "itemId": ("fan_club", "shout", "tier_9"),
    "giftId": ("rose", "rose", "rosee"),
    "wayId": ("card", "paypal", "none"),
    "methodId": ("paypal", "paypal", "bank", "cash"),
    "limitId": ("daily", "weekly", "monthly", "yearly", "promotions.first_of_each.each"),
    "most": ("100.00 EUR", "5 USD", "nothing"),
    "used": ("20.00 EUR", "0 USD", "nothing"),
    "amount": ("1 payouts", "20.00 USD", "nothing"),
    "kind": ("live", "video"),
    "grade": ("standard", "partner"),
    "lotClass": ("promotional", "earned"),
    "taxForm": ("w9", "none"),
    "guard": ("margin", "bulk", ""),
    "reference": ("cart 7", ""),
    "digest": ("0" * 32, ""),
    "spend": ("100.00 EUR", "nothing"),
    "token": ("a.b.c", "", "x" * 500),
}
FACTS: tuple[tuple[str, str], ...] = (
    ("buyer.age", "21"),
    ("buyer.member", "yes"),
    ("buyer.purchases", "2"),
    ("creator.grade", "partner"),
    ("creator.payouts", "3"),
    ("creator.age", "many"),
    ("nothing", "1"),
)
AT = "2026-07-01T00:00:00Z"


class Drawn(NamedTuple):
    """One operation: a document with one operation, and its variables."""

    document: str
    variables: dict[str, Any]


class _Drawing:
    """Draws one operation; collects its variables and its fragments."""

    def __init__(self, draw: st.DrawFn, schema: GraphQLSchema) -> None:
        self.draw = draw
        self.schema = schema
        self.defined: list[str] = []
        self.variables: dict[str, Any] = {}
        self.fragments: list[str] = []

    def of(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def maybe(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) < percent

    def operation(self) -> Drawn:
        query = self.schema.query_type
        assert query is not None
        names = [*query.fields, *query.fields, "__schema", "__type"]
        fields = " ".join(self.field(query, self.of(names), 0, "") for _ in range(self.of((1, 1, 2, 3))))
        variables = f"({', '.join(self.defined)})" if self.defined else ""
        return Drawn(f"query Drawn{variables} {{ {fields} }} {' '.join(self.fragments)}", self.variables)

    def field(self, owner: GraphQLNamedType, name: str, depth: int, prefix: str) -> str:
        """A field under one alias or several."""
        if name == "__schema":
            return f"__schema {self.selection(self.schema.type_map['__Schema'], depth + 1)}"
        if name == "__type":
            type_name = self.of(("Query", "Refusal", "PayoutQuote", "PayoutQuoteResult", "LotInput", "Audience"))
            return f'__type(name: "{type_name}") {self.selection(self.schema.type_map["__Type"], depth + 1)}'
        assert isinstance(owner, GraphQLObjectType | GraphQLInterfaceType)
        definition = owner.fields[name]
        arguments = self.arguments(definition.args)
        named = get_named_type(definition.type)
        below = "" if is_leaf_type(named) else f" {self.selection(named, depth + 1)}"
        repeats = self.of(REPEATS) if depth < 2 or not below else 1
        label = f"{prefix}{name}_{len(self.fragments)}_{self.draw(st.integers(0, 999))}"
        return " ".join(f"{label}_{number}: {name}{arguments}{below}" for number in range(repeats))

    def selection(self, of: GraphQLNamedType, depth: int) -> str:
        if isinstance(of, GraphQLUnionType):
            answer = next(each for each in of.types if each.name != "InvalidInput" and not each.interfaces)
            others = [each for each in of.types if each.interfaces]
            parts = [f"... on {answer.name} {self.selection(answer, depth)}"]
            if self.maybe(40):
                refused = self.of(others)
                parts.append(f"... on {refused.name} {self.selection(refused, depth)}")
            return f"{{ __typename {' '.join(parts)} }}"
        assert isinstance(of, GraphQLObjectType | GraphQLInterfaceType)
        deep = depth >= DEPTH_MOST
        names = [name for name, each in of.fields.items() if not (deep and not is_leaf_type(get_named_type(each.type)))]
        chosen = self.draw(st.lists(st.sampled_from(names), max_size=4, unique=True)) if names else []
        fields = " ".join(self.field(of, name, depth, f"{of.name.strip('_')}_") for name in chosen) or "__typename"
        if self.maybe(10):
            self.fragments.append(f"fragment F{len(self.fragments)} on {of.name} {{ {fields} }}")
            return f"{{ ...F{len(self.fragments) - 1} }}"
        return f"{{ {fields} }}"

    def arguments(self, arguments: dict[str, Any]) -> str:
        parts = []
        for name, argument in arguments.items():
            required = isinstance(argument.type, GraphQLNonNull)
            if name == "at":
                parts.append(f'at: "{AT}"')
            elif required or (name != "includeDeprecated" and self.maybe(40)):
                parts.append(f"{name}: {self.written(name, argument.type)}")
        return f"({', '.join(parts)})" if parts else ""

    def written(self, name: str, kind: GraphQLInputType) -> str:
        """A value for a place in the document: a literal, or a variable of that type."""
        if self.maybe(50):
            return self.variable(name, kind)
        return self.literal(name, kind)

    def variable(self, name: str, kind: GraphQLInputType) -> str:
        variable = f"v{len(self.defined)}"
        self.defined.append(f"${variable}: {kind}")
        if not isinstance(kind, GraphQLNonNull) and self.maybe(20):
            self.defined[-1] += f" = {text_of(self.value(name, kind))}"
            return f"${variable}"
        self.variables[variable] = self.value(name, kind)
        return f"${variable}"

    def literal(self, name: str, kind: GraphQLInputType) -> str:
        of = get_nullable_type(kind)
        if isinstance(of, GraphQLInputObjectType):
            fields = [f"{each}: {self.written(each, of.fields[each].type)}" for each in self.chosen(of)]
            return f"{{{', '.join(fields)}}}"
        return text_of(self.value(name, kind))

    def chosen(self, of: GraphQLInputObjectType) -> list[str]:
        return [
            name
            for name, field in of.fields.items()
            if (isinstance(field.type, GraphQLNonNull) and field.default_value is Undefined) or self.maybe(35)
        ]

    def value(self, name: str, kind: GraphQLInputType) -> Any:
        if not isinstance(kind, GraphQLNonNull) and self.maybe(5):
            return None
        of = get_nullable_type(kind)
        if isinstance(of, GraphQLList):
            if self.maybe(10):
                return self.value(name, GraphQLNonNull(get_nullable_type(of.of_type)))
            entries = [self.value(name, GraphQLNonNull(get_nullable_type(of.of_type))) for _ in range(self.of((1, 2)))]
            return (entries * self.of(LENGTHS))[: max(LENGTHS)]
        if isinstance(of, GraphQLEnumType):
            return next(iter(of.values))
        if not isinstance(of, GraphQLInputObjectType):
            return self.of(NAMED[name] if name in NAMED and of.name in {"ID", "String"} else SCALARS[of.name])
        if of.name == "FactInput":
            fact, text = self.of(FACTS)
            return {"name": fact, "value": text}
        return {each: self.value(each, of.fields[each].type) for each in self.chosen(of)}


def text_of(value: Any) -> str:
    """A value as a literal of GraphQL."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {text_of(each)}' for name, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(text_of, value))}]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return f'"{value}"' if isinstance(value, str) else str(value)


@st.composite
def operations(draw: st.DrawFn, schema: GraphQLSchema) -> Drawn:
    """One operation with its variables. A few of them are refused: as too large, or as not valid."""
    return _Drawing(draw, schema).operation()
