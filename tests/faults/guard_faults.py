"""Faults of guards: each makes one find too much, or too little, and a test of guards must see it."""

from tests.faults.fault import Fault

BULK = "tests/guards/test_bulk.py"
MISTAKES = "tests/guards/test_mistakes.py"
SOUND = "tests/guards/test_sound_books.py"
SETTINGS = "tests/guards/test_settings.py"

GUARD_FAULTS = (
    Fault(
        "bulk turned",
        "a package that is cheaper per coin counts as dearer",
        "guards/bulk.py",
        "return one.minor * other.coins > other.minor * one.coins",
        "return one.minor * other.coins < other.minor * one.coins",
        tests=BULK,
    ),
    Fault(
        "bundle bound",
        "a bundle that costs one unit less is cut off",
        "guards/bulk.py",
        "if cost + -(-minor * coins // each) >= self.best:",
        "if cost + -(-minor * coins // each) + 1 >= self.best:",
        tests=BULK,
    ),
    Fault(
        "bundle number",
        "the last package of a bundle is left out",
        "guards/bulk.py",
        "most = -(-coins // each)",
        "most = coins // each",
        tests=BULK,
    ),
    Fault(
        "bundle order",
        "the dearest per coin comes first, and the bound is none",
        "guards/bulk.py",
        "key=lambda index: (Fraction(things[index][0], things[index][1]), -things[index][1]),",
        "key=lambda index: (-Fraction(things[index][0], things[index][1]), -things[index][1]),",
        tests=BULK,
    ),
    Fault(
        "one side",
        "only prices that are too high are out of line",
        "guards/shape.py",
        "if abs(log - level) > logarithm_of(_bound(row, row.rungs[name], beyond)):",
        "if log - level > logarithm_of(_bound(row, row.rungs[name], beyond)):",
        tests=MISTAKES,
    ),
    Fault(
        "no median",
        "the highest price of a market is its level",
        "guards/shape.py",
        "level = median(list(usual.values()))",
        "level = max(usual.values())",
        tests=MISTAKES,
    ),
    Fault(
        "copied one way",
        "a list that was copied from a currency of less worth is missed",
        "guards/levels.py",
        "elif max(rate, 1 / rate) > beyond:",
        "elif rate > beyond:",
        tests=MISTAKES,
    ),
    Fault(
        "original",
        "the list that was copied is taken for the copy",
        "guards/levels.py",
        "copy, original = (row, other) if off",
        "original, copy = (row, other) if off",
        tests=MISTAKES,
    ),
    Fault(
        "nominal",
        "a price that follows its currency jumps",
        "guards/changes.py",
        "moved = amounts[1] / (amounts[0] * worth) - 1",
        "moved = amounts[1] / amounts[0] - 1",
        tests=SOUND,
    ),
    Fault(
        "upwards",
        "only prices that rise jump",
        "guards/changes.py",
        "if -beyond <= moved <= beyond:",
        "if moved <= beyond:",
        tests=MISTAKES,
    ),
    Fault(
        "inverse",
        "a rate that is upside down passes where a year lies between",
        "guards/rates.py",
        "if 1 / bound <= moved <= bound and not is_inverse:",
        "if 1 / bound <= moved <= bound:",
        tests=MISTAKES,
    ),
    Fault(
        "gaps",
        "rates of a year apart may move no further than those of a day",
        "guards/rates.py",
        "bound = beyond ** (1 + sum(later - earlier > gap for gap in GAPS))",
        "bound = beyond",
        tests=SOUND,
    ),
    Fault(
        "greatest rate",
        "of the rates of a commission only one counts",
        "guards/takings.py",
        "total = sum((share for share, _ in rated), Fraction(0))",
        "total = max((share for share, _ in rated), default=Fraction(0))",
        tests=MISTAKES,
    ),
    Fault(
        "anywhere",
        "what is accepted somewhere is accepted everywhere",
        "guards/running.py",
        "return exception.guard == finding.guard and set(exception.at) <= set(finding.words)",
        "return exception.guard == finding.guard",
        tests=SETTINGS,
    ),
    Fault(
        "worse",
        "what is worse than its exception is accepted",
        "guards/running.py",
        "round(finding.seen, 2) > exception.number",
        "round(finding.seen, 2) < 0",
        tests=SETTINGS,
    ),
    Fault(
        "last day of an exception",
        "an exception holds one instant longer",
        "guards/running.py",
        "return now >= _end_of(exception)",
        "return now > _end_of(exception)",
        tests=SETTINGS,
    ),
)
