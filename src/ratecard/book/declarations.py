"""What a book declares once for all markets: its beginning, languages, facts, units, rarities, platforms and ids."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from ratecard.book.declared_platforms import platforms_of
from ratecard.book.declared_units import DeclaredUnit, NamedUnit, earned_unit, other_units_of, stated_of, unit_of
from ratecard.book.declaring import all_leaves, is_broken, tell_missing, text_of, value_at
from ratecard.book.doubtful import Doubtful
from ratecard.book.key_places import KeyPlaces
from ratecard.book.keys import Keys
from ratecard.book.layers import Layer, Layers
from ratecard.book.library import EditionNamed
from ratecard.book.records import ANY_ID
from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.diagnostics.fixes import possible
from ratecard.rulefiles.keys.facts import STATED_BY_ENGINE, WAY
from ratecard.rulefiles.stated import KeyPath, Leaves, StatedInstant
from ratecard.rulefiles.text.decoding import Report
from ratecard.terms.facts import FactType

RARITIES: KeyPath = ("rarities",)
UNITS: KeyPath = ("units",)

ANY = "*"
"""Stands among broken facts or packages where the whole table is broken: then any may be one of them."""

NO_WAYS = "state the ways: of a platform, for example ways: {card: {name: Card}}"


class Rarity(msgspec.Struct, frozen=True):
    """How rare a gift can be: its place among the rarities, the commonest first, and its names by language."""

    order: int
    names: Mapping[str, str]


class Declarations(msgspec.Struct, frozen=True, kw_only=True):
    """Book-wide declarations. `begins` is a date, bound to each region's zone, or an aware instant.

    `broken_facts` and `broken_ids` are stated wrongly, which is reported: what uses them is not reported again. So
    are `begins` and `coin` where they are None, and `languages` where there is none: then nothing can be priced, and
    the rest can still be looked at. `ids` are those of each table whose things the book declares; `rarities_known` is
    False where the whole of `rarities` is broken: then any rarity may be one of them. `library` is the edition that
    lies below the book, None where it stands on none. `doubtful` are values of it that nobody verified or knows.
    `kept` is stated for what looks at the whole book, by path; no answer depends on it, nor on `key_places`.
    """

    keys: Keys
    begins: StatedInstant | None
    begins_place: Place | None
    languages: tuple[str, ...]
    facts: Mapping[str, FactType]
    broken_facts: frozenset[str]
    broken_ids: Mapping[KeyPath, frozenset[str]]
    coin: DeclaredUnit | None
    diamond: DeclaredUnit | None
    other_units: Mapping[str, NamedUnit]
    rarities: Mapping[str, Rarity]
    rarities_known: bool
    platforms: Mapping[str, Mapping[str, str]]
    ids: Mapping[KeyPath, frozenset[str]]
    library: EditionNamed | None = None
    doubtful: tuple[Doubtful, ...] = ()
    kept: Leaves = {}
    key_places: KeyPlaces = KeyPlaces()
    languages_place: Place | None = None

    @property
    def whole(self) -> bool:
        """Whether everything without which nothing can be priced is declared."""
        return self.begins is not None and self.coin is not None and bool(self.languages) and bool(self.platforms)

    @property
    def units(self) -> dict[str, NamedUnit]:
        """Every declared unit by id, those with a role first."""
        named: dict[str, NamedUnit | None] = {"coin": self.coin, "diamond": self.diamond, **self.other_units}
        return {unit: own for unit, own in named.items() if own is not None}

    def no_fact(self, name: str) -> bool:
        """Whether no file meant to declare this fact; where the whole of `facts` is broken, any may have been meant."""
        return name not in self.facts and not self.broken_facts & {name, ANY}

    def ids_of(self, key: str) -> frozenset[str]:
        """The identifiers of the table of a key; none where the language has no such key."""
        return self.ids.get((key,), frozenset())

    def declares(self, table: KeyPath) -> bool:
        """Whether the things of a table exist by being declared, in whatever layer."""
        return table in self.ids

    def is_known(self, table: KeyPath) -> bool:
        """Whether it is known which things a table has: the whole of it is not broken."""
        return table != RARITIES or self.rarities_known

    def is_broken(self, table: KeyPath, name: str) -> bool:
        """Whether a thing of this name was meant to be declared, and its declaration is broken."""
        return bool(self.broken_ids.get(table, frozenset()) & {name, ANY})

    def misses(self, table: KeyPath, name: str) -> bool:
        """Whether no file meant to declare a thing of this name, nor one of a table whose things may stand there."""
        return all(name not in self.ids[own] and not self.is_broken(own, name) for own in self.together(table))

    def together(self, table: KeyPath) -> tuple[KeyPath, ...]:
        """A table, and the one whose things may stand wherever one of it is an identifier."""
        beside = next((own.beside for own in self.keys.tables if own.path == table and own.beside), ())
        return (table, beside) if beside in self.ids else (table,)


def declaring(fact: str, how: str = "{type: …}") -> str:
    """How a fact is declared: "facts: {buyer.age: {type: count}}"; the way of paying by those of a platform."""
    if fact == WAY:
        return "platforms: {web: {ways: {card: {name: …}}}}"
    return f"facts: {{{fact}: {how}}}"


def declare(layers: Layers, keys: Keys, report: Report) -> Declarations:
    """The declarations of a book, as far as it makes them; what is missing or wrong is reported."""
    rules = layers.declared
    begins = value_at(rules, ("begins",))
    languages = value_at(rules, ("languages",))
    where = min((leaf.place for leaf in layers.rules.plain.values()), default=None)
    if ("begins",) not in rules:
        tell_missing(report, "begins", "the instant from which the book answers: begins: 2025-01-01", where)
    if ("languages",) not in rules:
        tell_missing(report, "languages", "the languages in which names are due: languages: [en]", where)
    if languages == ():
        place = rules[("languages",)].place
        hint = "write [en], with every language in which names are due"
        report(Diagnostic(code="missing-declaration", sentence="languages lists none", place=place, hint=hint))
    coin = unit_of(rules, "coin", report, min(stated_of(layers, "coin"), default=where))
    diamond = earned_unit(layers, keys, report, where)
    other_units = other_units_of(layers, report)
    declaring = {table.path: table.declared_by for table in keys.tables if table.declared_by}
    rarities, platforms, facts = _rarities(rules), platforms_of(layers, report), _facts(rules, layers, report)
    stated = begins if isinstance(begins, date | datetime) else None
    tags = tuple(str(tag.value) for tag in languages) if type(languages) is tuple else ()
    ids = {table: _ids(layers, table, key) for table, key in declaring.items()}
    units = frozenset(path[1] for path in rules if path[0] == UNITS[0] and path[1:])
    return Declarations(
        keys=keys,
        begins=stated,
        begins_place=rules[("begins",)].place if stated is not None else None,
        languages=tags,
        languages_place=rules[("languages",)].place if tags else None,
        facts=facts,
        broken_facts=_broken_facts(rules, layers) - set(facts),
        broken_ids={table: _broken_ids(layers, table) for table in (*declaring, UNITS)},
        coin=coin,
        diamond=diamond,
        other_units=other_units,
        rarities=rarities,
        rarities_known=("rarities",) not in rules,
        platforms=platforms,
        ids={**ids, RARITIES: frozenset(rarities), UNITS: units},
    )


def _rarities(rules: Leaves) -> dict[str, Rarity]:
    """The declared rarities by id, the commonest first; one whose order is wrong, which is reported, among them."""
    found: dict[str, Rarity] = {}
    for rarity in sorted({path[1] for path in rules if path[0] == "rarities" and path[1:]}):
        order = value_at(rules, ("rarities", rarity, "order"))
        stated = {path[3:]: leaf for path, leaf in rules.items() if path[:3] == ("rarities", rarity, "name")}
        texts = {tag[0]: text_of(leaf) for tag, leaf in stated.items() if tag}
        names = {tag: text for tag, text in sorted(texts.items()) if text is not None}
        found[rarity] = Rarity(order if type(order) is int else 0, names)
    return dict(sorted(found.items(), key=lambda entry: (entry[1].order, entry[0])))


def _ways(layers: Layers) -> tuple[str, ...]:
    """The ways of paying that any layer states, sorted; those of the library among them."""
    library = [] if layers.library is None else all_leaves(layers.library)
    every = (path for leaves in (*library, *all_leaves(layers)) for path in leaves)
    return tuple(sorted({path[1] for path in every if path[0] == "ways" and path[2:]}))


def _broken_facts(rules: Leaves, layers: Layers) -> frozenset[str]:
    """All that is declared as a fact, be it wrongly; how somebody pays too, where ways are stated wrongly."""
    named = frozenset(path[1] if path[1:] else ANY for path in rules if path[0] == "facts")
    return named | {WAY} if _are_ways_broken(layers) else named


def _are_ways_broken(layers: Layers) -> bool:
    """Whether what a platform says of its ways of paying is wrong, which is reported: it may have had other ones."""
    return any(
        is_broken(leaf)
        for leaves in all_leaves(layers)
        for path, leaf in leaves.items()
        if path[0] == "ways" and len(path) <= 2
    )


def _facts(rules: Leaves, layers: Layers, report: Report) -> dict[str, FactType]:
    """The declared facts; `purchase.way` is declared by the ways of paying that platforms have, if all are known."""
    ways, ways_known = _ways(layers), not _are_ways_broken(layers)
    facts = {WAY: FactType(WAY, "one of", ways, False, {})} if ways and ways_known else dict[str, FactType]()
    for name in sorted({path[1] for path in rules if path[0] == "facts" and len(path) > 2}):
        listed = value_at(rules, ("facts", name, "of"))
        values = tuple(str(item.value) for item in listed) if type(listed) is tuple else ()
        kind, stated = value_at(rules, ("facts", name, "type")), rules.get(("facts", name, "of"))
        is_told = type(kind) is not str or (stated is not None and is_broken(stated))
        if is_told or (name == WAY and not ways_known):
            continue
        wrong = _wrong_fact(rules, name, values, ways)
        if wrong is None:
            facts[name] = _fact(rules, name, ways if name == WAY else values)
        else:
            report(wrong)
    return facts


def _fact(rules: Leaves, name: str, values: tuple[str, ...]) -> FactType:
    """A fact that is declared as it should be, with the values that are listed."""
    kind = str(value_at(rules, ("facts", name, "type")))
    texts = {path[3]: text_of(leaf) for path, leaf in rules.items() if path[:3] == ("facts", name, "name") and path[3:]}
    names = {tag: text for tag, text in sorted(texts.items()) if text is not None}
    return FactType(name, kind, values if kind == "one of" else (), values == ("package",), names)


def _wrong_fact(rules: Leaves, name: str, values: tuple[str, ...], ways: tuple[str, ...]) -> Diagnostic | None:
    """What is wrong with a fact of which each part is right by itself."""
    kind, place = str(value_at(rules, ("facts", name, "type"))), rules[("facts", name, "type")].place
    if STATED_BY_ENGINE.get(name, kind) != kind:
        sentence = f"{name} is stated by the engine as a {STATED_BY_ENGINE[name]}, and declared as {kind}"
        fixes = fixes_at(place, possible(STATED_BY_ENGINE[name]))
        return Diagnostic(code="bad-fact", sentence=sentence, place=place, fixes=fixes)
    if name == WAY and (kind != "one of" or values):
        hint = "write type: one of, and a name; its values are the ways: of platforms"
        sentence = f"{WAY} is one of the ways of paying that platforms declare, and is declared otherwise"
        return Diagnostic(code="bad-fact", sentence=sentence, place=place, hint=hint)
    if kind == "one of" and not (ways if name == WAY else values):
        hint = NO_WAYS if name == WAY else "add of: with its values, for example of: [standard, partner]"
        sentence = f"{name} is one of several values, and they are not listed"
        return Diagnostic(code="bad-fact", sentence=sentence, place=place, hint=hint)
    if kind != "one of" and values and values != ("package",):
        sentence, hint = f"{name} is {kind} and lists values", "delete of:, or write type: one of"
        return Diagnostic(code="bad-fact", sentence=sentence, place=rules[("facts", name, "of")].place, hint=hint)
    return None


def _ids(layers: Layers, table: KeyPath, key: str) -> frozenset[str]:
    """The identifiers of a table for which any layer ever states this key, or anything where that is any."""
    stated = (path for leaves in all_leaves(layers) for path in leaves)
    depth = len(table)
    if key == ANY_ID:
        return frozenset(path[depth] for path in stated if path[:depth] == table and len(path) > depth + 1)
    return frozenset(path[depth] for path in stated if path[:depth] == table and path[depth + 1 :] == (key,))


def _broken_ids(layers: Layers, table: KeyPath) -> frozenset[str]:
    """The identifiers of a table of which the whole is broken in some layer; `ANY` where the table itself is."""
    depth = len(table)
    stated = [(path, leaf) for leaves in all_leaves(layers) for path, leaf in leaves.items() if path[0] == table[0]]
    return frozenset(
        path[depth] if path[depth:] else ANY
        for path, leaf in stated
        if len(path) <= depth + 1 and table[: len(path)] == path[:depth] and is_broken(leaf)
    )


def layers_of_region(layers: Layers, region: str) -> tuple[Layer, ...]:
    """The layers of a region's own files, the country before the subdivision."""
    country = region.partition("-")[0]
    own = (layers.regions[region],)
    return own if country == region or country not in layers.regions else (layers.regions[country], *own)
