"""Whether every market has a currency at every instant, and money a currency where it is written."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ratecard.book.binding import Binder
from ratecard.book.dropped_groups import names_of
from ratecard.book.findings import BareMoney
from ratecard.book.layers import Layers
from ratecard.book.markets import MarketHistory
from ratecard.book.regions import BoundRegion
from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import examples
from ratecard.instants import Instant, datetime_of
from ratecard.rulefiles.keys.grammar import CURRENCY_PATH
from ratecard.rulefiles.stated import ABSENT
from ratecard.terms.market import MarketKey
from ratecard.terms.resolved import Resolved

CURRENCY_HINT = "state currency: the one that buyers are billed in, for example EUR"
ZONE_HINT = "state time_zone: the one whose days these dates are, for example Europe/Berlin"

Histories = Mapping[MarketKey, MarketHistory]


class CurrencyGap(msgspec.Struct, frozen=True):
    """A stretch of a market in which no currency is in force, up to, and without, `end`.

    `ended` is where nothing is stated any more, `before` what held until then; `later` is what holds afterwards.
    """

    start: Instant
    end: Instant | None
    before: Resolved[object] | None = None
    ended: Resolved[object] | None = None
    later: Resolved[object] | None = None

    def holds(self, instant: Instant) -> bool:
        """Whether an instant lies in the gap."""
        return self.start <= instant and (self.end is None or instant < self.end)

    def overlaps(self, other: "CurrencyGap") -> bool:
        """Whether the two gaps share an instant."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def check_currencies(layers: Layers, regions: Mapping[str, BoundRegion], histories: Histories, binder: Binder) -> None:
    """Reports, once for each region, that it has no currency or no zone, and money that is bare where it has none.

    Nothing is said of a region whose groups are wrong, and nothing twice of a subdivision that lacks what its country
    lacks.
    """
    gaps = {key: found for key, history in histories.items() if history.sound and (found := list(_gaps(history)))}
    told = {
        key: [gap for gap in own if not histories[key].may_be_of_zone(gap.start, gap.end)] for key, own in gaps.items()
    }
    for code, region in regions.items():
        lacking = _lacking(code, told)
        no_zone = region.without_zone
        named = bool(lacking) and _tell(code, region, lacking, layers, histories, no_zone, binder)
        if no_zone and not named:
            binder.report("missing-key", f"{code} does not state time_zone", region.place, ZONE_HINT)
    bare = [money for money in binder.bare.values() if not _is_silent(money, gaps, regions)]
    for code in sorted({money.region for money in bare}):
        _tell_bare([money for money in bare if money.region == code], histories, binder)


def _gaps(history: MarketHistory) -> Iterator[CurrencyGap]:
    timeline = history.currency
    if timeline is None or not timeline.starts:
        yield CurrencyGap(history.begins, None)
        return
    if timeline.starts[0] > history.begins:
        yield CurrencyGap(history.begins, timeline.starts[0], later=timeline.values[0])
    ends = (*timeline.starts[1:], None)
    for index, ((start, resolved), end) in enumerate(zip(timeline, ends, strict=True)):
        if resolved.stated.value is ABSENT and (end is None or end > history.begins):
            yield CurrencyGap(max(start, history.begins), end, timeline.values[index - 1], resolved)


def _lacking(code: str, gaps: Mapping[MarketKey, list[CurrencyGap]]) -> dict[str, CurrencyGap]:
    """The first gap of each market of a region, by platform; of a subdivision only what its country does not lack."""
    country = code.partition("-")[0]
    found: dict[str, CurrencyGap] = {}
    for key, own in gaps.items():
        of_country = gaps.get(MarketKey(country, key.platform), []) if country != code else []
        new = [gap for gap in own if not any(gap.overlaps(other) for other in of_country)]
        if key.region == code and new:
            found[key.platform] = new[0]
    return found


def _is_silent(
    money: BareMoney, gaps: Mapping[MarketKey, list[CurrencyGap]], regions: Mapping[str, BoundRegion]
) -> bool:
    """Whether that money has no currency follows from what is said of its region already."""
    region = regions.get(money.region)
    if region is None or not region.groups_sound:
        return True
    return any(
        gap.holds(money.since) for key, market_gaps in gaps.items() if key.region == money.region for gap in market_gaps
    )


def _tell(
    code: str,
    region: BoundRegion,
    lacking: Mapping[str, CurrencyGap],
    layers: Layers,
    histories: Histories,
    no_zone: bool,
    binder: Binder,
) -> bool:
    """Reports the first stretch in which a region has no currency; whether its zone is named as missing too."""
    platform = min(lacking, key=lambda name: (lacking[name].start, name))
    gap = lacking[platform]
    every = all(key.platform in lacking for key in histories if key.region == code)
    who = code if every else f"{code} on {platform}"
    when = "" if gap.start <= region.begins else f" from {datetime_of(gap.start):%Y-%m-%d %H:%M} UTC on"
    leaving = _leaving(region, gap, layers, histories.get(MarketKey(code.partition("-")[0], platform)))
    own = layers.regions[code].plain.get(CURRENCY_PATH)
    if leaving is not None:
        group, place = leaving
        sentence = f"{who} has no currency{when}: its groups leave out {group}, which states it"
        binder.report("missing-key", sentence, place, f"add {group} to them, or state currency: in {code}")
    elif gap.ended is not None or (own is not None and gap.later is None):
        place = gap.ended.stated.place if gap.ended is not None else own.place  # type: ignore[union-attr]
        sentence = f"{who} has no currency{when}, and no broader file states one to inherit"
        binder.report("missing-key", sentence, place, "write the currency that holds from then on")
    elif gap.later is not None:
        sentence = f"{who} states no currency before this one, and the book begins earlier"
        binder.report("missing-key", sentence, gap.later.stated.place, "add a date on or before the book's begins")
    else:
        sentence = f"{who} does not state currency{' and time_zone' if no_zone else ''}"
        hint = f"{CURRENCY_HINT}; {ZONE_HINT}" if no_zone else CURRENCY_HINT
        binder.report("missing-key", sentence, region.place, hint)
        return True
    return False


def _leaving(
    region: BoundRegion, gap: CurrencyGap, layers: Layers, country: MarketHistory | None
) -> tuple[str, Place] | None:
    """The group that gave the region or its country the currency, and the list of groups without it; or None."""
    giving = gap.before
    if giving is None and gap.later is None and country is not None and country.currency is not None:
        giving = country.currency.at(gap.start)
    listed = region.members.at(gap.start) if region.members is not None else None
    if giving is None or listed is None:
        return None
    members = names_of(listed.stated)
    for name, layer in layers.groups.items():
        if layer.place is not None and layer.place.file == giving.stated.place.file and name not in members:
            return name, listed.stated.place
    return None


def _tell_bare(found: Iterable[BareMoney], histories: Histories, binder: Binder) -> None:
    """Reports the first amount of a region that has no currency in force where it is written, and counts the others."""
    first, *others = sorted(found, key=lambda money: money.place)
    amounts = f", like {len(others)} more in {first.region}" if others else ""
    used = [history.currency_at(first.since) for key, history in histories.items() if key.region == first.region]
    code = next((currency.code for currency in used if currency is not None), "EUR")
    sentence = f"{first.written} names no currency, and none is in force where it is written{amounts}"
    hint = f"state currency: {code} outside platforms: too, or name its currency"
    binder.report("money-without-currency", sentence, first.place, hint, offers=examples(f"{first.written} {code}"))
