"""What a quote says of itself where it is signed, and of the question that it answers: its token, its reference."""

from typing import Annotated

import strawberry

from ratecard.api import bounds
from ratecard.api.audience import Audience
from ratecard.api.context import Context
from ratecard.api.types.fields import api_input, api_type, field, given
from ratecard.api.types.refusals import Refusal, refusal_of
from ratecard.instants import Instant
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.echo import cut
from ratecard.signing import making
from ratecard.signing.asking import SignableQuote
from ratecard.signing.halted import halt_of

REFERENCE = (
    f"Your own name for this question, which comes back beside its answer: {bounds.REFERENCE} characters at most."
)


@api_input
class SignInput:
    """That quotes are to be signed."""

    ttl: int | None = given(
        "For how many seconds a quote is to be valid, at most as long as the rules allow there. Left out, as long.",
        default=None,
    )


Sign = Annotated[
    SignInput | None,
    strawberry.argument(
        description="That the quote is to be signed, for services. `signed` of the answer is then its token, and no "
        "cache keeps it."
    ),
]


@api_type
class SignedQuote:
    """The token of a quote: a compact JWS (RFC 7515) by Ed25519, of figures that everybody may see."""

    made: strawberry.Private[making.SignedQuote]

    @field(Audience.SERVICE)
    def token(self) -> str:
        """The token: three parts of base64url with points between them."""
        return self.made.token

    @field(Audience.SERVICE)
    def quote_id(self) -> strawberry.ID:
        """The id of what it says: equal questions about equal rules at one instant, for as long, have one id."""
        return strawberry.ID(self.made.id)

    @field(Audience.SERVICE)
    def expires_at(self) -> Instant:
        """The instant from which the quote is not valid any more."""
        return self.made.expires

    @field(Audience.SERVICE)
    def honoured_until(self) -> Instant:
        """The instant until which a purchase is confirmed that was made before the quote expired."""
        return self.made.honoured


@api_type
class Referred:
    """The caller's own name for a question. This class lends its field to others and is itself no type of the API."""

    reference_given: strawberry.Private[str | None] = None

    @field(Audience.PUBLIC)
    def reference(self) -> str | None:
        """The `reference` of the question, as it was given; else null."""
        return self.reference_given


@api_type
class Signable(Referred):
    """What a quote says where it is signed. This class lends its fields to others and is itself no type of the API."""

    signed_quote: strawberry.Private[making.SignedQuote | None] = None
    told_as_of: strawberry.Private[Instant | None] = None

    @field(Audience.PUBLIC)
    def as_of(self) -> Instant | None:
        """The instant that the answer is of, where it is signed and so of this instant alone; else null."""
        return self.told_as_of

    @field(Audience.SERVICE)
    def signed(self) -> SignedQuote | None:
        """The token of this quote, where `sign` asks for it; else null."""
        return None if self.signed_quote is None else SignedQuote(made=self.signed_quote)


def wrong_reference(reference: str | None, *where: str) -> Refusal | None:
    """The refusal of a question whose reference is too long, which then does not come back; else None."""
    if reference is None or len(reference) <= bounds.REFERENCE.most:
        return None
    message = f"{cut(reference)} has {len(reference):,} characters; a reference has at most {bounds.REFERENCE}"
    return refusal_of(InvalidInput((*where, "reference"), message))


def sign_answer(context: Context, answer: Signable, quote: SignableQuote, ttl: int | None) -> Refusal | None:
    """Puts the token of a quote beside it; or why it is not signed. Raises BadInput where the server has no keys."""
    context.keep_never()
    key = context.signing_keys().current
    assert key is not None, "a server's keys have one that signs"
    halt = halt_of(quote, context.book, context.now)
    if halt is not None:
        context.refused(halt)
        return refusal_of(halt)
    life = making.life_of(quote, ttl, context.now)
    made = life if isinstance(life, making.NotSigned) else making.signed_answer(quote, context.book, life, key)
    if isinstance(made, making.NotSigned):
        refusal = InvalidInput(("sign", "ttl") if made.at_ttl else ("sign",), made.message, at_instant=True)
        context.refused(refusal)
        return refusal_of(refusal)
    answer.signed_quote, answer.told_as_of = made, quote.request.at
    return None
