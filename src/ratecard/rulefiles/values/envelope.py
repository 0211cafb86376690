"""The numbers of an envelope: amounts for one coin or coins for one unit of money, and the share that has to stay."""

import re

from ratecard.diagnostics.fixes import examples, possible
from ratecard.money import Rate
from ratecard.rulefiles.values.factors import parse_factor
from ratecard.rulefiles.values.scalars import parse_rate
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

SHORT_MOST = 10
"""How many times of what is left a package may cost more than that, at the very most."""

_WITH_UNIT = re.compile(r"([0-9.]+)\s*(?:[A-Z]{3}|coins?)(?:\s+each)?")


def parse_per_unit(text: str) -> Rate | Wrong:
    """`0.005` or `200`: a number above zero, in the currency below which it stands."""
    found = parse_factor(text) if "%" not in text and "bps" not in text and "/" not in text else None
    if isinstance(found, Rate):
        return found
    united = _WITH_UNIT.fullmatch(text)
    if united is not None and isinstance(parse_factor(united[1]), Rate):
        said = f"{shown(text)} has a unit, which is that of the currency above it"
        return Wrong("not-a-unit-price", said, offers=possible(united[1]))
    offers = found.offers if isinstance(found, Wrong) and "comma" in found.sentence else examples("0.005", "200")
    return Wrong("not-a-unit-price", f"{shown(text)} is not a number above zero", offers=offers)


def parse_share_that_stays(text: str) -> Rate | Wrong:
    """`10 %` has to stay; with `-80 %` as much as 80 % of what is left may be put on top. Below 100 %."""
    below = text.startswith("-")
    found = parse_rate(text[1:] if below else text)
    if isinstance(found, Rate):
        share = Rate(-found.numerator, found.denominator) if below else found
        if share.numerator < share.denominator and share.fraction >= -SHORT_MOST:
            return share
        allowed = "below 100 %" if share.numerator > 0 else f"above -{100 * SHORT_MOST} %"
        return Wrong("not-a-rate", f"{text} is not {allowed}", offers=examples("10 %", "-80 %"))
    assert isinstance(found, Wrong)
    return found


PER_UNIT = ValueType("a number above zero", "0.005, or 200", parse_per_unit, examples=("0.005", "200"), numeric=True)
SHARE_THAT_STAYS = ValueType(
    "a rate below 100 %", "10 %, or -80 %", parse_share_that_stays, examples=("10 %", "-80 %"), numeric=True
)
