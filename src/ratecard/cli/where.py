"""`ratecard where`: every layer's word on one value, over time: what holds, what it replaced, and why.

The layers of the library of the world are among them, and what it states of a section that sleeps.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import TypeVar

import rich_click as click

from ratecard.answers.figures import FigureType
from ratecard.book.book_wide import PLATFORMS
from ratecard.book.doubtful import written_path
from ratecard.book.keys import Keys
from ratecard.book.library import is_of_library
from ratecard.book.rulebook import RuleBook
from ratecard.book.timeline import Timeline
from ratecard.cli.answers import Json, moment, to_json
from ratecard.cli.books import book_or_default
from ratecard.cli.layers import FROM, HEADER, layer_of, stated_json, stated_row
from ratecard.cli.options import at_option, book_options, instant_for, open_book, refuse
from ratecard.cli.question_options import TYPES
from ratecard.cli.tables import show_table
from ratecard.cli.where_computed import ComputedPeriod, computed_json, computed_periods, computed_rows
from ratecard.cli.where_in_book import show_stated_once, stated_once
from ratecard.diagnostics.fixes import advice
from ratecard.instants import Instant, datetime_of, first_instant, local_day, zone
from ratecard.loading import Source, awake
from ratecard.refusals import BeforeRules, UnknownPlatform, UnknownRegion
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import ABSENT, KeyPath, Stated
from ratecard.terms.resolved import Covered, Removal, Resolved

PATHS_MOST = 200
"""Values below one path that are shown at once."""

Word = TypeVar("Word")
TimelinesByPath = Mapping[KeyPath, Timeline[Resolved[object]]]


@click.command()
@click.argument("path")
@click.option(
    "--region",
    type=TYPES[FigureType.REGION],
    help="Where it holds: DE or DEU, or a subdivision such as US-NY. What a book states once for all needs none.",
)
@click.option("--platform", default=None, help="Of a market: ios, android, web. Without it, what creators there read.")
@book_options
@partial(at_option, default="all time")
def where(
    path: str,
    region: str | None,
    platform: str | None,
    source: Source | None,
    output: str,
    at: date | datetime | None,
) -> None:
    """Show where a value comes from: each file that states it, which of them wins, and from when on.

    PATH is written as in a rule file, with dots: prices.coins_1000, or tax for all that stands below it. What the book
    states once, such as units.coin.name, facts.buyer.age or languages, is the same in every region. Places that begin
    with world/ are in the library of the world, if the book stands on it.
    """
    book = open_book(source, output)
    if region is not None:
        _refuse_unknown(book, region, platform, at, output)
    once = stated_once(book_or_default(source), book, region)
    shown, head = _below(path, once), path.partition(".")[0]
    if shown:
        show_stated_once(shown, output)
    elif head in book.keys.of_book & set(book.keys.records) and not any(own[0] == head for own in once):
        raise click.UsageError(f"the book states no {head}; see docs/rules.md")
    elif region is None:
        raise click.UsageError(_needs_region(path, once, book.keys))
    else:
        _show_market(path, book, source, region, platform, at, output)


def _show_market(
    path: str,
    book: RuleBook,
    source: Source | None,
    region: str,
    platform: str | None,
    at: date | datetime | None,
    output: str,
) -> None:
    """Each layer's word on a value of a market, or of what creators of a region read."""
    said = _said_in(book, region, platform)
    head = path.partition(".")[0]
    asleep = {} if any(own[0] == head for own in said) else _asleep(source, book, region, platform, head)
    said |= asleep
    reason = f"the book states no {head} here" if asleep else None
    as_of = None if at is None else instant_for(book, at, region)
    history = book.history((region, platform or ""))
    prices = {own: computed_periods(history, own, said.get(own), as_of) for own in _below(path, history.computed)}
    shown = {own: timeline for own, timeline in _below(path, said).items() if not prices.get(own)}
    if not shown and not prices:
        raise click.UsageError(_unknown(path, said, platform))
    begins = book.history((region, "")).begins
    periods = {own: list(_periods(timeline, as_of, begins)) for own, timeline in shown.items()}
    if output == "json":
        computed = [computed_json(written_path(own), told) for own, told in prices.items()]
        click.echo(to_json([*[_path_json(own, told, reason) for own, told in periods.items()], *computed]))
        return
    on = f"{region} on {platform}" if platform else region
    zone_name = book.time_zones.get(region, "UTC")
    of_prices = {
        own: [row for period in told for row in _computed_rows(period, zone_name)] for own, told in prices.items()
    }
    for own, told in periods.items():
        rows = [row for start, resolved in told for row in _rows(start, resolved, zone_name, reason)]
        show_table((FROM, *HEADER), rows, title=f"{written_path(own)} in {on}")
    for own, rows in of_prices.items():
        show_table((FROM, *HEADER), rows, title=f"{written_path(own)} in {on}")


def _computed_rows(period: ComputedPeriod, time_zone: str) -> Iterator[list[str]]:
    return computed_rows(period, _day_or_instant(period.start, time_zone))


def _below(path: str, said: Mapping[KeyPath, Word]) -> dict[KeyPath, Word]:
    """What stands at a path or below it, sorted; a usage error where that is too much to show."""
    shown = {own: word for own, word in sorted(said.items()) if f"{'.'.join(own)}.".startswith(f"{path}.")}
    if len(shown) > PATHS_MOST:
        raise click.UsageError(f"{len(shown):,} values stand below {path}; write one of them: {_listed(shown)}, …")
    return shown


def _needs_region(path: str, once: Iterable[KeyPath], keys: Keys) -> str:
    """What is wrong with a path of which nothing is stated once for the whole book, where no region was named."""
    head = path.partition(".")[0]
    if head == PLATFORMS:
        return (
            f"nothing is stated of {path} for the whole book; write what stands below it, with --region and --platform"
        )
    if head in set(keys.records) - keys.of_book:
        return f"{path} is of a market or of a region's creators: name its --region, such as --region DE"
    return _unknown_path(path, [*once, *((name,) for name in keys.records)], "")


def _refuse_unknown(book: RuleBook, region: str, platform: str | None, at: date | datetime | None, output: str) -> None:
    """Ends the command for a region or market that the book does not have, or not yet at the instant asked about."""
    as_of = instant_for(book, at, region)
    found = book.region(region, as_of) if platform is None else book.market((region, platform), as_of)
    if isinstance(found, UnknownRegion | UnknownPlatform) or (at is not None and isinstance(found, BeforeRules)):
        refuse(found, output)


def _said_in(book: RuleBook, region: str, platform: str | None) -> dict[KeyPath, Timeline[Resolved[object]]]:
    """All that is stated in a known market, and for the creators of its region."""
    said = dict(book.history((region, "")).paths)
    return said if platform is None else {**said, **book.history((region, platform)).paths}


def _asleep(
    source: Source | None, book: RuleBook, region: str, platform: str | None, head: str
) -> dict[KeyPath, Timeline[Resolved[object]]]:
    """What the library states of a key that sleeps in a region; nothing of any other key."""
    if head not in book.keys.asleep:
        return {}
    woken = awake(book_or_default(source))
    of_region = {} if woken is None else woken.history((region, "")).below(head)
    return {**of_region, **woken.history((region, platform)).below(head)} if woken and platform else dict(of_region)


def _unknown(path: str, said: TimelinesByPath, platform: str | None) -> str:
    beside = "; prices, taxes and gifts are those of a market: name its --platform" if platform is None else ""
    return _unknown_path(path, said, " there") + beside


def _unknown_path(path: str, said: Iterable[KeyPath], where: str) -> str:
    names = {".".join(own[:depth]) for own in said for depth in range(1, len(own) + 1)}
    hint, offers = meant_or(path, names, "see docs/rules.md")
    return f"nothing is stated of {path}{where}; {advice(offers, hint)}"


def _listed(paths: Mapping[KeyPath, object]) -> str:
    return ", ".join(".".join(own) for own in list(paths)[:3])


def _periods(
    timeline: Timeline[Resolved[object]], as_of: Instant | None, begins: Instant
) -> Iterator[tuple[Instant, Resolved[object] | None]]:
    """What holds from when on, the first first; None where nothing is stated any more. At one instant just that.

    What has ended when the book begins is left out: no question is answered from it.
    """
    ends = (*timeline.starts[1:], None)
    for (start, resolved), end in zip(timeline, ends, strict=True):
        if (end is None or end > begins) and (as_of is None or (start <= as_of and (end is None or as_of < end))):
            yield start, None if resolved.stated.value is ABSENT else resolved


def _rows(start: Instant, resolved: Resolved[object] | None, time_zone: str, asleep: str | None) -> Iterator[list[str]]:
    since = _day_or_instant(start, time_zone)
    if resolved is None:
        yield [since, "-", "-", "nothing is stated", "-"]
        return
    stated = resolved.stated
    by = _winner(resolved) if asleep is None else f"asleep: {asleep}"
    yield [since, *stated_row(stated, by)]
    for loser in resolved.replaced:
        yield ["", *stated_row(loser, f"lost: {_why(resolved, loser)}")]


def _day_or_instant(instant: Instant, time_zone: str) -> str:
    """A day where it is its first instant in the zone, else the instant in UTC."""
    in_zone = zone(time_zone)
    if in_zone is not None:
        day = local_day(instant, in_zone)
        if first_instant(day, in_zone) == instant:
            return day.isoformat()
    return datetime_of(instant).isoformat().replace("+00:00", "Z")


def _winner(resolved: Resolved[object]) -> str:
    alone = ", on this platform alone" if resolved.rank.of_platform else ""
    whole = ", for all that stands below" if isinstance(resolved.stated, Removal | Covered) else ""
    library = ", in the library" if is_of_library(resolved.stated.place) else ""
    return f"{layer_of(resolved.stated.place)}{library}{alone}{whole}"


def _why(resolved: Resolved[object], loser: Stated[object]) -> str:
    """Why a statement does not hold: the book says it itself, a narrower layer does, or one for the platform alone."""
    if is_of_library(loser.place) and not is_of_library(resolved.stated.place):
        return f"the book beats the library, which says it of {layer_of(loser.place)}"
    winner, beaten = layer_of(resolved.stated.place), layer_of(loser.place)
    if winner == beaten:
        return f"{beaten} says it of every platform"
    return f"{winner} is narrower than {beaten}"


def _path_json(path: KeyPath, periods: list[tuple[Instant, Resolved[object] | None]], asleep: str | None) -> Json:
    told = [_period_json(start, resolved) for start, resolved in periods]
    return {"path": written_path(path), "asleep": asleep, "periods": told}


def _period_json(start: Instant, resolved: Resolved[object] | None) -> Json:
    if resolved is None:
        return {"from": moment(start), "value": None, "replaced": []}
    return {
        "from": moment(start),
        **stated_json(resolved.stated, _winner(resolved)),
        "replaced": [stated_json(loser, _why(resolved, loser)) for loser in resolved.replaced],
    }
