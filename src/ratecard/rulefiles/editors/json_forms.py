"""The forms that a value may take, as definitions of JSON Schema: plain, with its source, a choice, a time line.

Each form is one flat set of keys, because an editor that must choose between alternatives tells of the wrong one's
mistakes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ratecard.rulefiles.editors.json_values import JsonSchema, examples, pattern_of, scalar
from ratecard.rulefiles.keys.facts import (
    FOR_CUTS,
    FOR_GIFTS,
    FOR_PACKAGES,
    FOR_PRICES,
    OF_A_LOT,
    STATED_BY_ENGINE,
    WAY,
)
from ratecard.rulefiles.keys.grammar import Grammar
from ratecard.rulefiles.keys.shapes import ListOf, Ranges, Unknown, Value
from ratecard.rulefiles.values.types import COUNT, FACT_NAME, IDENTIFIER, INSTANT, LANGUAGE, MONEY, ValueType

KnownNames = Mapping[str, Sequence[str]]
"""Identifiers to offer, by what they name ("package", "platform", "fact", "group", …). Others may be written too."""

# Keys whose value is an identifier that another place declares, and what that names.
_NAMES = {
    "groups": "group",
    "on": "tax line",
    "languages": "language",
    "rarity": "rarity",
    "package": "package",
    "against": "package",
    "as": "package",
    "platform": "platform",
}

_FREE_TEXT: JsonSchema = {
    "type": ["string", "number", "boolean"],
    "minLength": 1,
    "errorMessage": "This should be one line of text, in quotes where it holds a colon",
}

_SOURCE: JsonSchema = {"title": "source", "description": "Where the values here come from: a law, a page, a person."}

_NOTE: JsonSchema = {"title": "note", "description": "Anything worth saying of the values here."}

# What definitions are called by which of a question's own facts are known.
_KNOWN_AS: dict[tuple[str, ...], str] = {
    (): "",
    FOR_PACKAGES: "_of_packages",
    FOR_PRICES: "_of_prices",
    FOR_CUTS: "_of_purchases",
    FOR_GIFTS: "_of_gifts",
}


def _fact(by_lot: bool, knows: tuple[str, ...]) -> JsonSchema:
    """A fact by which a value may vary: of a lot only lot by lot, and of the question itself those that are known."""
    excluded = [*(() if by_lot else ("lot[.].*",)), *(name for name in (*STATED_BY_ENGINE, WAY) if name not in knows)]
    said = "facts of a lot decide only what is chosen lot by lot, and those of a question what is settled after them"
    return scalar(FACT_NAME) | {
        "pattern": f"^(?!(?:{'|'.join(excluded)})$)" + pattern_of(FACT_NAME).removeprefix("^"),
        "errorMessage": f"This should be a fact, written buyer.age; {said}",
    }


NAME_OF_A_DATE = "^[a-z][a-z0-9]*_[a-z0-9_]*$"
"""A name of a date that the schema need not know, as another book may declare it: one of several words or numbers.

One of a single word is known only where it is offered, so that an editor still finds `vaule`.
"""


class Forms(NamedTuple):
    """What may stand where one value may: its plain form, and which other forms. `part` is one part of a range.

    `parts` are the keys of a mapping that is one value, and `required` those that must be there. `knows` are the facts
    of the question itself by which it may vary.
    """

    name: str
    plain: JsonSchema
    case: JsonSchema
    value: bool = True
    choice: bool = True
    dated: bool = True
    by_lot: bool = False
    part: JsonSchema | None = None
    knows: tuple[str, ...] = ()
    parts: Mapping[str, JsonSchema] = {}
    required: tuple[str, ...] = ()


_OF_A_RANGE = {
    "least": "The least value of the range; its step where none is stated.",
    "most": "The greatest value of the range, on a step from the least; 1,000,000,000 where none is stated.",
    "step": "How far apart the values are; 1, or the currency's smallest unit, where none is stated.",
}

# `{rate: 2,9 %}` is to YAML a rate of 2 and a key "9 %" with no value, of which an editor would say nothing.
_POINT = "Decimals are written with a point, as in 12.99"
_KEY: JsonSchema = {"type": "string", "pattern": "^(?![0-9.]*[0-9](?: ?%| [A-Z]{3})?$)", "errorMessage": _POINT}


def mapping(properties: Mapping[str, object], **keywords: object) -> JsonSchema:
    """A mapping with these keys, `source` and `note`, and no others unless `keywords` say so."""
    origin = {"source": ref("source"), "note": ref("note")}
    found: JsonSchema = {"properties": {**properties, **origin}, "additionalProperties": False}
    return found | {"propertyNames": ref("key"), **keywords}


def just(*keys: str) -> JsonSchema:
    """A mapping with no other keys than these, `source` and `note`."""
    return {"propertyNames": {"enum": [*keys, "source", "note"]}}


SOMETHING: JsonSchema = {"not": {"type": "object"} | just()}
"""More than a source and a note."""


def ref(name: str) -> JsonSchema:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", re.sub(r"^(an?|one of) ", "", text)).strip("_")


def _named(kind: ValueType) -> str:
    """The name of a type's definition: types of limits differ by what they count, and by the question they are of."""
    return "_".join([_slug(kind.name), *kind.counts, *kind.windows[-1:]])


class FormDefinitions:
    """The definitions of one schema, made as they are needed. `made` holds them by name."""

    def __init__(self, known: KnownNames, grammar: Grammar) -> None:
        self.known = known
        self.grammar = grammar
        self.made: dict[str, JsonSchema] = {"source": _SOURCE | _FREE_TEXT, "note": _NOTE | _FREE_TEXT, "key": _KEY}

    def table(self, noun: str, key: ValueType, of: JsonSchema) -> JsonSchema:
        """A mapping from identifiers: known ones are offered, any are taken."""
        names = {
            "title": noun,
            "type": "string",
            "pattern": pattern_of(key, "source", "note"),
            "errorMessage": f"This should be {key.name}, written {key.written}. {_POINT}",
        }
        offered = dict.fromkeys(key.words or self.known.get(noun, ()), of)
        return mapping(offered, type="object", minProperties=1, propertyNames=names) | {"additionalProperties": of}

    def one_value(self, key: str, shape: Value | ListOf) -> JsonSchema:
        """What may stand where one value, or a list, may."""
        kind = shape.type
        names = _NAMES.get(key, "") if kind in (IDENTIFIER, LANGUAGE) else ""
        offered: list[object] = [*self.known.get(names, ())]
        if isinstance(shape, ListOf):
            items = self.item(shape) | ({"examples": offered} if offered else {})
            if shape.keyed:
                items = {"anyOf": [items, self.keyed(shape)]}
            several: JsonSchema = {
                "type": ["array", "string"] if shape.or_one or shape.dated else "array",
                "items": items,
                "uniqueItems": True,
                "errorMessage": f"This should be a list, as in [{kind.written}]",
            }
            allowed = "^(inherit|none)$" if shape.table is not None or shape.none else "^inherit$"
            one = {"pattern": pattern_of(kind)} if shape.or_one else {"pattern": allowed} if shape.dated else {}
            name = "_".join(["list_of", _slug(key), *kind.words])
            return self.form(Forms(name, several | one, {}, choice=False, dated=shape.dated))
        unknown = shape.unknown is Unknown.MAY_BE
        said = (("none", shape.none), ("unknown", unknown), ("inherit", shape.inherits))
        words = [word for word, may in said if may]
        cases = [word for word in words if word != "inherit"]
        suffix = _KNOWN_AS[shape.knows] if shape.by_fact else ""
        name = "_or_".join([_named(kind), *words]) + suffix
        forms = Forms(name, scalar(kind, words), scalar(kind, cases), True, shape.by_fact, shape.dated, shape.by_lot)
        forms = forms._replace(knows=shape.knows)
        if shape.ranges is not Ranges.NEVER:
            forms = forms._replace(name=f"{name}_or_range", part=scalar(kind))
        if shape.ranges is Ranges.ALWAYS:
            name = "_or_".join([f"range_of_{_named(kind)}", *words])
            forms = forms._replace(name=name, plain={"enum": words}, case={"enum": cases})
        forms = self.with_parts(forms, shape) if shape.parts else forms
        shown = offered or (examples(kind, words) if shape.ranges is not Ranges.ALWAYS else [])
        return self.form(forms) | ({"examples": shown} if shown else {})

    def with_parts(self, forms: Forms, shape: Value) -> Forms:
        """The same forms, with the keys of a mapping that may be one value."""
        every = {name: (self.one_value(name, own), own.about) for name, own in shape.parts.items()}
        parts = {name: own | {"title": name, "description": about} for name, (own, about) in every.items()}
        needed = tuple([name for name, own in shape.parts.items() if own.required])
        return forms._replace(name=f"{forms.name}_or_{next(iter(parts))}", parts=parts, required=needed)

    def keyed(self, shape: ListOf) -> JsonSchema:
        """An item of a list that says by a key what it names."""
        keys: dict[str, JsonSchema] = {}
        for key, kind in shape.keyed.items():
            known = self.known.get(key, ())
            keys[key] = {"title": key} | scalar(kind) | ({"examples": [*known]} if known else {})
        return {
            "type": "object",
            "properties": keys,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }

    def item(self, shape: ListOf) -> JsonSchema:
        """What may stand as an item of a list: a value, and where it may be one a range."""
        kind = shape.type
        if shape.ranges is Ranges.NEVER:
            return scalar(kind)
        name = f"item_{_named(kind)}_or_range"
        return self.form(Forms(name, scalar(kind), {}, choice=False, dated=False, part=scalar(kind)))

    def form(self, forms: Forms) -> JsonSchema:
        """A reference to the definition of these forms, of which the plain one is always among them."""
        choice = "choice_by_lot" if forms.by_lot else "choice"
        named = {"source": forms.value, choice: forms.choice, "dates": forms.dated}
        name = "_or_".join([forms.name, *(form for form, may in named.items() if may)])
        if name not in self.made:
            self.made[name] = forms.plain
            if forms.value or forms.choice or forms.dated or forms.part is not None or forms.parts:
                self.made[name] = self.forms(forms)
        return ref(name)

    def forms(self, forms: Forms) -> JsonSchema:
        """The plain form, or a mapping that is one of the others."""
        keys: dict[str, JsonSchema] = {}
        dates: JsonSchema = {}
        rules: JsonSchema = {}
        if forms.value:
            inside = forms._replace(value=False)
            keys["value"] = self.form(inside) | {
                "title": "value",
                "description": "The value, with its source beside it.",
            }
            rules["value"] = just("value")
        if forms.part is not None:
            keys |= {name: forms.part | {"title": name, "description": about} for name, about in _OF_A_RANGE.items()}
            rules |= dict.fromkeys(_OF_A_RANGE, just(*_OF_A_RANGE))
        if forms.parts:
            keys |= forms.parts
            rules |= dict.fromkeys(forms.parts, just(*forms.parts) | {"required": [*forms.required]})
        if forms.choice:
            keys |= self.choice(forms)
            rules["by"] = just("by", "is", "from", "other") | {"oneOf": [{"required": ["is"]}, {"required": ["from"]}]}
            rules |= {key: ["by"] for key in ("is", "from", "other")}
        if forms.dated:
            entry = self.form(forms._replace(value=True, dated=False))
            said = {"title": "from this instant on", "description": "The value from then on, until the next instant."}
            keys["begins"] = entry | {"title": "begins", "description": "The value before every date."}
            keys |= dict.fromkeys(self.known.get("date", ()), entry | said)
            dates = {"patternProperties": {pattern_of(INSTANT): entry | said, NAME_OF_A_DATE: entry | said}}
        found = mapping(keys, **dates, dependencies=rules)
        if "enum" in forms.plain:
            # An editor offers words only where they stand beside an alternative; `properties` keeps its hover whole.
            return found | {"anyOf": [forms.plain, {"type": "object", "properties": {}, **SOMETHING}]}
        return found | SOMETHING | {"if": {"type": "object"}, "else": forms.plain}

    def choice(self, forms: Forms) -> dict[str, JsonSchema]:
        """The keys of a choice: its fact, its cases and `other`."""
        name = forms.name.replace("_or_inherit", "") + "_in_a_choice"
        plain = Forms(name, forms.case, {}, choice=False, dated=False, part=forms.part)
        case = self.form(plain._replace(parts=forms.parts, required=forms.required))
        if f"{name}_cases" not in self.made:
            of_case = case | {"title": "case", "description": "The value in this case."}
            table = {"type": "object"} | mapping({}, **SOMETHING) | {"additionalProperties": of_case}
            words = {"type": "string", "pattern": pattern_of(IDENTIFIER, "source", "note")}
            words["errorMessage"] = f"This should be a value of the fact. {_POINT}"
            written = pattern_of(COUNT, pattern_of(MONEY).strip("^$"), "source", "note")
            counts = {"pattern": written, "errorMessage": "This should be a count, as 18, or an amount, as 50 EUR"}
            is_ = {"title": "is", "description": "The value for each value of the fact."}
            from_ = {
                "title": "from",
                "description": "The value from each threshold of a count, or of an amount of money, on.",
            }
            self.made[f"{name}_cases"] = is_ | table | {"propertyNames": words}
            self.made[f"{name}_thresholds"] = from_ | table | {"propertyNames": counts}
        fact = ("fact_of_a_choice_by_lot" if forms.by_lot else "fact_of_a_choice") + _KNOWN_AS[forms.knows]
        if fact not in self.made:
            no = {*STATED_BY_ENGINE, WAY} - set(forms.knows)
            known = [fact for fact in self.known.get("fact", ()) if forms.by_lot or not fact.startswith(OF_A_LOT)]
            known = [fact for fact in known if fact not in no]
            facts = {"examples": known or examples(FACT_NAME)}
            by = {"title": "by", "description": "The fact that the value varies by."}
            self.made[fact] = by | _fact(forms.by_lot, forms.knows) | facts
        return {
            "by": ref(fact),
            "is": ref(f"{name}_cases"),
            "from": ref(f"{name}_thresholds"),
            "other": case | {"title": "other", "description": "The value in every other case."},
        }
