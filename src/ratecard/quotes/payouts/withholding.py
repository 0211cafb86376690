"""What is kept back of a payout, line by line: of its value, of the lots from one region, or of each lot by its rate.

A line of the whole is a rate of the rounded value. Where any of a withholding varies by a fact of a lot, all of it is
chosen lot by lot, and each line counts the exact value of each lot at the rate that holds for it. Each line is rounded
once, and together they keep back at most the value.
"""

from collections.abc import Iterable

import msgspec

from ratecard.money import Rate
from ratecard.quotes.payouts.lots import UsedLot, ValuedLot, exact_value, is_in, sum_of
from ratecard.quotes.payouts.valuing import Ratio
from ratecard.terms.payout_offers import PayoutOffer
from ratecard.terms.withholding import WithholdingLine, WithholdingTerms


class KeptBack(msgspec.Struct, frozen=True):
    """One tax kept back, `minor` units of it. `rate` is None where it differs between the lots that were used."""

    line: WithholdingLine
    rate: Rate | None
    minor: int


def withholding_of(offer: PayoutOffer, used: tuple[UsedLot, ...]) -> WithholdingTerms:
    """The terms by which lines are rounded: those of the payout, or of the first lot that has any lines of its own.

    How lines are rounded is the same for all lots, since that varies by no fact of theirs.
    """
    own = (used_lot.valued.withholding for used_lot in used if used_lot.valued.withholding is not None)
    return next((terms for terms in own if terms.lines), offer.withholding)


def lines_of(offer: PayoutOffer, used: tuple[UsedLot, ...]) -> dict[str, list[WithholdingLine]]:
    """The lines that hold, by id and in its order: each as the payout has it, or as each used lot does."""
    if offer.by_lot is None:
        return {line.id: [line] for line in offer.withholding.lines}
    found: dict[str, list[WithholdingLine]] = {}
    for used_lot in used:
        for line in used_lot.valued.withholding.lines if used_lot.valued.withholding is not None else ():
            found.setdefault(line.id, []).append(line)
    return dict(sorted(found.items()))


def has_unknown_rounding(offer: PayoutOffer, used: tuple[UsedLot, ...]) -> bool:
    """Whether it is not known how lines are rounded."""
    own = [lot.valued.withholding for lot in used] if offer.by_lot is not None else [offer.withholding]
    return any(terms is not None and terms.unknown for terms in own)


def part_of(used: tuple[UsedLot, ...], line: WithholdingLine) -> tuple[UsedLot, ...]:
    """The used lots that a line of the payout counts: all of them, or those that come from its region."""
    if line.domestic is None:
        return used
    return tuple([used_lot for used_lot in used if is_in(used_lot.valued.lot.source_region, line.domestic)])


def parts_by_lot(used: tuple[UsedLot, ...], line: str) -> list[tuple[UsedLot, WithholdingLine]]:
    """The used lots of which a line keeps something back, each with the line as it holds for that lot."""
    return [
        (used_lot, own)
        for used_lot in used
        for own in (used_lot.valued.withholding.lines if used_lot.valued.withholding is not None else ())
        if own.id == line and (own.domestic is None or is_in(used_lot.valued.lot.source_region, own.domestic))
    ]


def exact_lines(offer: PayoutOffer, used: tuple[UsedLot, ...], value: Ratio) -> list[Ratio]:
    """What each line would keep back of these lots, exactly, in order of id. `value` is what those of the whole are of.

    24 % of 100.00, where 40.00 of it comes from lots of another class at 0 %: 14.40.
    """
    if offer.by_lot is None:
        bases = [
            value if line.domestic is None else exact_value(part_of(used, line)) for line in offer.withholding.lines
        ]
        return [
            (numerator * line.rate.numerator, denominator * line.rate.denominator)
            for (numerator, denominator), line in zip(bases, offer.withholding.lines, strict=True)
        ]
    sums: dict[str, dict[int, int]] = {line: {} for line in lines_of(offer, used)}
    for used_lot in used:
        for line, (numerator, denominator) in kept_of_one(used_lot.valued):
            sums[line][denominator] = sums[line].get(denominator, 0) + used_lot.diamonds * numerator
    return [sum_of(amounts) for amounts in sums.values()]


def kept_of_one(valued: ValuedLot) -> list[tuple[str, Ratio]]:
    """What each line of a lot's own keeps back of one of its diamonds, exactly; lines of other regions are left out."""
    numerator, denominator = valued.value
    return [
        (line.id, (numerator * line.rate.numerator, denominator * line.rate.denominator))
        for line in (valued.withholding.lines if valued.withholding is not None else ())
        if line.domestic is None or is_in(valued.lot.source_region, line.domestic)
    ]


def withheld_lines(offer: PayoutOffer, used: tuple[UsedLot, ...], value: int) -> tuple[int, ...]:
    """What each line keeps back, in order of id, rounded once each; together at most the value."""
    return rounded_lines(withholding_of(offer, used), exact_lines(offer, used, (value, 1)), value)


def rounded_lines(terms: WithholdingTerms, exact: Iterable[Ratio], value: int) -> tuple[int, ...]:
    """What lines keep back of a value, each rounded once; a later one at most what the earlier ones leave."""
    divide = terms.divide
    lines: list[int] = []
    left = value
    for numerator, denominator in exact:
        kept = min(divide(numerator, denominator), left)
        left -= kept
        lines.append(kept)
    return tuple(lines)


def kept_back(offer: PayoutOffer, used: tuple[UsedLot, ...], minors: tuple[int, ...]) -> tuple[KeptBack, ...]:
    """Each line for showing, with what it kept back."""
    lines = zip(lines_of(offer, used).values(), minors, strict=True)
    return tuple(
        KeptBack(own[0], own[0].rate if len({line.rate.fraction for line in own}) == 1 else None, minor)
        for own, minor in lines
    )
