"""Faults of guards that prove: each makes one find too much, or too little, and brute force must see it."""

from tests.faults.fault import Fault

CHAIN = "tests/guards/test_chain.py"
CLIFFS = "tests/guards/test_cliffs.py"
SPREAD = "tests/guards/test_spread.py"
SPLITTING = "tests/guards/test_splitting.py"

PROOF_FAULTS = (
    Fault(
        "cliff by promotions",
        "a bigger package that a promotion makes cheaper is not taken for a cliff",
        "guards/cliffs.py",
        "            if big.by and (small.package, big.package) not in told:",
        "            if not big.by and (small.package, big.package) not in told:",
        tests=CLIFFS,
    ),
    Fault(
        "cliff alone",
        "promotions are looked at together, and not each alone",
        "guards/cliffs.py",
        "    yield from (frozenset({name}) for name in sorted(every))",
        "    yield from ()",
        tests=CLIFFS,
    ),
    Fault(
        "cliff together",
        "promotions are looked at alone, and not together",
        "guards/cliffs.py",
        "    if len(together) > 1:",
        "    if len(together) > 99:",
        tests=CLIFFS,
    ),
    Fault(
        "alike",
        "a package that holds as many coins for less is a cliff",
        "guards/cliffs.py",
        "if waiting and unit.coins < waiting[0].coins:",
        "if waiting:",
        tests=CLIFFS,
    ),
    Fault(
        "spread of gross",
        "prices are compared with their taxes",
        "guards/spread.py",
        "return Fraction(listed * tax.base, tax.base + tax.weight) if tax.status",
        "return Fraction(listed) if tax.status",
        tests=SPREAD,
    ),
    Fault(
        "spread on one day",
        "prices are compared as the book begins alone",
        "guards/spread.py",
        "starts = {history.begins, *(start for own in timelines for start in own.starts)}",
        "starts = {history.begins}",
        tests=SPREAD,
    ),
    Fault(
        "spread of one currency",
        "of each currency the cheapest price alone is compared",
        "guards/spread.py",
        "self._extremes[group] = (cheap,) if cheap is dear else (cheap, dear)",
        "self._extremes[group] = (cheap,)",
        tests=SPREAD,
    ),
    Fault(
        "one more",
        "the most that pieces bring is one diamond less",
        "guards/splitting.py",
        "while low < high:  # the most",
        "while low + 1 < high:  # the most",
        tests=SPLITTING,
    ),
    Fault(
        "spent",
        "pieces may cost one coin more than the gift",
        "guards/splitting.py",
        "bundle = cheapest_bundle(things, whole.coins + 1, middle)",
        "bundle = cheapest_bundle(things, whole.coins + 2, middle)",
        tests=SPLITTING,
    ),
    Fault(
        "first of many",
        "of gifts that are rounded together only two are compared",
        "guards/splitting.py",
        "for number in range(2, period + 1) if alone else ():",
        "for number in range(2, 3) if alone else ():",
        tests=SPLITTING,
    ),
    Fault(
        "borne by creators",
        "creators earn of all coins where they bear a sale",
        "guards/sending.py",
        "earning=listed_with(regular, borne_by_creators(unit.applied)),",
        "earning=regular.minor,",
        tests=CHAIN,
    ),
    Fault(
        "regular gifts alone",
        "gifts on sale are left out of round trips",
        "guards/sending.py",
        "    if unlimited:",
        "    if False:",
        tests=CHAIN,
    ),
    Fault(
        "limited gifts",
        "a sale of gifts that is limited counts as if everybody had it for ever",
        "guards/chain.py",
        "is_limited=is_limited or is_way_limited)",
        "is_limited=is_limited)",
        tests=CHAIN,
    ),
    Fault(
        "sale for ever",
        "a sale of gifts counts before it opens",
        "keys/sending.py",
        "return self.start <= instant and (self.end is None or instant < self.end)",
        "return self.end is None or instant < self.end",
        tests=CHAIN,
    ),
    Fault(
        "net for proceeds",
        "a share of proceeds is taken of the net",
        "guards/money_worth.py",
        "whole[PROCEEDS] = _exact_proceeds(offer_of(content, price, tax, commission))",
        "whole[PROCEEDS] = whole['net']",
        tests=CHAIN,
    ),
    Fault(
        "paid coins of worth",
        "the money of a coin counts the coins of a package without its bonus",
        "guards/money_worth.py",
        "money / content.total)",
        "money / content.coins)",
        tests=CHAIN,
    ),
)
