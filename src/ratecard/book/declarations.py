"""What a book declares once for all markets: its beginning, languages, facts, units, rarities, platforms and ids."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from ratecard.book.keys import Keys
from ratecard.book.layers import Layer, Layers, key_above
from ratecard.book.misdeclared import files_of, misdeclared, notes_of, used_in
from ratecard.diagnostics.diagnostic import Diagnostic, Place, fixes_at
from ratecard.diagnostics.fixes import possible
from ratecard.rounding import RoundingMode
from ratecard.rulefiles.facts import COINS_OF_A_GIFT
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import BROKEN, KeyPath, Leaf, Leaves, Stated, StatedInstant, StatedRounding
from ratecard.terms.facts import FactType

STATED_BY_ENGINE = {COINS_OF_A_GIFT: "count"}
"""Facts that the engine states itself where they are declared, with the type that they then have."""

EARNED = "diamond"
"""The unit that creators earn; coins are bought by everybody."""

RARITIES: KeyPath = ("rarities",)

ANY = "*"
"""Stands among broken facts or packages where the whole table is broken: then any may be one of them."""


class Unit(msgspec.Struct, frozen=True):
    """What a unit is called (plural forms by language), and how the price of one is shown."""

    names: Mapping[str, Mapping[str, str]]
    price_mode: RoundingMode
    price_extra_digits: int


class Rarity(msgspec.Struct, frozen=True):
    """How rare a gift can be: its place among the rarities, the commonest first, and its names by language."""

    order: int
    names: Mapping[str, str]


class Declarations(msgspec.Struct, frozen=True):
    """Book-wide declarations. `begins` is a date, bound to each region's zone, or an aware instant.

    `broken_facts` and `broken_ids` are stated wrongly, which is reported: what uses them is not reported again. So
    are `begins` and `coin` where they are None, and `languages` where there is none: then nothing can be priced, and
    the rest can still be looked at. `ids` are those of each table whose things the book declares; `rarities_known` is
    False where the whole of `rarities` is broken: then any rarity may be one of them.
    """

    keys: Keys
    begins: StatedInstant | None
    begins_place: Place | None
    languages: tuple[str, ...]
    facts: Mapping[str, FactType]
    broken_facts: frozenset[str]
    broken_ids: Mapping[KeyPath, frozenset[str]]
    coin: Unit | None
    diamond: Unit | None
    rarities: Mapping[str, Rarity]
    rarities_known: bool
    platforms: Mapping[str, Mapping[str, str]]
    ids: Mapping[KeyPath, frozenset[str]]

    @property
    def whole(self) -> bool:
        """Whether everything without which nothing can be priced is declared."""
        return self.begins is not None and self.coin is not None and bool(self.languages) and bool(self.platforms)

    def no_fact(self, name: str) -> bool:
        """Whether no file meant to declare this fact; where the whole of `facts` is broken, any may have been meant."""
        return name not in self.facts and not self.broken_facts & {name, ANY}

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
        """Whether no file meant to declare a thing of this name."""
        return name not in self.ids[table] and not self.is_broken(table, name)


def declaring(fact: str, how: str = "{type: …}") -> str:
    """How a fact is declared: "facts: {buyer.age: {type: count}}"."""
    return f"facts: {{{fact}: {how}}}"


def declare(layers: Layers, keys: Keys, report: Report) -> Declarations:
    """The declarations of a book, as far as it makes them; what is missing or wrong is reported."""
    rules = layers.rules.plain
    begins = _value(rules, ("begins",))
    languages = _value(rules, ("languages",))
    where = min((leaf.place for leaf in rules.values()), default=None)
    if ("begins",) not in rules:
        _missing(report, "begins", "the instant from which the book answers: begins: 2025-01-01", where)
    if ("languages",) not in rules:
        _missing(report, "languages", "the languages in which names are due: languages: [en]", where)
    if languages == ():
        place = rules[("languages",)].place
        hint = "write [en], with every language in which names are due"
        report(Diagnostic(code="missing-declaration", sentence="languages lists none", place=place, hint=hint))
    coin = _unit(rules, "coin", report, min(_stated_of(layers, "coin"), default=where))
    diamond = _earned_unit(layers, keys, report, where)
    declaring = {table.path: table.declared_by for table in keys.tables if table.declared_by}
    rarities = _rarities(rules)
    platforms = _platforms(layers, report)
    facts = _facts(rules, report)
    stated = begins if isinstance(begins, date | datetime) else None
    tags = tuple(str(tag.value) for tag in languages) if type(languages) is tuple else ()
    named = frozenset(path[1] if path[1:] else ANY for path in rules if path[0] == "facts")
    begins_place = rules[("begins",)].place if stated is not None else None
    return Declarations(
        keys=keys,
        begins=stated,
        begins_place=begins_place,
        languages=tags,
        facts=facts,
        broken_facts=named - set(facts),
        broken_ids={table: _broken_ids(layers, table) for table in declaring},
        coin=coin,
        diamond=diamond,
        rarities=rarities,
        rarities_known=("rarities",) not in rules,
        platforms=platforms,
        ids={table: _ids(layers, table, key) for table, key in declaring.items()} | {RARITIES: frozenset(rarities)},
    )


def _earned_unit(layers: Layers, keys: Keys, report: Report, where: Place | None) -> Unit | None:
    """The earned unit, which a book must declare that states a key which counts in it; the first such key asks."""
    stated = ((path[0], leaf.place) for leaves in _all_leaves(layers) for path, leaf in leaves.items())
    first = min((asked for asked in stated if keys.needing_units.get(asked[0]) == EARNED), default=None)
    asking = [key_above((first[0], "*"), first[1], layers.section_places)] if first is not None else []
    own = _stated_of(layers, EARNED)
    return _unit(layers.rules.plain, EARNED, report, min(own or asking, default=where)) if asking or own else None


def _stated_of(layers: Layers, unit: str) -> list[Place]:
    """The keys under which anything is stated of a unit; a missing one should stand there."""
    rules = layers.rules.plain
    stated = [leaf.place for path, leaf in rules.items() if path[:2] == ("units", unit)]
    return [key_above(("units", unit, "*"), place, layers.section_places) for place in stated]


def _rarities(rules: Leaves) -> dict[str, Rarity]:
    """The declared rarities by id, the commonest first; one whose order is wrong, which is reported, among them."""
    found: dict[str, Rarity] = {}
    for rarity in sorted({path[1] for path in rules if path[0] == "rarities" and path[1:]}):
        order = _value(rules, ("rarities", rarity, "order"))
        stated = {path[3:]: leaf for path, leaf in rules.items() if path[:3] == ("rarities", rarity, "name")}
        texts = {tag[0]: text_of(leaf) for tag, leaf in stated.items() if tag}
        names = {tag: text for tag, text in sorted(texts.items()) if text is not None}
        found[rarity] = Rarity(order if type(order) is int else 0, names)
    return dict(sorted(found.items(), key=lambda each: (each[1].order, each[0])))


def _value(leaves: Leaves, path: KeyPath) -> object:
    leaf = leaves.get(path)
    return leaf.value if type(leaf) is Stated else None


def _missing(report: Report, name: str, hint: str, where: Place | None) -> None:
    sentence = f"no file under rules/ states {name}"
    report(Diagnostic(code="missing-declaration", sentence=sentence, place=where, hint=f"state {hint}"))


def text_of(leaf: object) -> str | None:
    """The text of a name, or None."""
    return leaf.value if type(leaf) is Stated and type(leaf.value) is str else None


def _unit(rules: Leaves, unit: str, report: Report, where: Place | None) -> Unit | None:
    names: dict[str, dict[str, str]] = {}
    for path, leaf in sorted(rules.items()):
        if path[:3] == ("units", unit, "name") and len(path) == 5:
            text = text_of(leaf)
            if text is not None:
                names.setdefault(path[3], {})[path[4]] = text
    if not names and not _is_broken_at(rules, ("units", unit, "name")):
        hint = f"units: {{{unit}: {{name: {{en: {{one: {unit}, other: {unit}s}}}}, price: …}}}}"
        _missing(report, f"units.{unit}.name", hint, where)
    price = _unit_price(rules, unit, report, where)
    return Unit(names, *price) if names and price is not None else None


def _unit_price(rules: Leaves, unit: str, report: Report, where: Place | None) -> tuple[RoundingMode, int] | None:
    """How the price of one unit is shown: its rounding, and the decimals beyond the currency's."""
    if _is_broken_at(rules, ("units", unit, "price")):
        return None
    rounding = _value(rules, ("units", unit, "price", "rounding"))
    digits = _value(rules, ("units", unit, "price", "extra_digits"))
    if type(rounding) is not StatedRounding or type(digits) is not int:
        hint = f"units: {{{unit}: {{price: {{rounding: half up, extra_digits: 3}}}}}}"
        _missing(report, f"units.{unit}.price", hint, where)
        return None
    if rounding.step is not None or digits > 9:
        place = rules[("units", unit, "price", "rounding" if rounding.step else "extra_digits")].place
        sentence = f"a shown price of one {unit} is rounded to decimals, at most 9 beyond the currency's"
        hint = "write a rounding without a step, and extra_digits up to 9"
        report(Diagnostic(code="bad-unit-price", sentence=sentence, place=place, hint=hint))
        return None
    return rounding.mode, digits


def _is_broken_at(rules: Leaves, path: KeyPath) -> bool:
    """Whether anything at a path, below it or above it is broken."""
    return any(_is_broken(leaf) for at, leaf in rules.items() if at[: len(path)] == path or path[: len(at)] == at)


def _platforms(layers: Layers, report: Report) -> dict[str, dict[str, str]]:
    """Platforms by id with their names. One is declared by a name under rules/; any other use of it is reported.

    One that is used there under a name like no other is meant as a platform all the same. Where `platforms` is misspelt
    under rules/, which is reported, any platform may have been declared there.
    """
    lost = ("platforms",) in layers.rules.plain
    declared: dict[str, dict[str, str]] = {}
    for platform, leaves in sorted(layers.rules.by_platform.items()):
        texts = {path[-1]: text_of(leaf) for path, leaf in leaves.items() if path[0] == "name"}
        names = {tag: text for tag, text in sorted(texts.items()) if text is not None}
        if texts:
            declared[platform] = names
    meant: dict[str, dict[str, str]] = {}
    unknown = {name: places for name, places in layers.platform_places.items() if name not in declared}
    unused = [
        name for name, places in layers.platform_places.items() if name in declared and len(files_of(places)) == 1
    ]
    for platform, places in sorted(unknown.items()):
        slip = misdeclared(platform, places, unused)
        if slip and not lost:
            report(_misdeclared_platform(slip, layers.platform_places[slip][0], platform, places))
            continue
        for place in places if not lost else ():
            keys = "name: …" if platform in layers.rules.by_platform else "name: …, commission: …"
            declaring = f"declare it under rules/: platforms: {{{platform}: {{{keys}}}}}"
            hint, offers = meant_or(platform, declared, declaring)
            if not offers and (not declared or platform in layers.rules.by_platform):
                meant[platform] = {}
            sentence = f"{platform} is a platform that no file under rules/ declares by a name"
            fixes = fixes_at(place, offers)
            report(Diagnostic(code="unknown-platform", sentence=sentence, place=place, hint=hint, fixes=fixes))
    if not declared and not layers.platform_places and not lost:
        where = min((leaf.place for leaf in layers.rules.plain.values()), default=None)
        _missing(report, "platforms", "platforms: {ios: {name: App Store, commission: …}}", where)
    return declared | meant


def _misdeclared_platform(slip: str, declared: Place, platform: str, uses: Sequence[Place]) -> Diagnostic:
    sentence = f"{slip} is declared here as a platform and used nowhere, and {used_in(uses)} {platform}"
    fixes, notes = fixes_at(declared, possible(platform)), notes_of(platform, uses)
    return Diagnostic(code="unknown-platform", sentence=sentence, place=declared, notes=notes, fixes=fixes)


def _facts(rules: Leaves, report: Report) -> dict[str, FactType]:
    facts: dict[str, FactType] = {}
    for name in sorted({path[1] for path in rules if path[0] == "facts" and len(path) > 2}):
        kind = _value(rules, ("facts", name, "type"))
        listed = _value(rules, ("facts", name, "of"))
        values = tuple(str(item.value) for item in listed) if type(listed) is tuple else ()
        if type(kind) is not str:
            continue
        place = rules[("facts", name, "type")].place
        if _is_broken(rules.get(("facts", name, "of"), rules[("facts", name, "type")])):
            continue
        if STATED_BY_ENGINE.get(name, kind) != kind:
            sentence = f"{name} is stated by the engine as a {STATED_BY_ENGINE[name]}, and declared as {kind}"
            fixes = fixes_at(place, possible(STATED_BY_ENGINE[name]))
            report(Diagnostic(code="bad-fact", sentence=sentence, place=place, fixes=fixes))
            continue
        if kind == "one of" and not values:
            hint = "add of: with its values, for example of: [standard, partner]"
            sentence = f"{name} is one of several values, and they are not listed"
            report(Diagnostic(code="bad-fact", sentence=sentence, place=place, hint=hint))
            continue
        if kind != "one of" and values and values != ("package",):
            sentence = f"{name} is {kind} and lists values"
            hint = "delete of:, or write type: one of"
            report(Diagnostic(code="bad-fact", sentence=sentence, place=rules[("facts", name, "of")].place, hint=hint))
            continue
        texts = {
            path[3]: text_of(leaf) for path, leaf in rules.items() if path[:3] == ("facts", name, "name") and path[3:]
        }
        names = {tag: text for tag, text in sorted(texts.items()) if text is not None}
        facts[name] = FactType(name, kind, values if kind == "one of" else (), values == ("package",), names)
    return facts


def _ids(layers: Layers, table: KeyPath, key: str) -> frozenset[str]:
    """The identifiers of a table for which any layer ever states this key."""
    stated = (path for leaves in _all_leaves(layers) for path in leaves)
    depth = len(table)
    return frozenset(path[depth] for path in stated if path[:depth] == table and path[depth + 1 :] == (key,))


def _broken_ids(layers: Layers, table: KeyPath) -> frozenset[str]:
    """The identifiers of a table of which the whole is broken in some layer; `ANY` where the table itself is."""
    depth = len(table)
    stated = [(path, leaf) for leaves in _all_leaves(layers) for path, leaf in leaves.items() if path[0] == table[0]]
    return frozenset(
        path[depth] if path[depth:] else ANY
        for path, leaf in stated
        if len(path) <= depth + 1 and table[: len(path)] == path[:depth] and _is_broken(leaf)
    )


def check_ids(layers: Layers, declarations: Declarations, report: Report) -> None:
    """Reports each identifier of things that another table declares, such as a price's package, and does not."""
    for thing, places in sorted(layers.id_places.items()):
        table, name = thing[:-1], thing[-1]
        if not declarations.misses(table, name):
            continue
        names = declarations.keys.how_named[table]
        how = names.hint.replace("{}", name)
        sentence = names.sentence.replace("{}", name)
        slip = misdeclared(name, places, _unused(table, declarations, layers))
        if slip:
            declared = _declared_at((*table, slip), layers)
            said = f"{slip} is declared here and used nowhere, and {used_in(places)} {name}"
            fixes, notes = fixes_at(declared, possible(name)), notes_of(name, places)
            report(Diagnostic(code=names.code, sentence=said, place=declared, notes=notes, fixes=fixes))
            continue
        hint, offers = meant_or(name, declarations.ids[table], how)
        if offers and any(path[: len(thing)] == thing for leaves in _all_leaves(layers) for path in leaves):
            hint = f"if not, {how}"
        for place in places:
            fixes = fixes_at(place, offers)
            report(Diagnostic(code=names.code, sentence=sentence, place=place, hint=hint, fixes=fixes))


def _unused(table: KeyPath, declarations: Declarations, layers: Layers) -> list[str]:
    """The declared things of a table of which no file but the declaring one says anything."""
    places = {name: layers.id_places.get((*table, name), ()) for name in sorted(declarations.ids[table])}
    return [name for name, own in places.items() if len(files_of((*own, *_places_of((*table, name), layers)))) == 1]


def _places_of(thing: KeyPath, layers: Layers) -> list[Place]:
    """Where anything is stated of a thing."""
    stated = ((path, leaf) for leaves in _all_leaves(layers) for path, leaf in leaves.items())
    return sorted(leaf.place for path, leaf in stated if path[: len(thing)] == thing)


def _declared_at(thing: KeyPath, layers: Layers) -> Place:
    """The key of a thing that is declared in one file; its statement where it has no keys below it."""
    first = _places_of(thing, layers)[0]
    return layers.section_places.get(first.file, {}).get(thing, first)


def _all_leaves(layers: Layers) -> list[Leaves]:
    every = (layers.rules, *layers.groups.values(), *layers.regions.values(), *layers.unread)
    return [leaves for layer in every for leaves in (layer.plain, *layer.by_platform.values())]


def _is_broken(leaf: Leaf) -> bool:
    return isinstance(leaf, Stated) and leaf.value is BROKEN


def layers_of_region(layers: Layers, region: str) -> tuple[Layer, ...]:
    """The layers of a region's own files, the country before the subdivision."""
    country = region.partition("-")[0]
    own = (layers.regions[region],)
    return own if country == region or country not in layers.regions else (layers.regions[country], *own)
