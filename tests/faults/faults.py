"""The faults: each replaces one text, which must stand exactly once in one file of the engine."""

from tests.faults.chain_faults import CHAIN_FAULTS
from tests.faults.fault import MEMO, Fault

PURCHASE_FAULTS = (
    Fault(
        "half down",
        "an exact half is rounded down instead of up",
        "rounding.py",
        "return (2 * numerator + denominator) // (2 * denominator)",
        "return (2 * numerator + denominator - 1) // (2 * denominator)",
    ),
    Fault(
        "half odd",
        "an exact half goes to the odd neighbour instead of the even one",
        "rounding.py",
        "(twice == denominator and quotient & 1)",
        "(twice == denominator and not quotient & 1)",
    ),
    Fault(
        "up with a negative amount",
        "a negative amount that is rounded up goes towards nothing",
        "rounding.py",
        "return -(-numerator // denominator) if numerator >= 0 else numerator // denominator",
        "return -(-numerator // denominator)",
    ),
    Fault(
        "step",
        "a step of rounding is left out",
        "rounding.py",
        "return DIVIDE[rounding.mode](numerator, denominator * step) * step",
        "return DIVIDE[rounding.mode](numerator, denominator)",
    ),
    Fault(
        "tie",
        "of two equal remainders the later line gets the unit",
        "rounding.py",
        "total), index))",
        "total), -index))",
    ),
    Fault(
        "half-open",
        "a period holds from one second after its start",
        "book/rulebook.py",
        "bisect_right(starts, at) - 1",
        "bisect_right(starts, at - 1) - 1",
    ),
    Fault(
        "platform",
        "in one layer the plain statement beats that of the platform",
        "terms/ranks.py",
        "return self if platform is None else _OF_PLATFORMS[self]",
        "return _OF_PLATFORMS[self] if platform is None else self",
    ),
    Fault(
        "window",
        "a group speaks on after the membership has ended",
        "book/timeline.py",
        "high = end if closes is None else closes if end is None else min(end, closes)",
        "high = end",
    ),
    Fault(
        "opening",
        "what stands at begins is lost where a date follows",
        "book/binding.py",
        "if opening is not None and (end is None or end > begins):",
        "if opening is not None and end is None:",
    ),
    Fault(
        "own beginning",
        "a part of a country begins with the book and not with its country",
        "book/beginning.py",
        "return begins if of_country is None else max(begins, of_country)",
        "return begins",
    ),
    Fault(
        "cancelled",
        "an entry at a date that never comes holds from the beginning on",
        "book/named_dates.py",
        """        if start == NEVER:
            continue
""",
        """        if start == NEVER:
            start = BEGINS
""",
    ),
    Fault(
        "subdivision",
        "a country's statement beats that of its subdivision",
        "terms/ranks.py",
        "(Rank(OF_BOOK, layer) for layer in range(4))",
        "(Rank(OF_BOOK, layer) for layer in (0, 1, 3, 2))",
    ),
    Fault(
        "currency date",
        "bare money takes the currency of the book's beginning, not that of its date",
        "book/in_force.py",
        "timeline.at(max(instant, begins))",
        "timeline.at(begins)",
    ),
    Fault(
        "told once",
        "what was told of a thing when it was made is not told when it is used again",
        "book/memo.py",
        "            for finding in entry.told:\n                self._trail.tell(finding)\n        return entry",
        "        return entry",
        MEMO,
    ),
    Fault(
        "inherit",
        "inherit says that there is nothing, instead of what the broader layer says",
        "book/resolving.py",
        "if stated.value is not INHERIT:",
        "if stated.value is INHERIT:\n                    speaking.clear()\n                elif stated is not None:",
    ),
    Fault(
        "none",
        "none on a mapping reaches only what stands directly below it",
        "book/resolving.py",
        "len(path) > depth and path[:depth] == above",
        "len(path) == depth + 1 and path[:depth] == above",
    ),
    Fault(
        "other",
        "an unknown fact takes the last case instead of other",
        "book/varying.py",
        "other = vary(_taken(paths, choice.by, None), build) if has_other else None",
        "other = vary(_taken(paths, choice.by, choice.cases[-1][0]), build) if has_other else None",
    ),
    Fault(
        "threshold",
        "a threshold holds above itself instead of from itself on",
        "terms/facts.py",
        "bisect_right(varying.starts, int(value)) - 1",
        "bisect_right(varying.starts, int(value) - 1) - 1",
    ),
    Fault(
        "at least",
        "a condition at least 18 means above 18",
        "terms/conditions.py",
        "return actual >= test.operands[0]",
        "return actual > test.operands[0]",
    ),
    Fault(
        "any",
        "alternatives are met only if all of them are",
        "terms/conditions.py",
        "if Verdict.MET in verdicts:",
        "if {Verdict.MET} == set(verdicts):",
    ),
    Fault(
        "inside",
        "a tax inside the price is taken off it as if it were added",
        "terms/tax.py",
        "net = terms.divide(price * terms.base, terms.base + terms.weight)",
        "net = terms.divide(price * (terms.base - terms.weight), terms.base)",
    ),
    Fault(
        "half known",
        "a country's own tax lines hold for it although only a subdivision decides the tax",
        "terms/tax.py",
        "if depends is not None and not values.is_subdivision:",
        'if depends is not None and not values.is_subdivision and not values.ids("tax", "lines"):',
    ),
    Fault(
        "net above price",
        "rounding may lift the net above the price",
        "terms/tax.py",
        "net = min(net, price)",
        "net = net + 0",
    ),
    Fault(
        "tax on tax",
        "a tax on another tax counts on the net alone",
        "terms/tax.py",
        "effective[line] = rate.fraction * (1 + effective[other])",
        "effective[line] = rate.fraction",
    ),
    Fault(
        "tax scope",
        "a tax of the order is rounded by unit",
        "quotes/purchases/runs.py",
        "return split_price(tax, listed_of(runs))",
        "return times(split_price(tax, runs[0].listed_minor), runs[0].units)",
    ),
    Fault(
        "gross base",
        "a cut of the gross is taken of the net",
        "terms/commission.py",
        "commission.gross_weight * whole\n",
        "commission.gross_weight * tax.base\n",
    ),
    Fault(
        "cap",
        "proceeds of an order may be above its net",
        "quotes/purchases/runs.py",
        "return proceeds if proceeds < net else net",
        "return proceeds",
    ),
    Fault(
        "fixed part",
        "a fixed part of a unit counts once for the order",
        "quotes/purchases/runs.py",
        "run.units * run.proceeds_minor for run",
        "run.units * run.proceeds_minor + offer.fixed // offer.divisor * (run.units - 1) for run",
    ),
    Fault(
        "remittance",
        "the tax stays with the store although the seller has to pay it over",
        "quotes/purchases/quotes.py",
        "return None if tax_minor is None else proceeds + tax_minor",
        "return None if tax_minor is None else proceeds",
    ),
    Fault(
        "bonus",
        "a bonus that is a rate is rounded up to whole coins",
        "terms/packages.py",
        "coins * stated.numerator // stated.denominator if",
        "-(-coins * stated.numerator // stated.denominator) if",
    ),
    Fault(
        "summer time",
        "a day of summer begins when it would without summer time",
        "instants.py",
        "    midnight = datetime(day.year, day.month, day.day, tzinfo=in_zone)\n",
        "    winter = datetime(day.year, 1, 1, tzinfo=in_zone).utcoffset()\n"
        "    return instant_of(datetime(day.year, day.month, day.day, tzinfo=UTC) - winter)\n"
        "    midnight = datetime(day.year, day.month, day.day, tzinfo=in_zone)\n",
    ),
)

FAULTS = PURCHASE_FAULTS + CHAIN_FAULTS
