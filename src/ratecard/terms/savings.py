"""What a price is compared with: other packages, and the same package on another platform or in another way."""

import msgspec

from ratecard.diagnostics.diagnostic import Place
from ratecard.diagnostics.fixes import POSSIBLE, Suggestion
from ratecard.rulefiles.stated import Keyed
from ratecard.terms.values import Values

PACKAGE = "package"
PLATFORM = "platform"
WAY = "way"


class Against(msgspec.Struct, frozen=True, gc=False):
    """What a price is compared with, by name: another package, or the same one on a `PLATFORM` or paid in a `WAY`."""

    of: str
    name: str
    place: Place

    @property
    def shown(self) -> str:
        """How traces call it: "coins_100", or "platform ios"."""
        return self.name if self.of == PACKAGE else f"{self.of} {self.name}"


class SavingsTerms(msgspec.Struct, frozen=True):
    """What prices are compared with, in the order of the rules."""

    against: tuple[Against, ...]


def savings_terms(values: Values) -> SavingsTerms | None:
    """What prices are compared with in a market; None where they are compared with nothing."""
    stated = values.stated_as(tuple, "savings", "against")
    if stated is None:
        return None
    if not stated.value:
        none = (Suggestion("none", POSSIBLE, "where nothing is compared"),)
        hint = "else name what prices are compared with, as in [coins_100]"
        values.problem("against-nothing", "savings are against nothing", stated, hint, none)
        return None
    return SavingsTerms(tuple([_against(item.value, item.place) for item in stated.value]))


def _against(item: object, place: Place) -> Against:
    return Against(item.key, item.name, place) if isinstance(item, Keyed) else Against(PACKAGE, str(item), place)
