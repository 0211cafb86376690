"""Windows, conditions, codes, limits and what a purchase uses up: worked by hand, as data.

"First doubled" is what the rules' page works out: two units of 60 coins are 120 and 60.
"""

from hashlib import sha256

from tests.quotes.promotion_case import Case

ONCE = "limits: {each: {most: 1 unit, of: package}}"
DOUBLE = f"promotions: {{first: {{bonus: 100 %, replaces: package bonus, {ONCE}}}}}\n"
EACH = "promotions.first.limits.each"
SALE = "promotions: {{sale: {{discount: 20 %, {}}}}}\n"
FIRST_AND_SALE = f"promotions: {{first: {{bonus: 100 %, exclusive: yes, {ONCE}}}, sale: {{discount: 20 %}}}}\n"
HASH = sha256(b"secret").hexdigest()


def sale(more: str) -> str:
    """20 % off, with more."""
    return SALE.format(more)


def coded(code: str = "WELCOME10") -> str:
    """A code for 9.00, for package c."""
    return f"promotions:\n  welcome: {{code: {code!r}, price: {{c: 9.00 EUR}}}}\n"


def taxes(per: str) -> str:
    """19 % inside the price, and 30 % of the net for the store, by unit or by order."""
    shared = f"rounding: half up, per: {per}"
    tax = f"tax: {{display: inclusive, collected_by: store, {shared}, lines: {{vat: {{rate: 19 %}}}}}}"
    return f"{tax}\ncommission: {{{shared}, lines: {{fee: {{rate: 30 %, base: net}}}}}}\n"


RUNS = (
    Case(
        "first doubled, two units of 60: 120 and 60", DOUBLE, ((1, 1000, 60, ("first",)), (1, 1000, 0, ())),
        coins=60, quantity=2, used=((EACH, "0 units", "c"),), uses=((EACH, "1 unit", "c"),),
    ),
    Case(
        "a limit used up by one unit", DOUBLE, ((2, 1000, 0, ()),),
        coins=60, quantity=2, used=((EACH, "1 unit", "c"),),
    ),
    Case(
        "of another package", DOUBLE, ((1, 1000, 60, ("first",)),), coins=60, packages=", d: {coins: 5}",
        used=((EACH, "1 unit", "d"), (EACH, "0 units", "c")), uses=((EACH, "1 unit", "c"),),
    ),
    Case(
        "told of all packages", DOUBLE, ((1, 1000, 0, ()),), coins=60, used=((EACH, "1 unit", None),),
    ),
    Case(
        "of another package alone nothing is told of this one", DOUBLE, ((1, 1000, 0, ()),),
        coins=60, packages=", d: {coins: 5}", used=((EACH, "1 unit", "d"),), open={"first": (1000, 60)},
    ),
    Case(
        "nothing told: open", DOUBLE, ((2, 1000, 0, ()),), coins=60, quantity=2, open={"first": (1000, 60)},
    ),
    Case(
        "its name may be short", DOUBLE, ((1, 1000, 60, ("first",)),),
        coins=60, used=(("first.each", "0 units", "c"),), uses=((EACH, "1 unit", "c"),),
    ),
    Case(
        "exclusive for the first, a sale for the rest", FIRST_AND_SALE,
        ((1, 1000, 100, ("first",)), (2, 800, 0, ("sale",))),
        quantity=3, used=(("each", "0 units", "c"),), uses=((EACH, "1 unit", "c"),),
    ),
    Case(
        "coins are cut between units: 250 are four of 60",
        "promotions: {first: {bonus: 10, limits: {most: {most: 250 coins}}}}\n",
        ((4, 1000, 10, ("first",)), (2, 1000, 0, ())), coins=60, quantity=6,
        used=(("first.most", "0 coins", None),), uses=(("promotions.first.limits.most", "240 coins", None),),
    ),
    Case(
        "and 50 that are left are none", "promotions: {first: {bonus: 10, limits: {most: {most: 250 coins}}}}\n",
        ((6, 1000, 0, ()),), coins=60, quantity=6, used=(("first.most", "200 coins", None),),
    ),
    Case(
        "one purchase is all of its units", "promotions: {first: {bonus: 10, limits: {once: {most: 1 purchase}}}}\n",
        ((6, 1000, 10, ("first",)),), quantity=6,
        used=(("once", "0 purchases", None),), uses=(("promotions.first.limits.once", "1 purchase", None),),
    ),
    Case(
        "and a second one has none", "promotions: {first: {bonus: 10, limits: {once: {most: 1 purchase}}}}\n",
        ((6, 1000, 0, ()),), quantity=6, used=(("once", "1 purchase", None),),
    ),
    Case(
        "two a purchase needs no word of what was used",
        "promotions: {first: {bonus: 10, limits: {two: {most: 2 units, per: purchase}}}}\n",
        ((2, 1000, 10, ("first",)), (1, 1000, 0, ())), quantity=3,
    ),
    Case(
        "three runs: two limits end one after the other",
        "promotions:\n  a: {discount: 10 %, limits: {l: {most: 1 unit}}}\n"
        "  b: {discount: 20 %, limits: {l: {most: 3 units}}}\n",
        ((1, 700, 0, ("a", "b")), (2, 800, 0, ("b",)), (1, 1000, 0, ())), quantity=4,
        used=(("a.l", "0 units", None), ("b.l", "0 units", None)),
        uses=(("promotions.a.limits.l", "1 unit", None), ("promotions.b.limits.l", "3 units", None)),
    ),
    Case(
        "what does not apply uses nothing up",
        f"promotions: {{first: {{bonus: 100 %, exclusive: yes, {ONCE}}}, sale: {{discount: 60 %}}}}\n",
        ((3, 400, 0, ("sale",)),), quantity=3, used=(("each", "0 units", "c"),),
    ),
    Case(
        "by unit: 10.00 and 9.99 hold 8.40 and 8.39, and of both 5.88 are left",
        "promotions: {a: {discount: 0.01 EUR, limits: {l: {most: 1 unit, per: purchase}}}}\n",
        ((1, 999, 0, ("a",)), (1, 1000, 0, ())), quantity=2, net=1679, proceeds=1176,
        taxes=taxes("unit"),
    ),
    Case(
        "by order: 19.99 holds 16.80, of which 70 % are 11.76",
        "promotions: {a: {discount: 0.01 EUR, limits: {l: {most: 1 unit, per: purchase}}}}\n",
        ((1, 999, 0, ("a",)), (1, 1000, 0, ())), quantity=2, net=1680, proceeds=1176,
        taxes=taxes("order"),
    ),
)  # fmt: skip

BEIRUT = "region: LB\ncurrency: LBP\ntime_zone: Asia/Beirut\n"
BULGARIA = "region: BG\ncurrency: {begins: BGN, 2026-01-01: EUR}\ntime_zone: Europe/Sofia\n"
IN_BULGARIA = (
    "promotions: {winter: {from: 2025-12-20, last_day: 2026-01-10, discount: {begins: 2.00, 2026-01-01: 1.00}}}\n"
)
BULGARIAN = "{begins: 20.00, 2026-01-01: 10.00}"
WAVE = "dates: {{friday: {}}}\n"

WINDOWS = (
    Case("a second before a midnight that does not exist", sale("last_day: 2026-03-28"), ((1, 800, 0, ("sale",)),),
         price="1000", region=BEIRUT.replace("LBP", "JPY"), at="2026-03-28T21:59:59Z", until="2026-03-28T22:00:00Z"),
    Case("and at it", sale("last_day: 2026-03-28"), ((1, 1000, 0, ()),),
         price="1000", region=BEIRUT.replace("LBP", "JPY"), at="2026-03-28T22:00:00Z"),
    Case("the last day counts whole", sale("last_day: 2026-11-27"), ((1, 800, 0, ("sale",)),),
         at="2026-11-27T22:59:59Z", until="2026-11-27T23:00:00Z"),
    Case("and no longer", sale("last_day: 2026-11-27"), ((1, 1000, 0, ()),), at="2026-11-27T23:00:00Z"),
    Case("before a day", sale("before: 2026-11-27"), ((1, 1000, 0, ()),), at="2026-11-26T23:00:00Z"),
    Case("from a day", sale("from: 2026-11-27"), ((1, 1000, 0, ()),),
         at="2026-11-26T22:59:59Z", until="2026-11-26T23:00:00Z"),
    Case("and on it", sale("from: 2026-11-27"), ((1, 800, 0, ("sale",)),), at="2026-11-26T23:00:00Z"),
    Case("a day under rules/ is one of the reader", sale("from: 2026-11-27"), ((1, 800, 0, ("sale",)),),
         price="1000", region="region: JP\ncurrency: JPY\ntime_zone: Asia/Tokyo\n", at="2026-11-26T15:00:00Z"),
    Case("from a named date", WAVE.format("2026-11-27") + sale("from: friday"), ((1, 800, 0, ("sale",)),),
         at="2026-11-26T23:00:00Z"),
    Case("a name that is never: the window never opens", WAVE.format("never") + sale("from: friday"),
         ((1, 1000, 0, ()),)),
    Case("nor with such an end", WAVE.format("never") + sale("last_day: friday"), ((1, 1000, 0, ()),)),
    Case("before the change of currency 2.00 BGN are off", "", ((1, 1800, 0, ("winter",)),),
         at="2025-12-31T21:59:59Z", until="2025-12-31T22:00:00Z",
         price=BULGARIAN, region=BULGARIA, own=IN_BULGARIA),
    Case("and after it 1.00 EUR", "", ((1, 900, 0, ("winter",)),),
         at="2025-12-31T22:00:00Z", until="2026-01-10T22:00:00Z",
         price=BULGARIAN, region=BULGARIA, own=IN_BULGARIA),
)  # fmt: skip

MEMBER = sale("when: {buyer.member: yes}")
BY_LEVEL = "promotions: {sale: {discount: {by: buyer.level, from: {0: 5 %, 5: 10 %}}}}\n"

CONDITIONS = (
    Case("met", MEMBER, ((1, 800, 0, ("sale",)),), facts={"buyer.member": True}),
    Case("unmet drops it", MEMBER, ((1, 1000, 0, ()),), facts={"buyer.member": False}),
    Case("unknown leaves it open", MEMBER, ((1, 1000, 0, ()),), open={"sale": (800, 0)}),
    Case("a value by a fact", BY_LEVEL, ((1, 900, 0, ("sale",)),), facts={"buyer.level": 5}),
    Case("without the fact open, and without a figure", BY_LEVEL, ((1, 1000, 0, ()),), open={"sale": None}),
    Case("what is open is judged beside what applies",
         "promotions: {sale: {discount: 20 %}, club: {discount: 30 %, exclusive: yes, when: {buyer.member: yes}}}\n",
         ((1, 800, 0, ("sale",)),), open={"club": (700, 0)}),
    Case("or does not win even then",
         "promotions: {sale: {discount: 20 %}, club: {discount: 10 %, exclusive: yes, when: {buyer.member: yes}}}\n",
         ((1, 800, 0, ("sale",)),), open={"club": (800, 0)}),
)  # fmt: skip

CODES = (
    Case("a code not brought is open", coded(), ((1, 1000, 0, ()),), open={"welcome": (900, 0)}),
    Case("a code, folded and with spaces", coded(), ((1, 900, 0, ("welcome",)),),
         codes=(" welcome10 ",), outcomes=("APPLIED",)),
    Case("one that nobody knows", coded(), ((1, 1000, 0, ()),), codes=("WELCOME11",), outcomes=("UNKNOWN",),
         open={"welcome": (900, 0)}),
    Case("a hash that nobody is told of", coded(f"sha256:{HASH}"), ((1, 1000, 0, ()),)),
    Case("and is found", coded(f"sha256:{HASH}"), ((1, 900, 0, ("welcome",)),),
         codes=("SECRET",), outcomes=("APPLIED",)),
    Case("one that others make needless", coded().replace("price:", "exclusive: yes, price:")
         + "  sale: {discount: 50 %}\n",
         ((1, 500, 0, ("sale",)),), codes=("WELCOME10",), outcomes=("NOT_NEEDED",)),
    Case("one that is over", coded().replace("price:", "last_day: 2026-11-26, price:"), ((1, 1000, 0, ()),),
         codes=("WELCOME10",), outcomes=("EXPIRED",)),
    Case("one whose limit is reached", coded().replace("price:", "limits: {l: {most: 10 units, of: everyone}}, price:"),
         ((1, 1000, 0, ()),), codes=("WELCOME10",), outcomes=("LIMIT_REACHED",), used=(("l", "10 units", None),)),
    Case("one of which the condition fails", coded().replace("price:", "when: {buyer.member: yes}, price:"),
         ((1, 1000, 0, ()),), codes=("WELCOME10",), outcomes=("NOT_MET",), facts={"buyer.member": False}),
    Case("one of which a condition is open", coded().replace("price:", "when: {buyer.member: yes}, price:"),
         ((1, 1000, 0, ()),), codes=("WELCOME10",), outcomes=("NOT_MET",), open={"welcome": (900, 0)}),
    Case("one that is for another package", coded(), ((1, 1000, 0, ()),), packages=", d: {coins: 100}",
         prices=", d: 10.00", package="d", codes=("WELCOME10",), outcomes=("NOT_MET",)),
    Case("two codes", coded() + "  other: {code: TWO, bonus: 5}\n", ((1, 900, 5, ("other", "welcome")),),
         codes=("TWO", "WELCOME10", "THREE"), outcomes=("APPLIED", "APPLIED", "UNKNOWN")),
)  # fmt: skip

MOST_BY_LEVEL = "promotions: {m: {bonus: 10, limits: {x: {most: {by: buyer.level, from: {0: 1 unit, 5: 3 units}}}}}}\n"
OR_NONE = MOST_BY_LEVEL.replace("3 units", "none")
IN_TWO_UNITS = MOST_BY_LEVEL.replace("3 units", "200 coins")
EACH_TIME = MOST_BY_LEVEL.replace("}}}}}}", "}}, per: purchase}}}}").replace("1 unit", "9 coins")
WITH_LEVEL_AND_CODE = MOST_BY_LEVEL.replace("bonus: 10", "code: M, bonus: 10")
OPEN_M = {"m": (1000, 10)}
ONE = ((1, 1000, 0, ()),)

BY_A_FACT = (
    Case("a limit by a fact, neither told", MOST_BY_LEVEL, ONE, open=OPEN_M),
    Case("two of three used, the level unknown: a case leaves one", MOST_BY_LEVEL, ONE,
         used=(("x", "2 units", None),), open=OPEN_M),
    Case("three of three: none leaves any", MOST_BY_LEVEL, ONE, used=(("x", "3 units", None),)),
    Case("nor do they of four", MOST_BY_LEVEL, ONE, used=(("x", "4 units", None),)),
    Case("with the level two of three leave one", MOST_BY_LEVEL, ((1, 1000, 10, ("m",)), (1, 1000, 0, ())), quantity=2,
         used=(("x", "2 units", None),), facts={"buyer.level": 5}, uses=(("promotions.m.limits.x", "1 unit", None),)),
    Case("a case without limit leaves any number", OR_NONE, ONE, used=(("x", "3 units", None),), open=OPEN_M),
    Case("cases in two units are not compared", IN_TWO_UNITS, ONE, used=(("x", "3 units", None),), open=OPEN_M),
    Case("a code whose limit leaves one in a case is not met", WITH_LEVEL_AND_CODE, ONE, codes=("M",),
         outcomes=("NOT_MET",), used=(("x", "2 units", None),), open=OPEN_M),
    Case("and is used up where no case does", WITH_LEVEL_AND_CODE, ONE, codes=("M",),
         outcomes=("LIMIT_REACHED",), used=(("x", "3 units", None),)),
    Case("each purchase by itself, 99 coins leave none of 100", EACH_TIME.replace("3 units", "99 coins"), ONE),
    Case("100 leave one", EACH_TIME.replace("3 units", "100 coins"), ONE, open=OPEN_M),
)  # fmt: skip

DAILY = "purchases: {limits: {daily: {most: 50 EUR, per: calendar day}}}\n"
BY_AGE = "purchases: {limits: {daily: {most: {by: buyer.age, from: {0: 10 EUR, 18: 100 EUR}}, per: calendar month}}}\n"
ASSUMED = BY_AGE.replace("100 EUR}}", "100 EUR}, other: 20 EUR}")
D = "purchases.limits.daily"
STARTER = "packages: {c: {limits: {once: {most: 1 unit}}}}\n"
WHOLE = ((1, 1000, 0, ()),)

BUYERS = (
    Case("what is left of a day is enough", DAILY, WHOLE, used=(("daily", "40 EUR", None),),
         left={D: 1000}, resets={D: "2026-11-27T23:00:00Z"}, uses=((D, "10.00 EUR", None),)),
    Case("one cent more is not", DAILY, refused="AboveLimit", used=(("daily", "40.01 EUR", None),),
         left={D: 999}, resets={D: "2026-11-27T23:00:00Z"}),
    Case("it is what is paid after promotions", DAILY + sale("code: none"), ((1, 800, 0, ("sale",)),),
         used=(("daily", "42 EUR", None),), left={D: 800}, resets={D: "2026-11-27T23:00:00Z"},
         uses=((D, "8.00 EUR", None),)),
    Case("of a limit of buyers nothing told: open", DAILY, WHOLE, left={D: None}, resets={D: "2026-11-27T23:00:00Z"},
         uses=((D, "10.00 EUR", None),)),
    Case("but more than all of it is too much", DAILY, refused="AboveLimit", quantity=6, left={D: None},
         resets={D: "2026-11-27T23:00:00Z"}),
    Case("with its fact unknown it is open", BY_AGE, ((5, 1000, 0, ()),), quantity=5, used=(("daily", "0 EUR", None),),
         left={D: None}, resets={D: "2026-11-30T23:00:00Z"}, uses=((D, "50.00 EUR", None),)),
    Case("unless it is more than the largest of all cases", BY_AGE, refused="AboveLimit", quantity=11,
         used=(("daily", "0 EUR", None),), left={D: 10000}, resets={D: "2026-11-30T23:00:00Z"}),
    Case("or what is assumed allows less", ASSUMED, refused="AboveLimit", quantity=3, used=(("daily", "0 EUR", None),),
         left={D: 2000}, resets={D: "2026-11-30T23:00:00Z"}),
    Case("a minor may spend 10.00", BY_AGE, WHOLE, used=(("daily", "0 EUR", None),), facts={"buyer.age": 17},
         left={D: 1000}, resets={D: "2026-11-30T23:00:00Z"}, uses=((D, "10.00 EUR", None),)),
    Case("and no more", BY_AGE, refused="AboveLimit", quantity=2,
         used=(("daily", "0 EUR", None),), facts={"buyer.age": 17},
         left={D: 1000}, resets={D: "2026-11-30T23:00:00Z"}),
    Case("a week begins on Monday", DAILY.replace("day}", "week}"), WHOLE,
         used=(("daily", "0 EUR", None),), left={D: 5000}, resets={D: "2026-11-29T23:00:00Z"},
         uses=((D, "10.00 EUR", None),)),
    Case("a rolling window never resets", DAILY.replace("calendar day", "rolling 24 hours"), WHOLE,
         used=(("daily", "0 EUR", None),), left={D: 5000}, uses=((D, "10.00 EUR", None),)),
    Case("paid coins are counted, not the bonus", DAILY.replace("50 EUR", "150 coins"), ((1, 1000, 60, ()),),
         bonus=60, used=(("daily", "50 coins", None),), left={D: 100}, resets={D: "2026-11-27T23:00:00Z"},
         uses=((D, "100 coins", None),)),
    Case("a starter pack once", STARTER, WHOLE, used=(("once", "0 units", None),), left={"packages.c.limits.once": 1},
         uses=(("packages.c.limits.once", "1 unit", None),)),
    Case("and never again", STARTER, refused="AboveLimit", used=(("once", "1 unit", None),),
         left={"packages.c.limits.once": 0}),
    Case("a budget", "", WHOLE, budget=(2000, 1000)),
    Case("that is a cent short", "", refused="OverBudget", budget=(2000, 1001)),
)  # fmt: skip

CASES = (*RUNS, *WINDOWS, *CONDITIONS, *CODES, *BY_A_FACT, *BUYERS)
