"""Every case of terms that vary by facts: what is assumed of each fact, and the plain terms that then hold.

Whoever weighs a whole book, as guards and plans do, goes through these cases instead of through questions. Cases are
joint: one fact has one value in all terms, so that no price of members stands beside a tax of others.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ratecard.currency import Currency
from ratecard.refusals import FactNeeded
from ratecard.terms.assumptions import (
    NOT_GIVEN,
    NOTHING_ASSUMED,
    Among,
    Assumption,
    Assumptions,
    Counts,
    admits,
    cut,
    least,
)
from ratecard.terms.conditions import AnyOf, ConditionTerms, Test, currency_of, evaluate, test_of
from ratecard.terms.facts import (
    VARYING,
    ByFact,
    Facts,
    FactType,
    FromThreshold,
    OtherCurrency,
    branches,
    case_for,
)

CASES_MOST = 5_000
"""How many cases are listed at most: as many as one section may have sets of terms."""


OF_PACKAGE = "/"
"""Between the name of a fact and the package for which it is kept."""


class TooManyCases(Exception):
    """Terms have more cases than were to be listed. `facts` are those by which they vary, as far as it was looked."""

    def __init__(self, most: int, facts: Iterable[str]) -> None:
        self.most = most
        self.facts = tuple(sorted(facts))
        super().__init__(f"these terms have more than {most:,} cases, by {', '.join(self.facts)}")


class Case(msgspec.Struct, frozen=True):
    """One case: what is assumed of the facts that matter in it, by name, and each of the terms under just that.

    In `terms` stands None where nothing is stated in that case, `FactNeeded` where terms cannot do without a fact that
    is not given, and a `Verdict` in the place of conditions.
    """

    facts: Assumptions
    terms: tuple[object, ...]

    @property
    def witness(self) -> Facts:
        """Facts that lead to this case, as a request takes them: the least count, the first value declared.

        A fact of one package, by `of_package`, has the name that a command takes: `buyer.purchases/coins_100`.
        """
        return witness_of(self.facts)

    def admits(self, facts: Facts) -> bool:
        """Whether these facts lead to this case. Exactly one of all cases admits them."""
        return all(admits(assumed, facts.get(name)) for name, assumed in self.facts.items())


def cases_of(
    declared: Mapping[str, FactType], *terms: object, given: Assumptions = NOTHING_ASSUMED, most: int = CASES_MOST
) -> tuple[Case, ...]:
    """Every case of these terms jointly: varying terms, conditions, plain terms or None, in the order of `terms`.

    `declared` are the facts of the book. `given` is known before: {"gift.coins": Counts(500, 501)} for a gift of
    500 coins. Thresholds of several terms on one fact cut it at all of their starts: from 0 and 18 in a price, and from
    0 and 21 in a tax, lead to [0, 18), [18, 21), [21, …) and to the case without that fact. Raises `TooManyCases`
    beyond `most`, after work that grows with `most` alone.
    """
    found: list[Case] = []
    for case in _walk(declared, terms, dict(given)):
        if len(found) >= most:
            raise TooManyCases(most, {name for known in (*found, case) for name in known.facts})
        found.append(case)
    return tuple(found)


def of_package(term: object, package: str, declared: Mapping[str, FactType]) -> object:
    """A term of one package, in which each fact that is kept for each package has a name of its own.

    So the terms of two packages can be put together: whoever bought the one three times may never have bought the
    other. `buyer.purchases` becomes `buyer.purchases/coins_100`.
    """

    def name(fact: str) -> str:
        return f"{fact}{OF_PACKAGE}{package}" if declared[fact].each_package else fact

    def renamed(each: object) -> object:
        if type(each) is ByFact:
            cases = {value: renamed(case) for value, case in each.cases.items()}
            return ByFact(name(each.fact), cases, renamed(each.other), each.has_other)
        if type(each) is FromThreshold:
            values = tuple(map(renamed, each.values))
            other = renamed(each.other)
            return FromThreshold(name(each.fact), each.starts, values, other, each.has_other, each.currency)
        return renamed_all(each) if type(each) is ConditionTerms else each

    def renamed_all(terms: ConditionTerms) -> ConditionTerms:
        return ConditionTerms(tuple(map(renamed_part, terms.all)))

    def renamed_part(part: Test | AnyOf) -> Test | AnyOf:
        if isinstance(part, AnyOf):
            return AnyOf(tuple(map(renamed_all, part.alternatives)))
        return test_of(name(part.fact), part.word, part.operands)

    return renamed(term)


def witness_of(assumed: Assumptions) -> Facts:
    """Facts of which all this is true; those that are not given are left out."""
    return {name: value for name, values in assumed.items() if (value := least(values)) is not None}


def _walk(
    declared: Mapping[str, FactType], terms: tuple[object, ...], assumed: dict[str, Assumption]
) -> Iterator[Case]:
    """The cases under what is assumed: the first fact that something hangs from is decided, and then the others.

    Terms that compare one fact in two currencies have no case with it: whoever states it is refused.
    """
    try:
        yield from _cases(declared, terms, assumed)
    except OtherCurrency:
        return


def _cases(
    declared: Mapping[str, FactType], terms: tuple[object, ...], assumed: dict[str, Assumption]
) -> Iterator[Case]:
    for position, varying in enumerate(terms):
        fact = _undecided(varying, assumed)
        if fact is None:
            continue
        for piece in _pieces(varying, fact, _possible(fact, declared, assumed, terms)):
            try:
                chosen = _under(varying, fact, piece)
            except OtherCurrency:
                continue
            yield from _walk(declared, (*terms[:position], chosen, *terms[position + 1 :]), assumed | {fact: piece})
        return
    facts = witness_of(assumed)
    plain = [evaluate(part, facts)[0] if type(part) is ConditionTerms else part for part in terms]
    yield Case(assumed, tuple(plain))


def _possible(
    fact: str, declared: Mapping[str, FactType], assumed: Assumptions, terms: tuple[object, ...]
) -> tuple[Assumption, ...]:
    """What is still possible of a fact: of money an amount in each currency in which terms compare it."""
    known = assumed.get(fact)
    if known is not None:
        return (known,)
    of = declared[fact.partition(OF_PACKAGE)[0]]
    if of.kind == "count":
        return Counts(0, None), NOT_GIVEN
    if of.kind == "money":
        named = {currency.code: currency for term in terms for currency in _currencies(term, fact)}
        return *(Counts(0, None, named[code]) for code in sorted(named)), NOT_GIVEN
    return Among(of.every_value), NOT_GIVEN


def _currencies(term: object, fact: str) -> Iterator[Currency]:
    """The currencies in which a term compares a fact."""
    if type(term) is ConditionTerms:
        tests = (test for part in term.all for test in _tests(part) if test.fact == fact)
        yield from (currency for test in tests if (currency := currency_of(test)) is not None)
    elif isinstance(term, VARYING):
        for part in branches(term):
            yield from _currencies(part, fact)
        if type(term) is FromThreshold and term.fact == fact and term.currency is not None:
            yield term.currency


def _undecided(term: object, assumed: Assumptions) -> str | None:
    """The fact that has to be decided before this term is plain; None where it is.

    Conditions are decided where one requirement is known not to be met, whatever the others say.
    """
    if isinstance(term, VARYING):
        return term.fact
    if type(term) is not ConditionTerms:
        return None
    for part in term.all:
        tests = [part] if type(part) is Test else list(_tests(part))
        for test in tests:
            known = assumed.get(test.fact)
            if known is None or len(cut(known, test)) > 1:
                return test.fact
        if evaluate(ConditionTerms((part,)), witness_of(assumed))[1]:
            return None
    return None


def _tests(part: object) -> Iterator[Test]:
    """Every requirement on a single fact below alternatives."""
    if type(part) is Test:
        yield part
    elif type(part) is AnyOf:
        for alternative in part.alternatives:
            for inner in alternative.all:
                yield from _tests(inner)


def _pieces(term: object, fact: str, possible: Iterable[Assumption]) -> list[Assumption]:
    """What is possible of a fact, cut so that each piece leads to one branch of a term, or of its first test."""
    if type(term) is ConditionTerms:
        return [piece for known in possible for piece in _cut_by_tests(known, fact, term)]
    return [piece for known in possible for piece in cut(known, term)]


def _cut_by_tests(known: Assumption, fact: str, condition: ConditionTerms) -> list[Assumption]:
    pieces = [known]
    for part in condition.all:
        for test in _tests(part):
            if test.fact == fact:
                pieces = [smaller for piece in pieces for smaller in cut(piece, test)]
    return pieces


def _under(term: object, fact: str, piece: Assumption) -> object:
    """What is left of a term under one piece; conditions stay whole, for they are judged at the end."""
    if not isinstance(term, VARYING):
        return term
    value = least(piece)
    if value is not None:
        return case_for(term, value)
    return term.other if term.has_other else FactNeeded(fact)
