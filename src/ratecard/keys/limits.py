"""What a key says of its tables of limits: where their terms stand, and how they are built."""

from functools import partial

from ratecard.book.records import TermsOf
from ratecard.rulefiles.stated import KeyPath
from ratecard.terms.limits import limit_terms
from ratecard.terms.resolved import Reads


def limits_at(path: KeyPath) -> TermsOf:
    """The terms of the limits in a table, each by its id; money is in the currency that the key counts in.

    The path may hold * for any identifier: ("packages", "*", "limits").
    """
    return TermsOf(path=path, build=partial(limit_terms, path), by_id=True, reads=frozenset({Reads.CURRENCY}))
