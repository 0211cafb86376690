"""Conditions and requirements as definitions of JSON Schema, for editors."""

from ratecard.rulefiles.editors.json_forms import NAME_OF_A_DATE, KnownNames
from ratecard.rulefiles.editors.json_mappings import SOMETHING, just, mapping, ref
from ratecard.rulefiles.editors.json_values import JsonSchema, pattern_of
from ratecard.rulefiles.stating.conditions import LISTS, TESTS
from ratecard.rulefiles.values.types import FACT_NAME, INSTANT

_WORD_OF_FACT: JsonSchema = {"type": ["string", "number", "boolean"], "minLength": 1}


def conditions(made: dict[str, JsonSchema], known: KnownNames, dated: bool = False) -> str:
    """The name of the definition of conditions, which hold conditions again below `any`; `dated`: or a time line."""
    if dated:
        made["dated_conditions"] = _dated(ref(conditions(made, known)), known)
        return "dated_conditions"
    if "conditions" in made:
        return "conditions"
    operand = _WORD_OF_FACT
    tests: dict[str, JsonSchema] = dict.fromkeys(TESTS, operand)
    tests |= {word: {"type": "array", "items": operand, "minItems": 1} for word in LISTS}
    made["condition"] = mapping(tests, **SOMETHING) | {"if": {"type": "object"}, "else": operand}
    one = ref("condition") | {"title": "condition", "description": "What this fact must be."}
    among: JsonSchema = {
        "title": "any",
        "description": "Conditions of which one must hold.",
        "type": "array",
        "items": ref("all_conditions"),
        "minItems": 1,
    }
    facts = {"any": among, **dict.fromkeys(known.get("fact", ()), one)}
    named = {"patternProperties": {pattern_of(FACT_NAME): one}}
    made["all_conditions"] = mapping(facts, type="object", **named, **SOMETHING)
    words = {"pattern": "^(?:none|inherit)$", "patternErrorMessage": "This should be {buyer.age: {at least: 18}}"}
    inside: JsonSchema = {
        "if": {"type": "object"},
        "then": ref("all_conditions"),
        "else": {"type": "string"} | words,
    }
    made["conditions"] = {
        "type": ["object", "string"],
        **words,
        **mapping({"value": inside, **facts}, **named, **SOMETHING, dependencies={"value": just("value")}),
    }
    return "conditions"


def requirements(made: dict[str, JsonSchema], known: KnownNames) -> str:
    """The name of the definition of requirements: each fact's may be dated, lifted, or said with its source."""
    if "requirements" in made:
        return "requirements"
    conditions(made, known)
    words: JsonSchema = {"enum": ["none", "inherit", "unknown"]}
    made["requirement"] = _requirement({"anyOf": [words, ref("condition")]})
    about = "What this fact must be; none lifts it, and unknown says that the book does not know."
    one = ref("requirement") | {"title": "requirement", "description": about}
    among = made["all_conditions"]["properties"]["any"]  # type: ignore[index]
    any_of = _requirement({"if": {"type": "array"}, "then": among, "else": words})
    said = {"title": "any", "description": "Conditions of which one must hold."}
    facts: JsonSchema = {"any": any_of | said, "value": {"enum": ["none", "unknown"], "doNotSuggest": True}}
    facts |= dict.fromkeys(known.get("fact", ()), one)
    named = {"patternProperties": {pattern_of(FACT_NAME): one}}
    made["requirements"] = {
        "type": ["object", "string"],
        "pattern": "^(?:none|inherit|unknown)$",
        "patternErrorMessage": "This should be {creator.age: {at least: 18}}",
        **mapping(facts, **named, **SOMETHING, dependencies={"value": just("value")}),
    }
    return "requirements"


def _dated(plain: JsonSchema, known: KnownNames) -> JsonSchema:
    """Conditions, or a time line of them, whose keys are dates, names of dates, or `begins`."""
    said = {"title": "conditions", "description": "What must hold from then on."}
    starts = f"{pattern_of(INSTANT, 'begins', *known.get('date', ()))}|{NAME_OF_A_DATE}"
    names = {"propertyNames": {"pattern": f"{starts}|^(?:source|note)$"}}
    begun = {"properties": {"begins": plain | {"title": "begins", "description": "What must hold before every date."}}}
    line = {"type": "object", **begun, "patternProperties": {starts: plain | said}, **SOMETHING}
    return {"if": {"type": "object", "minProperties": 1, **names}, "then": line, "else": plain}


def _requirement(plain: JsonSchema) -> JsonSchema:
    """One requirement: plain, with its source beside it, or a time line of these."""
    said = _or_wrapped(plain) | {"title": "requirement", "description": "What must hold from then on."}
    dates = {"propertyNames": {"pattern": pattern_of(INSTANT, "source", "note")}}
    line = mapping({}, patternProperties={pattern_of(INSTANT): said}, **SOMETHING)
    dated: JsonSchema = {"if": {"type": "object"} | dates, "then": line, "else": plain}
    return _or_wrapped(dated)


def _or_wrapped(form: JsonSchema) -> JsonSchema:
    """The form, or a mapping that has it under `value:` with its source beside it."""
    wrapped = {"type": "object", "required": ["value"]}
    return {"if": wrapped, "then": mapping({"value": form}), "else": form}
