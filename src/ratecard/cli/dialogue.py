"""The questions of `init`: each with an answer to take by Enter, and asked again where the answer is wrong."""

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

import rich_click as click

from ratecard.cli.new_values import WrongValue, price_of
from ratecard.currency import CURRENCIES
from ratecard.money import Money
from ratecard.newbooks.plans import LibraryFacts

Answer = TypeVar("Answer")
EXAMPLE = (139, 699, 1399)
"""Minor units of the prices in an example: 1.39 6.99 13.99 in EUR, 139 699 1399 in JPY."""


def ask(question: str, default: str, read: Callable[[str], Answer]) -> Answer:
    """The answer to a question, asked until it can be read. `default` is what Enter says."""
    while True:
        text = click.prompt(question, default=default, show_default=bool(default), err=True)
        try:
            return read(str(text))
        except WrongValue as wrong:
            click.echo(f"  {wrong}", err=True)


def usual_region(library: LibraryFacts) -> str:
    """The region to offer: that of the person's own settings, such as DE for de_DE.UTF-8, else US."""
    setting = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    country = setting.partition(".")[0].rpartition("_")[2]
    return country if country in library.currencies else "US"


def ask_prices(currency: str, regions: Sequence[str], packages: Sequence[str]) -> dict[str, str]:
    """What packages cost in a currency, by package; what is left out is not known yet, and nothing is guessed."""
    where = ", ".join(regions[:5]) + ", …" * (len(regions) > 5)
    question = f"Prices in {currency} ({where}) for {' '.join(packages)}, or Enter for later"

    def read(text: str) -> dict[str, str]:
        numbers = text.split()
        for number in numbers:
            price_of(currency, number)
        if numbers and len(numbers) != len(packages):
            example = " ".join(_number(minor, currency) for minor in EXAMPLE[: len(packages)])
            raise WrongValue(f"write {len(packages)} numbers with spaces between them, for example {example}")
        return dict(zip(packages, numbers, strict=False))

    return ask(question, "", read)


def _number(minor: int, currency: str) -> str:
    """An amount in a currency without its code: "1.39" for 139 in EUR."""
    return str(Money(minor, CURRENCIES[currency])).partition(" ")[0]
