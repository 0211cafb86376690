"""The faults: each replaces one text, which must stand exactly once in one file of the engine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A short name, what goes wrong, the file under src/ratecard, and the text that is replaced."""

    name: str
    what: str
    file: str
    text: str
    instead: str


FAULTS = (
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
        "up below nothing",
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
        "book/regions.py",
        "shift = 0 if platform is None else 1",
        "shift = 1 if platform is None else 0",
    ),
    Fault(
        "window",
        "a group speaks on after the membership has ended",
        "book/binding.py",
        "high = end if closes is None else closes if end is None else min(end, closes)",
        "high = end",
    ),
    Fault(
        "subdivision",
        "a country's statement beats that of its subdivision",
        "book/regions.py",
        "RULES_RANK, GROUP_RANK, COUNTRY_RANK, SUBDIVISION_RANK = 0, 2, 4, 6",
        "RULES_RANK, GROUP_RANK, COUNTRY_RANK, SUBDIVISION_RANK = 0, 2, 6, 4",
    ),
    Fault(
        "currency date",
        "bare money takes the currency of the book's beginning, not that of its date",
        "book/regions.py",
        "timeline.at(max(instant, begins))",
        "timeline.at(begins)",
    ),
    Fault(
        "inherit",
        "inherit says that there is nothing, instead of what the broader layer says",
        "book/resolving.py",
        "if stated.value is not INHERIT:",
        "if stated.value is INHERIT:\n                    speaking.clear()\n                else:",
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
        "return int(actual) >= int(test.operands[0])",
        "return int(actual) > int(test.operands[0])",
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
        "quotes/purchase.py",
        "taxed = split_price(tax, listed if tax.per_order else unit)",
        "taxed = times(split_price(tax, unit), quantity) if tax.per_order else split_price(tax, unit)",
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
        "quotes/purchase.py",
        "return None, proceeds if proceeds < net else net",
        "return None, proceeds",
    ),
    Fault(
        "fixed part",
        "a fixed part of a unit counts once for the order",
        "quotes/purchase.py",
        "proceeds = each * quantity\n",
        "proceeds = each * quantity + offer.fixed // offer.divisor * (quantity - 1)\n",
    ),
    Fault(
        "remittance",
        "the tax stays with the store although the seller has to pay it over",
        "quotes/purchase.py",
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
    Fault(
        "lots",
        "the newest lot leaves first where the oldest should",
        "quotes/lots.py",
        '"oldest": each.lot.earned,',
        '"oldest": -each.lot.earned,',
    ),
    Fault(
        "value day",
        "a diamond has the value of the request's day instead of the day it was earned",
        "quotes/lots.py",
        "if payouts.by_earned and lot.earned < region.period.start:",
        "if not payouts.by_earned and lot.earned < region.period.start:",
    ),
    Fault(
        "fee cap",
        "a fee's cap lifts what is below it instead of capping what is above",
        "terms/payouts.py",
        "if fee.cap is not None and amount > fee.cap:",
        "if fee.cap is not None and amount < fee.cap:",
    ),
    Fault(
        "spread",
        "an exchange costs nothing",
        "terms/region.py",
        "kept = mid * (1 - fx.spread.fraction) if fx.spread is not None else mid",
        "kept = mid",
    ),
    Fault(
        "exchange",
        "an exchange rate is turned upside down",
        "terms/fx.py",
        "value = value / exact if over else value * exact",
        "value = value * exact if over else value / exact",
    ),
    Fault(
        "domestic",
        "a tax on the lots of one region is taken of all lots",
        "quotes/offers.py",
        "return tuple([each for each in used if is_in(each.valued.lot.source_region, line.domestic)])",
        "return used",
    ),
    Fault(
        "rest",
        "the rest of a split is the whole",
        "terms/earnings.py",
        "rest = amount - sum(named)",
        "rest = amount",
    ),
    Fault(
        "method minimum",
        "the minimum of the method is left out",
        "quotes/payouts.py",
        "minimum = max(offer.minimum.minor, offer.method.minimum.minor)",
        "minimum = offer.minimum.minor",
    ),
    Fault(
        "used",
        "what earlier payouts used of a limit does not count",
        "quotes/limits.py",
        "if asked + (before or 0) > limit.most:",
        "if asked > limit.most:",
    ),
)
