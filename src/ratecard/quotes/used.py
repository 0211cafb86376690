"""What was used of limits before, as questions state it: which limit each statement names, and what counts for a thing.

Nothing is guessed: a name that fits several limits, an amount in another unit, or two amounts for one thing are wrong.
"""

from collections.abc import Iterable, Mapping, Sequence

from ratecard.currency import Currency
from ratecard.money import Money
from ratecard.quotes.requests import Amount, UsedBefore
from ratecard.refusals import InvalidInput, UnknownLimit
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.values.limits import CountOf
from ratecard.rulefiles.wrong import shown
from ratecard.terms.limits import MONEY, LimitTerms

ToldUses = Mapping[str, tuple[tuple[int, UsedBefore], ...]]
"""What was stated of each limit, by its path, each with its position in the question."""

NOTHING_TOLD: ToldUses = {}


def told_of(
    paths: Iterable[str], used: Sequence[UsedBefore], beside: Iterable[str] = (), *, any_known: bool = False
) -> ToldUses | UnknownLimit | InvalidInput:
    """What was stated of each limit of a question, by the limits' paths; or the first statement that names none.

    `beside` are limits that the question has nothing to do with, as those of other packages: by their paths they may be
    named too. `daily` names the only limit whose path ends so. `any_known`: there may be limits of any other name.
    """
    if not used:
        return NOTHING_TOLD
    own, others = sorted(paths), set(beside)
    found: dict[str, list[tuple[int, UsedBefore]]] = {}
    for index, stated in enumerate(used):
        meant = named_by(stated.limit_id, own)
        if not meant and (any_known or named_by(stated.limit_id, others)):
            continue
        if len(meant) != 1:
            if not meant:
                return UnknownLimit(stated.limit_id, tuple(own))
            sentence = f"{shown(stated.limit_id)} may be {' or '.join(meant)}; write one of them"
            return InvalidInput(("used", str(index), "limitId"), sentence, at_instant=True)
        found.setdefault(meant[0], []).append((index, stated))
    return {path: tuple(every) for path, every in found.items()}


def named_by(name: str, paths: Iterable[str]) -> list[str]:
    """The paths that a name may stand for, sorted: one that it is, with or without `limits.`, else those ending so."""
    every = sorted(paths)
    whole = [path for path in every if name in (path, short_path(path))]
    return whole or [path for path in every if path.endswith(f".{name}") or short_path(path).endswith(f".{name}")]


def short_path(path: str) -> str:
    """A path without `limits.`: "promotions.first_of_each.each"."""
    return ".".join(part for part in path.split(".")[:-1] if part != LIMITS) + "." + path.rpartition(".")[2]


def used_before(
    limit: LimitTerms,
    told: ToldUses,
    currency: Currency,
    package: str | None = None,
    gift: str | None = None,
    way: str | None = None,
    item: str | None = None,
) -> int | InvalidInput | None:
    """What was used of a limit before for this package, gift, way and item, in the limit's unit; None where not said.

    Of "2 units" 2, and of "12.34 EUR" 1234. What is stated for the package itself comes before what is stated without
    one. `InvalidInput` where an amount is in another unit, names a thing that the limit does not tell apart, or is
    stated twice.
    """
    found: dict[tuple[str | None, ...], int] = {}
    for index, stated in told.get(limit.path, ()):
        amount = amount_in(limit, stated.amount, currency)
        if amount is None:
            expected = currency.code if limit.unit == MONEY else limit.unit
            return _wrong(limit, f"is {stated.amount}, and the limit counts {expected}", str(index), "amount")
        apart = _not_told_apart(limit, stated)
        if apart:
            return _wrong(limit, f"names a thing, and it counts all together; leave out {apart}", str(index), apart)
        which = (stated.package, stated.gift, stated.way, stated.item)
        if which in found:
            return _wrong(limit, "is stated twice; state it once", str(index), "limitId")
        found[which] = amount
    fitting = {
        which: amount
        for which, amount in found.items()
        if all(name in (None, own) for name, own in zip(which, (package, gift, way, item), strict=True))
    }
    narrowest = max(map(_parts, fitting), default=0)
    closest = [amount for which, amount in fitting.items() if _parts(which) == narrowest]
    if len(closest) > 1:
        return _wrong(limit, "is two amounts that count here; state the one of both together")
    return closest[0] if closest else None


def _wrong(limit: LimitTerms, sentence: str, *where: str) -> InvalidInput:
    """What is wrong with a statement of what was used of a limit; the rules of the instant say so."""
    return InvalidInput(("used", *where), f"what was used of {limit.path} {sentence}", at_instant=True)


def _not_told_apart(limit: LimitTerms, stated: UsedBefore) -> str:
    """The field that names a thing which the limit does not count for itself; "" where none does."""
    fields = (
        ("packageId", limit.by_package, stated.package),
        ("giftId", limit.by_gift, stated.gift),
        ("wayId", limit.by_way, stated.way),
        ("itemId", limit.by_item, stated.item),
    )
    return next((field for field, apart, name in fields if name is not None and not apart), "")


def _parts(which: tuple[str | None, ...]) -> int:
    """How many things a statement names."""
    return sum(name is not None for name in which)


def amount_in(limit: LimitTerms, amount: Amount, currency: Currency) -> int | None:
    """An amount in a limit's unit, money in minor units of a currency; None where it is in another one."""
    if isinstance(amount, CountOf):
        return amount.count if amount.unit == limit.unit else None
    fits = isinstance(amount, Money) and limit.unit == MONEY and amount.currency.code == currency.code
    return amount.minor if fits else None
