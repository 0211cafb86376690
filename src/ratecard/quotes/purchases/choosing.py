"""What is said where a question names no number that may be chosen."""

from ratecard.quotes.requests import PurchaseRequest
from ratecard.ranges import Range
from ratecard.refusals import ChoiceOutOfRange, FactNeeded
from ratecard.terms.market import Market
from ratecard.terms.purchase_facts import with_quantity


def out_of_range(thing: str, within: Range, named: int | None) -> ChoiceOutOfRange:
    """That a number may not be chosen, with up to two that may, nearest to it; None where no number is named."""
    near: list[int | None] = []
    if named is not None:
        near = [within.greatest_up_to(named), within.least_from(named)]
    said = None if named is None else within.text(named)
    numbers = tuple([within.text(number) for number in near if number is not None])
    least, most, step = (within.text(number) for number in (within.least, within.most, within.step))
    return ChoiceOutOfRange(thing, said, least, most, step, numbers)


def unnamed(market: Market, request: PurchaseRequest) -> ChoiceOutOfRange | FactNeeded | None:
    """What a question is told that names no number of what is chosen; None where that is not sold."""
    within = market.chosen[request.package].range(with_quantity(request.facts, request.quantity), [])
    return out_of_range(request.package, within, None) if isinstance(within, Range) else within
