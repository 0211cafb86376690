"""Whether a package holds less on the very day on which its price rises: one of the two is rarely meant."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ratecard.diagnostics.diagnostic import Note
from ratecard.guards.findings import Finding, times
from ratecard.guards.ladders import Ladder, Ladders, Rung
from ratecard.instants import Instant
from ratecard.money import Money

SHRINKS = "shrinks"


def shrinking(ladders: Ladders) -> Iterator[Finding]:
    """Each package that costs more from a day on, and holds fewer coins."""
    seen: set[tuple[int, int]] = set()
    for timeline in ladders.over_time.values():
        for (_, before), (since, after) in pairwise(timeline):
            if before is None or after is None or before.currency != after.currency:
                continue
            rungs = {rung.id: rung for rung in before.rungs}
            for new in after.rungs:
                old = rungs.get(new.id)
                if old is None or new.minor <= old.minor or new.coins >= old.coins:
                    continue
                key = (id(new.price.listed_stated), id(new.package))
                if key not in seen:
                    seen.add(key)
                    yield _finding(after, old, new, since)


def _finding(ladder: Ladder, old: Rung, new: Rung, since: Instant) -> Finding:
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
            f"fewer coins for more money: {times(each)} a coin"
        ),
        place=new.price.listed_stated.place,
        hint="look at both numbers",
        notes=(Note((new.package.bonus_stated or new.package.coins_stated).place, "what it holds"),),
        question=f"ratecard quote purchase --region {region} --platform {platform} --package {new.id}",
    )
