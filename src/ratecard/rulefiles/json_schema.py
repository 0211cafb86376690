"""The definitions of the language as JSON Schema (draft 7), for editors: the shapes that type the files, said again.

Where one value may stand, several forms may: the value, `{value: …, source: …}`, a choice and a time line. Each form is
one flat set of keys, because an editor that must choose between alternatives tells of the wrong one's mistakes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ratecard.rulefiles.conditions import TESTS
from ratecard.rulefiles.facts import OF_A_LOT
from ratecard.rulefiles.grammar import GROUP_KEYS, REGION_KEYS, Grammar
from ratecard.rulefiles.json_values import JsonSchema, examples, pattern_of, scalar
from ratecard.rulefiles.shapes import PLURAL_FORMS, Conditions, ListOf, Requirements, Section, Shape, Table, Text, Value
from ratecard.rulefiles.stated import FileKind
from ratecard.rulefiles.values import COUNT, FACT_NAME, IDENTIFIER, INSTANT, LANGUAGE, TEXT, ValueType

DIALECT = "http://json-schema.org/draft-07/schema#"

Known = Mapping[str, Sequence[str]]
"""Identifiers to offer, by what they name ("package", "platform", "fact", "group", …). Others may be written too."""

# Keys whose value is an identifier that another place declares, and what that names.
_NAMES = {"groups": "group", "on": "tax line", "languages": "language", "rarity": "rarity", "package": "package"}

# What is asked of single values beyond their type, by their path, where one file alone can break it.
_BOUNDS: dict[str, JsonSchema] = {
    "units.*.price.rounding": {"not": {"type": "string", "pattern": " to "}},
    "units.*.price.extra_digits": {"maximum": 9},
    "gifts.*.coins": {"not": {"enum": [0, "0"]}},
    "payouts.diamond": {"not": {"type": "string", "pattern": r"^[0.]+ "}},
    "fx.rounding": {"not": {"type": "string", "pattern": " to "}},
}

_FREE_TEXT: JsonSchema = {
    "type": ["string", "number", "boolean"],
    "minLength": 1,
    "errorMessage": "This should be one line of text, in quotes where it holds a colon",
}
_SOURCE: JsonSchema = {"title": "source", "description": "Where the values here come from: a law, a page, a person."}
_NOTE: JsonSchema = {"title": "note", "description": "Anything worth saying of the values here."}
_NOT_OF_A_LOT: dict[str, str] = {
    "pattern": "^(?!lot[.])" + pattern_of(FACT_NAME).removeprefix("^"),
    "errorMessage": "This should be a fact, written buyer.age; facts of a lot decide only what is settled lot by lot",
}
_WORD_OF_FACT: JsonSchema = {"type": ["string", "number", "boolean"], "minLength": 1}


class Forms(NamedTuple):
    """What may stand where one value may: its plain form, and which other forms."""

    name: str
    plain: JsonSchema
    case: JsonSchema
    value: bool = True
    choice: bool = True
    dated: bool = True
    by_lot: bool = False


def rule_schemas(known: Known, grammar: Grammar) -> dict[str, JsonSchema]:
    """The schemas by file name: of `rules/book.yaml`, of other files under `rules/`, of region and group files.

    `rules/book.yaml` is a file of rules that must declare the book; all else that rules state may stand in it too.
    """
    rules = _Definitions(known, grammar).root(
        "Rules",
        "A file under rules/: what holds in every market, unless a group or region says otherwise.",
        (FileKind.RULES,),
    )
    book = _Definitions(known, grammar).root(
        "The book",
        "rules/book.yaml: from when the book answers, in which languages, and any other rules.",
        (FileKind.RULES,),
    )
    region = _Definitions(known, grammar).root(
        "Region or group",
        "A file under regions/: one region, or under regions/groups/: one group.",
        (FileKind.REGION, FileKind.GROUP),
    )
    only_regions = {key: False for key in REGION_KEYS if key not in GROUP_KEYS}
    return {
        "book.schema.json": book | {"required": ["begins", "languages"]},
        "rules.schema.json": rules,
        "region.schema.json": region
        | {
            "oneOf": [{"required": ["region"]}, {"required": ["group"]}],
            "dependencies": {"group": {"properties": only_regions}},
        },
    }


# `{rate: 2,9 %}` is to YAML a rate of 2 and a key "9 %" with no value, of which an editor would say nothing.
_POINT = "Decimals are written with a point, as in 12.99"
_KEY: JsonSchema = {"type": "string", "pattern": "^(?![0-9.]*[0-9](?: ?%| [A-Z]{3})?$)", "errorMessage": _POINT}


def _mapping(properties: Mapping[str, object], **keywords: object) -> JsonSchema:
    """A mapping with these keys, `source` and `note`, and no others unless `keywords` say so."""
    origin = {"source": _ref("source"), "note": _ref("note")}
    found: JsonSchema = {"properties": {**properties, **origin}, "additionalProperties": False}
    return found | {"propertyNames": _ref("key"), **keywords}


def _just(*keys: str) -> JsonSchema:
    return {"propertyNames": {"enum": [*keys, "source", "note"]}}


_SOMETHING: JsonSchema = {"not": {"type": "object"} | _just()}
"""More than a source and a note."""


def _or_wrapped(form: JsonSchema) -> JsonSchema:
    """The form, or a mapping that has it under `value:` with its source beside it."""
    wrapped = {"type": "object", "required": ["value"]}
    return {"if": wrapped, "then": _mapping({"value": form}), "else": form}


def _ref(name: str) -> JsonSchema:
    return {"$ref": f"#/definitions/{name}"}


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", re.sub(r"^(an?|one of) ", "", text)).strip("_")


class _Definitions:
    """The definitions of one schema, made as they are needed."""

    def __init__(self, known: Known, grammar: Grammar) -> None:
        self.known = known
        self.grammar = grammar
        self.made: dict[str, JsonSchema] = {"source": _SOURCE | _FREE_TEXT, "note": _NOTE | _FREE_TEXT, "key": _KEY}

    def root(self, title: str, about: str, kinds: Sequence[FileKind]) -> JsonSchema:
        """The schema of files of these kinds."""
        keys: dict[str, JsonSchema] = {}
        platform: dict[str, JsonSchema] = {}
        for kind in kinds:
            keys |= {key: self.shape(key, shape, key) for key, shape in self.grammar.keys_of[kind].items()}
            platform |= {key: self.shape(key, shape, key) for key, shape in self.grammar.platform_keys[kind].items()}
        self.made["platform"] = _mapping(platform, type="object", minProperties=1)
        one = _ref("platform") | {"title": "platform", "description": "What differs on this platform."}
        about_all = "What differs by platform. A platform is declared by its name, in a file under rules/."
        keys["platforms"] = {"title": "platforms", "description": about_all} | self.table("platform", IDENTIFIER, one)
        return {
            "$schema": DIALECT,
            "title": title,
            "description": about,
            **_mapping(keys, type="object"),
            "definitions": dict(sorted(self.made.items())),
        }

    def shape(self, key: str, shape: Shape, path: str) -> JsonSchema:
        """What may stand below `key`. `path` names the key from the top of a file, for its definition."""
        said: JsonSchema = {"title": key, "description": shape.about}
        match shape:
            case Value() | ListOf():
                found = self.one_value(key, shape) | said
                return {"allOf": [found, _BOUNDS[path]]} if path in _BOUNDS else found
            case Text():
                return _ref(self.text(shape)) | said
            case Conditions():
                return _ref(self.conditions()) | said
            case Requirements():
                return _ref(self.requirements()) | said
            case Section() | Table() if path in self.grammar.layered or path.endswith("*"):
                if path not in self.made:
                    self.made[path] = {}
                    self.made[path] = self.below(shape, path)
                return _ref(path) | said
            case Section() | Table():
                return said | self.below(shape, path)

    def below(self, shape: Section | Table, path: str) -> JsonSchema:
        """A mapping with known keys or with identifiers; `none` too, where the whole may be absent."""
        if isinstance(shape, Section):
            keys = {key: self.shape(key, each, f"{path}.{key}") for key, each in shape.keys.items()}
            required = [key for key, each in shape.keys.items() if each.required]
            found = _mapping(keys, type="object", minProperties=1) | ({"required": required} if required else {})
        else:
            of = self.shape(shape.noun, shape.of, f"{path}.*")
            found = self.table(shape.noun, shape.key, of)
        if not shape.none:
            return found
        found |= {"type": ["object", "string"], "pattern": "^none$"}
        found["patternErrorMessage"] = "This should have keys below it, or be none"
        if isinstance(shape, Section):
            properties = found["properties"]
            assert isinstance(properties, dict)
            properties["value"] = {"const": "none", "doNotSuggest": True}
            found["dependencies"] = {"value": _just("value")}
        return found

    def table(self, noun: str, key: ValueType, of: JsonSchema) -> JsonSchema:
        """A mapping from identifiers: known ones are offered, any are taken."""
        names = {
            "title": noun,
            "type": "string",
            "pattern": pattern_of(key, "source", "note"),
            "errorMessage": f"This should be {key.name}, written {key.written}. {_POINT}",
        }
        offered = dict.fromkeys(key.words or self.known.get(noun, ()), of)
        return _mapping(offered, type="object", minProperties=1, propertyNames=names) | {"additionalProperties": of}

    def one_value(self, key: str, shape: Value | ListOf) -> JsonSchema:
        """What may stand where one value, or a list, may."""
        kind = shape.type
        names = _NAMES.get(key, "") if kind in (IDENTIFIER, LANGUAGE) else ""
        offered: list[object] = [*self.known.get(names, ())]
        if isinstance(shape, ListOf):
            items = scalar(kind) | ({"examples": offered} if offered else {})
            several: JsonSchema = {
                "type": ["array", "string"] if shape.or_one or shape.dated else "array",
                "items": items,
                "uniqueItems": True,
                "errorMessage": f"This should be a list, as in [{kind.written}]",
            }
            one = {"pattern": pattern_of(kind)} if shape.or_one else {"pattern": "^inherit$"} if shape.dated else {}
            name = f"list_of_{_slug(key)}"
            return self.form(Forms(name, several | one, {}, choice=False, dated=shape.dated))
        words = [word for word, may in (("none", shape.none), ("inherit", shape.inherits)) if may]
        cases = [word for word in words if word != "inherit"]
        name = "_or_".join([_slug(kind.name), *words])
        may = {"choice": shape.by_fact, "dated": shape.dated, "by_lot": shape.by_lot}
        forms = Forms(name, scalar(kind, words), scalar(kind, cases), **may)
        shown = offered or examples(kind, words)
        return self.form(forms) | ({"examples": shown} if shown else {})

    def form(self, forms: Forms) -> JsonSchema:
        """A reference to the definition of these forms, of which the plain one is always among them."""
        choice = "choice_by_lot" if forms.by_lot else "choice"
        named = {"source": forms.value, choice: forms.choice, "dates": forms.dated}
        name = "_or_".join([forms.name, *(form for form, may in named.items() if may)])
        if name not in self.made:
            self.made[name] = forms.plain
            if forms.value or forms.choice or forms.dated:
                self.made[name] = self.forms(forms)
        return _ref(name)

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
            rules["value"] = _just("value")
        if forms.choice:
            keys |= self.choice(forms)
            rules["by"] = _just("by", "is", "from", "other") | {"oneOf": [{"required": ["is"]}, {"required": ["from"]}]}
            rules |= {key: ["by"] for key in ("is", "from", "other")}
        if forms.dated:
            entry = self.form(forms._replace(value=True, dated=False))
            said = {"title": "from this instant on", "description": "The value from then on, until the next instant."}
            dates = {"patternProperties": {pattern_of(INSTANT): entry | said}}
        found = _mapping(keys, **dates, dependencies=rules)
        if "enum" in forms.plain:
            # An editor offers words only where they stand beside an alternative; `properties` keeps its hover whole.
            return found | {"anyOf": [forms.plain, {"type": "object", "properties": {}, **_SOMETHING}]}
        return found | _SOMETHING | {"if": {"type": "object"}, "else": forms.plain}

    def choice(self, forms: Forms) -> dict[str, JsonSchema]:
        """The keys of a choice: its fact, its cases and `other`."""
        name = forms.name.replace("_or_inherit", "") + "_in_a_choice"
        case = self.form(Forms(name, forms.case, {}, choice=False, dated=False))
        if f"{name}_cases" not in self.made:
            of_case = case | {"title": "case", "description": "The value in this case."}
            table = {"type": "object"} | _mapping({}, **_SOMETHING) | {"additionalProperties": of_case}
            words = {"type": "string", "pattern": pattern_of(IDENTIFIER, "source", "note")}
            words["errorMessage"] = f"This should be a value of the fact. {_POINT}"
            counts = {"pattern": pattern_of(COUNT, "source", "note"), "errorMessage": "This should be a count, as 18"}
            is_ = {"title": "is", "description": "The value for each value of the fact."}
            from_ = {"title": "from", "description": "The value from each threshold of a counted fact on."}
            self.made[f"{name}_cases"] = is_ | table | {"propertyNames": words}
            self.made[f"{name}_thresholds"] = from_ | table | {"propertyNames": counts}
        fact = "fact_of_a_choice_by_lot" if forms.by_lot else "fact_of_a_choice"
        if fact not in self.made:
            known = [fact for fact in self.known.get("fact", ()) if forms.by_lot or not fact.startswith(OF_A_LOT)]
            facts = {"examples": known or examples(FACT_NAME)}
            by = {"title": "by", "description": "The fact that the value varies by."}
            self.made[fact] = by | scalar(FACT_NAME) | ({} if forms.by_lot else _NOT_OF_A_LOT) | facts
        return {
            "by": _ref(fact),
            "is": _ref(f"{name}_cases"),
            "from": _ref(f"{name}_thresholds"),
            "other": case | {"title": "other", "description": "The value in every other case."},
        }

    def text(self, shape: Text) -> str:
        """The name of the definition of a text: plain or by language, or by language and plural form."""
        plain = Value(type=TEXT, about=shape.about, by_fact=False, none=True)
        one = self.one_value("", plain)
        languages = self.known.get("language", ())
        in_language: JsonSchema = {"title": "language", "description": "The text in this language."}
        if shape.plural:
            forms = {form: one | {"title": form, "description": f"CLDR's form “{form}”."} for form in PLURAL_FORMS}
            self.made["plural_forms"] = _mapping(forms, type="object", minProperties=1)
            self.made["plural_text"] = self.table("language", LANGUAGE, _ref("plural_forms") | in_language)
            return "plural_text"
        by_language = one | in_language
        found = dict(self.made[str(one["$ref"]).rpartition("/")[2]])
        keys, dates = found["properties"], found["patternProperties"]
        assert isinstance(keys, dict)
        assert isinstance(dates, dict)
        found["properties"] = {**dict.fromkeys(languages, by_language), **keys}
        found["patternProperties"] = {**dates, pattern_of(LANGUAGE): by_language}
        # All keys are dates, or none is.
        dated = pattern_of(INSTANT)
        found["then"] = {
            "if": {"propertyNames": {"not": {"pattern": dated}}},
            "else": {"propertyNames": {"pattern": pattern_of(INSTANT, "source", "note")}},
        }
        self.made["text"] = found
        return "text"

    def conditions(self) -> str:
        """The name of the definition of conditions, which hold conditions again below `any`."""
        if "conditions" in self.made:
            return "conditions"
        operand = _WORD_OF_FACT
        tests: dict[str, JsonSchema] = dict.fromkeys(TESTS, operand)
        tests["any of"] = {"type": "array", "items": operand, "minItems": 1}
        self.made["condition"] = _mapping(tests, **_SOMETHING) | {"if": {"type": "object"}, "else": operand}
        one = _ref("condition") | {"title": "condition", "description": "What this fact must be."}
        among: JsonSchema = {
            "title": "any",
            "description": "Conditions of which one must hold.",
            "type": "array",
            "items": _ref("all_conditions"),
            "minItems": 1,
        }
        facts = {"any": among, **dict.fromkeys(self.known.get("fact", ()), one)}
        named = {"patternProperties": {pattern_of(FACT_NAME): one}}
        self.made["all_conditions"] = _mapping(facts, type="object", **named, **_SOMETHING)
        words = {"pattern": "^(?:none|inherit)$", "patternErrorMessage": "This should be {buyer.age: {at least: 18}}"}
        inside: JsonSchema = {
            "if": {"type": "object"},
            "then": _ref("all_conditions"),
            "else": {"type": "string"} | words,
        }
        self.made["conditions"] = {
            "type": ["object", "string"],
            **words,
            **_mapping({"value": inside, **facts}, **named, **_SOMETHING, dependencies={"value": _just("value")}),
        }
        return "conditions"

    def requirements(self) -> str:
        """The name of the definition of requirements: each fact's may be dated, lifted, or said with its source."""
        if "requirements" in self.made:
            return "requirements"
        self.conditions()
        words: JsonSchema = {"enum": ["none", "inherit"]}
        self.made["requirement"] = self.requirement({"anyOf": [words, _ref("condition")]})
        one = _ref("requirement") | {"title": "requirement", "description": "What this fact must be; none lifts it."}
        among = self.made["all_conditions"]["properties"]["any"]  # type: ignore[index]
        any_of = self.requirement({"if": {"type": "array"}, "then": among, "else": words})
        said = {"title": "any", "description": "Conditions of which one must hold."}
        facts: JsonSchema = {"any": any_of | said, "value": {"const": "none", "doNotSuggest": True}}
        facts |= dict.fromkeys(self.known.get("fact", ()), one)
        named = {"patternProperties": {pattern_of(FACT_NAME): one}}
        self.made["requirements"] = {
            "type": ["object", "string"],
            "pattern": "^(?:none|inherit)$",
            "patternErrorMessage": "This should be {creator.age: {at least: 18}}",
            **_mapping(facts, **named, **_SOMETHING, dependencies={"value": _just("value")}),
        }
        return "requirements"

    def requirement(self, plain: JsonSchema) -> JsonSchema:
        """One requirement: plain, with its source beside it, or a time line of these."""
        said = _or_wrapped(plain) | {"title": "requirement", "description": "What must hold from then on."}
        dates = {"propertyNames": {"pattern": pattern_of(INSTANT, "source", "note")}}
        line = _mapping({}, patternProperties={pattern_of(INSTANT): said}, **_SOMETHING)
        dated: JsonSchema = {"if": {"type": "object"} | dates, "then": line, "else": plain}
        return _or_wrapped(dated)
