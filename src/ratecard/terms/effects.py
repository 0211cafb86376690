"""What one promotion gives with one unit of one package: a discount or a price, and a bonus.

A value of all packages and one of a single package stand at different paths. The narrower statement counts; in one
layer the one of the package does.
"""

from collections.abc import Mapping

import msgspec

from ratecard.diagnostics.diagnostic import Note
from ratecard.money import Money, Rate
from ratecard.rulefiles.stated import NONE, KeyPath, Stated
from ratecard.rulefiles.values.limits import CountOf
from ratecard.terms.facts import Unsaid
from ratecard.terms.resolved import Resolved, typed, typed_either
from ratecard.terms.values import Values

FIGURE_AT = 2
"""Where a path below `promotions` names the figure."""

FIGURES = ("discount", "price", "bonus")

WHOLE = 10**12
"""Of so much the smallest rate that anybody states is something."""


def is_figure(path: KeyPath) -> bool:
    """Whether a path below `promotions` is that of a figure, of all packages or of one."""
    return len(path) > FIGURE_AT and path[FIGURE_AT] in FIGURES


class Effect(msgspec.Struct, frozen=True, gc=False):
    """What is given with each unit: a rate or money off, or a price in place of it, and more coins.

    Of a gift, coins stand in place of money. A rate of coins is rounded down: 15 % of 1,050 coins are 157.
    `needs` is the fact without which it is not known what is given.
    """

    discount: Stated[Rate] | Stated[Money] | Stated[CountOf] | None = None
    price: Stated[Money] | Stated[CountOf] | None = None
    bonus: Stated[Rate] | Stated[int] | None = None
    needs: str | None = None

    @property
    def gives(self) -> bool:
        """Whether it gives anything."""
        return self.discount is not None or self.price is not None or self.bonus is not None

    @property
    def is_nothing(self) -> bool:
        """Whether no unit would be another one: nothing is stated, or 0 % off, or no coins. A price always counts."""
        return self.price is None and self.bonus_of(WHOLE) == 0 and self.off(WHOLE)[0] == 0

    @property
    def takes_off(self) -> bool:
        """Whether it makes the price lower."""
        return self.discount is not None or self.price is not None

    def bonus_of(self, coins: int) -> int:
        """The extra coins with so many paid ones."""
        if self.bonus is None:
            return 0
        stated = self.bonus.value
        return coins * stated.numerator // stated.denominator if isinstance(stated, Rate) else stated

    def off(self, regular_minor: int) -> tuple[int, int]:
        """What is taken off a regular price, exactly: numerator and denominator in minor units; of a gift, in coins.

        10 % of 20.00 are (20000, 100). A price counts as what it is below the regular one, and a price above it as 0.
        """
        price = self.price_number
        if price is not None:
            return max(0, regular_minor - price), 1
        if self.discount is None:
            return 0, 1
        stated = self.discount.value
        return (
            (regular_minor * stated.numerator, stated.denominator) if isinstance(stated, Rate) else (_number(stated), 1)
        )

    @property
    def price_number(self) -> int | None:
        """The promoted price in minor units, of a gift in coins; None where there is none."""
        return None if self.price is None else _number(self.price.value)

    @property
    def monies(self) -> tuple[Stated[Money], ...]:
        """The amounts of money that it is stated in."""
        stated = (
            typed(Money, own) for own in (self.price, self.discount) if own is not None and type(own.value) is Money
        )
        return tuple(own for own in stated if own is not None)

    @property
    def of_coins(self) -> tuple[Stated[object], ...]:
        """The statements of it that count coins, as only those of gifts do."""
        stated = (self.discount, self.price)
        return tuple(own for own in stated if own is not None and isinstance(own.value, CountOf))


def _number(amount: Money | CountOf) -> int:
    return amount.minor if isinstance(amount, Money) else amount.count


NO_EFFECT = Effect()


def effects_of(
    values: Values, path: KeyPath, packages: Stated[object] | None, items: Stated[object] | None
) -> tuple[Mapping[str, Effect], Effect]:
    """The effects of single packages and items by id, and the one of all others; contradictions are reported.

    `packages` and `items` are the lists of what the promotion is for.
    """
    depth = len(path) + 1
    named: dict[str, None] = {}
    for stated_at, resolved in values.resolved.items():
        if len(stated_at) == depth + 1 and stated_at[depth - 1] in FIGURES:
            named[stated_at[depth]] = None
            own = resolved.stated
            listed = [key for key in (packages, items) if key is not None and key.place.file == own.place.file]
            if packages is not None and items is None and own.value is not NONE and listed:
                sentence = f"{'.'.join(stated_at[:depth])} names its packages, and {'.'.join(path)}.packages does too"
                hint = "delete packages: here, since each package has a value of its own"
                values.problem("packages-named-twice", sentence, packages, hint, notes=(Note(own.place, "named here"),))
                break
    return {package: _effect(values, path, package) for package in sorted(named)}, _effect(values, path, "")


def _effect(values: Values, path: KeyPath, package: str) -> Effect:
    discount, price, bonus = (_counting(values, (*path, figure), package) for figure in FIGURES)
    needed = _needed(discount, price, bonus)
    if needed is not None:
        return Effect(needs=needed)
    if discount is not None and price is not None:
        if discount.rank == price.rank:
            of = f" for {package}" if package else ""
            sentence = f"{'.'.join(path)} states a discount and a price{of} in one layer"
            notes = (Note(discount.stated.place, "the discount"),)
            values.problem("discount-and-price", sentence, price.stated, "keep one of the two", notes=notes)
            return NO_EFFECT
        discount, price = (None, price) if discount.rank < price.rank else (discount, None)
    off = _amount(None if discount is None else discount.stated)
    if off is not None and isinstance(off.value, Rate) and off.value.numerator > off.value.denominator:
        sentence = f"a discount of {off.value} is more than the whole price"
        values.problem("rate-above-whole", sentence, off, "write at most 100 %")
        return NO_EFFECT
    return Effect(
        off,
        typed_either(Money, CountOf, None if price is None else price.stated),
        typed_either(Rate, int, None if bonus is None else bonus.stated),
    )


def _needed(
    discount: Resolved[object] | None, price: Resolved[object] | None, bonus: Resolved[object] | None
) -> str | None:
    """The fact that decides a figure which counts; None where all are known."""
    if discount is not None and price is not None and discount.rank != price.rank:
        discount, price = (None, price) if discount.rank < price.rank else (discount, None)
    for figure in (discount, price, bonus):
        if figure is not None and isinstance(figure.stated.value, Unsaid):
            return figure.stated.value.fact
    return None


def _amount(stated: Stated[object] | None) -> Stated[Rate] | Stated[Money] | Stated[CountOf] | None:
    if stated is not None and isinstance(stated.value, CountOf):
        return typed(CountOf, stated)
    return typed_either(Rate, Money, stated)


def _counting(values: Values, path: KeyPath, package: str) -> Resolved[object] | None:
    """The statement that counts for a package, or for those that are not named where `package` is ""; None for none."""
    whole = values.resolved.get(path)
    named = values.resolved.get((*path, package)) if package else None
    counts = named if named is not None and (whole is None or whole.rank <= named.rank) else whole
    return None if counts is None or counts.stated.value is NONE else counts
