"""Removals of what nothing states: often a name is misspelt, and what was meant goes on."""

from collections.abc import Iterable

from ratecard.book.keys import Keys
from ratecard.book.markets import MarketLine
from ratecard.book.once import Once
from ratecard.diagnostics.diagnostic import Place, Severity
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.stated import ABSENT, NONE, KeyPath


def check_removals(every: Iterable[MarketLine], keys: Keys, once: Once) -> None:
    """Warns of `none` that removes what nothing states: often its name is misspelt, and what was meant goes on."""
    known: set[KeyPath] = set()
    removals: dict[KeyPath, Place] = {}
    seen: set[int] = set()
    bundles = [(key, bundle) for line in every for key, bundle in line.bundles.items()]
    for key, bundle in bundles:
        if id(bundle) in seen or key not in keys.removable:
            continue
        seen.add(id(bundle))
        for path, timeline in bundle.paths.items():
            thing = keys.named(path)
            if not thing or thing in known:
                continue
            for resolved in timeline.values:
                stated = [each for each in (resolved.stated, *resolved.replaced) if each.value is not ABSENT]
                if any(keys.is_positive(path, each) for each in stated):
                    known.add(thing)
                    break
                if resolved.stated.value is NONE:
                    removals.setdefault(thing, resolved.stated.place)
    for thing, place in sorted(removals.items()):
        if thing not in known:
            about, _, word = thing[-1].rpartition(".")
            alike = {each[-1] for each in known if each[:-1] == thing[:-1]}
            near = slips(word, {each.rpartition(".")[2] for each in alike})
            hint = (
                f"did you mean {f'{about}.' if about else ''}{near[0]}?"
                if near
                else "delete it, or write the name of what it should remove"
            )
            sentence = f"{'.'.join(thing)} is removed here, and nothing states it"
            once.tell("removes-nothing", sentence, place, hint, Severity.WARNING)
