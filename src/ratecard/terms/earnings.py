"""What a creator earns of what is spent: the share, and the roundings that give whole diamonds."""

from collections.abc import Callable
from fractions import Fraction

import msgspec

from ratecard.money import PerCoin, Rate
from ratecard.rounding import Rounding, RoundingMode, divider
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.rulefiles.values.measures import REST
from ratecard.terms.given import Input
from ratecard.terms.tax import EXACT
from ratecard.terms.unknown import Unknowns, UnknownValue
from ratecard.terms.unknown_earnings import fits_base, is_exact, unknown_earnings
from ratecard.terms.unknown_entries import is_entry
from ratecard.terms.values import Values

CREATOR = "creator"
"""The recipient of a split whose part the creator's diamonds are."""

COINS, NET, PROCEEDS = "coins", "net", "proceeds"
TO_CREATOR = "add creator: with its share"
WAYS = ("diamonds", "share", "split")
"""The ways to state the part of what is spent that becomes diamonds; `none` for the only one: nothing is earned."""


class Recipient(msgspec.Struct, frozen=True, gc=False):
    """One recipient of a split; `rate` is None for the one that takes the rest. `given` is the share for traces."""

    id: str
    rate: Rate | None
    stated: Stated[object]
    given: Input


class EarningsTerms(msgspec.Struct, frozen=True, gc=False):
    """The earnings of one kind of spending in one region.

    The amount in diamonds is base × `numerator` ÷ `denominator`, rounded by `divide`; where `base` is net or proceeds
    that base is money, brought to diamonds by their value. `split` is empty where the creator gets all of the amount,
    and where a part of it is unknown. `parts_unknown` is what the recipients' parts need and the rules do not know,
    `amount_unknown` what the amount does; where there is any, the other terms are of no use for it. No rounding is
    stated where nothing is rounded: each coin gives whole diamonds.
    """

    kind: str
    base: str
    numerator: int
    denominator: int
    split: tuple[Recipient, ...]
    rounding: Rounding
    divide: Callable[[int, int], int]
    by_total: bool
    stated: Stated[object]
    rounding_stated: Stated[object] | None
    given: Input | None
    parts_unknown: Unknowns = ()
    amount_unknown: Unknowns = ()


def share_out(split: tuple[Recipient, ...], amount: int, divide: Callable[[int, int], int]) -> tuple[int, ...]:
    """A whole amount in whole parts, one for each recipient in their order, which sum to exactly the amount.

    Each named part is the amount × its rate, rounded; the rest is what they leave. 100 at 70 % and the rest is 70, 30.
    """
    named = [
        divide(amount * recipient.rate.numerator, recipient.rate.denominator) if recipient.rate else 0
        for recipient in split
    ]
    rest = amount - sum(named)
    return tuple([part if recipient.rate is not None else rest for recipient, part in zip(split, named, strict=True)])


def reveals(terms: EarningsTerms) -> tuple[KeyPath, ...]:
    """The keys that these earnings tell of: a share of proceeds tells what the store takes."""
    return (("commission",),) if terms.base == PROCEEDS else ()


def _ways(values: Values, path: KeyPath) -> list[str]:
    """The ways in which the part that becomes diamonds is stated: one, where the statements are right."""
    ways = [key for key in ("diamonds", "share") if values.get(*path, key) is not None]
    return ways + (["split"] if values.ids(*path, "split") or values.get(*path, "split") is not None else [])


def earnings_terms(values: Values, kind: str) -> EarningsTerms | None:
    """The earnings of one kind, or None where none are earned or the statements contradict each other."""
    path = ("earnings", kind)
    if not is_entry(values, *path):
        return None
    unknown = unknown_earnings(values, path)
    if any(unknown):
        return _partly_known(values, kind, *unknown)
    return _known_earnings(values, kind) if values.ids(*path) else None


def _known_earnings(values: Values, kind: str) -> EarningsTerms | None:
    """The earnings of a kind of which nothing is unknown."""
    path = ("earnings", kind)
    ways = _ways(values, path)
    if not ways and any(values.said_none(*path, key) for key in WAYS):
        return None
    base, exact = values.needed(*path, "base"), is_exact(values, path, ways)
    scope = values.get(*path, "scope") if exact else values.needed(*path, "scope")
    rounding_stated = None if exact else values.needed(*path, "rounding")
    if not ways:
        values.needed(*path, "share" if base is not None and base.value in (NET, PROCEEDS) else "diamonds")
    if not values.usable or base is None:
        return None
    rounding = EXACT if exact else values.whole_rounding(*path, "rounding")
    if rounding is None or _contradicts(values, path, str(base.value), ways):
        return None
    first = _first_of(values, path, ways[0])
    split = _split(values, path, rounding, rounding_stated) if rounding_stated and ways == ["split"] else ()
    if split is None:
        return None
    part = None if ways == ["split"] else values.stated_either(PerCoin, Rate, *path, ways[0])
    ratio = Rate(1, 1) if part is None else part.value
    name = "diamonds per coin" if type(ratio) is PerCoin else "share"
    if ways == ["share"] and _is_above_whole(values, ratio, first):
        return None
    creator = next((recipient for recipient in split if recipient.id == CREATOR), None)
    return EarningsTerms(
        kind=kind,
        base=str(base.value),
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        split=split,
        rounding=rounding,
        divide=divider(rounding),
        by_total=scope is None or scope.value == "total",
        stated=creator.stated if creator is not None else first,
        rounding_stated=rounding_stated,
        given=None if split else Input(name, ratio, first.place),
    )


def _partly_known(values: Values, kind: str, parts_unknown: Unknowns, amount_unknown: Unknowns) -> EarningsTerms | None:
    """The earnings of a kind of which something is unknown. What only an unknown figure needs need not be stated."""
    path = ("earnings", kind)
    if not amount_unknown:
        for key in ("base", "scope", "rounding"):
            values.needed(*path, key)
    if not values.usable or not fits_base(values, path):
        return None
    base, scope = values.get(*path, "base"), values.get(*path, "scope")
    stated = values.get(*path, "rounding")
    rounding = values.whole_rounding(*path, "rounding") if stated is not None else Rounding(RoundingMode.DOWN)
    if rounding is None:
        return None
    first = (*amount_unknown, *parts_unknown)[0].stated
    if _split(values, path, rounding, stated or first) is None:
        return None
    return EarningsTerms(
        kind=kind,
        base=COINS if base is None else str(base.value),
        numerator=1,
        denominator=1,
        split=(),
        rounding=rounding,
        divide=divider(rounding),
        by_total=scope is not None and scope.value == "total",
        stated=first,
        rounding_stated=stated or first,
        given=None,
        parts_unknown=parts_unknown,
        amount_unknown=amount_unknown,
    )


def _first_of(values: Values, path: tuple[str, ...], way: str) -> Stated[object]:
    """The statement of a way to share; of a split the one of its first recipient, known or not."""
    stated = values.get(*path, way) or values.get(*path, way, *values.ids(*path, way)[:1])
    if stated is not None:
        return stated
    depth = len(path) + 1
    return next(resolved.stated for at, resolved in sorted(values.resolved.items()) if at[:depth] == (*path, way))


def _contradicts(values: Values, path: tuple[str, ...], base: str, ways: list[str]) -> bool:
    """Reports more than one way to share, at the narrowest of them, and a way that does not fit the base."""
    if len(ways) > 1:
        ranks = {
            way: max(resolved.rank for at, resolved in values.resolved.items() if at[: len(path) + 1] == (*path, way))
            for way in ways
        }
        last = max(ways, key=lambda way: (ranks[way], _first_of(values, path, way).place))
        others = " and ".join(way for way in ways if way != last)
        sentence = f"{last} is stated beside {others}, and only one of them can hold"
        hint = f"keep one; write {others.split(' and ')[0]}: none where a broader layer states it"
        values.problem("two-shares", sentence, _first_of(values, path, last), hint)
        return True
    fits = {"diamonds": base == COINS, "share": base != COINS, "split": True}
    if not fits[ways[0]]:
        if ways[0] == "share":
            sentence, hint = "share is a share of money, and the base is coins", "state diamonds:, or base: net"
        else:
            sentence, hint = f"diamonds are for coins, and the base is {base}", "state share:, or base: coins"
        values.problem("two-shares", sentence, _first_of(values, path, ways[0]), hint)
        return True
    return False


def _split(
    values: Values, path: tuple[str, ...], rounding: Rounding, rounding_stated: Stated[object]
) -> tuple[Recipient, ...] | None:
    """The recipients in order of id, or None where the parts could not sum to the whole, which is reported.

    Those of which the part is unknown are left out; what is stated beside them has to leave something for each.
    """
    recipients: list[Recipient] = []
    names = values.ids(*path, "split")
    for name in names:
        stated = values.stated_either(Rate, str, *path, "split", name)
        if stated is None:
            continue
        share = None if isinstance(stated.value, str) else stated.value
        given = Input(f"share {name}", share if share is not None else REST, stated.place)
        recipients.append(Recipient(name, share, stated, given))
    unknown = len(names) - len(recipients)
    if names and CREATOR not in names:
        values.problem(
            "bad-split", "the split has no part for the creator", _first_of(values, path, "split"), TO_CREATOR
        )
        return None
    wrong = _wrong_shares(recipients, unknown, rounding, rounding_stated) if recipients else None
    if wrong is not None:
        sentence, where, hint = wrong
        values.problem("bad-split", sentence, where, hint)
        return None
    return tuple(recipients)


def _wrong_shares(
    recipients: list[Recipient], unknown: int, rounding: Rounding, rounding_stated: Stated[object]
) -> tuple[str, Stated[object], str] | None:
    """Why the parts could not sum to the whole, beside so many that are unknown: what to say, where, and a hint."""
    rests = [recipient for recipient in recipients if recipient.rate is None]
    named = [recipient for recipient in recipients if recipient.rate is not None]
    total = sum((recipient.rate.fraction for recipient in named if recipient.rate is not None), Fraction(0))
    if len(rests) > 1 or not (rests or unknown):
        said = f"{len(rests)} recipients get the rest" if rests else "no recipient gets the rest"
        at = (rests[1] if len(rests) > 1 else recipients[0]).stated
        return said, at, "write rest for exactly one of them"
    if total > 1:
        most = max(named, key=lambda recipient: recipient.rate.fraction if recipient.rate else 0).stated
        return f"the shares sum to {Rate(total.numerator, total.denominator)}", most, "write at most 100 % in all"
    rates = len(named) + (unknown if rests else unknown - 1)
    if rates > 1 and rounding.mode is not RoundingMode.DOWN:
        sentence = f"{rates} shares rounded {rounding.mode.value} could sum to more than there is"
        return sentence, rounding_stated, "write rounding: down"
    return None


def _is_above_whole(values: Values, share: PerCoin | Rate, stated: Stated[object]) -> bool:
    """Whether a share is of more than there is, which is a problem."""
    if share.numerator <= share.denominator:
        return False
    values.problem("rate-above-whole", f"a share of {share} is more than there is", stated, "write at most 100 %")
    return True


def any_earnings(kind: str, unknown: UnknownValue) -> EarningsTerms:
    """The earnings of a kind where it is not known of which kinds creators earn anything."""
    rounding, stated = Rounding(RoundingMode.DOWN), unknown.stated
    return EarningsTerms(
        kind=kind,
        base=COINS,
        numerator=1,
        denominator=1,
        split=(),
        rounding=rounding,
        divide=divider(rounding),
        by_total=True,
        stated=stated,
        rounding_stated=stated,
        given=None,
        amount_unknown=(unknown,),
    )
