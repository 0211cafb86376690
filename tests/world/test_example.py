"""What the shipped example says of taxes beside what the library says: where they differ, the example says its own."""

from collections.abc import Mapping
from typing import Any

from tests.world.library import WORLD, lines_of, rates_on, read, time_line, value_on

EXAMPLE = WORLD.parent
BEGINS = "2025-01-01"
FEDERAL = read(EXAMPLE / "regions" / "groups" / "canada_gst.yaml")["tax"]["lines"]

# The first day on which the example knows, or supposes, what the library does not. It must state these rates.
SUPPOSED = {"BR": BEGINS, "TH": "2026-10-01", "US-WI": "2025-10-01"}


def example_lines(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The tax lines of a region of the example, with the federal line of its group."""
    tax = stated.get("tax", {})
    own = {} if "value" in tax or tax.get("lines") == "none" else tax.get("lines", {})
    return {**(FEDERAL if "canada_gst" in stated.get("groups", []) else {}), **own}


def example_rates_on(stated: Mapping[str, Any], day: str) -> dict[str, str]:
    """The rate of each tax line of a region of the example on a day."""
    return {line: value_on({"begins": "none", **_dated(below)}, day) for line, below in example_lines(stated).items()}


def _dated(line: Mapping[str, Any]) -> dict[str, str]:
    values = time_line(line["rate"])
    return {BEGINS if day == "begins" else day: rate for day, rate in values.items()}


def first_differences() -> dict[str, str]:
    """Each region in which a rate differs on some day since the example begins, with the first such day."""
    found: dict[str, str] = {}
    for path in sorted((EXAMPLE / "regions").glob("*.yaml")):
        stated = read(path)
        region = stated["region"]
        days = {BEGINS} | {day for line in example_lines(stated).values() for day in _dated(line)}
        days |= {
            day for line in lines_of(region).values() for day in time_line(line["rate"]) if BEGINS <= day < "begins"
        }
        for day in sorted(days):
            ours = {line: rate for line, rate in rates_on(region, day).items() if not _is_shared(region, line)}
            if ours != example_rates_on(stated, day):
                found.setdefault(region, day)
    return found


def _is_shared(region: str, line: str) -> bool:
    """Whether a country states the line for its parts, which the example does in none of its own files."""
    return region == "CA" and line == "gst"


def test_the_example_can_take_its_taxes_from_the_library_but_for_what_it_supposes() -> None:
    assert first_differences() == SUPPOSED
