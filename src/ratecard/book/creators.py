"""Whether all that creators live by hangs together: gifts, earnings, payouts and exchange rates, in every region."""

from collections.abc import Iterable, Mapping

from ratecard.book.declarations import Declarations
from ratecard.book.dependencies import shares_of_money
from ratecard.book.exchanges import check_exchanges
from ratecard.book.incomplete import check_terms
from ratecard.book.layers import SectionPlaces
from ratecard.book.markets import MarketLine
from ratecard.book.once import Once
from ratecard.book.things import is_positive, named
from ratecard.diagnostics.diagnostic import Place, Severity
from ratecard.rulefiles.near import meant_or, slips
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import ABSENT, BROKEN, NONE, KeyPath, Stated
from ratecard.terms.gifts import LEVEL_FACT
from ratecard.terms.market import MarketKey

CLASS_FACT = "lot.class"
HOW_DECLARED = {"count": "{type: count}", "one of": "{type: one of, of: [promotional, earned]}"}

Lines = Mapping[MarketKey, MarketLine]


def check_creators(
    lines: Lines,
    creators: Mapping[str, MarketLine],
    declarations: Declarations,
    sections: SectionPlaces,
    report: Report,
) -> None:
    """Reports what is missing or names something that nothing declares, once for each place or thing."""
    once = Once(report, sections)
    every = (*lines.values(), *creators.values())
    _check_names_of_things(every, creators.values(), declarations, once)
    shares = shares_of_money(line for line in creators.values() if line.sound)
    check_terms(lines.values(), creators.values(), shares, once)
    _check_removals(every, once)
    check_exchanges(creators.values(), lines.values(), shares, once)


def _check_names_of_things(
    every: Iterable[MarketLine], creators: Iterable[MarketLine], declarations: Declarations, once: Once
) -> None:
    """Packages, rarities, kinds and facts that statements name, and that nothing declares."""
    creators = list(creators)
    kinds = {section[1] for line in creators for section in line.sections if section[0] == "earnings"}
    broken = [line for line in creators if _is_broken(line, ("earnings",))]
    seen: set[int] = set()
    for line in every:
        for bundle in (line.bundles.get(key) for key in ("gifts", "worth_at", "payouts")):
            if bundle is None or id(bundle) in seen:
                continue
            seen.add(id(bundle))
            for path, timeline in bundle.paths.items():
                for resolved in timeline.values:
                    _check_named(path, resolved.stated, declarations, None if broken else kinds, once)


def _is_broken(line: MarketLine, path: KeyPath) -> bool:
    """Whether the whole of a key was reported: what it would have stated is unknown."""
    bundle = line.bundles.get(path[0])
    timeline = bundle.paths.get(path) if bundle is not None else None
    return timeline is not None and any(resolved.stated.value is BROKEN for resolved in timeline.values)


def _check_named(
    path: KeyPath, stated: Stated[object], declarations: Declarations, kinds: set[str] | None, once: Once
) -> None:
    value = stated.value
    if path == ("worth_at", "package") and isinstance(value, str) and declarations.no_package(value):
        hint, offers = meant_or(value, declarations.packages, "write the id of a package")
        sentence = f"{value} is a package to which no file gives coins"
        once.tell("unknown-package", sentence, stated.place, hint, offers=offers)
    elif path[0] == "gifts" and path[2:] == ("rarity",) and isinstance(value, str):
        if value not in declarations.rarities and declarations.rarities_known:
            declaring = f"declare it: rarities: {{{value}: {{order: 1, name: …}}}}"
            hint, offers = meant_or(value, declarations.rarities, declaring)
            sentence = f"{value} is a rarity that no file declares"
            once.tell("unknown-rarity", sentence, stated.place, hint, offers=offers)
    elif path[0] == "gifts" and path[2:] == ("kinds",) and isinstance(value, tuple) and kinds is not None:
        for item in value:
            if str(item.value) not in kinds:
                hint, offers = meant_or(str(item.value), kinds, f"state earnings: {{{item.value}: …}}")
                sentence = f"{item.value} is a kind of spending without earnings"
                once.tell("unknown-kind", sentence, item.place, hint, offers=offers)
    elif path[0] == "gifts" and path[2:] == ("level",) and isinstance(value, int):
        _check_fact(LEVEL_FACT, "count", stated.place, declarations, once)
    elif path == ("payouts", "order") and isinstance(value, tuple):
        for item in value:
            if item.value == "class":
                _check_fact(CLASS_FACT, "one of", item.place, declarations, once)


def _check_fact(name: str, kind: str, place: Place, declarations: Declarations, once: Once) -> None:
    fact = declarations.facts.get(name)
    if fact is not None and fact.kind != kind:
        sentence = f"this asks for {name} of type {kind}, and it is declared with type {fact.kind}"
        once.tell("unknown-fact", sentence, place, f"declare it as facts: {{{name}: {HOW_DECLARED[kind]}}}")
    if declarations.no_fact(name):
        hint = f"declare it under rules/: facts: {{{name}: {HOW_DECLARED[kind]}}}"
        once.tell("unknown-fact", f"this asks for {name}, which no file declares", place, hint)


def _check_removals(every: Iterable[MarketLine], once: Once) -> None:
    """Warns of `none` that removes what nothing states: often its name is misspelt, and what was meant goes on."""
    known: set[KeyPath] = set()
    removals: dict[KeyPath, Place] = {}
    seen: set[int] = set()
    bundles = [bundle for line in every for bundle in line.bundles.values()]
    for bundle in bundles:
        if id(bundle) in seen:
            continue
        seen.add(id(bundle))
        for path, timeline in bundle.paths.items():
            thing = named(path)
            if not thing or thing in known:
                continue
            for resolved in timeline.values:
                stated = [each for each in (resolved.stated, *resolved.replaced) if each.value is not ABSENT]
                if any(is_positive(path, each) for each in stated):
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
