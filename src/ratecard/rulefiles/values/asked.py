"""Codes as questions write them: a region, a platform. What rule files write is read by `values`."""

import re

from ratecard.rulefiles.values.scalars import parse_identifier, parse_region
from ratecard.rulefiles.wrong import Wrong, shown


def parse_asked_region(text: str) -> str | Wrong:
    """A region as questions name it: as rule files do, or a country by its three letters, DEU."""
    return text if re.fullmatch(r"[A-Z]{3}", text) else parse_region(text)


def parse_platform(text: str) -> str | Wrong:
    """A platform's id: ios."""
    found = parse_identifier(text)
    if type(found) is not Wrong:
        return found
    return Wrong(found.code, f"{shown(text)} is not a platform's id", found.hint, found.offers)
