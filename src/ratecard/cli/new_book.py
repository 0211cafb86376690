"""The plan of a new book from the options of `init`, and from answers where options are missing."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from ratecard.cli.dialogue import ask, ask_prices, usual_region
from ratecard.cli.new_values import (
    PackageTold,
    WrongValue,
    coin_of,
    offered,
    package_of,
    payouts_of,
    platforms_of,
    regions_of,
    words_of,
)
from ratecard.files import read_regular
from ratecard.newbooks.library import library_facts
from ratecard.newbooks.planning import Wishes, plan_of_packages, plan_of_sheets
from ratecard.newbooks.plans import NewBookPlan, Payouts
from ratecard.sheets.packages import ID
from ratecard.sheets.prices import Knowledge, PricedSheets
from ratecard.sheets.reading import Sheet, prices_in

BYTES_MOST = 32_000_000
COIN = "coin"
"""The library's own name for a coin, in many languages."""

PACKAGES = ("100", "500", "1000")
"""The packages of a book for which none are told. They have no prices: nobody can guess these."""

Answer = TypeVar("Answer")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `init` about the book, as they are written; None is one that was not given."""

    coin: str | None = None
    regions: str | None = None
    platforms: str | None = None
    packages: tuple[str, ...] = ()
    payouts: str | None = None
    diamond: str | None = None
    decimal_mark: str | None = None
    without: str = ""
    starts: str | None = None
    date_order: str | None = None


class NewBook:
    """A new book in the making: what options say, what is asked beside, and what was left out of sheets."""

    def __init__(self, told: Options, begins: date, *, asks: bool) -> None:
        self.library = library_facts(begins)
        self.left_out: list[str] = []
        self._told = told
        self._begins = begins
        self._asks = asks

    def plan(self, sources: Sequence[str]) -> NewBookPlan:
        """The plan. Raises WrongValue for what was told wrongly, and Refused for what is wrong in a sheet."""
        packages = [package_of(text) for text in self._told.packages]
        if sources:
            return self._of_sheets(sources, packages)
        of_sheets = {
            "--decimal-mark": self._told.decimal_mark,
            "--without": self._told.without,
            "--starts": self._told.starts,
            "--date-order": self._told.date_order,
        }
        for option, text in of_sheets.items():
            if text:
                raise WrongValue(f"{option} is about a sheet; name one with --from")
        coin = self._coin()
        if self._told.regions is None and not self._asks:
            raise WrongValue("where does it sell? write --regions DE,FR,US, or --from with a sheet of prices")
        question = "Where do you sell? Codes such as DE,FR,US, or all"
        regions = self._asked(self._told.regions, question, usual_region(self.library), self._regions)
        platforms = self._platforms()
        told = Wishes(coin=coin, begins=self._begins, regions=regions, platforms=platforms, payouts=self._payouts())
        packages = packages or self._usual_packages(regions)
        return plan_of_packages(told, offered(packages, regions, self.library), self.library)

    def _of_sheets(self, sources: Sequence[str], packages: Sequence[PackageTold]) -> NewBookPlan:
        """The plan of a book of the prices in sheets; regions and platforms that are told choose from them."""
        if any(package.prices for package in packages):
            raise WrongValue("with --from prices come from the sheet; write --package starter:250 without one")
        coin = self._coin()
        priced = self._priced(sources, packages, coin)
        stated = {platform for _, platform, _ in priced.prices} - {""}
        told = Wishes(
            coin=coin,
            begins=self._begins,
            regions=self._chosen(priced),
            platforms=() if stated and self._told.platforms is None else self._platforms(),
            payouts=self._payouts(),
        )
        origin = ", ".join(Path(source.rpartition("=")[2]).name for source in sources)
        return plan_of_sheets(told, priced, origin, self.library)

    def _priced(self, sources: Sequence[str], packages: Sequence[PackageTold], coin: str) -> PricedSheets:
        coins = {name: told.package.coins for told in packages for name in (told.name, told.package.package) if name}
        without = frozenset(word.strip() for word in self._told.without.split(",") if word.strip())
        known = Knowledge(
            currencies=self.library.currencies,
            coins=coins,
            mark=self._told.decimal_mark or "",
            without=without,
            coin=coin,
            platforms_told=self._told.platforms is not None,
            begins=self._begins,
            currency_lines=self.library.currency_lines,
            starts=self._told.starts or "",
            date_order=self._told.date_order or "",
        )
        priced = prices_in([_sheet(source) for source in sources], known)
        self.left_out += priced.left_out
        return priced

    def _chosen(self, priced: PricedSheets) -> tuple[str, ...]:
        """The regions of the sheets that `--regions` names; () for all of them."""
        if self._told.regions is None:
            return ()
        inside = {region for region, _, _ in priced.prices}
        wanted = self._regions(self._told.regions)
        missing = [region for region in wanted if region not in inside]
        if missing and len(words_of(self._told.regions)) == len(wanted):
            raise WrongValue(f"the sheet has no prices for {', '.join(missing)}; leave them out of --regions")
        others = sorted(inside - set(wanted))
        if others:
            self.left_out.append(f"regions that --regions does not name: {', '.join(others)}")
        return tuple(region for region in wanted if region in inside)

    def _coin(self) -> str:
        """The name of the coin; "" where it is the library's own word."""
        name = self._asked(self._told.coin, "What is one coin called?", COIN, coin_of)
        return "" if name == COIN else name

    def _platforms(self) -> tuple[str, ...]:
        question = "Where are coins bought?"
        every = ",".join(self.library.platforms)
        return self._asked(self._told.platforms, question, every, lambda text: platforms_of(text, self.library))

    def _regions(self, text: str) -> tuple[str, ...]:
        return regions_of(text, self.library)

    def _payouts(self) -> Payouts | None:
        method, diamond = self._told.payouts, self._told.diamond
        if method is None and diamond is not None:
            raise WrongValue("--diamond is what payouts pay; write --payouts PayPal beside it")
        return payouts_of(method, diamond) if method is not None else None

    def _asked(self, told: str | None, question: str, default: str, read: Callable[[str], Answer]) -> Answer:
        """What an option says; else the answer to its question; else, where nobody can be asked, the default."""
        if told is not None:
            return read(told)
        return ask(question, default, read) if self._asks else read(default)

    def _usual_packages(self, regions: Sequence[str]) -> list[PackageTold]:
        """The packages of a book for which none are told, with the prices that are answered in each currency."""
        usual = [package_of(text) for text in PACKAGES]
        if not self._asks:
            return usual
        prices: dict[str, dict[str, str]] = {told.package.package: {} for told in usual}
        for currency in sorted({self.library.currencies[region] for region in regions}):
            inside = [region for region in regions if self.library.currencies[region] == currency]
            for package, number in ask_prices(currency, inside, list(prices)).items():
                prices[package][currency] = number
        return [PackageTold("", told.package, prices[told.package.package]) for told in usual]


def _sheet(source: str) -> Sheet:
    """The sheet of FILE, or of PACKAGE=FILE. Raises UnreadableFile."""
    package, equals, name = source.partition("=")
    if not equals or not ID.fullmatch(package) or Path(source).exists():
        package, name = "", source
    path = Path(name)
    return Sheet(path.name, read_regular(path, BYTES_MOST), package)
