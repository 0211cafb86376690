"""Whether what a promotion states fits what it is of: packages have money and bonuses, and gifts have coins."""

from collections.abc import Mapping

from ratecard.money import Money
from ratecard.rulefiles.stated import KeyPath, Stated
from ratecard.terms.effects import Effect
from ratecard.terms.values import Values

CODE = "unfitting-promotion"


def check_fits(
    values: Values, path: KeyPath, effects: Mapping[str, Effect], effect: Effect, *, is_of_gifts: bool
) -> None:
    """Records each statement that does not fit, of a promotion at this path."""
    name = ".".join(path)
    if not is_of_gifts:
        for own in (effect, *effects.values()):
            for stated in own.of_coins:
                sentence = f"{name} is of packages, and takes {stated.value}, as only gifts cost"
                _tell(
                    values, sentence, stated, "write an amount of money, or name the gifts that it is for: gifts: […]"
                )
        bonus = values.get(*path, "bonus")
        if bonus is not None and values.get(*path, "items") is not None and values.get(*path, "packages") is None:
            hint = "delete bonus:, or name packages, too"
            _tell(values, f"{name} is of items, which hold no coins, and gives a bonus", bonus, hint)
        replaces = values.get(*path, "replaces")
        if replaces is not None and not any(
            stated_at[: len(path) + 1] == (*path, "bonus") for stated_at in values.resolved
        ):
            sentence = f"{name} puts no bonus in place of the package's own"
            _tell(values, sentence, replaces, "state bonus: too, or delete replaces:")
        return
    for key in ("packages", "items", "bonus", "replaces"):
        own_stated = values.get(*path, key)
        if own_stated is not None:
            hint = f"delete {key}:, or write a promotion of packages and items beside this one"
            _tell(values, f"{name} is of gifts, which have no {key}", own_stated, hint)
    for own in effects.values():
        for by_id in (own.discount, own.price, own.bonus):
            if by_id is not None and by_id not in (effect.discount, effect.price, effect.bonus):
                hint = "write one value, and another promotion for gifts that have another"
                _tell(values, f"{name} is of gifts, which all have the same of it", by_id, hint)
    for amount in (effect.discount, effect.price):
        if amount is not None and isinstance(amount.value, Money):
            sentence = f"{name} is of gifts, and {amount.value} is money, while gifts cost coins"
            _tell(values, sentence, amount, "write coins, for example 5 coins")


def _tell(values: Values, sentence: str, stated: Stated[object], hint: str) -> None:
    values.problem(CODE, sentence, stated, hint)
