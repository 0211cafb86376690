"""What a signed quote is worth, and what the rules say by now."""

from enum import Enum
from typing import Annotated

import strawberry

from ratecard.api.audience import Audience
from ratecard.api.context import Context, Info
from ratecard.api.types.fields import api_type, field
from ratecard.api.types.refusals import Refusal, refusal_of
from ratecard.api.types.scalars import BigInt, CurrencyCode, Decimal
from ratecard.instants import Instant
from ratecard.money import decimal_text
from ratecard.signing import claims as engine
from ratecard.signing.figures import FigureChange
from ratecard.signing.telling import verdict_sentence
from ratecard.signing.verifying import QuoteVerdict, verdict_of


@strawberry.enum(description="What a token is worth.")
class QuoteStatus(Enum):
    """The engine's statuses."""

    VALID = strawberry.enum_value("valid", description="It is ours and has not expired; the figures are the same now.")
    HONOURED = strawberry.enum_value(
        "honoured",
        description="It is ours and has not expired. The rules have changed, and it holds all the same.",
    )
    EXPIRED = strawberry.enum_value(
        "expired", description="It is ours and has expired. `confirmed` says whether an earlier purchase holds."
    )
    INVALID = strawberry.enum_value("invalid", description="It is not a signed quote of this server; see `reason`.")


@strawberry.enum(description="Why a token is not a signed quote of this server.")
class InvalidQuoteReason(Enum):
    """The engine's reasons, by their names."""

    TOO_LARGE = strawberry.enum_value("too large", description="It has more characters than any token of ours.")
    NOT_A_TOKEN = strawberry.enum_value("not a token", description="It is not three parts of base64url with JSON.")
    WRONG_TYPE = strawberry.enum_value("wrong type", description="It is a token for something else.")
    WRONG_ALGORITHM = strawberry.enum_value("wrong algorithm", description="It is not signed by EdDSA.")
    UNKNOWN_KEY = strawberry.enum_value("unknown key", description="Its key is not known, or not believed any more.")
    WRONG_SIGNATURE = strawberry.enum_value("wrong signature", description="Its key has not signed it.")
    WRONG_CLAIMS = strawberry.enum_value("wrong claims", description="What it says is not a quote.")
    ISSUED_AHEAD = strawberry.enum_value("issued ahead", description="It says that it was issued in the future.")


@api_type
class QuotedFigure:
    """A figure of a signed quote: a count, or money. What is not known has no number."""

    figure_name: strawberry.Private[str]
    signed_figure: strawberry.Private[engine.SignedFigure]

    @field(Audience.SERVICE)
    def figure(self) -> str:
        """Its name in the token, such as "gross"."""
        return self.figure_name

    @field(Audience.SERVICE)
    def number(self) -> BigInt | None:
        """The count, or the minor units of money. Null where it is not known."""
        figure = self.signed_figure
        number = figure.minor if isinstance(figure, engine.SignedMoney) else figure
        return None if number is None else BigInt(number)

    @field(Audience.SERVICE)
    def amount(self) -> Decimal | None:
        """Money in major units. Null for a count, and where it is not known."""
        figure = self.signed_figure
        return Decimal(decimal_text(figure.minor, figure.exponent)) if isinstance(figure, engine.SignedMoney) else None

    @field(Audience.SERVICE)
    def currency(self) -> CurrencyCode | None:
        """The currency of money. Null for a count, and where it is not known."""
        return CurrencyCode(self.signed_figure.currency) if isinstance(self.signed_figure, engine.SignedMoney) else None


@api_type
class QuoteDifference:
    """A figure that is another one by now."""

    change: strawberry.Private[FigureChange]

    @field(Audience.SERVICE)
    def figure(self) -> str:
        """Its name in the token, such as "gross"."""
        return self.change.name

    @field(Audience.SERVICE)
    def quoted(self) -> QuotedFigure:
        """What the token says."""
        return QuotedFigure(figure_name=self.change.name, signed_figure=self.change.quoted)

    @field(Audience.SERVICE)
    def now(self) -> QuotedFigure:
        """What the rules say now."""
        return QuotedFigure(figure_name=self.change.name, signed_figure=self.change.now)


@api_type
class QuotedQuestionPart:
    """A part of the question that was answered, such as its region."""

    part_name: strawberry.Private[str]
    part_value: strawberry.Private[str]

    @field(Audience.SERVICE)
    def part(self) -> str:
        """Its name in the token, such as "region", "package" or "quantity"; "type" is what was asked."""
        return self.part_name

    @field(Audience.SERVICE)
    def value(self) -> str:
        """Its value: "DE", "coins_1000", "2", "purchase"."""
        return self.part_value


@api_type
class QuoteVerification:
    """What a token is worth now. Of one that is not ours there is nothing but the reason."""

    verdict: strawberry.Private[QuoteVerdict]

    @field(Audience.SERVICE)
    def status(self) -> QuoteStatus:
        """What it is worth."""
        return QuoteStatus[self.verdict.status.name]

    @field(Audience.SERVICE)
    def reason(self) -> InvalidQuoteReason | None:
        """Why it is not a signed quote. Null where it is one."""
        return None if self.verdict.reason is None else InvalidQuoteReason[self.verdict.reason.name]

    @field(Audience.SERVICE)
    def message(self) -> str:
        """All of it as an English sentence for people who read logs."""
        return verdict_sentence(self.verdict)

    @field(Audience.SERVICE)
    def confirmed(self) -> bool:
        """Whether what was bought at `purchasedAt`, or now, is to be sold as the token says."""
        return self.verdict.confirmed

    @field(Audience.SERVICE)
    def compared(self) -> bool:
        """Whether the rules were asked again. They are not where the question cannot be opened by the keys here."""
        return self.verdict.compared

    @field(Audience.SERVICE)
    def quote_id(self) -> strawberry.ID | None:
        """The quote's id."""
        return None if self.verdict.claims is None else strawberry.ID(self.verdict.claims.jti)

    @field(Audience.SERVICE)
    def issued_at(self) -> Instant | None:
        """The instant that the quote was made as of."""
        return None if self.verdict.claims is None else Instant(self.verdict.claims.iat)

    @field(Audience.SERVICE)
    def expires_at(self) -> Instant | None:
        """The instant from which it is not valid any more."""
        return None if self.verdict.claims is None else Instant(self.verdict.claims.exp)

    @field(Audience.SERVICE)
    def honoured_until(self) -> Instant | None:
        """The instant until which a purchase is confirmed that was made before it expired."""
        return None if self.verdict.claims is None else Instant(self.verdict.claims.honoured)

    @field(Audience.SERVICE)
    def book_digest(self) -> str | None:
        """The digest of the rules that it was made by, as everybody sees them; of a payout, as services do."""
        return None if self.verdict.claims is None else self.verdict.claims.book

    @field(Audience.SERVICE)
    def question(self) -> list[QuotedQuestionPart]:
        """What it is a quote of, part by part. Facts, codes and lots stay sealed. Empty where it is not ours."""
        claims = self.verdict.claims
        parts = () if claims is None else engine.parts_of(claims.question)
        return [QuotedQuestionPart(part_name=name, part_value=value) for name, value in parts]

    @field(Audience.SERVICE)
    def figures(self) -> list[QuotedFigure]:
        """What it promises. Empty where it is not ours."""
        claims = self.verdict.claims
        figures = {} if claims is None else claims.figures
        return [QuotedFigure(figure_name=name, signed_figure=figure) for name, figure in figures.items()]

    @field(Audience.SERVICE)
    def differences(self) -> list[QuoteDifference]:
        """The figures that are others by now. Empty where none is, and where the same question would be refused now."""
        return [QuoteDifference(change=change) for change in self.verdict.changes]

    @field(Audience.SERVICE)
    def refused_now(self) -> Refusal | None:
        """Why the same question would be refused now; null where it would not be."""
        return None if self.verdict.refused is None else refusal_of(self.verdict.refused)


@api_type
class AboutSignedQuotes:
    """The question about signed quotes. This class lends its field to `Query` and is itself no type of the API."""

    @field(Audience.SERVICE)
    def verify_quote(
        self,
        info: Info,
        token: Annotated[str, strawberry.argument(description="The token of a signed quote.")],
        purchased_at: Annotated[
            Instant | None, strawberry.argument(description="When something was bought at it. Left out, now.")
        ] = None,
    ) -> QuoteVerification | None:
        """What a signed quote is worth now: valid, honoured although prices have changed, expired, or not ours.

        Null, with an error, where an argument is wrong or the server has no keys.
        """
        return _verified(info.context, token, purchased_at)


def _verified(context: Context, token: str, purchased_at: Instant | None) -> QuoteVerification:
    """The verdict on a token, which no cache keeps."""
    context.keep_never()
    verdict = verdict_of(token, context.signing_keys(), context.now, purchased_at, context.book)
    return QuoteVerification(verdict=verdict)
