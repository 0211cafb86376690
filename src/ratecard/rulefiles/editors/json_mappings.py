"""Mappings as JSON Schema: which keys may stand in one, beside `source` and `note`."""

from collections.abc import Mapping

from ratecard.rulefiles.editors.json_values import JsonSchema

# `{rate: 2,9 %}` is to YAML a rate of 2 and a key "9 %" with no value, of which an editor would say nothing.
POINT = "Decimals are written with a point, as in 12.99"
KEY: JsonSchema = {"type": "string", "pattern": "^(?![0-9.]*[0-9](?: ?%| [A-Z]{3})?$)", "errorMessage": POINT}


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


def tiers(price: JsonSchema, numbers: str) -> JsonSchema:
    """Tiers: a mapping from numbers, of a pattern, to prices of one coin."""
    counts = {"pattern": numbers, "errorMessage": "This should be a number of coins, as 5000"}
    return {"type": "object", "minProperties": 1, "maxProperties": 50, "required": ["0"]} | {
        "propertyNames": counts,
        "additionalProperties": price,
    }
