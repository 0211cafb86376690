"""The faults between coins and cash, which the agreement tests of gifts and payouts must catch."""

from tests.faults.fault import CHAIN, LOTS, PROPERTIES, TRAPS, Fault

CHAIN_FAULTS = tuple(
    Fault(*fault, tests=CHAIN)
    for fault in (
        (
            "lots",
            "the newest lot leaves first where the oldest should",
            "quotes/payouts/lots.py",
            '"oldest": lot.earned,',
            '"oldest": -lot.earned,',
        ),
        (
            "value day",
            "a diamond has the value of the request's day instead of the day it was earned",
            "quotes/payouts/valuing.py",
            "if offer.payouts.by_earned and lot.earned < region.period.start:",
            "if not offer.payouts.by_earned and lot.earned < region.period.start:",
        ),
        (
            "fee cap",
            "a fee's cap lifts what is below it instead of capping what is above",
            "terms/methods.py",
            "return cap if cap is not None and amount > cap else amount",
            "return cap if cap is not None and amount < cap else amount",
        ),
        (
            "spread",
            "an exchange costs nothing",
            "terms/exchange.py",
            "kept = mid * (1 - fx.spread.fraction) if fx.spread is not None else mid",
            "kept = mid",
        ),
        (
            "exchange",
            "an exchange rate is turned upside down",
            "terms/fx.py",
            "value = value / exact if over else value * exact",
            "value = value * exact if over else value / exact",
        ),
        (
            "domestic",
            "a tax on the lots of one region is taken of all lots",
            "quotes/payouts/withholding.py",
            "return tuple([used_lot for used_lot in used if is_in(used_lot.valued.lot.source_region, line.domestic)])",
            "return used",
        ),
        (
            "rest",
            "the rest of a split is the whole",
            "terms/earnings.py",
            "rest = amount - sum(named)",
            "rest = amount",
        ),
        (
            "method minimum",
            "the minimum of the method is left out",
            "terms/payout_offers.py",
            "minimum_minor=max(least.minor, method.minimum.minor)",
            "minimum_minor=least.minor",
        ),
        (
            "used",
            "what earlier payouts used of a limit does not count",
            "quotes/limits.py",
            "if asked is None or (asked if before is None else asked + before) <= limit.most:",
            "if asked is None or asked <= limit.most:",
        ),
        (
            "scope",
            "diamonds of all gifts are rounded at once where each gift's are stated to be",
            "quotes/gifts/quoting.py",
            "    if earnings.by_total:",
            "    if not earnings.by_total:",
        ),
        (
            "worth",
            "the worth of a gift counts the coins of a package without its bonus",
            "quotes/gifts/worth.py",
            "worth.package.total, market.worth.rounding",
            "worth.package.coins, market.worth.rounding",
        ),
        (
            "source region",
            "a region lies in every one whose code it begins with",
            "quotes/payouts/lots.py",
            'region.startswith(domestic + "-")',
            "region.startswith(domestic)",
        ),
        (
            "fee base",
            "a fee is taken of the value before withholding",
            "quotes/payouts/figures.py",
            "charge = 0 if method is None else charged(method, left)",
            "charge = 0 if method is None else charged(method, value)",
        ),
        (
            "too old",
            "a rate may still be used at the instant from which it is too old",
            "terms/fx.py",
            "at >= found.expires",
            "at > found.expires",
        ),
        (
            "hold",
            "only the hold of the first lot counts",
            "quotes/payouts/quoting.py",
            "return max(self._releases)",
            "return self._releases[0]",
        ),
        (
            "month end",
            "days are counted from the request where the month's end is stated",
            "quotes/payouts/quoting.py",
            "return last_of_month(day) if self.offer.payouts.from_month_end else day",
            "return day",
        ),
    )
)

CHAIN_FAULTS += (
    Fault(
        "hold of each",
        "every lot is held as long as what is known of the creator alone says",
        "quotes/payouts/lots.py",
        "chosen = choose(hold, facts, assumed)",
        "chosen = choose(hold, request.facts, assumed)",
        tests=LOTS,
    ),
    Fault(
        "kept of each",
        "a tax that varies by a fact of a lot is kept back of all lots at the rate of none",
        "quotes/payouts/lots.py",
        "terms = choose(offer.by_lot, {**request.facts, **own}, assumed)",
        "terms = choose(offer.by_lot, request.facts, assumed)",
        tests=LOTS,
    ),
    Fault(
        "unused",
        "a lot that is not used is asked for what only used ones need",
        "quotes/payouts/lots.py",
        "if held >= enough:",
        "if False:",
        tests=LOTS,
    ),
    # Random books hardly ever state a fact of lots for both, taxes that are rounded up to more than there is, a rate
    # that grew too old before its group was joined, or two waits of months behind a short month.
    Fault(
        "last day",
        "a month after a month's end leads to that end's day number",
        "quotes/payouts/quoting.py",
        "from_month_end=payouts.from_month_end)",
        "from_month_end=False)",
        tests=TRAPS,
    ),
    Fault(
        "clamped",
        "a day that a month lacks becomes its last before the next wait is added",
        "instants.py",
        "day = date(year, month, min(number, monthrange(year, month)[1]))",
        "day = date(year, month, number := min(number, monthrange(year, month)[1]))",
        tests=TRAPS,
    ),
    Fault(
        "lot facts",
        "what is known of the creator comes before what is known of a lot",
        "quotes/payouts/lots.py",
        "facts = {**request.facts, **lot.facts}",
        "facts = {**lot.facts, **request.facts}",
        tests=TRAPS,
    ),
    Fault(
        "later line",
        "withholding lines may take more than the value together",
        "quotes/payouts/withholding.py",
        "kept = min(divide(numerator, denominator), left)",
        "kept = min(divide(numerator, denominator), value)",
        tests=TRAPS,
    ),
    Fault(
        "joining",
        "a group's rate is as old as the membership",
        "book/timeline.py",
        "Segment(Instant(low), high, value, since, dated)",
        "Segment(Instant(low), high, value, Instant(low), dated)",
        tests=TRAPS,
    ),
    Fault(
        "fewest",
        "the fewest diamonds are looked for by halving, as if what is paid never fell",
        "quotes/payouts/wanted.py",
        "ranges += [(middle + 1, high), (low, middle)]",
        "ranges = [(low, middle) if search.is_enough(middle) else (middle + 1, high)]",
        tests=PROPERTIES,
    ),
)
