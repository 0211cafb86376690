"""Gift quotes: what gifts cost in coins, what they are worth in money, and what the creator earns of them in diamonds.

Of a question with several faults the first of these answers: count, the sender's region, platform and instant, the
creator's, facts, gift, the sender's and the creator's eligibility, kind, earnings, and what their base needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratecard.quotes.requests import QUANTITY_LEAST, GiftListRequest, GiftRequest, PurchaseRequest, UsedBefore
from ratecard.refusals import (
    Condition,
    CreatorNotEligible,
    FactNeeded,
    GiftUnavailable,
    NoEarnings,
    NoMoneyBase,
    QuantityOutOfRange,
    Refusal,
    SenderNotEligible,
    UnknownGift,
    WrongKind,
)
from tests.reference import fx
from tests.reference.commission import cuts, left_of, unknown_cuts
from tests.reference.facts import Facts, judged, judged_together
from tests.reference.gift_promotions import Given, PromotedGifts, asker_of, promoted_gifts
from tests.reference.holding import held_by, known_of_package
from tests.reference.layering import CURRENCY, OF_GIFTS, Held, Market
from tests.reference.limits_of_buyers import SPENDING, Asked, Limited, limits_of
from tests.reference.periods import with_sources
from tests.reference.reading import Book, Path, Tree
from tests.reference.regular import Asked as RegularAsked
from tests.reference.regular import Unsold, regular
from tests.reference.rounding import rounded
from tests.reference.settling import (
    Settled,
    amount,
    asked_market,
    asked_region,
    required,
    required_unknown,
    settle,
    wrong_fact,
)
from tests.reference.tax import taxes
from tests.reference.told import OverLimit
from tests.reference.unknown import MARK, Says, entries, plainly, said_unknown, unknown_at
from tests.reference.used_before import Used
from tests.reference.writing import coins, count, money_of, per_coin, rate, rounding, unit_price

Everything = Mapping[Path, Held]

GIFTS_MOST = 1_000_000
COINS, TOTAL = "gift.coins", "gift.total"

OfOneCoin = tuple[Fraction, frozenset[str], frozenset[str], frozenset[str]]
"""Diamonds, what was assumed for them, what they need that is unknown, and whether the age of rates is known."""


@dataclass(frozen=True)
class Gift:
    """A gift as it is offered to somebody. `unknown` is what a sender must fulfil and nobody knows."""

    id: str
    coins: int
    kinds: tuple[str, ...]
    conditions: tuple[Tree, ...]
    assumed: frozenset[str]
    unknown: frozenset[str]

    def judged(self, facts: Facts) -> tuple[list[Condition], list[Condition]]:
        """What is unmet and what is open of all that a sender must fulfil."""
        return judged_together(self.conditions, facts)


@dataclass(frozen=True)
class Worth:
    """The package that tells the worth of coins, at its listed price; and what is known of the purchase of one."""

    package: str
    price: int
    coins: int
    facts: Facts


@dataclass(frozen=True)
class Earned:
    """The answer to one question about gifts; amount and diamonds are None where `unknown` is needed for them."""

    kind: str
    coins: int
    regular: int
    subsidy: int
    deal: PromotedGifts
    worth: int | None
    amount: int | None
    parts: Mapping[str, int]
    diamonds: int | None
    assumed: frozenset[str]
    open: tuple[Condition, ...]
    period: tuple[int, int | None]
    unknown: frozenset[str]
    limits: tuple[Limited, ...]

    @property
    def uses(self) -> tuple[Used, ...]:
        """What the gifts use up of all limits: of their promotions, and of those of senders."""
        asked = (limit.use("", self.deal.gift) for limit in self.limits)
        return (*self.deal.said.uses, *(use for use in asked if use is not None))


@dataclass(frozen=True)
class Gifts:
    """The answer to a list: id, coins and worth of each gift, who is refused which, and all that was assumed.

    A gift that is not there because of what was assumed counts too. `unknown` is what the worth of any gift needs, or
    whoever sends it must fulfil, and nobody knows. `over` has the first limit that one of a gift breaks.
    """

    gifts: tuple[tuple[str, int, int | None, frozenset[str], tuple[Condition, ...]], ...]
    refused: Mapping[str, Refusal]
    assumed: frozenset[str]
    unknown: frozenset[str]
    over: Mapping[str, Limited]


def quote(book: Book, request: GiftRequest) -> Earned | Refusal:
    """The figures of some gifts whose sender has no limits, or why there are none."""
    answer = send(book, request)
    assert not isinstance(answer, OverLimit), answer
    return answer


def send(book: Book, request: GiftRequest) -> Earned | OverLimit | Refusal:
    """The figures of some gifts, or why there are none."""
    if not QUANTITY_LEAST <= request.count <= GIFTS_MOST:
        return QuantityOutOfRange(request.count, QUANTITY_LEAST, GIFTS_MOST)
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    there = asked_region(book, request.creator_region, request.at)
    if not isinstance(there, Market):
        return there
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    if request.gift not in _gifts(book):
        return UnknownGift(request.gift, ())
    held, creators = here.everything_held(request.at), there.everything_held(request.at)
    gift = _gift(held, request.gift, request.facts)
    if isinstance(gift, FactNeeded):
        return gift
    if not isinstance(gift, Gift):
        return GiftUnavailable(request.region, request.platform, request.gift, request.at)
    facts = {**request.facts, COINS: gift.coins, TOTAL: gift.coins * request.count}
    unmet, opened = gift.judged(facts)
    if unmet:
        return SenderNotEligible(gift.id, tuple(unmet), tuple(opened))
    _, unmet, more = judged(required(creators, "creator"), facts)
    if unmet:
        return CreatorNotEligible(there.region, tuple(unmet), tuple(more))
    kind = gift.kinds[0] if request.kind is None else request.kind
    if kind not in gift.kinds:
        return WrongKind(gift.id, kind, gift.kinds)
    earnings = settle(("earnings", kind), creators, facts)
    if isinstance(earnings, FactNeeded):
        return earnings
    kinds = entries(plainly(creators), "earnings")
    if kind in kinds:
        parts_unknown, amount_unknown = unknown_earnings(earnings.says, kind)
    else:
        parts_unknown = frozenset()
        amount_unknown = frozenset() if kinds else unknown_at(plainly(creators), "earnings")
    known_to_be = kind in kinds and earnings.get("earnings", kind, "base") is not None and _earns(earnings)
    if not known_to_be and not parts_unknown | amount_unknown:
        return NoEarnings(there.region, kind, request.at)
    told = _worth(here, held, request)
    if isinstance(told, FactNeeded):
        return told
    worth, varied = told
    one: OfOneCoin | Refusal = _of_one_coin(here, there, held, creators, earnings, worth, request, facts)
    if not isinstance(one, tuple):
        return one
    of_one_coin, assumed, unknown_money, old_rates = one
    used = [_used(each) for each in request.used]
    given = Given(gift.id, kind, gift.coins, request.count, facts, request.codes, used)
    deal, limits, for_limits = _sent(here, request.at, given, str(held[CURRENCY].says))
    assumed |= gift.assumed | earnings.assumed | varied | deal.said.assumed
    broken = [limit for limit in limits if limit.broken]
    if broken:
        return OverLimit(broken[0], assumed | broken[0].assumed)
    assumed |= for_limits
    total, parts = None, dict[str, int]()
    if not amount_unknown | unknown_money:
        runs = [(run.gifts, of_one_coin * run.earning) for run in deal.runs]
        total, parts = _earned_by(earnings, kind, runs, not parts_unknown)
    return Earned(
        kind=kind,
        coins=deal.coins,
        regular=gift.coins * request.count,
        subsidy=deal.subsidy,
        deal=deal,
        worth=None if worth is None else _worth_of(held, worth, deal.coins),
        amount=total,
        parts=parts,
        diamonds=None if parts_unknown else parts.get("creator", total),
        assumed=assumed,
        open=(*opened, *(one for one in more if one not in opened)),
        period=_common(
            with_sources(here, request.at, here.period(request.at)),
            here.period(request.at, OF_GIFTS),
            fx.period(there, request.at),
        ),
        unknown=(parts_unknown | amount_unknown | unknown_money | old_rates | _unknown_worth(held, worth)).union(
            gift.unknown, required_unknown(creators, "creator")
        ),
        limits=tuple(limits),
    )


def _sent(here: Market, at: int, given: Given, currency: str) -> tuple[PromotedGifts, list[Limited], frozenset[str]]:
    """What promotions make of gifts, how what is then paid stands to the limits of senders, and what these assumed."""
    sections = (SPENDING, ("gifts", given.gift, "limits"))
    asker = asker_of(here, at, given, currency, sections)
    deal = promoted_gifts(asker, given.count)
    asked = Asked(money=0, currency=currency, coins=deal.coins, units=0, gifts=given.count)
    return deal, *limits_of(asker, sections, asked)


def gift_list(book: Book, request: GiftListRequest) -> Gifts | Refusal:
    """Every gift of a market, the cheapest first, then by id."""
    here = asked_market(book, request.region, request.platform, request.at)
    if not isinstance(here, Market):
        return here
    wrong = wrong_fact(book, request.facts, here, request.at)
    if wrong is not None:
        return wrong
    held = here.everything_held(request.at)
    found, refused, assumed, unknown = [], dict[str, Refusal](), frozenset[str](), frozenset[str]()
    over: dict[str, Limited] = {}
    for name in sorted(_gifts(book)):
        gift = _gift(held, name, request.facts)
        if isinstance(gift, FactNeeded):
            refused[name] = gift
            continue
        if not isinstance(gift, Gift):
            assumed |= gift
            continue
        facts = {**request.facts, COINS: gift.coins, TOTAL: gift.coins}
        unmet, opened = gift.judged(facts)
        if unmet:
            refused[name] = SenderNotEligible(name, tuple(unmet), tuple(opened))
            continue
        told = _worth(here, held, request)
        worth, varied = (None, frozenset[str]()) if isinstance(told, FactNeeded) else told
        used = [_used(each) for each in request.used]
        given = Given(name, gift.kinds[0], gift.coins, 1, facts, request.codes, used)
        deal, limits, for_limits = _sent(here, request.at, given, str(held[CURRENCY].says))
        own = gift.assumed | varied | deal.said.assumed
        broken = [limit for limit in limits if limit.broken]
        if broken:
            over[name] = broken[0]
            assumed |= own | broken[0].assumed
            continue
        money = None if worth is None else _worth_of(held, worth, deal.coins)
        own |= for_limits
        found.append((name, deal.coins, money, own, tuple(opened)))
        assumed |= own
        unknown |= gift.unknown | _unknown_worth(held, worth)
    return Gifts(tuple(sorted(found, key=lambda each: (each[1], each[0]))), refused, assumed, unknown, over)


def unknown_earnings(says: Says, kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the recipients' parts need that is unknown, and what the amount of all of them does.

    Of diamonds, share and split that one counts which is stated, or said to be unknown itself; where none is, what is
    said of the kind does, unless each of them is none.
    """
    own = ("earnings", kind)
    ways = [key for key in ("diamonds", "share") if _is_said(says, (*own, key))]
    if entries(says, *own, "split") or _is_said(says, (*own, "split")):
        ways.append("split")
    if not ways:
        open_ways = [key for key in ("diamonds", "share", "split") if says.get((*own, key)) != "none"]
        return frozenset(), frozenset[str]().union(*(unknown_at(says, *own, key) for key in open_ways))
    exact = ways == ["diamonds"] and is_exact(says, kind)
    needed = ("base",) if exact else ("base", "scope", "rounding")
    amount = frozenset[str]().union(*(unknown_at(says, *own, key) for key in needed))
    if ways != ["split"]:
        return frozenset(), amount | unknown_at(says, *own, ways[0])
    parts = [unknown_at(says, *own, "split", name) for name in entries(says, *own, "split")]
    whole = frozenset[str]() if parts else unknown_at(says, *own, "split")
    return whole.union(*parts), amount


def is_exact(says: Says, kind: str) -> bool:
    """Whether a coin gives whole diamonds, and nothing is said of how they are rounded."""
    diamonds = says.get(("earnings", kind, "diamonds"), MARK)
    whole = not diamonds.startswith(MARK) and diamonds != "none" and per_coin(diamonds).denominator == 1
    return whole and not _is_said(says, ("earnings", kind, "rounding"))


def _is_said(says: Says, path: Path) -> bool:
    """Whether something is said of a path itself: a value, or that it is unknown, and not of what is above it."""
    said = says.get(path, "none")
    return said not in ("none",) and (not said.startswith(MARK) or said == said_unknown(path))


def _earns(earnings: Settled) -> bool:
    """Whether any of the three ways gives a creator something: the only one may be `none`, for ever or for some."""
    ways = [said for path, said in earnings.says.items() if path[2:3] in (("diamonds",), ("share",), ("split",))]
    return any(said != "none" for said in ways)


def _gifts(book: Book) -> set[str]:
    return {s.path[1] for s in book.statements if s.path[0] == "gifts" and s.path[2:] == ("coins",)}


def _gift(held: Everything, name: str, facts: Facts) -> Gift | FactNeeded | frozenset[str]:
    """A gift with its choices made; where it is not available, the facts that this assumed."""
    path = ("gifts", name)
    if (*path, "coins") not in held or held[*path, "coins"].says == "none":
        return frozenset()
    gift = settle(path, held, facts, [(*path, "limits")])
    if isinstance(gift, FactNeeded):
        return gift
    price, level = gift.get(*path, "coins"), gift.known(*path, "level")
    if price is None:
        return gift.assumed
    own: Tree = {"buyer.level": {"at least": level}} if level is not None else {}
    kinds = tuple((gift.get(*path, "kinds") or "").split(", "))
    conditions = (required(held, "buyer"), own, gift.when or {})
    unknown = required_unknown(held, "buyer") | unknown_at(gift.says, *path, "level")
    return Gift(name, count(price), kinds, conditions, gift.assumed, unknown)


def _worth(
    here: Market, held: Everything, request: GiftRequest | GiftListRequest
) -> tuple[Worth | None, frozenset[str]] | FactNeeded:
    """The package at whose price the worth of coins is told; None where there is none, or where it is not sold.

    Beside it the facts that were assumed, also where the package is not sold because of them. It is the price of one
    unit: of that purchase are the facts of a purchase.
    """
    package = fx.stated(held, "worth_at", "package")
    if package is None:
        return None, frozenset()
    one = PurchaseRequest(request.region, request.platform, package, request.at, 1, request.facts)
    holds = held_by(one, held)
    facts = known_of_package(holds, one)
    price = regular(RegularAsked(here, one))
    if isinstance(price, FactNeeded):
        return price
    if isinstance(price, Unsold):
        return None, price.assumed
    if isinstance(holds, FactNeeded):
        return holds
    base, bonus = count(holds.says["packages", package, "coins"]), holds.get("packages", package, "bonus")
    total = base + (coins(bonus, base) if bonus is not None else 0)
    money = money_of(price.minor, price.currency)
    return Worth(package, price.minor, total, {**facts, "purchase.amount": money}), price.assumed | holds.assumed


def _unknown_worth(held: Everything, worth: Worth | None) -> frozenset[str]:
    """What the worth of coins needs that is unknown; nothing where none is told."""
    package = unknown_at(plainly(held), "worth_at", "package")
    return package | unknown_at(plainly(held), "worth_at", "rounding") if package or worth is not None else package


def _worth_of(held: Everything, worth: Worth, number: int) -> int | None:
    if unknown_at(plainly(held), "worth_at", "rounding"):
        return None
    mode = rounding(str(fx.stated(held, "worth_at", "rounding")), str(held[CURRENCY].says))
    return rounded(Fraction(worth.price * number, worth.coins), mode)


def _of_one_coin(
    here: Market,
    there: Market,
    held: Everything,
    creators: Everything,
    earnings: Settled,
    worth: Worth | None,
    request: GiftRequest,
    facts: Facts,
) -> OfOneCoin | Refusal:
    """The exact diamonds of one coin, before a split, with what `OfOneCoin` has beside them."""
    kind = next((path[1] for path in earnings.says if len(path) > 1), "")
    base, share = earnings.says.get(("earnings", kind, "base"), MARK), _known(earnings, kind, "share")
    if base == "coins" or base.startswith(MARK):
        diamonds = _known(earnings, kind, "diamonds")
        return Fraction(1) if diamonds is None else per_coin(diamonds), frozenset(), frozenset(), frozenset()
    missing = NoMoneyBase(request.region, request.platform, base, "")
    no_package = unknown_at(plainly(held), "worth_at", "package")
    if no_package:
        return Fraction(0), frozenset(), no_package, frozenset()
    if worth is None:
        return missing
    money = _exact_money(here, held, worth, base)
    if isinstance(money, FactNeeded):
        return money
    if money[0] is None and not money[2]:
        return missing
    diamond = settle(("payouts", "diamond"), creators, facts)
    if isinstance(diamond, FactNeeded):
        return diamond
    no_value = unknown_at(diamond.says, "payouts", "diamond")
    if no_value:
        return Fraction(0), money[1] | diamond.assumed, money[2] | no_value, frozenset()
    written = diamond.get("payouts", "diamond")
    if written is None:
        return missing
    value, currency = unit_price(written)
    mine = str(held[CURRENCY].says)
    between = fx.cross(there, creators, mine, currency, request.at)
    if isinstance(between, frozenset):
        return Fraction(0), money[1] | diamond.assumed, money[2] | between, frozenset()
    if not isinstance(between, Fraction):
        return between
    exact = fx.minor((money[0] or Fraction(0)) / worth.coins, mine, currency, between) / value
    old_rates = fx.age_unknown(creators) if mine != currency else frozenset()
    return exact * (rate(share) if share is not None else 1), money[1] | diamond.assumed, money[2], old_rates


def _known(earnings: Settled, kind: str, key: str) -> str | None:
    said = earnings.get("earnings", kind, key)
    return None if said is None or said.startswith(MARK) else said


def _used(stated: UsedBefore) -> Used:
    """What was used before, as the reference writes it."""
    return Used(stated.limit_id, str(stated.amount), stated.gift)


def _earned_by(
    earnings: Settled, kind: str, runs: Sequence[tuple[int, Fraction]], split: bool
) -> tuple[int, dict[str, int]]:
    """The diamonds of runs of gifts: rounded once for all, or for each gift of each run, and added up."""
    by_total = len(runs) > 1 and earnings.says.get(("earnings", kind, "scope"), "total") == "total"
    if by_total:
        exact = sum((number * each for number, each in runs), Fraction(0))
        runs = [(1, exact)]
    total, parts = 0, dict[str, int]()
    for number, each in runs:
        own, shared = _shared_out(earnings, kind, each, number, split)
        total += own
        parts = {name: parts.get(name, 0) + part for name, part in shared.items()}
    return total, parts


def _exact_money(
    here: Market, held: Everything, worth: Worth, base: str
) -> tuple[Fraction | None, frozenset[str], frozenset[str]] | FactNeeded:
    """The exact net or proceeds of one package, never below nothing; None where they are undetermined.

    Beside it the facts that were assumed, and what is unknown where it is None for that.
    """
    sections = [("tax",)] if base == "net" else [("tax",), ("commission",)]
    settled: list[Settled] = []
    for section in sections:
        found = settle(section, held, worth.facts)
        if isinstance(found, FactNeeded):
            return found
        settled.append(found)
    taxed, price = taxes(settled[0].says, here.region), Fraction(worth.price)
    net, assumed = taxed.exact_net(price), frozenset[str]().union(*(each.assumed for each in settled))
    if base == "net":
        return net, assumed, taxed.unknown if net is None else frozenset()
    commission, currency = settled[1], str(held[CURRENCY].says)
    unknown = unknown_cuts(commission.says)
    if net is None or unknown:
        return None, assumed, unknown | (taxed.unknown if net is None else frozenset())
    left = left_of(
        commission.says,
        cuts(commission.says),
        taxed,
        price,
        lambda path: amount(here, held[path], commission.says[path], currency),
    )
    return (None, assumed, taxed.unknown) if left is None else (max(min(left, net), Fraction(0)), assumed, frozenset())


def _shared_out(
    earnings: Settled, kind: str, exact: Fraction, number: int, with_parts: bool
) -> tuple[int, dict[str, int]]:
    """Whole diamonds of so many gifts, each of so much: all of them, and the parts of a split."""
    if is_exact(earnings.says, kind) and not entries(earnings.says, "earnings", kind, "split"):
        return int(exact * number), {}
    mode = rounding(earnings.says["earnings", kind, "rounding"], "JPY")
    each = earnings.says["earnings", kind, "scope"] == "each"
    at_once, times = (exact, number) if each else (exact * number, 1)
    whole = rounded(at_once, mode)
    if not with_parts:
        return whole * times, {}
    path = ("earnings", kind, "split")
    names = {p[3]: said for p, said in earnings.says.items() if p[:3] == path and len(p) == 4 and said != "none"}
    parts = {name: rounded(whole * rate(said), mode) for name, said in names.items() if said != "rest"}
    parts |= {name: whole - sum(parts.values()) for name, said in names.items() if said == "rest"}
    return whole * times, {name: part * times for name, part in parts.items()}


def _common(*periods: tuple[int, int | None]) -> tuple[int, int | None]:
    return max(start for start, _ in periods), min([end for _, end in periods if end is not None], default=None)
