"""What a signed quote says: the question as it was resolved, the public figures, the book, and how long it holds.

Figures are whole numbers: counts, or minor units beside their currency and its exponent. None of them lies beyond
what every reader of JSON keeps exact.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from ratecard.audience import Audience

TYPE = "ratecard-quote+jws"
"""The `typ` of each token. An access token never has it, so that neither can be taken for the other."""

ALGORITHM = "EdDSA"
"""RFC 8037: Ed25519 alone, because all keys are of that curve."""

TOKEN_CHARACTERS_MOST = 2_000
"""A longer token is neither made nor looked at. It is what one text of a request may have, too."""

NUMBER_MOST = 2**53 - 1
"""RFC 7493, section 2.2: greater numbers are not exact to readers that know floats alone."""


class SignedMoney(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minor units of a currency, of which ten to the `exponent` are one major unit: 1399 EUR with 2 is 13.99 EUR."""

    minor: int
    currency: str
    exponent: int


Second = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799)]
"""A second since 1970, up to the last one of the year 9999, which calendars have."""

SignedFigure = int | SignedMoney | None
"""A count, or money; None where the rules do not know it, or a subdivision decides."""

SignedFigures = Mapping[str, SignedFigure]


class SignedPurchase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="purchase"):
    """A purchase of a package. `way` is the way of paying that was told; None where none was."""

    region: str
    platform: str
    package: str
    quantity: int
    way: str | None = None


class SignedItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="item"):
    """A purchase of an item; all else as of a package."""

    region: str
    platform: str
    item: str
    quantity: int
    way: str | None = None


class SignedGift(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel", tag="gift"
):
    """Gifts of one kind to a creator, by the kind of spending that was asked or is usual."""

    region: str
    platform: str
    creator_region: str
    gift: str
    count: int
    kind: str
    way: str | None = None


class SignedPayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="payout"):
    """A payout. `diamonds` are those that were asked for; None where the lots or an amount say how many."""

    region: str
    method: str
    diamonds: int | None = None


SignedQuestion = SignedPurchase | SignedItem | SignedGift | SignedPayout


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All that a token says. Instants are seconds since 1970; `exp` and `honoured` are not included any more.

    `jti` is a hash of all the rest, so that equal questions about equal books at one instant have one id. `book` is the
    digest of what the question's audience sees. `sealed` is the rest of the question, which only who has the keys of
    the server can open; None where there is no more of it.
    """

    jti: str
    iat: Second
    exp: Second
    honoured: Second
    book: str
    question: SignedQuestion
    figures: SignedFigures
    sealed: str | None = None


def audience_of_question(question: SignedQuestion) -> Audience:
    """Who may see all that a token about this question says: everybody, but for payouts."""
    return Audience.SERVICE if isinstance(question, SignedPayout) else Audience.PUBLIC


def parts_of(question: SignedQuestion) -> tuple[tuple[str, str], ...]:
    """What a question asks, by the names of its token: ("type", "purchase"), ("region", "DE")."""
    return tuple([(name, str(value)) for name, value in msgspec.to_builtins(question).items()])
