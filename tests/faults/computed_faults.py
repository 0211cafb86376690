"""The faults in prices that follow others, each caught by the prices that were worked by hand."""

from tests.faults.fault import COMPUTED, COMPUTED_BOOKS, Fault

COMPUTED_FAULTS = (
    Fault(
        "tax left in",
        "the tax of the source stays in a price into which this market's is put",
        "terms/computed.py",
        "amount /= self.taken_out.of_net",
        "amount /= 1",
        tests=COMPUTED,
    ),
    Fault(
        "rate of today",
        "a derived price is exchanged at the rate in force where its market begins",
        "keys/price_parts.py",
        "held = None if timeline is None else timeline.at(at)",
        "held = None if timeline is None else timeline.values[0]",
        tests=COMPUTED,
    ),
    Fault(
        "unrounded chain",
        "a price follows what its source comes to before that is rounded",
        "terms/computed.py",
        "amount = Fraction(self.price.listed_minor, 10**self.price.currency.exponent)",
        "behind = self.price.derivation\n        amount = Fraction(self.price.listed_minor, "
        "10**self.price.currency.exponent)\n        amount = amount if behind is None else "
        "behind.exact_minor / 10**behind.currency.exponent",
        tests=COMPUTED,
    ),
    Fault(
        "derive first",
        "a derive beats a price of its own rank",
        "keys/price_standing.py",
        "return rank > derive or (rank == derive and type(stated) is not Removal)",
        "return rank > derive",
        tests=COMPUTED,
    ),
    Fault(
        "sibling",
        "a derive from another platform of the region has no right over plain prices",
        "keys/price_standing.py",
        "return own and (not package or self.covers(package))",
        "return False",
        tests=COMPUTED,
    ),
    Fault(
        "none of all",
        "prices: none ends the derive beside it",
        "keys/price_standing.py",
        "(rank == derive and type(stated) is not Removal)",
        "(rank == derive)",
        tests=COMPUTED,
    ),
    Fault(
        "paid coins of the other",
        "the price of one coin of another package counts its bonus",
        "keys/deriving.py",
        "int(other.coins), other.coins_stated.place",
        "int(other.total), other.coins_stated.place",
        tests=COMPUTED,
    ),
    Fault(
        "coins of the source",
        "what varies by coins takes those of the market that follows",
        "keys/deriving.py",
        "return lifted(partial(self._of_price, known, derive, with_facts(tax, facts)), with_facts(theirs, facts))",
        "return lifted(partial(self._of_price, known, derive, tax), theirs)",
        tests=COMPUTED,
    ),
    Fault(
        "own beginning of a source",
        "a source that begins later sells before it does",
        "keys/following_prices.py",
        "if node.at < there.begins and there.begins != self._beginning_of_book(there):",
        "if False:",
        tests=COMPUTED,
    ),
    Fault(
        "prices in the digest",
        "a book has one digest whatever its computed prices are, if what they are made of is hidden",
        "book/digest.py",
        "hashed.update(history.computed_text.encode())",
        "pass",
        tests=COMPUTED_BOOKS,
    ),
    Fault(
        "nine steps",
        "a price follows others over one step more than it may",
        "keys/following_prices.py",
        "CHAIN_MOST = 8",
        "CHAIN_MOST = 9",
        tests=COMPUTED_BOOKS,
    ),
)
