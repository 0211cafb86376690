"""What to say of money that has more decimals than its currency."""

from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Diagnostic, Place
from ratecard.diagnostics.fixes import POSSIBLE, SURE, Suggestion
from ratecard.rulefiles.mending import value_fixes
from ratecard.rulefiles.stated import StatedMoney


def too_many_digits(place: Place, written: StatedMoney, currency: Currency) -> Diagnostic:
    """The diagnostic of an amount at a place: 39.99 in a currency that has no decimals."""
    decimals = f"{written.decimals} decimal{'s' if written.decimals != 1 else ''}"
    sentence = f"{written} has {decimals}, and {currency} has {currency.exponent or 'none'}"
    most = f"with at most {currency.exponent} decimals" if currency.exponent else "without decimals"
    offers = _fewer_digits(written, currency)
    else_ = "" if any(offer.certainty is SURE for offer in offers) else f"else write it {most}"
    hint, fixes = else_ if offers else f"write it {most}", value_fixes(place, offers)
    return Diagnostic(code="too-many-digits", sentence=sentence, place=place, hint=hint, fixes=fixes)


def _fewer_digits(written: StatedMoney, currency: Currency) -> tuple[Suggestion, ...]:
    """The amount without needless zeros, where that is enough: 12.9900 EUR is 12.99; 1.299 may be 1299 in groups."""
    more = written.decimals - currency.exponent
    scaled, rest = divmod(written.scaled, 10**more)
    same = () if rest else (str(StatedMoney(scaled, currency.exponent, written.currency)),)
    if written.decimals != 3:
        return tuple(map(Suggestion, same))
    grouped = Suggestion(str(StatedMoney(written.scaled, 0, written.currency)), POSSIBLE, "if the point groups digits")
    return (*(Suggestion(text, POSSIBLE, "if the last digit is one too many") for text in same), grouped)
