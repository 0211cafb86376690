"""Whether all that creators live by hangs together: gifts, earnings, payouts and exchange rates, in every region."""

from collections.abc import Iterable, Mapping

from ratecard.book.completeness import nearest_statement
from ratecard.book.declarations import Declarations
from ratecard.book.markets import MarketLine
from ratecard.book.snapshots import leaves
from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import BROKEN, KeyPath, Stated
from ratecard.terms.fx import FxTerms
from ratecard.terms.gifts import LEVEL_FACT
from ratecard.terms.market import MarketKey
from ratecard.terms.payouts import DiamondTerms, MethodTerms, PayoutTerms

SHOWN_MOST = 3
CLASS_FACT = "lot.class"

Lines = Mapping[MarketKey, MarketLine]


def check_creators(
    lines: Lines, creators: Mapping[str, MarketLine], declarations: Declarations, report: Report
) -> None:
    """Reports what is missing or names something that nothing declares, once for each place or thing."""
    once = _Once(report)
    every = (*lines.values(), *creators.values())
    _check_names_of_things(every, creators.values(), declarations, once)
    _check_missing(every, once)
    for line in creators.values():
        if line.sound:
            _check_payouts(line, once)
            _check_exchange(line, once)


class _Once:
    """Reports a diagnostic unless the same code was reported for that place."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.seen: set[tuple[str, Place]] = set()

    def tell(self, code: str, sentence: str, place: Place, hint: str) -> None:
        if (code, place) not in self.seen:
            self.seen.add((code, place))
            self.report(Diagnostic(code=code, sentence=sentence, place=place, hint=hint))


def _check_names_of_things(
    every: Iterable[MarketLine], creators: Iterable[MarketLine], declarations: Declarations, once: _Once
) -> None:
    """Packages, rarities, kinds and facts that statements name, and that nothing declares."""
    kinds = {section[1] for line in creators for section in line.sections if section[0] == "earnings"}
    seen: set[int] = set()
    for line in every:
        for bundle in (line.bundles.get(key) for key in ("gifts", "worth_at", "payouts")):
            if bundle is None or id(bundle) in seen:
                continue
            seen.add(id(bundle))
            for path, timeline in bundle.paths.items():
                for resolved in timeline.values:
                    _check_named(path, resolved.stated, declarations, kinds, once)


def _check_named(
    path: KeyPath, stated: Stated[object], declarations: Declarations, kinds: set[str], once: _Once
) -> None:
    value = stated.value
    if path == ("worth_at", "package") and isinstance(value, str) and value not in declarations.packages:
        near = nearest(value, declarations.packages)
        hint = f"did you mean {near[0]}?" if near else "write the id of a package"
        once.tell("unknown-package", f"{value} is a package to which no file gives coins", stated.place, hint)
    elif path[0] == "gifts" and path[2:] == ("rarity",) and isinstance(value, str):
        if value not in declarations.rarities:
            near = nearest(value, declarations.rarities)
            hint = f"did you mean {near[0]}?" if near else f"declare it: rarities: {{{value}: {{order: 1, name: …}}}}"
            once.tell("unknown-rarity", f"{value} is a rarity that no file declares", stated.place, hint)
    elif path[0] == "gifts" and path[2:] == ("kinds",) and isinstance(value, tuple):
        for item in value:
            if str(item.value) not in kinds:
                near = nearest(str(item.value), kinds)
                hint = f"did you mean {near[0]}?" if near else f"state earnings: {{{item.value}: …}}"
                once.tell("unknown-kind", f"{item.value} is a kind of spending without earnings", item.place, hint)
    elif path[0] == "gifts" and path[2:] == ("level",) and isinstance(value, int):
        _check_fact(LEVEL_FACT, "count", stated.place, declarations, once)
    elif path == ("payouts", "order") and isinstance(value, tuple):
        for item in value:
            if item.value == "class":
                _check_fact(CLASS_FACT, "one of", item.place, declarations, once)


def _check_fact(name: str, kind: str, place: Place, declarations: Declarations, once: _Once) -> None:
    fact = declarations.facts.get(name)
    if (fact is not None and fact.kind == kind) or name in declarations.broken_facts:
        return
    hint = f"declare it under rules/: facts: {{{name}: {{type: {kind}}}}}"
    once.tell("unknown-fact", f"this asks for {name}, which no file declares as {kind}", place, hint)


def _check_missing(every: Iterable[MarketLine], once: _Once) -> None:
    """Reports paths without which stated terms can not be built, once for each, naming the regions that lack them."""
    gaps: dict[KeyPath, list[MarketLine]] = {}
    for line in every:
        for section, timeline in line.sections.items() if line.sound else ():
            if section[0] in ("packages", "prices", "tax", "commission"):
                continue
            for held in timeline.values:
                for path in held.missing:
                    lacking = gaps.setdefault(path, [])
                    if not lacking or lacking[-1] is not line:
                        lacking.append(line)
    for path, lacking in sorted(gaps.items()):
        _tell_missing(path, lacking, once)


def _tell_missing(path: KeyPath, lacking: list[MarketLine], once: _Once) -> None:
    name = ".".join(path)
    codes = sorted({line.key.region for line in lacking})
    more = f" and {len(codes) - SHOWN_MOST} more" if len(codes) > SHOWN_MOST else ""
    place = nearest_statement(lacking[0], name, len(codes) > 1) or lacking[0].place
    above = ".".join(path[:-1])
    sentence = f"{above} states no {path[-1]}, without which it is no use: {', '.join(codes[:SHOWN_MOST])}{more}"
    once.tell("incomplete-terms", sentence, place, f"state {name}, or {above}: none")


def _check_payouts(line: MarketLine, once: _Once) -> None:
    """Reports payouts without a value of the diamond, or without a method."""
    paid = line.sections.get(("payouts",))
    if paid is None or not any(isinstance(leaf, PayoutTerms) for held in paid.values for leaf in leaves(held.terms)):
        return
    if ("payouts", "diamond") not in line.sections:
        _tell_missing(("payouts", "diamond"), [line], once)
    methods = [timeline for section, timeline in line.sections.items() if section[:2] == ("payouts", "methods")]
    if not any(held.terms is not None for timeline in methods for held in timeline.values):
        _tell_missing(("payouts", "methods"), [line], once)


def _check_exchange(line: MarketLine, once: _Once) -> None:
    """Reports a currency paid in, or of the diamond's value, that is another and never has an exchange rate."""
    fx = line.sections.get(("fx",))
    if fx is not None and any(held.terms is BROKEN for held in fx.values):
        return
    stated = [held.terms for held in fx.values if isinstance(held.terms, FxTerms)] if fx is not None else []
    known = {code for each in stated for code in (*each.rates, each.base.code)}
    values = _currencies(line, ("payouts", "diamond"))
    paid_in = [each for prefix in (("payouts",), ("payouts", "methods")) for each in _currencies(line, prefix)]
    for value, at in values:
        for currency, place in paid_in:
            for needed, where in ((currency, place), (value, at)):
                if currency != value and needed.code not in known:
                    hint = f"state fx: {{rates: {{{needed}: …}}}}"
                    sentence = f"{value} is paid out in {currency}, and {needed} has no exchange rate"
                    once.tell("missing-fx-rate", sentence, where, hint)


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
