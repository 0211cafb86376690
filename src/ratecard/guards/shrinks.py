"""Whether a package holds less from a day on, and costs no less: a bonus that was lost, or a digit."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, times
from ratecard.guards.ladders import Ladder, Ladders, Rung
from ratecard.instants import Instant
from ratecard.money import Money

SHRINKS = "shrinks"


def shrinking(ladders: Ladders) -> Iterator[Finding]:
    """Each package that holds fewer coins from a day on, for as much money or more."""
    seen: set[tuple[Place, bool]] = set()
    for timeline in ladders.over_time.values():
        for (_, before), (since, after) in pairwise(timeline):
            if before is None or after is None or before.currency != after.currency:
                continue
            rungs = {rung.id: rung for rung in before.rungs}
            for new in after.rungs:
                old = rungs.get(new.id)
                if old is None or new.minor < old.minor or new.coins >= old.coins:
                    continue
                key = (_place_of(old, new), new.minor > old.minor)
                if key not in seen:
                    seen.add(key)
                    yield _finding(after, old, new, since, is_everywhere=ladders.is_everywhere(new, since))


def _place_of(old: Rung, new: Rung) -> Place:
    """Where the number stands that made it smaller: that of its coins, or of its bonus."""
    bonus = new.package.bonus_stated
    if bonus is None or old.package.coins_stated is not new.package.coins_stated:
        return new.package.coins_stated.place
    return bonus.place


def _finding(ladder: Ladder, old: Rung, new: Rung, since: Instant, *, is_everywhere: bool) -> Finding:
    was, now = Money(old.minor, ladder.currency), Money(new.minor, ladder.currency)
    each = Fraction(new.minor * old.coins, old.minor * new.coins) if old.minor else Fraction(new.minor)
    region, platform = ladder.market
    return Finding(
        guard=SHRINKS,
        market=ladder.market,
        of=new.id,
        since=since,
        seen=each,
        sentence=(
            f"{new.id} in {ladder.market.shown} goes from {old.coins:,} coins for {was} to {new.coins:,} for {now}, "
            f"fewer coins for {'more' if new.minor > old.minor else 'as much'} money: {times(each)} a coin"
        ),
        place=_place_of(old, new),
        hint="look at both numbers",
        notes=(Note(new.price.listed_stated.place, "its price"),),
        everywhere=is_everywhere,
        of_content=not is_everywhere,
        question=f"ratecard quote purchase --region {region} --platform {platform} --package {new.id}",
    )
