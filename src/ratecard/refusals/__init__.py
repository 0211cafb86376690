"""Why a question gets no figure: a closed union of values, each with a stable code and its facts. Never None.

A new refusal is a class in one of these modules, a member of the union at its end, and a name here. Its sentence, its
type in the API and its JSON follow.
"""

from ratecard.refusals.chosen import ChoiceOutOfRange, OfChosen, SpendTooLow
from ratecard.refusals.exchanges import NotExchanged, NothingReceived, OfExchanges, UnknownUnit
from ratecard.refusals.gifts import (
    CreatorNotEligible,
    FxStale,
    GiftUnavailable,
    NoEarnings,
    NoFxRate,
    NoMoneyBase,
    OfGifts,
    SenderNotEligible,
    UnknownGift,
    WrongKind,
)
from ratecard.refusals.halted import Halted
from ratecard.refusals.items import ItemNotEligible, ItemNotSold, OfItems, UnknownItem
from ratecard.refusals.limits import AboveLimit, OverBudget, UnknownLimit
from ratecard.refusals.payouts import (
    BelowMinimum,
    DiamondsOutOfRange,
    InvalidLot,
    NoPayouts,
    NotEnoughDiamonds,
    NothingLeft,
    OfPayouts,
    UnknownMethod,
    WrongCurrency,
)
from ratecard.refusals.purchases import (
    BeforeRules,
    FactNeeded,
    InvalidFact,
    InvalidInput,
    NotEligible,
    NotSold,
    OutsideEnvelope,
    PriceChanged,
    PurchaseRefusal,
    QuantityOutOfRange,
    UnknownFact,
    UnknownPackage,
    UnknownPlatform,
    UnknownRegion,
)
from ratecard.refusals.refused import Condition, Refused

ListRefusal = UnknownRegion | UnknownPlatform | BeforeRules | UnknownFact | InvalidFact | InvalidInput | UnknownLimit
"""Why a market gets no price list, or no list of gifts."""

EligibilityRefusal = UnknownRegion | BeforeRules | UnknownFact | InvalidFact | InvalidInput
"""Why nobody's eligibility is told."""

ItemRefusal = (
    ListRefusal | OfItems | Halted | ChoiceOutOfRange | QuantityOutOfRange | FactNeeded | AboveLimit | OverBudget
)
"""Why an item gets no quote."""

ChosenRefusal = PurchaseRefusal | OfItems | SpendTooLow
"""Why what is chosen gets no quote."""

ExchangeRefusal = (
    UnknownRegion
    | UnknownPlatform
    | BeforeRules
    | UnknownFact
    | InvalidFact
    | InvalidInput
    | QuantityOutOfRange
    | FactNeeded
    | OfExchanges
)
"""Why units are not exchanged."""

GiftRefusal = ListRefusal | QuantityOutOfRange | FactNeeded | OfGifts
"""Why a gift gets no quote."""

PayoutRefusal = EligibilityRefusal | FactNeeded | CreatorNotEligible | OfPayouts | FxStale | NoFxRate
"""Why a payout gets no quote."""

Refusal = PurchaseRefusal | OfItems | OfChosen | OfExchanges | OfGifts | OfPayouts

__all__ = (
    "AboveLimit",
    "BeforeRules",
    "BelowMinimum",
    "ChoiceOutOfRange",
    "ChosenRefusal",
    "Condition",
    "CreatorNotEligible",
    "DiamondsOutOfRange",
    "EligibilityRefusal",
    "ExchangeRefusal",
    "FactNeeded",
    "FxStale",
    "GiftRefusal",
    "GiftUnavailable",
    "Halted",
    "InvalidFact",
    "InvalidInput",
    "InvalidLot",
    "ItemNotEligible",
    "ItemNotSold",
    "ItemRefusal",
    "ListRefusal",
    "NoEarnings",
    "NoFxRate",
    "NoMoneyBase",
    "NoPayouts",
    "NotEligible",
    "NotEnoughDiamonds",
    "NotExchanged",
    "NotSold",
    "NothingLeft",
    "NothingReceived",
    "OutsideEnvelope",
    "OverBudget",
    "PayoutRefusal",
    "PriceChanged",
    "PurchaseRefusal",
    "QuantityOutOfRange",
    "Refusal",
    "Refused",
    "SenderNotEligible",
    "SpendTooLow",
    "UnknownFact",
    "UnknownGift",
    "UnknownItem",
    "UnknownLimit",
    "UnknownMethod",
    "UnknownPackage",
    "UnknownPlatform",
    "UnknownRegion",
    "UnknownUnit",
    "WrongCurrency",
    "WrongKind",
)
