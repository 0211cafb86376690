"""A verdict in words, the same on every face."""

from ratecard.instants import Instant
from ratecard.money import decimal_text
from ratecard.showing import instant_text
from ratecard.signing.claims import Claims, SignedFigure, SignedMoney
from ratecard.signing.verifying import QuoteStatus, QuoteVerdict


def verdict_sentence(verdict: QuoteVerdict) -> str:
    """What a token is worth, as one English sentence for people who read logs."""
    claims = verdict.claims
    if claims is None:
        assert verdict.reason is not None
        return f"not a signed quote: {verdict.reason.value}"
    return _of_claims(verdict, claims)


def _of_claims(verdict: QuoteVerdict, claims: Claims) -> str:
    expires, honoured = instant_text(Instant(claims.exp)), instant_text(Instant(claims.honoured))
    if verdict.status is QuoteStatus.EXPIRED:
        if verdict.confirmed:
            return f"expired at {expires}; what was bought before then is confirmed until {honoured}"
        return f"expired at {expires}, and no purchase that was made before then is confirmed"
    if verdict.status is QuoteStatus.HONOURED:
        if verdict.refused is not None:
            return f"honoured until {expires}, although it would be refused now: {verdict.refused.message}"
        return f"honoured until {expires}, although the figures are others now"
    if not verdict.compared:
        return f"valid until {expires}; it was not compared with what the rules say now"
    return f"valid until {expires}, with the figures that the rules give now"


def figure_text(figure: SignedFigure) -> str:
    """A figure in words: "13.99 EUR", "1000", or that it is not known."""
    if isinstance(figure, SignedMoney):
        return f"{decimal_text(figure.minor, figure.exponent)} {figure.currency}"
    return "not known" if figure is None else str(figure)
