"""The faults between coins and cash, which the agreement tests of gifts and payouts must catch."""

from tests.faults.fault import CHAIN, Fault

CHAIN_FAULTS = tuple(
    Fault(*fault, tests=CHAIN)
    for fault in (
        (
            "scope",
            "diamonds of all gifts are rounded at once where each gift's are stated to be",
            "quotes/gifts.py",
            "rounded = coins if earnings.by_total else gift.coins",
            "rounded = gift.coins if earnings.by_total else coins",
        ),
        (
            "rest",
            "the rest of a split is what its rates leave, rounded like a part",
            "terms/earnings.py",
            "rest = amount - sum(named)",
            "left = 1 - sum([each.rate.fraction for each in split if each.rate])\n"
            "    rest = divide(*(amount * left).as_integer_ratio())",
        ),
        (
            "worth",
            "the worth of a gift counts the coins of a package without its bonus",
            "quotes/gifts.py",
            "worth.package.total, market.worth.rounding",
            "worth.package.coins, market.worth.rounding",
        ),
        (
            "value by",
            "a lot has the value of the day of the payout, whatever the rules say",
            "quotes/lots.py",
            "if payouts.by_earned and lot.earned",
            "if not payouts.by_earned and lot.earned",
        ),
        (
            "lot order",
            "the newest lots leave first where the oldest should",
            "quotes/lots.py",
            '"oldest": each.lot.earned,',
            '"oldest": -each.lot.earned,',
        ),
        (
            "lot facts",
            "what is known of the creator comes before what is known of a lot",
            "quotes/lots.py",
            "facts = {**facts, **lot.facts}",
            "facts = {**lot.facts, **facts}",
        ),
        (
            "source region",
            "a region lies in every one whose code it begins with",
            "quotes/lots.py",
            'region.startswith(domestic + "-")',
            "region.startswith(domestic)",
        ),
        (
            "domestic",
            "a tax on the domestic part is taken of the whole",
            "quotes/offers.py",
            "numerator, denominator = exact_value(part_of(used, line))",
            "numerator, denominator = value, 1",
        ),
        (
            "later line",
            "withholding lines may take more than the value together",
            "quotes/offers.py",
            "kept = min(kept, left)",
            "kept = min(kept, value)",
        ),
        (
            "fee bounds",
            "a fee is at most its floor and at least its cap",
            "terms/payouts.py",
            "    amount = max(amount, fee.floor)\n    if fee.cap is not None and amount > fee.cap:\n",
            "    amount = min(amount, fee.floor) if fee.floor else amount\n"
            "    if fee.cap is not None and amount < fee.cap:\n",
        ),
        (
            "fee base",
            "a fee is taken of the value before withholding",
            "quotes/offers.py",
            "fee = fee_of(offer.method.fee, left)",
            "fee = min(fee_of(offer.method.fee, value), left)",
        ),
        (
            "spread",
            "an exchange costs nothing",
            "terms/region.py",
            "kept = mid * (1 - fx.spread.fraction)",
            "kept = mid * (1 - 0 * fx.spread.fraction)",
        ),
        (
            "inverted",
            "a cross rate is turned round",
            "terms/fx.py",
            "value = value / exact if over else value * exact",
            "value = value * exact if over else value / exact",
        ),
        (
            "too old",
            "a rate may still be used at the instant from which it is too old",
            "terms/fx.py",
            "at >= found.expires",
            "at > found.expires",
        ),
        (
            "joining",
            "a group's rate is as old as the membership",
            "book/binding.py",
            "Segment(Instant(low), high, value, since)",
            "Segment(Instant(low), high, value, Instant(low))",
        ),
        (
            "own minimum",
            "the minimum of a method is left out",
            "quotes/payouts.py",
            "max(offer.minimum.minor, offer.method.minimum.minor)",
            "offer.minimum.minor",
        ),
        (
            "used",
            "what was paid out before in a window does not count",
            "quotes/limits.py",
            "if asked + (before or 0) > limit.most:",
            "if asked > limit.most:",
        ),
        (
            "hold",
            "only the hold of the first lot counts",
            "quotes/payouts.py",
            "return max(self.released_of(lot) for lot in self.used)",
            "return self.released_of(self.used[0])",
        ),
        (
            "month end",
            "days are counted from the request where the month's end is stated",
            "quotes/payouts.py",
            "return last_of_month(day) if self.offer.payouts.from_month_end else day",
            "return day",
        ),
        (
            "fewest",
            "the fewest diamonds are looked for by halving, as if what is paid never fell",
            "quotes/wanted.py",
            "ranges += [(middle + 1, high), (low, middle)]",
            "ranges = [(low, middle) if search.is_enough(middle) else (middle + 1, high)]",
        ),
    )
)
