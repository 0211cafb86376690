"""Cases asked of a book: each answer compared with what was expected, and the steps behind it where they differ."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

import msgspec

from ratecard.book.rulebook import RuleBook
from ratecard.cases.comparing import ComparedBy, Difference, differences, needs_unknown
from ratecard.cases.fields import Pairs, StatedLot
from ratecard.cases.known_ids import KnownIds
from ratecard.cases.reading import StatedCase
from ratecard.cases.values import moment_of
from ratecard.instants import Instant
from ratecard.money import Diamonds
from ratecard.quotes.facts import WrongFact, parse_facts, parse_package_facts
from ratecard.quotes.requests import Lot
from ratecard.quotes.tracing.steps import Step
from ratecard.refusals import InvalidInput
from ratecard.refusals.refused import Refused
from ratecard.rulefiles.stated import NONE
from ratecard.showing import Reader, reader_of

ANSWERED = "an answer"
REFUSED = "refused"


class CaseResult(msgspec.Struct, frozen=True):
    """What became of one case. It passed where nothing differs; `steps` are those behind an answer that differs."""

    case: StatedCase
    differences: tuple[Difference, ...]
    steps: tuple[Step, ...]
    message: str = ""

    @property
    def passed(self) -> bool:
        """Whether the book answers as expected."""
        return not self.differences


def run(book: RuleBook, cases: Iterable[StatedCase]) -> Iterator[CaseResult]:
    """The result of each case, in order, when it is asked for."""
    reader, ids = reader_of(book, None), KnownIds(book)
    return (run_one(book, case, reader, ids) for case in cases)


def run_one(book: RuleBook, case: StatedCase, reader: Reader, ids: KnownIds) -> CaseResult:
    """Asks a book what a case asks, and compares the answer."""
    answer = answer_of(book, case)
    if isinstance(answer, Refused):
        return _refused(case, answer)
    if case.refusal is not None:
        told = Difference(REFUSED, case.refusal.code, ANSWERED, case.refusal.place)
        return CaseResult(case, (told,), case.kind.trace(answer))
    against = ComparedBy(reader, time_zone_of(book, case), ids, needs_unknown(answer))
    found = tuple(differences(case.expected, answer, against))
    return CaseResult(case, found, case.kind.trace(answer) if found else ())


def _refused(case: StatedCase, refusal: Refused) -> CaseResult:
    if case.refusal is not None and case.refusal.code == refusal.code:
        return CaseResult(case, (), ())
    if case.refusal is not None:
        told = Difference(REFUSED, case.refusal.code, refusal.code, case.refusal.place)
    else:
        place = case.expected[0].place if case.expected else case.place
        told = Difference(REFUSED, NONE.value, refusal.code, place)
    return CaseResult(case, (told,), (), refusal.message)


def time_zone_of(book: RuleBook, case: StatedCase) -> str:
    """The zone in which the days of a case begin: that of its region, UTC where the book does not know the region."""
    return book.time_zones.get(str(case.fields["region"]), "UTC")


def answer_of(book: RuleBook, case: StatedCase) -> object:
    """The engine's answer to a case, or the refusal."""
    time_zone = time_zone_of(book, case)
    at = moment_of(case.at, time_zone)
    if at is None:
        return InvalidInput(("at",), f"{case.at} was skipped in {time_zone}; write a day that exists there")
    fields: dict[str, object] = {**case.fields, "at": at}
    for name, typed in _OWN.items():
        if name in fields:
            value = typed(book, fields[name], time_zone)
            if isinstance(value, Refused):
                return value
            fields[name] = value
    return case.kind.ask(book, case.kind.question.request(**fields))


def _facts(book: RuleBook, stated: object, _: str) -> object:
    return parse_facts(book, cast(Pairs, stated))


def _package_facts(book: RuleBook, stated: object, _: str) -> object:
    return parse_package_facts(book, cast(tuple[tuple[str, str, str], ...], stated))


def _lots(book: RuleBook, stated: object, time_zone: str) -> object:
    lots: list[Lot] = []
    for lot in cast(tuple[StatedLot, ...], stated):
        facts = parse_facts(book, lot.facts)
        if isinstance(facts, WrongFact):
            return facts
        earned: Instant | None = moment_of(lot.earned, time_zone)
        if earned is None:
            return InvalidInput(("lots", "earned"), f"{lot.earned} was skipped in {time_zone}")
        lots.append(Lot(Diamonds(lot.diamonds), earned, lot.source_region, facts))
    return tuple(lots)


_OWN: Mapping[str, Callable[[RuleBook, object, str], object]] = {
    "facts": _facts,
    "package_facts": _package_facts,
    "lots": _lots,
}
"""How what a case writes of a field becomes what the engine takes, where that depends on the book."""
