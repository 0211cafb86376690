"""Removals of what nothing states: often a name is misspelt, and what was meant goes on."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from ratecard.book.keys import Keys
from ratecard.book.markets import DistinctBundle, said_once
from ratecard.book.once import Once
from ratecard.book.resolving import ResolvedPaths
from ratecard.diagnostics.diagnostic import Place, Severity
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath


class KnownAndRemoved(NamedTuple):
    """The things of a section of which something is ever stated, and those that are removed, with the first place."""

    known: frozenset[KeyPath]
    removals: Mapping[KeyPath, Place]


def check_removals(bundles: Iterable[DistinctBundle], keys: Keys, once: Once) -> None:
    """Warns of `none` that removes what nothing states: often its name is misspelt, and what was meant goes on."""
    known: set[KeyPath] = set()
    removals: dict[KeyPath, Place] = {}
    table, said_in = once.memo.table("removals"), partial(_said_in, keys)
    removable = [of_bundle for of_bundle in said_once(bundles) if of_bundle.key in keys.removable]
    for of_bundle in removable:
        for said in of_bundle.of_parts(table, said_in, once.memo):
            known |= said.known
            for thing, place in said.removals.items():
                removals.setdefault(thing, place)
    for thing, place in sorted(removals.items()):
        if thing not in known:
            about, _, word = thing[-1].rpartition(".")
            alike = {name[-1] for name in known if name[:-1] == thing[:-1]}
            near = slips(word, {name.rpartition(".")[2] for name in alike})
            hint = (
                f"did you mean {f'{about}.' if about else ''}{near[0]}?"
                if near
                else "delete it, or write the name of what it should remove"
            )
            sentence = f"{'.'.join(thing)} is removed here, and nothing states it"
            once.tell("removes-nothing", sentence, place, hint, Severity.WARNING)


def _said_in(keys: Keys, paths: ResolvedPaths) -> KnownAndRemoved:
    known: set[KeyPath] = set()
    removals: dict[KeyPath, Place] = {}
    for path, timeline in paths.items():
        thing = keys.named(path)
        if not thing or thing in known:
            continue
        for resolved in timeline.values:
            stated = [statement for statement in (resolved.stated, *resolved.replaced) if statement.value is not ABSENT]
            if any(keys.is_positive(path, statement) for statement in stated):
                known.add(thing)
                break
            if resolved.stated.value is NONE:
                removals.setdefault(thing, resolved.stated.place)
    return KnownAndRemoved(frozenset(known), removals)
