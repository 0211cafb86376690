"""A price wave for people and as data: the lines that change, what follows, and why one is refused."""

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from ratecard.cli.answers import Json, moment, place_json, to_json
from ratecard.cli.plan_json import plan_json
from ratecard.cli.tables import counted, plain_table
from ratecard.diagnostics.text import visible
from ratecard.money import ExactMoney, Money
from ratecard.plan.grouping import signed
from ratecard.plan.planning import Plan
from ratecard.plan.verdicts import Verdicts
from ratecard.terms.market import MarketKey
from ratecard.waves.checking import FollowingMoved
from ratecard.waves.wave import LaterPrice, NewPrice, Wave, WaveLine, WaveRefused

LINES_MOST, NAMED_MOST, REASONS_MOST = 6, 4, 8
"""How much of each is told to people; all of it is in the data."""

SUMMARY = ("what", "prices", "was", "", "becomes", "moves")
HEADER = ("line", "was", "", "becomes", "exactly", "decides for")


def wave_text(wave: Wave, moved: FollowingMoved) -> str:
    """The wave as a part of a page: its lines, and a sentence for whatever else there is to know."""
    return "\n".join(visible(line) for part in _parts(wave, moved) for line in part.split("\n"))


def _parts(wave: Wave, moved: FollowingMoved) -> Iterator[str]:
    when = f"from {wave.asked.written} on" if wave.asked.start is not None else "where they stand"
    if not wave.lines:
        yield f"no price changes: {counted(len(wave.same), 'chosen price')} {_have(wave.same)} the new value {when}"
    else:
        files = len(wave.edits)
        lines = f"{counted(len(wave.lines), 'line')} of {counted(files, 'file')}"
        yield f"{counted(len(wave.prices), 'price')} {when}, by {lines}"
        yield from _table(SUMMARY, _summary(wave.prices), (1, 2, 4, 5))
        yield ""
        yield from _table(HEADER, [_row(line) for line in wave.lines[:LINES_MOST]], (1, 3, 4))
        if len(wave.lines) > LINES_MOST:
            yield f"  and {counted(len(wave.lines) - LINES_MOST, 'line')} more: --diff and --format json have all"
        if wave.same:
            yield f"  {counted(len(wave.same), 'chosen price')} {_have(wave.same)} the new value already"
    yield from _beside(wave, moved)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> Iterator[str]:
    return (f"  {line}" for line in plain_table(header, rows, right).split("\n"))


def _summary(prices: Sequence[NewPrice]) -> list[tuple[str, ...]]:
    """A row for each thing and currency: how many prices, from what to what, and by how much they move."""
    found: dict[tuple[str, str], list[NewPrice]] = {}
    for own in prices:
        found.setdefault((own.there.thing, own.price.currency.code), []).append(own)
    rows: list[tuple[str, ...]] = []
    for (thing, code), of_thing in sorted(found.items()):
        was = [own.was for own in of_thing if own.was is not None]
        moves = sorted(move for own in of_thing if (move := _move(own)) is not None)
        edges = dict.fromkeys(signed(edge) for edge in (*moves[:1], *moves[-1:]))
        becomes = f"{_span([own.price for own in of_thing])} {code}"
        rows.append((thing, f"{len(of_thing):,}", _span(was), "→", becomes, " to ".join(edges)))
    return rows


def _move(own: NewPrice) -> Fraction | None:
    """By which share a price moves; None where there was none in its currency."""
    was = own.was
    if was is None or was.currency != own.price.currency or not was.minor:
        return None
    return Fraction(own.price.minor, was.minor) - 1


def _span(prices: Sequence[Money]) -> str:
    """The least and the most of prices: "10.49 – 13.99"."""
    if not prices:
        return "none"
    least, most = min(prices, key=_minor), max(prices, key=_minor)
    return least.amount if least == most else f"{least.amount} – {most.amount}"


def _minor(money: Money) -> int:
    return money.minor


def _have(prices: Sequence[NewPrice]) -> str:
    return "has" if len(prices) == 1 else "have"


def _beside(wave: Wave, moved: FollowingMoved) -> Iterator[str]:
    if wave.followers:
        still = len(wave.followers) - len(moved.chosen)
        told = f"{len(moved.chosen)} of them move with their source, {still} {'does' if still == 1 else 'do'} not"
        number = counted(len(wave.followers), "chosen price")
        yield f"  {number} that {_follow(len(wave.followers))} others: not written; {told} (--pin states them)"
    if moved.others:
        number, verb = counted(len(moved.others), "price"), "follows" if len(moved.others) == 1 else "follow"
        yield f"  {number} that nobody chose and that {verb} others: moved with them, {_few(moved.others)}"
    replaced = [own for own in wave.prices if own.replaced is not None]
    if replaced:
        first = replaced[0]
        named = f"such as {first.replaced} for {first.there.name}"
        yield f"  {counted(len(replaced), 'price')} that the files have for that very time: replaced, {named}"
    if wave.later:
        yield f"  {counted(len(wave.later), 'later price')} of the files: kept, {_later(wave.later)}"


def _follow(number: int) -> str:
    return "follows" if number == 1 else "follow"


def _later(later: Sequence[LaterPrice]) -> str:
    first = later[0]
    return f"such as {first.price} for {first.there.name} from {first.written} on ({first.place})"


def _row(line: WaveLine) -> tuple[str, ...]:
    was = sorted({f"{own.was}" if own.was is not None else "none" for own in line.prices})
    exact = sorted({_exact(own).readable for own in line.prices})
    added = " (new)" if line.is_added else ""
    things = [(own.there.key, own.there.thing) for own in line.prices]
    return (
        f"{line.file} {line.name}{added}",
        " or ".join(was),
        "→",
        line.prices[0].price.amount,
        exact[0],
        _markets(things),
    )


def _markets(things: Iterable[tuple[MarketKey, str]]) -> str:
    """The markets of one thing: "DE on android, ios"; how many they are where they are many."""
    platforms: dict[str, list[str]] = {}
    for key, _ in things:
        platforms.setdefault(key.region, []).append(key.platform)
    if len(platforms) > 1:
        return f"{sum(map(len, platforms.values()))} markets of {len(platforms)} regions"
    return "; ".join(f"{region} on {', '.join(sorted(own))}" for region, own in platforms.items())


def _few(things: Sequence[tuple[MarketKey, str]]) -> str:
    more = len(things) - NAMED_MOST
    shown = ", ".join(f"{thing} in {key.shown}" for key, thing in things[:NAMED_MOST])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _exact(own: NewPrice) -> ExactMoney:
    return ExactMoney(own.exact.numerator, own.exact.denominator, own.price.currency)


def refusal_text(refused: WaveRefused) -> str:
    """WaveReason a wave is refused: each reason with its place and what to do instead; nothing is written."""
    lines = []
    for why in refused.reasons[:REASONS_MOST]:
        where = f"{why.place}: " if why.place is not None else ""
        lines += [f"error: {visible(f'{where}{why.sentence}')}", f"  = {visible(why.hint)}"]
    more = len(refused.reasons) - REASONS_MOST
    if more > 0:
        lines.append(f"and {counted(more, 'error')} more")
    return "\n".join([*lines, "nothing is written"])


def wave_json(wave: Wave, moved: FollowingMoved, plan: Plan, verdicts: Verdicts | None) -> str:
    """All of it: lines with their prices, what follows, what stays, and the plan as `ratecard plan` has it."""
    data: Json = {
        "from": wave.asked.written or None,
        "lines": [_line(line) for line in wave.lines],
        "unchanged": [_price(own) for own in wave.same],
        "followers": [{**_thing(own.key, own.thing), **place_json(own.place)} for own in wave.followers],
        "following": [_thing(*own) for own in (*moved.chosen, *moved.others)],
        "later": [
            {
                **_thing(own.there.key, own.there.thing),
                "from": moment(own.since),
                **_money(own.price),
                **place_json(own.place),
            }
            for own in wave.later
        ],
        "plan": json.loads(plan_json(plan, verdicts)),
    }
    return to_json(data)


def _line(line: WaveLine) -> Json:
    return {
        "file": line.file,
        "path": line.name,
        "value": line.value,
        "isNew": line.is_added,
        "prices": [_price(own) for own in line.prices],
    }


def _price(own: NewPrice) -> Json:
    return {
        **_thing(own.there.key, own.there.thing),
        "from": moment(own.there.at),
        "was": None if own.was is None else _money(own.was),
        "exactly": {
            "numerator": str(_exact(own).fraction.numerator),
            "denominator": str(_exact(own).fraction.denominator),
        },
        "becomes": _money(own.price),
        "replaces": None if own.replaced is None else _money(own.replaced),
    }


def _thing(key: MarketKey, thing: str) -> Json:
    return {"thing": thing, "region": key.region, "platform": key.platform}


def _money(money: Money) -> Json:
    return {"amount": money.amount, "currency": money.currency.code, "minorUnits": str(money.minor)}
