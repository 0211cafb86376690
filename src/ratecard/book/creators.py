"""Whether all that creators live by hangs together: gifts, earnings, payouts and exchange rates, in every region."""

from collections.abc import Iterable, Mapping

from ratecard.book.declarations import Declarations
from ratecard.book.layers import SectionPlaces, key_above
from ratecard.book.markets import MarketLine
from ratecard.book.snapshots import leaves
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.diagnostics.fixes import Offer
from ratecard.rulefiles.mending import value_fixes
from ratecard.rulefiles.near import meant_or, slips
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import ABSENT, BROKEN, NONE, KeyPath, Stated
from ratecard.terms.fx import FxTerms
from ratecard.terms.gifts import LEVEL_FACT
from ratecard.terms.market import MarketKey
from ratecard.terms.payouts import DiamondTerms, MethodTerms, PayoutTerms

SHOWN_MOST = 3
CLASS_FACT = "lot.class"
HOW_DECLARED = {"count": "{type: count}", "one of": "{type: one of, of: [promotional, earned]}"}

TABLES: tuple[KeyPath, ...] = (
    ("gifts",),
    ("earnings",),
    ("payouts", "limits"),
    ("payouts", "methods"),
    ("payouts", "withholding", "lines"),
    ("fx", "rates"),
    ("eligibility", "buyer"),
    ("eligibility", "creator"),
)
"""Where the book itself names things: by an identifier, a currency or a fact."""

TABLES_BELOW = {key: tuple(table for table in TABLES if table[0] == key) for key in {table[0] for table in TABLES}}
"""The tables by the first key of their paths."""

HINTS = {
    "fee": "state its fee, or fee: none where it costs nothing",
    "rate": "state a rate, a fixed amount or a floor, or fee: none where it costs nothing",
    "from": "write pays: {from: request}, or pays: {from: month end}",
    "diamonds": "state diamonds: or split:, or",
    "share": "state share: or split:, or",
}
"""What to write for a missing key, where that is more than the key; after "or" comes how to remove what lacks it."""

Lines = Mapping[MarketKey, MarketLine]


def check_creators(
    lines: Lines,
    creators: Mapping[str, MarketLine],
    declarations: Declarations,
    sections: SectionPlaces,
    report: Report,
) -> None:
    """Reports what is missing or names something that nothing declares, once for each place or thing."""
    once = _Once(report, sections)
    every = (*lines.values(), *creators.values())
    _check_names_of_things(every, creators.values(), declarations, once)
    _check_missing(every, once)
    _check_removals(every, once)
    for line in creators.values():
        if line.sound:
            _check_payouts(line, once)
            _check_exchange(line, once)


class _Once:
    """Reports a diagnostic unless the same code was reported for that place."""

    def __init__(self, report: Report, sections: SectionPlaces) -> None:
        self.report = report
        self.sections = sections
        self.seen: set[tuple[str, Place]] = set()

    def tell(
        self,
        code: str,
        sentence: str,
        place: Place,
        hint: str,
        severity: Severity = Severity.ERROR,
        offers: tuple[Offer, ...] = (),
    ) -> None:
        if (code, place) not in self.seen:
            self.seen.add((code, place))
            fixes = value_fixes(place, offers)
            found = Diagnostic(code=code, sentence=sentence, place=place, hint=hint, severity=severity, fixes=fixes)
            self.report(found)


def _check_names_of_things(
    every: Iterable[MarketLine], creators: Iterable[MarketLine], declarations: Declarations, once: _Once
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
    path: KeyPath, stated: Stated[object], declarations: Declarations, kinds: set[str] | None, once: _Once
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


def _check_fact(name: str, kind: str, place: Place, declarations: Declarations, once: _Once) -> None:
    fact = declarations.facts.get(name)
    if fact is not None and fact.kind != kind:
        sentence = f"this asks for {name} of type {kind}, and it is declared with type {fact.kind}"
        once.tell("unknown-fact", sentence, place, f"declare it as facts: {{{name}: {HOW_DECLARED[kind]}}}")
    if declarations.no_fact(name):
        hint = f"declare it under rules/: facts: {{{name}: {HOW_DECLARED[kind]}}}"
        once.tell("unknown-fact", f"this asks for {name}, which no file declares", place, hint)


def _check_missing(every: Iterable[MarketLine], once: _Once) -> None:
    """Reports paths without which stated terms can not be built, once for each, naming the regions that lack them."""
    every = list(every)
    gaps: dict[KeyPath, list[MarketLine]] = {}
    for line in every:
        for section, timeline in line.sections.items() if line.sound else ():
            if section[0] in ("packages", "prices", "tax", "commission"):
                continue
            for held in timeline.values:
                for path in held.missing:
                    if any(_is_broken(line, path[:depth]) for depth in range(1, len(path))):
                        continue
                    lacking = gaps.setdefault(path, [])
                    if not lacking or lacking[-1] is not line:
                        lacking.append(line)
    incomplete = {_named(path) for path in gaps}
    for path, lacking in sorted(gaps.items()):
        elsewhere = any(path in line.paths for line in every)
        table = _named(path)[:-1]
        named = {_named(each) for line in lacking for each in line.paths} if table else set()
        alike = {each[-1] for each in named if each and each[:-1] == table}
        near = slips(_named(path)[-1], alike - {each[-1] for each in incomplete if each}) if table else ()
        _tell_missing(path, lacking, elsewhere, near, once)


def _named(path: KeyPath) -> KeyPath:
    """The part of a path that ends with the name of a thing in a table; () where there is none."""
    for table in TABLES_BELOW.get(path[0], ()):
        if path[: len(table)] == table and len(path) > len(table):
            return path[: len(table) + 1]
    return ()


def _tell_missing(
    path: KeyPath, lacking: list[MarketLine], elsewhere: bool, near: tuple[str, ...], once: _Once
) -> None:
    name, above = ".".join(path), ".".join(path[:-1])
    codes = sorted({line.key.region for line in lacking})
    more = f" and {len(codes) - SHOWN_MOST} more" if len(codes) > SHOWN_MOST else ""
    sentence = f"{above} does not state {path[-1]}, without which it is no use: {', '.join(codes[:SHOWN_MOST])}{more}"
    hint = HINTS.get(path[-1], f"state {name}, or")
    hint = f"{hint} {above}: none" if hint.endswith(" or") else hint
    hint = f"did you mean {near[0]}? If not, {hint}" if near else hint
    place = key_above(path, _beside(path, lacking[0], elsewhere and len(codes) == 1), once.sections)
    once.tell("incomplete-terms", sentence, place, hint)


def _beside(path: KeyPath, line: MarketLine, elsewhere: bool) -> Place:
    """A statement beside what is missing. Where only this region lacks it, it is this region that should state it.

    Where no region does, it is the broadest statement of those that stand nearest.
    """
    if path in line.paths:
        return line.paths[path].values[0].stated.place
    for depth in range(len(path) - 1, 0, -1):
        beside = [
            (timeline.values[0].rank, timeline.values[0].stated.place)
            for at, timeline in line.paths.items()
            if at[:depth] == path[:depth] and len(at) > depth
        ]
        own = [place for _, place in beside if place.file == line.place.file]
        if beside and not elsewhere:
            return min(beside)[1]
        if own:
            return min(own)
    return line.place


def _check_removals(every: Iterable[MarketLine], once: _Once) -> None:
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
            thing = _named(path)
            if not thing or thing in known:
                continue
            for resolved in timeline.values:
                if any(each.value not in (NONE, ABSENT) for each in (resolved.stated, *resolved.replaced)):
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


def _check_payouts(line: MarketLine, once: _Once) -> None:
    """Reports payouts without a value of the diamond, or without a method."""
    paid = line.sections.get(("payouts",))
    if paid is None or not any(isinstance(leaf, PayoutTerms) for held in paid.values for leaf in leaves(held.terms)):
        return
    if ("payouts", "diamond") not in line.sections:
        _tell_missing(("payouts", "diamond"), [line], False, (), once)
    methods = [timeline for section, timeline in line.sections.items() if section[:2] == ("payouts", "methods")]
    if not any(held.terms is not None or held.missing for timeline in methods for held in timeline.values):
        _tell_missing(("payouts", "methods"), [line], False, (), once)


def _check_exchange(line: MarketLine, once: _Once) -> None:
    """Reports a currency paid in, or of the diamond's value, that is another and never has an exchange rate."""
    fx = line.sections.get(("fx",))
    held = fx.values if fx is not None else ()
    if _base_has_rate(line, once) or any(each.terms is BROKEN or each.missing for each in held):
        return
    known = {
        code for each in held if isinstance(each.terms, FxTerms) for code in (*each.terms.rates, each.terms.base.code)
    }
    paid_in = [each for prefix in (("payouts",), ("payouts", "methods")) for each in _currencies(line, prefix)]
    for value, at in _currencies(line, ("payouts", "diamond")):
        others = [(currency, place) for currency, place in paid_in if currency != value]
        if others and not known:
            sentence = f"{value} is paid out in {others[0][0]}, and no exchange rates are stated"
            once.tell("missing-fx-rate", sentence, at, "state fx: with base, rounding and rates")
            continue
        for currency, place in others:
            for needed, where in ((currency, place), (value, at)):
                if needed.code not in known:
                    hint = f"state fx: {{rates: {{{needed}: …}}}}"
                    sentence = f"{value} is paid out in {currency}, and {needed} has no exchange rate"
                    once.tell("missing-fx-rate", sentence, where, hint)


def _base_has_rate(line: MarketLine, once: _Once) -> bool:
    """Reports a rate of the base itself, once for all its dates."""
    for start, held in line.sections.get(("fx",), ()):
        if not isinstance(held.terms, FxTerms):
            continue
        base = held.terms.base
        rates = line.paths.get(("fx", "rates", base.code))
        rate = rates.at(start) if rates is not None else None
        if rate is not None and rate.stated.value not in (NONE, ABSENT):
            sentence = f"{base} is the base of the rates, and one unit of it is one unit of it"
            hint = f"delete the rate of {base}, or state another base"
            once.tell("rate-of-the-base", sentence, rate.stated.place, hint)
            return True
    return False


def _currencies(line: MarketLine, prefix: KeyPath) -> list[tuple[Currency, Place]]:
    """The currencies that terms below a prefix name, with the places of the statements."""
    found: dict[Currency, Place] = {}
    for section, timeline in line.sections.items():
        if section[: len(prefix)] != prefix or len(section) > len(prefix) + (prefix[-1] == "methods"):
            continue
        for held in timeline.values:
            for leaf in leaves(held.terms):
                if isinstance(leaf, DiamondTerms):
                    found.setdefault(leaf.currency, leaf.stated.place)
                elif isinstance(leaf, PayoutTerms | MethodTerms) and leaf.currency and leaf.currency_stated:
                    found.setdefault(leaf.currency, leaf.currency_stated.place)
    return list(found.items())
