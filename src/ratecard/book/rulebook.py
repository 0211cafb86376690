"""The rule book: every market, checked and resolved, identified by the digest of its resolved content."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, cast

from ratecard.book.declarations import Declarations, Unit
from ratecard.book.markets import MarketLine
from ratecard.diagnostics.diagnostic import Place
from ratecard.instants import Instant
from ratecard.refusals import BeforeRules, UnknownPlatform, UnknownRegion
from ratecard.rulefiles.near import nearest
from ratecard.rulefiles.stated import ABSENT, KeyPath
from ratecard.terms.commission import CommissionTerms
from ratecard.terms.facts import BoundChoice, FactType
from ratecard.terms.market import Market, MarketKey, Period
from ratecard.terms.offers import Offer, offer_of
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms
from ratecard.terms.resolved import Resolved
from ratecard.terms.tax import TaxTerms

MARKETS_KEPT_NEAREST = 3


class RuleBook:
    """All rules of one book, resolved. Immutable for its callers; a market's snapshot is made on first use and kept.

    `digest` is over the resolved content only: comments, layout, the order of keys and files, sources and notes do not
    change it.
    """

    def __init__(self, lines: Mapping[MarketKey, MarketLine], declarations: Declarations, digest: str) -> None:
        self.digest = digest
        self.languages = declarations.languages
        self.facts: Mapping[str, FactType] = declarations.facts
        assert declarations.coin is not None
        self.coin: Unit = declarations.coin
        self.platforms = declarations.platforms
        self.packages = declarations.packages
        self.regions = tuple(sorted({key.region for key in lines}))
        self.time_zones: Mapping[str, str] = {key.region: line.time_zone for key, line in lines.items()}
        self._lines = lines
        self._snapshots: dict[tuple[str, str], tuple[tuple[Instant, ...], list[Market | None]]] = {
            key: (line.starts, [None] * len(line.starts)) for key, line in lines.items()
        }

    def market(
        self, key: MarketKey | tuple[str, str], at: Instant
    ) -> Market | UnknownRegion | UnknownPlatform | BeforeRules:
        """The market of `key` (region, platform) as of `at`, or why there is none."""
        found = self._snapshots.get(key)
        if found is None:
            return self._unknown(*key)
        starts, snapshots = found
        index = bisect_right(starts, at) - 1
        if index < 0:
            return BeforeRules(at, starts[0])
        return snapshots[index] or self._snapshot(snapshots, cast(MarketKey, key), index)

    def markets(self) -> tuple[MarketKey, ...]:
        """Every market, sorted."""
        return tuple(sorted(self._lines))

    def line(self, key: tuple[str, str]) -> MarketLine:
        """A known market over all its time. Raises KeyError for another key."""
        return self._lines[MarketKey(*key)]

    def provenance(self, key: tuple[str, str], at: Instant) -> dict[Place, tuple[KeyPath, Resolved[object]]]:
        """What holds in a market at an instant, by the place where it is stated: its path and what it replaced.

        The cases of a choice count as places of their own.
        """
        found: dict[Place, tuple[KeyPath, Resolved[object]]] = {}
        for path, timeline in self._lines[MarketKey(*key)].paths.items():
            resolved = timeline.at(at)
            if resolved is None or resolved.stated.value is ABSENT:
                continue
            found[resolved.stated.place] = (path, resolved)
            choice = resolved.stated.value
            if type(choice) is BoundChoice:
                for stated in [*(stated for _, stated in choice.cases), choice.other]:
                    if stated is not None:
                        found[stated.place] = (path, resolved)  # type: ignore[attr-defined]
        return found

    def _unknown(self, region: str, platform: str) -> UnknownRegion | UnknownPlatform:
        if region not in self.regions:
            return UnknownRegion(region, nearest(region, self.regions, MARKETS_KEPT_NEAREST))
        return UnknownPlatform(platform, tuple(sorted(self.platforms)))

    def _snapshot(self, snapshots: list[Market | None], key: MarketKey, index: int) -> Market:
        line = self._lines[MarketKey(*key)]
        start = line.starts[index]
        end = line.starts[index + 1] if index + 1 < len(line.starts) else None
        held = {section: timeline.at(start) for section, timeline in line.sections.items()}
        terms: dict[tuple[str, ...], Any] = {
            section: found.terms for section, found in held.items() if found is not None
        }
        currency = line.currency_at(start)
        assert currency is not None
        packages = {section[1]: found for section, found in terms.items() if section[0] == "packages"}
        prices = {section[1]: found for section, found in terms.items() if section[0] == "prices"}
        tax, commission = terms.get(("tax",)), terms.get(("commission",))
        offers = _offers(packages, prices, tax, commission)
        market = Market(
            key=line.key,
            period=Period(start, end),
            digest=self.digest,
            currency=currency,
            packages=packages,
            prices=prices,
            offers=offers,
            tax=tax,
            commission=commission,
        )
        snapshots[index] = market
        return market


def _offers(packages: dict[str, Any], prices: dict[str, Any], tax: object, commission: object) -> dict[str, Offer]:
    """The offers of which no term varies by a fact."""
    if not isinstance(tax, TaxTerms) or not isinstance(commission, CommissionTerms):
        return {}
    return {
        name: offer_of(packages[name], price, tax, commission)
        for name, price in prices.items()
        if isinstance(price, PriceTerms) and isinstance(packages.get(name), PackageTerms)
    }
