"""What follows from another finding is of the same market, or it is told."""

from fractions import Fraction

from ratecard.diagnostics.diagnostic import Place, Severity
from ratecard.guards.against import TAX_GONE
from ratecard.guards.causes import first_causes
from ratecard.guards.countries import TAX
from ratecard.guards.findings import Finding
from ratecard.instants import Instant
from ratecard.rulefiles.keys.guards import BOUNDED
from ratecard.terms.market import MarketKey

PLACE = Place("regions/de.yaml", 4, 3, 4, 8)
SEVERITIES = dict.fromkeys(BOUNDED, Severity.WARNING)


def of(guard: str, platform: str) -> Finding:
    """A finding of a guard at one place, in Germany on a platform."""
    return Finding(
        guard=guard,
        market=MarketKey("DE", platform),
        of="tax",
        since=Instant(0),
        seen=Fraction(1),
        sentence="",
        place=PLACE,
        hint="",
    )


def test_a_tax_that_is_gone_on_the_web_hides_none_that_is_odd_on_ios() -> None:
    findings = [of(TAX_GONE, "web"), of(TAX, "web"), of(TAX, "ios")]
    told, following = first_causes(findings, SEVERITIES)
    assert [(own.guard, own.market.platform) for own in told] == [(TAX_GONE, "web"), (TAX, "ios")]
    assert [(own.guard, own.market.platform) for own in following] == [(TAX, "web")]
