"""The definitions of the language as JSON Schema (draft 7), for editors: the shapes that type the files, said again.

Where one value may stand, several forms may, which `json_forms` defines.
"""

from collections.abc import Sequence

from ratecard.rulefiles.editors.json_conditions import conditions, requirements
from ratecard.rulefiles.editors.json_forms import NAME_OF_A_DATE, FormDefinitions, KnownNames
from ratecard.rulefiles.editors.json_mappings import just, mapping, ref
from ratecard.rulefiles.editors.json_values import JsonSchema, pattern_of, scalar
from ratecard.rulefiles.keys.grammar import GROUP_KEYS, REGION_KEYS, Grammar
from ratecard.rulefiles.keys.shapes import (
    PLURAL_FORMS,
    Conditions,
    KnownKeys,
    ListOf,
    Requirements,
    Shape,
    Table,
    Text,
    Unknown,
    Value,
)
from ratecard.rulefiles.stated import FileKind
from ratecard.rulefiles.values.types import IDENTIFIER, INSTANT, LANGUAGE, TEXT

DIALECT = "http://json-schema.org/draft-07/schema#"


# What is asked of single values beyond their type, by their path, where one file alone can break it.
_BOUNDS: dict[str, JsonSchema] = {
    "units.*.price.rounding": {"not": {"type": "string", "pattern": " to "}},
    "units.*.price.extra_digits": {"maximum": 9},
    "gifts.*.coins": {"not": {"enum": [0, "0"]}},
    "payouts.diamond": {"not": {"type": "string", "pattern": r"^[0.]+ "}},
    "fx.rounding": {"not": {"type": "string", "pattern": " to "}},
}


def rule_schemas(known: KnownNames, grammar: Grammar) -> dict[str, JsonSchema]:
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
        "book.schema.json": book
        | {"required": ["begins"], "anyOf": [{"required": ["languages"]}, {"required": ["library"]}]},
        "rules.schema.json": rules,
        "region.schema.json": region
        | {
            "oneOf": [{"required": ["region"]}, {"required": ["group"]}],
            "dependencies": {"group": {"properties": only_regions}},
        },
    }


class _Definitions(FormDefinitions):
    """The definitions of one schema, made as they are needed."""

    def root(self, title: str, about: str, kinds: Sequence[FileKind]) -> JsonSchema:
        """The schema of files of these kinds."""
        keys: dict[str, JsonSchema] = {}
        platform: dict[str, JsonSchema] = {}
        for kind in kinds:
            keys |= {key: self.shape(key, shape, key) for key, shape in self.grammar.keys_of[kind].items()}
            platform |= {key: self.shape(key, shape, key) for key, shape in self.grammar.platform_keys[kind].items()}
        self.made["platform"] = mapping(platform, type="object", minProperties=1)
        one = ref("platform") | {"title": "platform", "description": "What differs on this platform."}
        about_all = "What differs by platform. A platform is declared by its name, in a file under rules/."
        keys["platforms"] = {"title": "platforms", "description": about_all} | self.table("platform", IDENTIFIER, one)
        return {
            "$schema": DIALECT,
            "title": title,
            "description": about,
            **mapping(keys, type="object"),
            "definitions": dict(sorted(self.made.items())),
        }

    def shape(self, key: str, shape: Shape, path: str) -> JsonSchema:
        """What may stand below `key`. `path` names the key from the top of a file, for its definition."""
        said: JsonSchema = {"title": key, "description": shape.about}
        match shape:
            case ListOf(table=Table() as table) | Value(table=Table() as table):
                return {"anyOf": [self.one_value(key, shape), self.below(table, path)]} | said
            case Value() | ListOf():
                found = self.one_value(key, shape) | said
                return {"allOf": [found, _BOUNDS[path]]} if path in _BOUNDS else found
            case Text():
                return ref(self.text(shape)) | said
            case Conditions():
                return ref(conditions(self.made, self.known, dated=shape.dated)) | said
            case Requirements():
                return ref(requirements(self.made, self.known)) | said
            case KnownKeys() | Table() if path in self.grammar.layered or path.endswith("*"):
                if path not in self.made:
                    self.made[path] = {}
                    self.made[path] = self.below(shape, path)
                return ref(path) | said
            case KnownKeys() | Table():
                return said | self.below(shape, path)

    def below(self, shape: KnownKeys | Table, path: str) -> JsonSchema:
        """A mapping with known keys or with identifiers; the words too, where the whole may be absent or unknown."""
        if isinstance(shape, KnownKeys):
            keys = {key: self.shape(key, child, f"{path}.{key}") for key, child in shape.keys.items()}
            required = [key for key, child in shape.keys.items() if child.required]
            found = mapping(keys, type="object", minProperties=1) | ({"required": required} if required else {})
        else:
            of = self.shape(shape.noun, shape.of, f"{path}.*")
            found = self.table(shape.noun, shape.key, of)
            own = {key: self.shape(key, child, f"{path}.{key}") for key, child in shape.named.items()}
            found["properties"] = {**found["properties"], **own}  # type: ignore[dict-item]
        if isinstance(shape, KnownKeys) and shape.short:
            short = shape.keys[shape.short]
            found = {"anyOf": [found, scalar(short.type if isinstance(short, Value) else TEXT)]}
        yes = isinstance(shape, KnownKeys) and bool(shape.yes)
        said = (("none", shape.none), ("unknown", shape.unknown is Unknown.MAY_BE), ("yes", yes))
        words = [word for word, may in said if may]
        if not words:
            return found
        found |= {"type": ["object", "string"], "pattern": f"^(?:{'|'.join(words)})$" if words[1:] else f"^{words[0]}$"}
        found["patternErrorMessage"] = f"This should have keys below it, or be {' or '.join(words)}"
        if isinstance(shape, KnownKeys):
            properties = found["properties"]
            assert isinstance(properties, dict)
            properties["value"] = (
                {"enum": words, "doNotSuggest": True} if words[1:] else {"const": words[0], "doNotSuggest": True}
            )
            found["dependencies"] = {"value": just("value")}
        return found

    def text(self, shape: Text) -> str:
        """The name of the definition of a text: plain or by language, or by language and plural form."""
        plain = Value(type=TEXT, about=shape.about, by_fact=shape.by_fact, knows=shape.knows, none=True)
        one = self.one_value("", plain)
        languages = self.known.get("language", ())
        in_language: JsonSchema = {"title": "language", "description": "The text in this language."}
        if shape.plural:
            forms = {form: one | {"title": form, "description": f"CLDR's form “{form}”."} for form in PLURAL_FORMS}
            self.made["plural_forms"] = mapping(forms, type="object", minProperties=1)
            self.made["plural_text"] = self.table("language", LANGUAGE, ref("plural_forms") | in_language)
            return "plural_text"
        by_language = one | in_language
        found = dict(self.made[str(one["$ref"]).rpartition("/")[2]])
        keys, dates = found["properties"], found["patternProperties"]
        assert isinstance(keys, dict)
        assert isinstance(dates, dict)
        found["properties"] = {**dict.fromkeys(languages, by_language), **keys}
        found["patternProperties"] = {**dates, pattern_of(LANGUAGE): by_language}
        # All keys are of a time line, or none is.
        starts = f"{pattern_of(INSTANT, 'begins', *self.known.get('date', ()))}|{NAME_OF_A_DATE}"
        found["then"] = {
            "if": {"propertyNames": {"not": {"pattern": starts}}},
            "else": {"propertyNames": {"pattern": f"{starts}|^(?:source|note)$"}},
        }
        name = f"varying_{str(one['$ref']).rpartition('/')[2]}" if shape.by_fact else "text"
        self.made[name] = found
        return name
