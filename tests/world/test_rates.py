"""Each rate of the library beside the data of well-kept packages. Every difference is in a list, with its reason."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.shipped.walking import words
from tests.world.library import lines_of, rates_on, regions, time_line

DATA = Path(__file__).parent / "data"


def extract(name: str) -> dict[str, Any]:
    """A package's rates by region, in per cent, with its version and its day."""
    read: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return read


EUROPE = extract("eu_vat_rates_data")
CHANGES_IN_THE_EU = extract("duty27_eu_vat")
WORLD = extract("sales_tax")

CONTRADICTION = "other sources contradict it, so the library does not know"
STALE_STATES = "the package has not followed this state; the Tax Foundation's tables of 2016 to 2026 agree on ours"
UNTAXED = "the state has a sales tax, and does not take it of digital products (doola)"

# Where the library and the npm package `sales-tax` differ, and why.
DIFFERENCES = {
    "BH": "10 % since January 2022, say Apple, Avalara and incorporate.ltd; the package still has 5 %",
    "BR": CONTRADICTION,
    "BS": "10 % since January 2022, say Apple, Avalara and determinedai; the package still has 12 %",
    "CN": CONTRADICTION,
    "DZ": CONTRADICTION,
    "EC": "15 %, say Avalara and calculariva; the package still has 12 %",
    "KW": "there is no VAT; the package has a plan of 2017",
    "KZ": "16 % since 2026, say KPMG and Apple; the package still has 12 %",
    "LI": "8.1 %, as Switzerland since 2024, says eu-vat-rates-data; the package still has 7.7 %",
    "LK": "18 % since 2024, says lk-tax with its sources; the package still has 12 %",
    "MY": "8 % service tax since March 2024, say BDO and Avalara; the package has the 10 % of the sales tax on goods",
    "PA": CONTRADICTION,
    "PK": CONTRADICTION,
    "QA": "there is no VAT; the package has a plan of 2017",
    "TZ": CONTRADICTION,
    "TH": "decrees lower the 10 % of the code to 7 %, say Nishimura and bgloballaw",
    **dict.fromkeys(["US-AR", "US-AZ", "US-CT", "US-LA", "US-ME", "US-NC", "US-NJ", "US-NM", "US-OH"], STALE_STATES),
    **dict.fromkeys(["US-SD", "US-UT"], STALE_STATES),
    **dict.fromkeys([f"US-{state}" for state in words("CA FL IL KS MA MI MO ND NV NY OK SC VA WV")], UNTAXED),
    "US-WI": "what coins are is not settled since October 2025",
}
# Taxes that the package does not count: it has VAT alone.
BESIDE_VAT = frozenset({"digital_services", "nhil", "getfund"})


def differences(rate_in_library: Callable[[str], str], package: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Regions of both in which they differ on the package's day, each with the library's rate and the package's."""
    both = {region: (rate_in_library(region), rate) for region, rate in package["rates"].items() if region in regions()}
    return {region: rates for region, rates in both.items() if not _same(*rates)}


def _same(stated: str, packaged: str) -> bool:
    return stated.endswith(" %") and Decimal(stated.removesuffix(" %")) == Decimal(packaged)


def rate_on(day: str) -> Callable[[str], str]:
    """What the library says of a region's tax on a day: `19 %`, `0 %` where none is due, or `unknown`."""

    def rate(region: str) -> str:
        rates = [value for line, value in rates_on(region, day).items() if line not in BESIDE_VAT]
        if region.startswith("CA-"):
            rates = [provincial(region, day)]
        if "unknown" in rates:
            return "unknown"
        return f"{sum((Decimal(value.removesuffix(' %')) for value in rates), Decimal(0))} %"

    return rate


def provincial(region: str, day: str) -> str:
    """A province's own part of the tax, as the package states it: without the federal 5 % that is in `hst`."""
    rates = {line: Decimal(value.removesuffix(" %")) for line, value in rates_on(region, day).items()}
    return f"{rates['hst'] - 5 if 'hst' in rates else sum(rates.values()) - rates['gst']} %"


def test_each_rate_in_europe_is_that_of_eu_vat_rates_data() -> None:
    assert differences(rate_on(EUROPE["day"]), EUROPE) == {}


def test_each_change_in_the_european_union_is_that_of_duty27() -> None:
    stated = {region: time_line(lines_of(region)["vat"]["rate"]) for region in CHANGES_IN_THE_EU["rates"]}
    packaged = {
        region: {"begins": "unknown", **{day: f"{rate} %" for day, rate in rates.items()}}
        for region, rates in CHANGES_IN_THE_EU["rates"].items()
    }
    assert stated == packaged


def test_each_difference_from_the_package_of_the_world_is_explained() -> None:
    found = differences(rate_on(WORLD["day"]), WORLD)
    assert {region: rates for region, rates in found.items() if region not in DIFFERENCES} == {}


def test_no_explained_difference_has_gone() -> None:
    found = differences(rate_on(WORLD["day"]), WORLD)
    assert sorted(set(DIFFERENCES) - set(found)) == []


@pytest.mark.parametrize(("stated", "packaged"), [("19 %", "20"), ("unknown", "20"), ("none", "0"), ("19", "19")])
def test_another_rate_is_a_difference(stated: str, packaged: str) -> None:
    assert differences(lambda _: stated, {"rates": {"DE": packaged}}) == {"DE": (stated, packaged)}


def test_the_packages_look_at_most_regions() -> None:
    compared = {*EUROPE["rates"], *WORLD["rates"]} & set(regions())
    assert sorted(set(regions()) - compared) == sorted(
        words("BD CA-AB CA-NT CA-NU CA-YT CI CM ET HK JM KH MZ NP SN US-AK US-DE US-MT US-NH US-OR")
    )
