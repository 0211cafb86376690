"""The terms of a payout: whether there are any, by which method, who is paid, and what then holds for this one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ratecard.quotes.requests import PayoutRequest
from ratecard.refusals import CreatorNotEligible, FactNeeded, NoPayouts, Refusal, UnknownMethod
from tests.reference import fx
from tests.reference.facts import cases, judged
from tests.reference.layering import Held, Market
from tests.reference.lots import Rates, by_lot, rates_of
from tests.reference.needing import Rules
from tests.reference.reading import Path, unwrapped
from tests.reference.rounding import rounded
from tests.reference.settling import Settled, amount, required, settle
from tests.reference.unknown import MARK, entries, plainly, unknown_at, unknown_part
from tests.reference.writing import rounding, text, unit_price

APART = [("payouts", key) for key in ("diamond", "hold", "minimum", "withholding", "limits", "methods")]


@dataclass(frozen=True)
class Terms:
    """What holds for one payout, its choices made."""

    here: Market
    held: fx.Everything
    method: str
    settled: Mapping[str, Settled]
    limits: Mapping[str, Settled]
    currency: str | None
    paid_in: str | None
    not_told: frozenset[str]
    unknown_limits: frozenset[str]
    any_limit: bool

    @property
    def by_lot(self) -> bool:
        """Whether withholding is settled lot by lot."""
        return "withholding" not in self.settled

    @property
    def rates(self) -> Rates:
        """The withholding lines that hold for the whole payout; none where they are settled lot by lot."""
        return {} if self.by_lot else rates_of(self.settled["withholding"])

    def said(self, section: str, *path: str) -> str | None:
        """What a path of a section says; None for nothing, `none` or `unknown`."""
        return self.settled[section].known("payouts", *path)

    def mode(self, section: str, *path: str) -> tuple[str, int]:
        """How a section rounds."""
        return rounding(str(self.said(section, *path)), str(self.currency))

    def value_of(self, exact: Fraction) -> int:
        """The value of a payout, rounded as stated; without a rounding it is whole minor units by itself."""
        if self.said("payouts", "rounding") is None:
            assert exact.denominator == 1
            return exact.numerator
        return rounded(exact, self.mode("payouts", "rounding"))

    def rules(self, exchange: frozenset[str]) -> Rules:
        """What is said, for what figures need that is unknown."""
        kept = None if self.by_lot else self.settled["withholding"].says
        diamond = unknown_at(plainly(self.held), "payouts", "diamond") or _case_unknown(self.held)
        of_method = self.settled["method"].says
        return Rules(
            self.settled["payouts"].says, self.method, of_method, kept, self.currency, diamond, self.paid_in, exchange
        )

    def money(self, section: str, *path: str) -> int | None:
        """An amount of a section in minor units of the value currency; None for none."""
        found = self.said(section, *path)
        if found is None or self.currency is None:
            return None
        return amount(self.here, self.held["payouts", *path], found, self.currency)

    @property
    def minimum(self) -> int:
        """The least value that is paid out: the greater of the general one and the method's."""
        own = self.money("method", "methods", self.method, "minimum")
        return max(self.money("minimum", "minimum") or 0, own or 0)


def terms_of(here: Market, request: PayoutRequest) -> Terms | Refusal:
    """The terms of a payout: whether there are any, the method, eligibility, and then the facts that they need."""
    held = here.everything_held(request.at)
    says = plainly(held)
    for key in ("currency", "diamond"):
        if says.get(("payouts", key), "none") == "none" and not unknown_at(says, "payouts", key):
            return NoPayouts(here.region, request.at)
    methods = {path[2] for path, each in held.items() if path[:2] == ("payouts", "methods") and _offers(path, each)}
    every = unknown_at(says, "payouts", "methods") if not methods else frozenset()
    if request.method not in methods and not (every and re.fullmatch("[a-z][a-z0-9_]*", request.method)):
        return UnknownMethod(here.region, request.method, tuple(sorted(methods)))
    _, unmet, opened = judged(required(held, "creator"), request.facts)
    if unmet:
        return CreatorNotEligible(here.region, tuple(unmet), tuple(opened))
    limits = sorted({path[2] for path in held if path[:2] == ("payouts", "limits") and len(path) > 2})
    sections = {
        "payouts": ("payouts",),
        # Of one that no layer states, where nobody knows which there are, what says that it lacks something is nothing.
        "method": ("payouts", "methods", request.method if request.method in methods else "any"),
        "minimum": ("payouts", "minimum"),
        **({} if by_lot(held) else {"withholding": ("payouts", "withholding")}),
        **{f"limit {name}": ("payouts", "limits", name) for name in limits},
    }
    settled: dict[str, Settled] = {}
    for name, section in sections.items():
        found = settle(section, held, request.facts, APART if name == "payouts" else ())
        if isinstance(found, FactNeeded):
            return found
        settled[name] = found
    stated = {name: settled[f"limit {name}"] for name in limits}
    unsaid = {name: _of_limit(each, name) for name, each in stated.items()}
    unsaid = {name: unknown for name, unknown in unsaid.items() if unknown}
    in_force = {
        name: each
        for name, each in stated.items()
        if name not in unsaid and each.known("payouts", "limits", name, "most")
    }
    no_limits = not any(entries(each.says, "payouts", "limits") for each in stated.values())
    any_limit = unknown_at(says, "payouts", "limits") if no_limits else frozenset()
    minimums = unknown_at(settled["minimum"].says, "payouts", "minimum")
    minimums |= unknown_part(settled["method"].says, "payouts", "methods", request.method, "minimum")
    currency = _value_currency(held)
    own = settled["method"].known("payouts", "methods", request.method, "currency")
    unknown_own = unknown_part(settled["method"].says, "payouts", "methods", request.method, "currency")
    general = None if unknown_own else settled["payouts"].known("payouts", "currency")
    not_told = minimums.union(any_limit, *unsaid.values())
    limited = (not_told, frozenset(unsaid), bool(any_limit))
    return Terms(here, held, request.method, settled, in_force, currency, own or general, *limited)


def _of_limit(limit: Settled, name: str) -> frozenset[str]:
    """What of a limit is unknown; nothing where it is lifted, or where it is one of a table that is not known."""
    path = ("payouts", "limits", name)
    if limit.says.get((*path, "most")) == "none" or name not in entries_of(limit, path):
        return frozenset()
    return unknown_at(limit.says, *path, "most") | unknown_at(limit.says, *path, "per")


def _offers(path: Path, each: Held) -> bool:
    """Whether a statement below a method says that there is one: that it costs nothing says so too."""
    if each.says == "unknown":
        return len(each.statement.path) > 2
    return each.says != "none" or (path[3:] == ("fee",) and each.statement.path == path)


def entries_of(limit: Settled, path: Path) -> set[str]:
    """The id of a limit, where a layer states that there is one: not one of a table that is not known now."""
    said = limit.says.get(path, "none")
    whole = said.startswith(MARK) and len(said.removeprefix(MARK).split(".")) > 2
    return {*entries(limit.says, *path[:2]), *([path[2]] if whole else [])}


def _value_currency(held: fx.Everything) -> str | None:
    """The currency in which a diamond has its value, which is the same in all cases; None where it is unknown."""
    for written in _values(held):
        if written not in ("unknown", "none"):
            return unit_price(written)[1]
    return None


def _values(held: fx.Everything) -> list[str]:
    """Every value of a diamond in all cases."""
    stated = held.get(("payouts", "diamond"))
    written = unwrapped(stated.says) if stated is not None else "unknown"
    if isinstance(written, dict):
        every = [*cases(written.get("is", written.get("from", {}))).values()]
        return [text(case) for case in [*every, *([written["other"]] if "other" in written else [])]]
    return [text(written)]


def _case_unknown(held: fx.Everything) -> frozenset[str]:
    """That the value of a diamond is unknown in each case in which it is stated."""
    return frozenset(("payouts.diamond",)) if "unknown" in _values(held) else frozenset()
