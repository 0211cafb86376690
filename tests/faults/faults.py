"""The faults: each replaces one text, which must stand exactly once in one file of the engine."""

from tests.faults.chain_faults import CHAIN_FAULTS
from tests.faults.chosen_faults import CHOSEN_FAULTS
from tests.faults.computed_faults import COMPUTED_FAULTS
from tests.faults.fault import (
    COMPLETED,
    MEMO,
    PRICE_TRAPS,
    QUESTION,
    RUNS,
    UNKNOWN,
    UNKNOWN_GIFTS,
    UNKNOWN_PAYOUTS,
    Fault,
)
from tests.faults.guard_faults import GUARD_FAULTS
from tests.faults.promotion_faults import PROMOTION_FAULTS
from tests.faults.proof_faults import PROOF_FAULTS
from tests.faults.selling_faults import SELLING_FAULTS

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
        tests=COMPLETED,
    ),
    Fault(
        "half-open",
        "a period holds from one second after its start",
        "book/rulebook.py",
        "return self._unknown(*key)\n        starts, snapshots = found\n        index = bisect_right(starts, at)",
        "return self._unknown(*key)\n        starts, snapshots = found\n        index = bisect_right(starts, at - 1)",
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
        "book/starts.py",
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
        "Rank(origin, layer) for layer in range(4)",
        "Rank(origin, layer) for layer in (0, 1, 3, 2)",
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
        "for depth in range(1, len(path)):",
        "for depth in range(len(path) - 1, len(path)):",
    ),
    Fault(
        "other",
        "an unknown fact takes the last case instead of other",
        "book/varying.py",
        "other = split_by_facts(_taken(paths, choice, None, apart), build, apart) if has_other else None",
        "other = split_by_facts(_taken(paths, choice, choice.cases[-1][0]), build, apart) if has_other else None",
    ),
    Fault(
        "threshold",
        "a threshold holds above itself instead of from itself on",
        "terms/facts.py",
        "bisect_right(varying.starts, number_of(varying.fact, value, varying.currency)) - 1",
        "bisect_right(varying.starts, number_of(varying.fact, value, varying.currency) - 1) - 1",
    ),
    Fault(
        "at least",
        "a condition at least 18 means above 18",
        "terms/conditions.py",
        '"at least": ge,',
        '"at least": gt,',
    ),
    Fault(
        "at most",
        "a condition at most 18 means below 18",
        "terms/conditions.py",
        '"at most": le,',
        '"at most": lt,',
    ),
    Fault(
        "none of",
        "a condition none of means any of",
        "terms/conditions.py",
        'return (actual in test.operands) is not (test.word == "none of")',
        "return actual in test.operands",
    ),
    Fault(
        "any",
        "alternatives are met only if all of them are",
        "terms/conditions.py",
        "if Verdict.MET in verdicts:",
        "if {Verdict.MET} == set(verdicts):",
        tests=QUESTION,
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
        tests=PRICE_TRAPS,
    ),
    Fault(
        "tax on tax",
        "a tax on another tax counts on the net alone",
        "terms/tax_lines.py",
        "effective[line] = own * (1 + effective[other])",
        "effective[line] = own",
    ),
    Fault(
        "unknown table",
        "lines of broader layers go on where it is unknown which lines there are",
        "terms/unknown.py",
        "return stated.value is not NONE and not (type(stated) is Covered and len(stated.above) <= depth)",
        "return stated.value is not NONE",
        UNKNOWN,
    ),
    Fault(
        "unknown collector",
        "the store sends the proceeds although it is unknown who pays the tax over",
        "quotes/purchases/quotes.py",
        "if proceeds is None or tax.collector_unknown is not None:",
        "if proceeds is None:",
        UNKNOWN,
    ),
    Fault(
        "unknown cut",
        "a commission of which something is unknown takes nothing",
        "terms/kept.py",
        "    if commission.unknown:\n        return None",
        "    if False:\n        return None",
        UNKNOWN,
    ),
    Fault(
        "unknown money",
        "diamonds are given for money that is not known",
        "quotes/gifts/quoting.py",
        "if earnings.amount_unknown or money.unknown:",
        "if earnings.amount_unknown:",
        UNKNOWN_GIFTS,
    ),
    Fault(
        "unknown minimum",
        "a payout does not say that its minimum is unknown",
        "terms/payout_offers.py",
        "not_told=together([least.unknown, method.minimum.unknown,",
        "not_told=together([method.minimum.unknown,",
        UNKNOWN_PAYOUTS,
    ),
    Fault(
        "unknown tax elsewhere",
        "an unknown tax of one region counts for lots from any",
        "quotes/payouts/needs.py",
        "if line.domestic is None or not lots or any(",
        "if line.domestic is not None or not lots or any(",
        UNKNOWN_PAYOUTS,
    ),
    Fault(
        "unknown convention",
        "what is unknown of all payouts is forgotten of a hold that nobody states",
        "book/resolving.py",
        "if not by_id:\n            yield part",
        "if not by_id:\n            continue",
        UNKNOWN_PAYOUTS,
    ),
    Fault(
        "unknown rate",
        "what is paid needs no rate",
        "quotes/payouts/needs.py",
        "paid = together((*remainder, *_of_currency(offer), *offer.exchange_unknown))",
        "paid = together((*remainder, *_of_currency(offer)))",
        UNKNOWN_PAYOUTS,
    ),
    Fault(
        "tax of gross",
        "a tax of the price that holds it is taken of the net",
        "terms/tax_lines.py",
        "effective |= {line: _rate_of(line, levied) * gross for line in of_gross}",
        "effective |= {line: _rate_of(line, levied) for line in of_gross}",
    ),
    Fault(
        "each inside",
        "several taxes inside one price are rounded together although each is to be",
        "terms/tax.py",
        "        if terms.each_inside:\n            return _each_inside(terms, price)\n",
        "",
    ),
    Fault(
        "more than is left",
        "taxes inside a price may come to more than it, rounded up",
        "terms/tax.py",
        "line = min(divide(price * weight, whole), net)",
        "line = divide(price * weight, whole)",
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
        "terms/kept.py",
        "commission.gross_weight * whole\n",
        "commission.gross_weight * tax.base\n",
    ),
    Fault(
        "proceeds base",
        "a rate of the proceeds adds to them where the other cuts take more than there is",
        "terms/offers.py",
        "at_most = others[0] if others else None",
        "at_most = None",
    ),
    Fault(
        "withheld",
        "a tax of the proceeds that is withheld is taken before the fixed parts",
        "terms/kept.py",
        "base = max(Fraction(price * share[0], share[1]) - commission.fixed_minor, Fraction(0))",
        "base = Fraction(price * share[0], share[1])",
    ),
    Fault(
        "withheld at most",
        "taxes that are withheld may come to more than is taken of the net",
        "quotes/purchases/withheld.py",
        "            minor = min(minor, taken)\n",
        "",
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
        tests=RUNS,
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

FAULTS = (
    PURCHASE_FAULTS
    + CHAIN_FAULTS
    + PROMOTION_FAULTS
    + SELLING_FAULTS
    + CHOSEN_FAULTS
    + COMPUTED_FAULTS
    + GUARD_FAULTS
    + PROOF_FAULTS
)
