"""A plan for people, in parts that fit a page however large the change is: titles, sentences and small tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ratecard.guards.findings import decimal, percent
from ratecard.instants import Instant
from ratecard.money import Money
from ratecard.plan.asking import CHOSEN, EXCHANGE, GIFT, ITEM, PAYOUT, PURCHASE, WORTH
from ratecard.plan.edits import Edit
from ratecard.plan.figures import GiftFigures, NoAnswer, PurchaseFigures
from ratecard.plan.grouping import (
    Moves,
    PlanGroup,
    figure_moves,
    groups_of,
    moved,
    moves_in,
    paid_moved,
    purchases,
    refused,
    signed,
    timeline_of,
    units_for_equal_proceeds,
)
from ratecard.plan.parts import PlanPart, Words, counted_things, few
from ratecard.plan.planning import Plan, PlannedChange
from ratecard.plan.verdicts import Verdicts
from ratecard.plan.verdicts_told import verdict_parts

GROUPS_MOST, FEW_GROUPS, ROWS_MOST, CAUSES_MOST, DAYS_MOST = 6, 2, 4, 3, 6
"""How much of each is told to people; all of it is in the data."""

COIN_DIGITS = 3
"""How many more decimals than the currency has a price of one coin is told with."""

HEADER = ("market", "what", "buyers pay", "net", "proceeds", "margin", "a coin costs", "units for equal proceeds")

THINGS = {
    PURCHASE: ("package", "market"),
    ITEM: ("item", "market"),
    CHOSEN: ("chosen number", "market"),
    EXCHANGE: ("exchange", "market"),
    WORTH: ("worth of coins", "market"),
    GIFT: ("gift", "market"),
    PAYOUT: ("way to be paid", "region"),
}


def parts_of(plan: Plan, verdicts: Verdicts | None, words: Words) -> Iterator[PlanPart]:
    """The parts of a plan, what is withdrawn and what is new first."""
    gone, new = ([own for own in plan.changes if own.is_gone], [own for own in plan.changes if own.is_new])
    left = [own for own in plan.changes if not own.is_gone and not own.is_new]
    yield PlanPart(f"{words.older} → {words.newer}", (_counts(plan), f"digest {plan.before} → {plan.after}"))
    yield from _listed(plan, gone, "withdrawn", words)
    yield from _listed(plan, new, "new", words)
    groups = groups_of(plan, left)
    rows = ROWS_MOST if len(groups) <= FEW_GROUPS else 1
    yield from (_group(plan, group, words, rows) for group in groups[:GROUPS_MOST])
    if len(groups) > GROUPS_MOST:
        more = sum(len(group.changes) for group in groups[GROUPS_MOST:])
        yield PlanPart(f"and {counted_things(more, 'change')} more by other edits, which --format json lists")
    if plan.without_effect:
        lines = few([edit_line(edit, plan.now) for edit in plan.without_effect])
        yield PlanPart("edits that change no answer that a plan asks for", tuple(lines))
    if verdicts is not None:
        yield from verdict_parts(verdicts)
    days = timeline_of(plan)
    if days:
        told = [f"{words.day(own.day, plan.now)}: {counted_things(own.number, 'change')}" for own in days]
        yield PlanPart("later", tuple(few(told, DAYS_MOST)))


def _counts(plan: Plan) -> str:
    kinds = []
    for kind, (noun, place) in THINGS.items():
        own = [change for change in plan.changes if change.change.kind == kind]
        if own:
            markets, things = {change.change.key for change in own}, {_thing(change) for change in own}
            kinds.append(f"{counted_things(len(things), noun)} in {counted_things(len(markets), place)}")
    changed = ", ".join(kinds)
    return f"{counted_things(len(plan.edits), 'edit')}: {changed or 'no answer changes'}"


def _listed(plan: Plan, changes: Sequence[PlannedChange], title: str, words: Words) -> Iterator[PlanPart]:
    """What is gone, or new: whole markets, and else each thing with its markets; each once, from when it first is."""
    first: dict[tuple[object, ...], PlannedChange] = {}
    for own in changes:
        first.setdefault((own.change.kind, own.change.key, own.change.thing), own)
    found: dict[tuple[object, ...], list[PlannedChange]] = {}
    for own in first.values():
        day = own.change.day if own.change.start > plan.now else date.min
        of = (own.change.key,) if _is_of_market(plan, own) else (own.change.kind, _thing(own), day, own.causes)
        found.setdefault(of, []).append(own)
    if found:
        lines = [_listed_line(plan, own, words) for own in found.values()]
        yield PlanPart(title, tuple(few(lines)))


def _is_of_market(plan: Plan, own: PlannedChange) -> bool:
    """Whether a thing is gone or new because its whole market is."""
    edits = [plan.edits[number] for number in own.causes]
    return any(edit.is_of_market and own.change.key in edit.markets for edit in edits)


def _listed_line(plan: Plan, changes: Sequence[PlannedChange], words: Words) -> str:
    first = changes[0]
    if _is_of_market(plan, first):
        kinds = Counter(own.change.kind for own in changes)
        things = ", ".join(counted_things(kinds[kind], THINGS[kind][0]) for kind in THINGS if kinds[kind])
        return f"all of {first.change.key.shown}: {things} ({plan.edits[first.causes[0]].place})"
    when = "at once" if first.change.start <= plan.now else f"from {words.day(first.change.day, plan.now)} on"
    answer = first.change.was if first.is_gone else first.change.now
    price = f", at {Money(answer.paid, answer.currency)} there" if isinstance(answer, PurchaseFigures) else ""
    places = dict.fromkeys(str(plan.edits[number].place) for number in first.causes)
    causes = ", ".join([*places][:CAUSES_MOST])
    return f"{_thing(first)} in {_markets(changes)}, {when}{price} ({causes})"


def _group(plan: Plan, group: PlanGroup, words: Words, rows: int) -> PlanPart:
    when = "at once" if group.day is None else f"from {words.day(group.day, plan.now)}"
    causes = [edit_line(plan.edits[number], plan.now) for number in group.causes]
    bought = [own for own in group.changes if purchases(own) is not None]
    table = tuple(_row(own) for own in bought[:rows])
    if len(causes) > CAUSES_MOST:
        causes = [_wave_line([plan.edits[number] for number in group.causes]), f"such as {causes[0]}"]
    lines = (*causes, *_summaries(group.changes))
    if len(bought) > len(table) > 0:
        lines = (*lines, f"the greatest {'of them' if len(table) == 1 else f'{len(table)} of them'}:")
    return PlanPart("in the past alone" if group.is_over else when, lines, HEADER if table else (), table)


def _wave_line(edits: Sequence[Edit]) -> str:
    """Many edits as one line: of what they are, and in how many files."""
    names = list(dict.fromkeys(edit.name or edit.sentence for edit in edits))
    files = {edit.place.file for edit in edits}
    return f"{counted_things(len(edits), 'edit')} in {counted_things(len(files), 'file')}: {', '.join(few(names))}"


def _summaries(changes: Sequence[PlannedChange]) -> Iterator[str]:
    """What moves, a sentence for each kind of thing."""
    for kind, (noun, place) in THINGS.items():
        own = [change for change in changes if change.change.kind == kind]
        if not own:
            continue
        things, markets = {_thing(change) for change in own}, {change.change.key for change in own}
        of = f"{counted_things(len(things), noun)} in {counted_things(len(markets), place)}"
        told = list(_moves_told(kind, own))
        yield f"{of}: {'; '.join(told) or 'what is needed, or what promotions give, is another'}"


def _moves_told(kind: str, own: Sequence[PlannedChange]) -> Iterator[str]:
    yield from (f"{name} {moves}" for name, moves in figure_moves(own))
    units = moves_in(own, units_for_equal_proceeds)
    if units is not None and (units.least or units.most):
        yield f"with {units} units sold proceeds stay equal"
    paid = moves_in(own, paid_moved) if kind in (WORTH, PAYOUT) else None
    if paid is not None:
        yield f"{'a coin is worth' if kind == WORTH else 'creators are paid'} {paid}"
    if kind == GIFT:
        yield from _gifts_told(own)
    refusals = refused(own)
    if refusals:
        first = refusals[0].change
        assert isinstance(first.now, NoAnswer)
        example = f"{_thing(refusals[0])} in {first.key.shown} with {first.now.code}"
        yield f"{counted_things(len(refusals), 'of them')} refused, {example}"
    answered = [change for change in own if isinstance(change.change.was, NoAnswer)]
    if answered:
        yield f"{counted_things(len(answered), 'of them')} not refused any more"


def _gifts_told(own: Sequence[PlannedChange]) -> Iterator[str]:
    pairs = [(change.change.was, change.change.now) for change in own]
    both = [(was, now) for was, now in pairs if isinstance(was, GiftFigures) and isinstance(now, GiftFigures)]
    figures = {"senders pay": [(was.coins, now.coins) for was, now in both]}
    figures["creators earn"] = [(was.diamonds or 0, now.diamonds or 0) for was, now in both]
    for name, amounts in figures.items():
        shares = sorted(share for was, now in amounts if (share := moved(was, now)) is not None)
        if shares and (shares[0] or shares[-1]):
            yield f"{name} {Moves(shares[len(shares) // 2], shares[0], shares[-1])}"


def _row(own: PlannedChange) -> tuple[str, ...]:
    both = purchases(own)
    assert both is not None
    was, now = both
    units = units_for_equal_proceeds(own)
    of_facts = ", ".join(f"{name} {value}" for name, value in own.change.facts.items())
    return (
        own.change.key.shown,
        f"{own.change.thing}{f' where {of_facts}' if of_facts else ''}",
        f"{_pair(was, was.paid, now.paid)} {was.currency.code}",
        _pair(was, was.net, now.net),
        _pair(was, was.proceeds, now.proceeds),
        " → ".join("?" if share is None else percent(share) for share in (was.kept, now.kept)),
        " → ".join(_per_coin(figures) for figures in both),
        "" if units is None else signed(units),
    )


def _pair(figures: PurchaseFigures, was: int | None, now: int | None) -> str:
    amounts = ["?" if minor is None else Money(minor, figures.currency).amount for minor in (was, now)]
    return amounts[0] if was == now else " → ".join(amounts)


def _per_coin(figures: PurchaseFigures) -> str:
    each, exponent = figures.per_coin, figures.currency.exponent
    return "" if each is None else decimal(each / 10**exponent, exponent + COIN_DIGITS)


def edit_line(edit: Edit, now: Instant) -> str:
    """An edit: where it stands, what it is of, and both values."""
    place = f"{edit.place}{' of the older book' if edit.in_older else ''}"
    if edit.sentence:
        return f"{place}  {edit.sentence}"
    much = f" ({signed(edit.moved)})" if edit.moved else ""
    since = f", from {edit.day} on" if edit.start > now else ""
    noun = "market" if any(key.platform for key in edit.markets) else "region"
    where = edit.markets[0].shown if len(edit.markets) == 1 else counted_things(len(edit.markets), noun)
    return f"{place}  {edit.name} in {where}: {edit.was} → {edit.now}{much}{since}"


def _thing(own: PlannedChange) -> str:
    """What people call a thing: a package's id, or a way to be paid without the number of diamonds."""
    return own.change.thing.partition(" ")[0] if own.change.kind == PAYOUT else own.change.thing


def _markets(changes: Iterable[PlannedChange]) -> str:
    markets = list(dict.fromkeys(own.change.key.shown for own in changes))
    more = f" and {len(markets) - 3:,} more" if len(markets) > 3 else ""
    return f"{', '.join(markets[:3])}{more}"
