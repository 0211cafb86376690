"""What is left of a price after tax and commission, exactly, and what of that is not known."""

from fractions import Fraction

import msgspec

from ratecard.terms.commission import CommissionLine, CommissionTerms
from ratecard.terms.tax import TaxStatus, TaxTerms
from ratecard.terms.unknown import Unknowns, together


class Left(msgspec.Struct, frozen=True, gc=False):
    """What is left of a price, exactly: (price × `kept` − `fixed`) ÷ `divisor`."""

    kept: int
    fixed: int
    divisor: int


def lefts(commission: CommissionTerms, tax: TaxTerms) -> tuple[Left, ...]:
    """What is left of a listed price is the least of these, exactly; empty where that is not known.

    There are two where a rate is of the proceeds: what is left with it and without it, which is less where the others
    leave less than nothing. Of 100.00 less 30 %, 5 % of the proceeds leave 66.50.
    """
    share = kept_share(commission, tax)
    if share is None:
        return ()
    (kept, divisor), fixed = share, commission.fixed_minor
    if commission.last is None:
        return (Left(kept, fixed * divisor, divisor),)
    rate, fixed_last = commission.last
    rest, whole = rate.denominator - rate.numerator, rate.denominator
    with_it = Left(kept * rest, (fixed * rest + fixed_last * whole) * divisor, divisor * whole)
    return with_it, Left(kept, (fixed + fixed_last) * divisor, divisor)


def kept_share(commission: CommissionTerms, tax: TaxTerms) -> tuple[int, int] | None:
    """What share of a listed price is left after tax and the rates of net and gross, exactly: numerator, denominator.

    Exact proceeds are price × share − fixed parts; 11.90 with 19 % inside and 30 % of net is 7.00, a share of 70/119.
    Both bases are the price times a ratio, so the whole is one ratio: with D and the sum w of the tax weights, and the
    commission's base C, the numerator is D × (C − net weight) − gross weight × (D + w). None where a cut is unknown, or
    of a base that is undetermined.
    """
    whole = tax.base + tax.weight
    if commission.unknown:
        return None
    if tax.status is TaxStatus.UNDETERMINED:
        of_gross = any(line.of_gross for line in commission.lines)
        if of_gross or not tax.net_is_listed:
            return None
    kept = tax.base * (commission.base - commission.net_weight) - commission.gross_weight * whole
    divisor = (whole if tax.status is TaxStatus.INCLUDED else tax.base) * commission.base
    return kept, divisor


def exact_cut(line: CommissionLine, commission: CommissionTerms, tax: TaxTerms, price: int) -> Fraction:
    """What a line takes of a listed price, exactly, in minor units. ValueError where what is left is not known."""
    rate = Fraction(0) if line.rate is None else line.rate.fraction
    whole, inside = tax.base + tax.weight, tax.status is TaxStatus.INCLUDED
    if line.of_proceeds:
        share = kept_share(commission, tax)
        if share is None:
            raise ValueError("what is left of the price is not known")
        base = max(Fraction(price * share[0], share[1]) - commission.fixed_minor, Fraction(0))
    elif line.of_gross:
        base = Fraction(price) if inside else Fraction(price * whole, tax.base)
    else:
        base = Fraction(price * tax.base, whole) if inside else Fraction(price)
    return rate * base + line.fixed_minor


def unknown_kept(commission: CommissionTerms, tax: TaxTerms) -> Unknowns:
    """What the proceeds need and the rules do not know; nothing where they are known, or a subdivision decides alone.

    The tax counts where the net is not known, or a known cut is of a gross that is not.
    """
    open_net = tax.status is TaxStatus.UNDETERMINED and not tax.net_is_listed
    of_gross = not commission.unknown and kept_share(commission, tax) is None
    return together((*commission.unknown, *(tax.unknown if open_net or of_gross else ())))
