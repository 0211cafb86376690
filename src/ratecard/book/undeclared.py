"""Identifiers of things that another table declares, such as a price's package, and does not."""

from collections.abc import Iterable, Sequence

import msgspec

from ratecard.book.declarations import Declarations
from ratecard.book.declaring import all_leaves
from ratecard.book.layers import Layers
from ratecard.book.misdeclared import files_of, misdeclared, notes_of, used_in
from ratecard.diagnostics.diagnostic import Diagnostic, Note, Place, fixes_at
from ratecard.diagnostics.fixes import Suggestion, possible
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import KeyPath
from ratecard.rulefiles.text.decoding import Report

FOLDED_LEAST = 6
"""At how many places a thing that nothing declares is told once: its declaration was probably deleted."""

NOTED_MOST = 5
"""How many of the other places are noted then."""


def check_ids(layers: Layers, declarations: Declarations, report: Report) -> None:
    """Reports each identifier of things that another table declares, such as a price's package, and does not."""
    stated = _Stated(layers, declarations)
    for thing, places in sorted(layers.id_places.items()):
        table, name = thing[:-1], thing[-1]
        if not declarations.misses(table, name):
            continue
        names = declarations.keys.how_named[table]
        how = names.hint.replace("{}", name)
        sentence = names.sentence.replace("{}", name)
        others = [own[-1] for own in declarations.together(table)[1:] if declarations.ids[own]]
        if others:
            sentence = f"{sentence}, and none of the {others[0]}"
        slip = misdeclared(name, places, stated.unused(table))
        if slip:
            declared = stated.declared_at((*table, slip))
            said = f"{slip} is declared here and used nowhere, and {used_in(places)} {name}"
            fixes, notes = fixes_at(declared, possible(name)), notes_of(name, places)
            report(Diagnostic(code=names.code, sentence=said, place=declared, notes=notes, fixes=fixes))
            continue
        known = frozenset().union(*(declarations.ids[own] for own in declarations.together(table)))
        hint, offers = meant_or(name, known, how)
        if offers and thing in stated.places:
            hint = f"if not, {how}"
        if len(places) >= FOLDED_LEAST:
            report(
                _folded(Diagnostic(code=names.code, sentence=sentence, place=min(places), hint=hint), places, offers)
            )
            continue
        for place in places:
            fixes = fixes_at(place, offers)
            report(Diagnostic(code=names.code, sentence=sentence, place=place, hint=hint, fixes=fixes))


def _folded(told: Diagnostic, places: Iterable[Place], offers: Sequence[Suggestion]) -> Diagnostic:
    """What is wrong at many places for one reason, told at the first of them, with how many more there are."""
    first, *others = sorted(places)
    notes = tuple(Note(place, "the same here") for place in others[:NOTED_MOST])
    sentence = f"{told.sentence}, here and at {len(others):,} other places"
    fixes = fixes_at(first, offers)
    return msgspec.structs.replace(told, sentence=sentence, place=first, notes=notes, fixes=fixes)


class _Stated:
    """Where anything is stated of the things of tables, in any file; gathered once."""

    def __init__(self, layers: Layers, declarations: Declarations) -> None:
        self._layers = layers
        self._declarations = declarations
        self._unused: dict[KeyPath, list[str]] = {}
        self.places: dict[KeyPath, list[Place]] = {}
        tables = declarations.keys.how_named
        for leaves in all_leaves(layers):
            for path, leaf in leaves.items():
                for depth in range(1, len(path)):
                    if path[:depth] in tables:
                        self.places.setdefault(path[: depth + 1], []).append(leaf.place)

    def unused(self, table: KeyPath) -> list[str]:
        """The declared things of a table of which no file but the declaring one says anything."""
        known = self._unused.get(table)
        if known is None:
            declared = sorted(self._declarations.ids[table])
            known = self._unused[table] = [name for name in declared if self._is_in_one_file((*table, name))]
        return known

    def declared_at(self, thing: KeyPath) -> Place:
        """The key of a thing that is declared in one file; its statement where it has no keys below it."""
        first = min(self.places[thing])
        return self._layers.mapping_places.get(first.file, {}).get(thing, first)

    def _is_in_one_file(self, thing: KeyPath) -> bool:
        return len(files_of((*self._layers.id_places.get(thing, ()), *self.places.get(thing, ())))) == 1
