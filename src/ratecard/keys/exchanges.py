"""Whether money that has to become other money ever has an exchange rate: what is paid out, and shares of money.

What is stated is looked at, and not the terms: an exchange is missing also where something else is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ratecard.book.markets import MarketHistory
from ratecard.book.memo import Memo
from ratecard.book.missing import listed
from ratecard.book.once import Once
from ratecard.book.stretches import stretches
from ratecard.currency import CURRENCIES, Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.keys.shares import DIAMOND, METHODS, PAYOUTS, Share, kinds_given, shares_of_money
from ratecard.money import UnitPrice
from ratecard.rulefiles.stated import ABSENT, BROKEN, NONE, UNKNOWN, KeyPath, Stated
from ratecard.terms.facts import BoundChoice, DeclaredFacts, possible_terms
from ratecard.terms.gifts import WorthTerms
from ratecard.terms.resolved import Covered

BASE, RATES = ("fx", "base"), ("fx", "rates")
SHOWN_MOST = 12
WRITTEN_MOST = 50
"""How many currencies a sentence names, and a hint."""

Billed = Mapping[str, Mapping[str, str]]
"""By kind of spending: the currencies in which its coins are sold, each with a region where they are."""


class Exchanged(NamedTuple):
    """What a region states of exchanges.

    The first rate of a base itself, with its place; whether rates are broken or unknown; the currencies that ever have
    one, and whether it is known which is the base; those of a diamond's value, and those that creators are paid in.
    """

    rate_of_base: tuple[Currency, Place] | None
    is_broken: bool
    rated: set[str]
    base_known: bool
    values: list[tuple[Currency, Place]]
    paid_in: list[tuple[Currency, Place]]


def _exchanged(history: MarketHistory) -> Exchanged:
    rates = (_rate_of_base(history), _is_broken(history), *_rated(history))
    return Exchanged(*rates, _currencies_of_diamond(history), _paid_in(history))


def check_exchanges(markets: list[MarketHistory], creators: list[MarketHistory], _: DeclaredFacts, once: Once) -> None:
    """Reports each currency that lacks a rate, where it is stated; and what a share of money lacks, at the share."""
    shares = shares_of_money((history for history in creators if history.sound), once.memo)
    billed = _billed(markets, {share.kind for share in shares}, once.memo)
    table = once.memo.table("exchanged")
    unrated: dict[Place, tuple[str, set[str], set[str]]] = {}
    short: dict[Place, tuple[Share, set[str]]] = {}
    told: set[str] = set()
    baseless: dict[str, Place] = {}
    for history in creators:
        stated = table.of(_exchanged, history)
        if not history.sound or _base_has_rate(stated, once) or stated.is_broken:
            continue
        known, base_known = stated.rated, stated.base_known
        own = [share for share in shares if share.region == history.key.region]
        for value, at in stated.values:
            paid_in = [(currency, place) for currency, place in stated.paid_in if currency != value]
            codes = {value.code, *(currency.code for currency, _ in paid_in)}
            foreign = {share.place: billed[share.kind].keys() - {value.code} for share in own}
            if paid_in and not known:
                others, needed = unrated.setdefault(at, (value.code, set(), set()))[1:]
                others |= codes - {value.code}
                needed |= codes.union(*foreign.values())
                told |= needed
            elif base_known:
                told |= _tell_unrated(value, at, paid_in, known, once)
            else:
                baseless |= {code: at for code in codes.union(*foreign.values()) - known if len(codes) > 1}
            for share in own if base_known or not known else ():
                lacking = ({value.code, *foreign[share.place]} - known) if foreign[share.place] else set()
                short.setdefault(share.place, (share, set()))[1].update(lacking)
    for at, (code, others, needed) in sorted(unrated.items()):
        sentence = f"{code} is paid out in {_cut(others)}, and no exchange rates are stated"
        hint = f"state fx: with base, rounding and rates: of {_cut(needed, WRITTEN_MOST)}, apart from the base"
        once.tell("missing-fx-rate", sentence, at, hint)
    if len(baseless) > 1:
        sentence = f"{_cut(set(baseless))} have no exchange rate, and only one of them can be the base"
        once.tell("missing-fx-rate", sentence, min(baseless.values()), f"state fx: {_rates(baseless)}, but of the base")
    for at, (share, every) in sorted(short.items()):
        _tell_short(share, every - told, at, once)


def exchanged_currencies(
    markets: list[MarketHistory], creators: list[MarketHistory], memo: Memo
) -> dict[str, set[str]]:
    """By region, the currencies between which money is ever exchanged for its creators: paid out, or shared."""
    shares = shares_of_money(creators, memo)
    billed = _billed(markets, {share.kind for share in shares}, memo)
    table = memo.table("exchanged")
    exchanged: dict[str, set[str]] = {}
    for history in creators:
        stated = table.of(_exchanged, history)
        others = {code for share in shares if share.region == history.key.region for code in billed[share.kind]}
        others |= {currency.code for currency, _ in stated.paid_in}
        values = {value.code for value, _ in stated.values}
        exchanged[history.key.region] = values | others if values and others - values else set()
    return exchanged


def _tell_short(share: Share, lacking: set[str], at: Place, once: Once) -> None:
    """Reports the currencies without a rate of which coins are sold whose money becomes diamonds."""
    if lacking:
        have = "has" if len(lacking) == 1 else "have"
        sentence = (
            f"earnings.{share.kind} is a share of {share.base}, which becomes diamonds by their value, "
            f"and {_cut(lacking)} {have} no exchange rate"
        )
        once.tell("missing-fx-rate", sentence, at, f"state fx: {_rates(lacking)}")


def _rates(codes: Iterable[str]) -> str:
    """How rates of these currencies are written: "{rates: {JPY: …}}"."""
    return f"{{rates: {{{', '.join(f'{code}: …' for code in sorted(codes)[:WRITTEN_MOST])}}}}}"


def _cut(codes: set[str], most: int = SHOWN_MOST) -> str:
    """Currencies as people list them, and how many there are beyond the most that are named."""
    more = [f"{len(codes) - most} more"] if len(codes) > most else []
    return listed([*sorted(codes)[:most], *more], "and")


def _tell_unrated(
    value: Currency, at: Place, paid_in: list[tuple[Currency, Place]], known: set[str], once: Once
) -> set[str]:
    """Reports what lacks a rate of a value and of all that it is paid out in; answers the currencies."""
    found = set()
    for currency, place in paid_in:
        for needed, where in ((currency, place), (value, at)):
            if needed.code not in known:
                hint = f"state fx: {{rates: {{{needed}: …}}}}"
                sentence = f"{value} is paid out in {currency}, and {needed} has no exchange rate"
                once.tell("missing-fx-rate", sentence, where, hint)
                found.add(needed.code)
    return found


def _in_force(history: MarketHistory, path: KeyPath) -> Iterator[Stated[object]]:
    """What is ever stated at a path from the beginning on, apart from `none`."""
    timeline = history.below(path[0]).get(path)
    if timeline is None:
        return
    for resolved, end in zip(timeline.values, (*timeline.starts[1:], None), strict=True):
        stated = resolved.stated
        if (end is None or end > history.begins) and stated.value is not NONE and stated.value is not ABSENT:
            yield stated


def _is_broken(history: MarketHistory) -> bool:
    """Whether the rates as a whole are broken, or the key of one: what they would have stated is unknown."""
    rates = {path for path in history.below("fx") if path[:2] == RATES and path[2:]}
    unknown = [path for path in rates if path[2] not in CURRENCIES]
    broken = any(stated.value is BROKEN for path in (("fx",), RATES, *unknown) for stated in _in_force(history, path))
    return broken or _is_unknown(history, rates)


def _is_unknown(history: MarketHistory, rates: set[KeyPath]) -> bool:
    """Whether it is ever unknown which rates there are, or what they are of: then none is missing."""
    if not any(stated.value is UNKNOWN for path in (("fx",), RATES) for stated in _in_force(history, path)):
        return False
    entries = [stated for path in rates for stated in _in_force(history, path) if type(stated) is not Covered]
    return not (entries and _bases(history))


def _rated(history: MarketHistory) -> tuple[set[str], bool]:
    """The currencies that ever have a rate, the base among them; and whether it is known which one that is."""
    rated = {path[2] for path in history.below("fx") if path[:2] == RATES and path[2:]}
    codes = {code for code in rated if any(_in_force(history, (*RATES, code)))}
    known = {base.value.code for base in _bases(history)}
    return codes | known, bool(known) and all(isinstance(base.value, Currency) for base in _in_force(history, BASE))


def _currencies_of_diamond(history: MarketHistory) -> list[tuple[Currency, Place]]:
    """The currencies of a diamond's value, with the places of the statements; none of a value in two at one time."""
    found: dict[Currency, Place] = {}
    for stated in _in_force(history, DIAMOND):
        value = stated.value
        cases = [case for _, case in value.cases] + [value.other] if isinstance(value, BoundChoice) else [stated]
        own = {
            case.value.currency: case.place
            for case in cases
            if isinstance(case, Stated) and isinstance(case.value, UnitPrice)
        }
        found = {**own, **found} if len(own) == 1 else found
    return list(found.items())


def _paid_in(history: MarketHistory) -> list[tuple[Currency, Place]]:
    """The currencies that creators are paid in, those of methods among them, with the places of the statements."""
    found: dict[Currency, Place] = {}
    for path in sorted(history.below(PAYOUTS[0])):
        if path[-1] == "currency" and (path == ("payouts", "currency") or path[:2] == METHODS):
            for stated in _in_force(history, path):
                if isinstance(stated.value, Currency):
                    found.setdefault(stated.value, stated.place)
    return list(found.items())


def _billed(markets: Iterable[MarketHistory], kinds: set[str], memo: Memo) -> Billed:
    """In which currencies the coins are sold that buy gifts of each kind, where their worth in money is told."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    codes, given = memo.table("billed in"), memo.table("kinds given")
    for history in markets if kinds else ():
        for code in codes.of(_billed_in, history) if history.sound else ():
            for kind in kinds & given.of(kinds_given, history):
                found[kind].setdefault(code, history.key.region)
    return found


def _billed_in(history: MarketHistory) -> tuple[str, ...]:
    """The currencies in which coins are sold whose worth in money is told."""
    worth = history.sections.get(("worth_at",))
    told = {
        leaf.package
        for section_terms in (worth.values if worth is not None else ())
        for leaf in possible_terms(section_terms.terms)
        if isinstance(leaf, WorthTerms) and leaf.package is not None
    }
    sold = [history.sections[section] for package in told if (section := ("prices", package)) in history.sections]
    if not any(possible_terms(section_terms.terms) for timeline in sold for section_terms in timeline.values):
        return ()
    values = [stated.value for stated in _in_force(history, ("currency",))]
    return tuple(value.code for value in values if isinstance(value, Currency))


def _bases(history: MarketHistory) -> list[Stated[Currency]]:
    """The bases that are ever stated."""
    return [stated for stated in _in_force(history, BASE) if isinstance(stated.value, Currency)]  # type: ignore[misc]


def _base_has_rate(stated: Exchanged, once: Once) -> bool:
    """Reports a rate of the base itself, once for all its dates."""
    if stated.rate_of_base is None:
        return False
    base, place = stated.rate_of_base
    sentence = f"{base} is the base of the rates, and one unit of it is one unit of it"
    once.tell("rate-of-the-base", sentence, place, f"delete the rate of {base}, or state another base")
    return True


def _rate_of_base(history: MarketHistory) -> tuple[Currency, Place] | None:
    """The first base that has a rate itself, with the place of that."""
    if all((*RATES, base.value.code) not in history.below("fx") for base in _bases(history)):
        return None
    for _, _, statements in stretches("fx", history):
        base = statements[BASE].value if BASE in statements else None
        rate = statements.get((*RATES, base.code)) if isinstance(base, Currency) else None
        if isinstance(base, Currency) and rate is not None and rate.value is not NONE:
            return base, rate.place
    return None
