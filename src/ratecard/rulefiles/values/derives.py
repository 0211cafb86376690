"""What computed prices name: another market, a factor by itself or by its table, and what becomes of the tax."""

from ratecard.diagnostics.fixes import Suggestion, examples, possible
from ratecard.money import Rate
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.values.factors import FACTOR_EXAMPLES, parse_factor
from ratecard.rulefiles.values.scalars import parse_identifier, parse_region
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

SWAP, KEEP = "swap", "keep"
DERIVE_EXAMPLE = "{from: US, fx: 2026-11-01, tax: swap}"


def parse_derive(text: str) -> Wrong:
    """A derive is a mapping and never one text; that of a region alone was probably meant as its source."""
    sentence = f"{shown(text)} stands where the keys of a derive should"
    if text == "inherit" or slips(text, ("inherit", "none")):
        return Wrong("not-a-mapping", sentence, offers=possible(*slips(text, ("inherit", "none"))))
    meant = () if isinstance(parse_region(text), Wrong) else (Suggestion(f"{{from: {text}}}"),)
    return Wrong("not-a-mapping", sentence, offers=meant or examples(DERIVE_EXAMPLE))


def parse_factor_or_table(text: str) -> Rate | str | Wrong:
    """`0.75`, or the id of a table of factors: `affordability`."""
    if text[:1].isdigit() or text.startswith(("-", ".")):
        return parse_factor(text)
    found = parse_identifier(text)
    if isinstance(found, Wrong):
        sentence = f"{shown(text)} is neither a factor nor the id of a table of factors"
        return Wrong("not-a-factor", sentence, offers=found.offers or examples("0.75", "affordability"))
    return str(found)


DERIVE = ValueType("a derive", DERIVE_EXAMPLE, parse_derive, examples=(DERIVE_EXAMPLE,))
FACTOR_OR_TABLE = ValueType(
    "a factor, or the id of a table of them",
    "0.75, 75 % or affordability",
    parse_factor_or_table,
    examples=(*FACTOR_EXAMPLES[1:], "affordability"),
)
