"""What a book always states, so that a deleted line is missed."""

from ratecard.rulefiles.keys.shapes import KnownKeys, ListOf
from ratecard.rulefiles.values.paths import PATH

OF_KEYS = (
    "prices",
    "packages",
    "commission",
    "tax",
    "eligibility",
    "promotions",
    "purchases",
    "spending",
    "ways",
    "gifts",
    "earnings",
    "payouts",
    "fx",
)
"""The keys of which something can be expected: those of markets, and of the creators of regions."""

EXPECT = KnownKeys(
    about="What each region or market states of a key, wherever it states anything of it. A guard tells what is gone.",
    keys={
        key: ListOf(
            type=PATH,
            dated=False,
            or_one=True,
            about=(
                f"Paths below {key}, in which lines may be left out. One may begin with a platform or a region, of "
                "which alone it is expected: web.card.fixed, US.withholding.us."
            ),
        )
        for key in OF_KEYS
    },
)
