"""The limits of buyers in one market: those of all purchases, and those of single packages."""

from collections.abc import Mapping

import msgspec

from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.terms.facts import Varying, possible_terms
from ratecard.terms.held import TermsBySection, below
from ratecard.terms.limits import LimitTerms, kept_in_a_case
from ratecard.terms.packages import PackageTerms
from ratecard.terms.unknown import Unknowns, UnknownValue
from ratecard.terms.values import Values

NamedLimit = tuple[str, Varying[LimitTerms]]
"""A limit with its path: "purchases.limits.daily"."""


class BuyerLimits(msgspec.Struct, frozen=True, gc=False):
    """The limits of one market: `of_all` purchases, and by the package's id those of one package.

    Each of them is in order of path. `unknown` says that it is not known which limits all purchases have, and
    `unknown_of` which ones a package has.
    """

    of_all: tuple[NamedLimit, ...]
    of_packages: Mapping[str, tuple[NamedLimit, ...]]
    unknown: UnknownValue | None
    unknown_of: Mapping[str, UnknownValue]

    def of(self, package: str) -> tuple[NamedLimit, ...]:
        """The limits of a purchase of this package, in order of path."""
        own = self.of_packages.get(package)
        return self.of_all if own is None else (*own, *self.of_all)

    def tables_unknown(self, package: str) -> Unknowns:
        """That it is not known which limits a purchase of this package has."""
        return tuple([value for value in (self.unknown, self.unknown_of.get(package)) if value is not None])

    @property
    def any_unknown(self) -> bool:
        """Whether there may be limits of which nobody knows the names."""
        return self.unknown is not None or bool(self.unknown_of)

    @property
    def all(self) -> tuple[NamedLimit, ...]:
        """Every limit of the market."""
        return tuple(limit for limits in (self.of_all, *self.of_packages.values()) for limit in limits)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of every limit of the market."""
        return tuple(path for path, _ in self.all)


def purchases_terms(values: Values) -> UnknownValue | None:
    """That it is not known which limits purchases have; None where it is."""
    return values.unknown_at("purchases", LIMITS)


def buyer_limits(terms: TermsBySection) -> BuyerLimits | None:
    """The limits among the terms that hold in a period; None where there is none, as in most markets."""
    of_all: list[NamedLimit] = []
    of_packages: dict[str, list[NamedLimit]] = {}
    unknown: UnknownValue | None = terms.get(("purchases",))
    for section, limit in sorted(terms.items(), key=lambda of_section: of_section[0]):
        if section[-2:-1] != (LIMITS,) or not kept_in_a_case(limit):
            continue
        if section[0] == "purchases":
            of_all.append((".".join(section), limit))
        elif section[0] == "packages":
            of_packages.setdefault(section[1], []).append((".".join(section), limit))
    unknown_of = {
        package: leaf.limits_unknown
        for package, varying in below(terms, "packages").items()
        for leaf in possible_terms(varying)
        if isinstance(leaf, PackageTerms) and leaf.limits_unknown is not None and package not in of_packages
    }
    if not of_all and not of_packages and not unknown_of and unknown is None:
        return None
    own = {package: tuple(limits) for package, limits in of_packages.items()}
    return BuyerLimits(tuple(of_all), own, None if of_all else unknown, unknown_of)
