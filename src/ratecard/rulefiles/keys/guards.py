"""What the guards of a book find, how much that matters, and what of it is accepted.

A guard looks at the whole book. No answer depends on what stands here.
"""

from ratecard.rulefiles.keys.shapes import KnownKeys, Shape, Table, Value
from ratecard.rulefiles.values.factors import ABOVE_ONE, FACTOR, MOVE, PART
from ratecard.rulefiles.values.measures import DURATION
from ratecard.rulefiles.values.types import IDENTIFIER, INSTANT, TEXT, ValueType, one_of

OFF = "off"
SEVERITIES = one_of("error", "warning", OFF)

SEVERITY = "severity"
ACCEPTED = "accepted"
WEAKENED = "weakened"
"""What is found of the guards themselves against an older book: no book says how much that matters."""

BOUNDED: dict[str, dict[str, tuple[ValueType, str]]] = {
    "bulk_is_better": {},
    "bundle_trap": {},
    "no_cliff": {},
    "round_trip": {},
    "margin": {"least": (PART, "The least share of what is left that stays after what coins are worth to creators.")},
    "spread": {
        "above": (ABOVE_ONE, "How many times as much a coin of a package may cost in one market as in another.")
    },
    "splitting": {"above": (FACTOR, "By what share more gifts, or payouts, in pieces may bring than at once.")},
    "envelope": {},
    "payout": {},
    "expected": {},
    "missing_price": {},
    "missing_line": {},
    "unlisted": {},
    "shape": {"beyond": (ABOVE_ONE, "By what factor a price may be off what the other prices say.")},
    "level": {
        "above": (ABOVE_ONE, "Of how many times the usual level a market's prices may be."),
        "below": (PART, "Of how many times the usual level they must be."),
        "beyond": (ABOVE_ONE, "By what factor they may be off the usual level times the factor of their region."),
    },
    "copied_row": {"beyond": (ABOVE_ONE, "From which rate of exchange on equal digits are no accident.")},
    "change": {"beyond": (MOVE, "By how much a price may move on a day.")},
    "rate": {"beyond": (ABOVE_ONE, "By what factor a rate of exchange may move at once.")},
    "price_points": {},
    "free": {},
    "commission": {"above": (MOVE, "The most that commissions may be together.")},
    "store_rate": {},
    "bonus": {"above": (MOVE, "The most that a bonus may be of the coins.")},
    "sale_length": {
        "shortest": (DURATION, "The least time for which a promotion is open."),
        "longest": (DURATION, "The most time for which a promotion is open."),
    },
    "idle": {},
    "endless": {},
    "tax": {},
    "tax_moved": {"beyond": (MOVE, "By how much what is left of a price may move with a tax.")},
    "currency": {},
    "drifted": {"beyond": (MOVE, "By how much the worth of a price may move while it stands.")},
    "shrinks": {},
    "share": {"beyond": (ABOVE_ONE, "By what factor a share, a fee or the value of a diamond may move at once.")},
    "payout_terms": {
        "minimum": (FACTOR, "The most that a least payout is likely to be, in euros, roughly."),
        "fee": (PART, "The most that a fee is likely to take of the least payout."),
        "hold": (DURATION, "The longest time for which money is likely to be held."),
    },
    "slip": {},
    "dates": {"ahead": (DURATION, "How far ahead dates may lie.")},
    "age": {"above": (FACTOR, "The highest age that is likely, in years.")},
    "withdrawn": {},
    "moved": {"beyond": (MOVE, "By how much a price may be another one than in the older book.")},
    "tax_gone": {},
    "commission_moved": {},
    "loosened": {},
    "earns_less": {},
    "payout_moved": {"beyond": (ABOVE_ONE, "By what factor a fee, a least payout, a hold or a commission may differ.")},
    "backdated": {"beyond": (DURATION, "How long ago a new date may lie.")},
    "terms_changed": {},
}
"""Each guard, with the bounds of it that a book may state: their types, and what they are."""

INFORMING = ("spread", "splitting")
"""Guards that only inform where a book states nothing of them: what they find is often meant."""
FACTOR_TABLE = "factor"
"""The name under which the level of prices is compared by a table of factors."""

ABOUT = {
    "bulk_is_better": "A bigger package costs no more per coin.",
    "bundle_trap": "No packages together give as many coins as another one for less.",
    "no_cliff": "No package costs less than one that holds fewer coins, with promotions either.",
    "round_trip": "Coins that come back as diamonds bring less than they cost.",
    "margin": "What is left of a package is more than its coins are worth to any creator.",
    "spread": "A coin of a package costs about as much without tax in every market, by the book's rates.",
    "splitting": "Gifts, and payouts, in pieces bring a creator no more than at once.",
    "envelope": "All that is sold lies in the envelope of the book.",
    "payout": "The least payout is above its fee, and within the limits.",
    "expected": "What the book expects of itself is stated wherever the rest of its key is.",
    "missing_price": "What most markets sell has a price in each market, or none.",
    "missing_line": "A part of a commission that most countries state stands in each.",
    "unlisted": "Regions that have prices stand in the list of regions to sell in, where most do.",
    "shape": "A price is in line with the other prices of its market and with those of its package elsewhere.",
    "level": "The prices of a market are not far off those of all others.",
    "copied_row": "Prices of one currency do not stand, digit for digit, in one of another worth.",
    "change": "No price jumps on a day.",
    "rate": "No rate of exchange jumps, or stands upside down.",
    "price_points": "Prices are price points of their currency, where the book states any.",
    "free": "Nothing costs 0.",
    "commission": "Commissions leave at least half of the price.",
    "store_rate": "Stores keep what they are known to keep.",
    "bonus": "No bonus gives more than the package itself, unless it is limited.",
    "sale_length": "Promotions are open for neither minutes nor years.",
    "idle": "Every promotion changes a price, or gives coins, at some time.",
    "endless": "A lower price that everybody has is there for a while, and not always.",
    "tax": "The taxes of a region are those that the library knows there.",
    "tax_moved": "Prices that hold a tax move when it does.",
    "currency": "A region has a currency of its country, or one in which stores price many countries.",
    "drifted": "Prices are worth about what they were on the day on which they were written.",
    "shrinks": "No package holds fewer coins from a day on, and costs no less.",
    "share": "No share, fee or value of a diamond jumps on a day.",
    "payout_terms": "Least payouts, fees and waiting times are about what is usual.",
    "slip": "No line has an id one letter from another one's.",
    "dates": "Dates lie neither years ahead nor before the book, and rates are not of days to come.",
    "age": "No condition asks for an age that hardly anybody has.",
    "withdrawn": "All that an older book sells, exchanges and pays by is there, with check --against.",
    "moved": "No price is far from that of an older book, with check --against.",
    "tax_gone": "Every tax of an older book is levied, with check --against.",
    "commission_moved": "Each part of a commission of an older book is there, about as great, with check --against.",
    "loosened": "No promotion, age or limit of an older book is looser, with check --against.",
    "earns_less": "No creator earns less for the same than by an older book, with check --against.",
    "payout_moved": "What an older book says of payouts is there, about as great, with check --against.",
    "backdated": "No new date lies long ago, with check --against.",
    "terms_changed": "Nothing else is stated otherwise than in an older book, with check --against.",
    WEAKENED: "A book is watched as closely as an older one, with check --against.",
}


def _word(about: str) -> Value:
    return Value(type=SEVERITIES, dated=False, by_fact=False, inherits=False, about=about)


def _guard(name: str) -> Shape:
    if not BOUNDED[name]:
        return _word(f"{ABOUT[name]} An error, a warning, or off.")
    keys: dict[str, Shape] = {SEVERITY: _word("An error, a warning, or off.")}
    for bound, (kind, about) in BOUNDED[name].items():
        keys[bound] = Value(type=kind, dated=False, by_fact=False, inherits=False, about=about)
    if name == "level":
        about = "The table of factors by which the prices of regions are compared."
        keys[FACTOR_TABLE] = Value(type=IDENTIFIER, dated=False, by_fact=False, inherits=False, about=about)
    return KnownKeys(about=ABOUT[name], short=SEVERITY, keys=keys)


def _said(kind: ValueType, about: str, required: bool = True) -> Value:
    return Value(type=kind, dated=False, by_fact=False, inherits=False, required=required, about=about)


GUARDS = KnownKeys(
    about="What is looked for in the whole book, and what of it is accepted.",
    keys={
        **{name: _guard(name) for name in BOUNDED},
        ACCEPTED: Table(
            about="What a guard finds and the book means, by id.",
            noun="exception",
            key=IDENTIFIER,
            of=KnownKeys(
                about="One thing that a guard finds and the book means.",
                keys={
                    "guard": _said(one_of(*BOUNDED, WEAKENED), "The guard that finds it."),
                    "at": _said(TEXT, "Where: region, platform and thing, as far as it is to be narrowed: DE ios."),
                    "number": _said(FACTOR, "The number that the guard sees, up to which it is accepted.", False),
                    "reason": _said(TEXT, "Why it is meant."),
                    "owner": _said(TEXT, "Who accepted it."),
                    "until": _said(INSTANT, "The day from which it is looked at again, within a year."),
                },
            ),
        ),
    },
)
