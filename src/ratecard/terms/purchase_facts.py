"""The facts of a purchase that the engine states itself, each as soon as what it is of is settled."""

from ratecard.money import Money
from ratecard.rulefiles.keys.facts import AMOUNT, COINS, KIND, QUANTITY
from ratecard.terms.facts import Facts
from ratecard.terms.packages import PackageTerms
from ratecard.terms.prices import PriceTerms


def with_quantity(facts: Facts, quantity: int) -> Facts:
    """What is known of a purchase before anything is chosen: the asker's facts, and how many units it is of."""
    return {**facts, QUANTITY: quantity}


def with_package(facts: Facts, package: PackageTerms) -> Facts:
    """What is known once it is chosen what the package holds: the paid coins of one unit, and its kind."""
    return {**facts, COINS: package.coins, KIND: package.kind}


def with_price(facts: Facts, price: PriceTerms) -> Facts:
    """What is known once the price is chosen: the regular price of one unit."""
    return {**facts, AMOUNT: Money(price.listed_minor, price.currency)}


def of_purchase(facts: Facts, package: PackageTerms, price: PriceTerms, quantity: int) -> Facts:
    """All that is known of a purchase: the asker's facts, and those of so many units of a package at a price."""
    return with_price(with_package(with_quantity(facts, quantity), package), price)
