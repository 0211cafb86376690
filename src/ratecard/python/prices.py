"""What Python callers see of the price of a package or an item, and of who keeps what of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ratecard.answers.purchases import ECONOMICS, OPEN_PROMOTION, PRICE, TAX_LINE
from ratecard.money import Coins, Money, Rate
from ratecard.python.answers import Maker
from ratecard.refusals import Condition
from ratecard.terms.tax import TaxStatus


@dataclass(frozen=True)
class TaxLine:
    """One named tax, with its stated rate and its amount. `names` are those that the rules give it, by language."""

    tax_line_id: str
    names: Mapping[str, str] = field(hash=False)
    rate: Rate
    amount: Money


@dataclass(frozen=True)
class Price:
    """What a buyer sees of a price: net + tax = gross, and the lines sum to the tax.

    `listed` is the number in the price list: `regular`, the price before promotions, less `discount`. `tax_status` says
    whether tax is inside. What a tax that is undetermined leaves open is None: a subdivision decides, or the rules do
    not know it, and the answer's `unknown_values` say what.
    """

    regular: Money
    discount: Money
    listed: Money
    gross: Money | None
    net: Money | None
    tax: Money | None
    tax_status: TaxStatus
    lines: tuple[TaxLine, ...]


@dataclass(frozen=True)
class OpenPromotion:
    """A promotion that may apply yet, what it needs, and one unit as if that were met; None where a fact decides that.

    Which code it asks for is told nowhere, and one of which the rules hold but a hash is not among the open ones.
    """

    promotion_id: str
    names: Mapping[str, str] = field(hash=False)
    until: datetime | None
    needs_code: bool
    needed_facts: tuple[str, ...]
    conditions: tuple[Condition, ...]
    needed_limits: tuple[str, ...]
    price: Price | None
    bonus: Coins | None
    total: Coins | None


@dataclass(frozen=True)
class PurchaseEconomics:
    """Who keeps what: commission + withheld + proceeds = net. None is undetermined, or unknown.

    `withheld` are taxes that the store keeps back, and `remittance` is what it sends.
    `collected_by` pays the tax over to the state; None where no tax is levied, or where the rules do not know it.
    """

    commission: Money | None
    withheld: Money | None
    proceeds: Money | None
    remittance: Money | None
    collected_by: Literal["store", "seller"] | None


MAKE_PRICE = Maker(Price, PRICE, Maker(TaxLine, TAX_LINE))
MAKE_ECONOMICS = Maker(PurchaseEconomics, ECONOMICS)
MAKE_OPEN_PROMOTION = Maker(OpenPromotion, OPEN_PROMOTION, MAKE_PRICE)
