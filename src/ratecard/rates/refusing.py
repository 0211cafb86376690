"""What an import refuses although it can be read: rates that jump, and rates that another file states."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import msgspec

from ratecard.currency import Currency
from ratecard.diagnostics.diagnostic import Place
from ratecard.keys.registry import KEYS
from ratecard.loading import Folder
from ratecard.loading.gathering import gather
from ratecard.money import decimal_text
from ratecard.rates.quotations import DatedRate, NotRates, Rates
from ratecard.rulefiles.stated import FileKind, FileStatements, KeyPath, Stated, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file

RATES: KeyPath = ("fx", "rates")
SHOWN_MOST = 12
"""How many rates that moved are named in a message."""


class Moved(msgspec.Struct, frozen=True):
    """A rate that is more than so many times the one before it, or less than its share."""

    code: str
    before: tuple[datetime, DatedRate]
    after: tuple[datetime, DatedRate]

    def __str__(self) -> str:
        (since, old), (at, new) = self.before, self.after
        times = new.rate.fraction / old.rate.fraction
        share = decimal_text(times.numerator * 1000 // times.denominator, 3)
        return f"{self.code} from {old.written} ({since:%Y-%m-%d}) to {new.written} ({at:%Y-%m-%d}), ×{share}"


def moved(known: Rates, new: Rates, most: Fraction) -> list[Moved]:
    """The steps between two dates, one of them new, that are above `most` times or below 1 ÷ `most` times."""
    return [
        step
        for code, dated in sorted(new.items())
        for step in _steps(code, {**dated, **known.get(code, {})}, known.get(code, {}))
        if not 1 / most <= step.after[1].rate.fraction / step.before[1].rate.fraction <= most
    ]


def _steps(code: str, dated: Mapping[datetime, DatedRate], known: Mapping[datetime, DatedRate]) -> Iterator[Moved]:
    in_order = sorted(dated.items())
    for before, after in pairwise(in_order):
        if before[0] not in known or after[0] not in known:
            yield Moved(code, before, after)


def refuse_moves(moves: list[Moved], most: str) -> None:
    """Raises NotRates where rates moved too far, with the numbers."""
    if moves:
        more = f" and {len(moves) - SHOWN_MOST} more" if len(moves) > SHOWN_MOST else ""
        listed = "; ".join(map(str, moves[:SHOWN_MOST]))
        raise NotRates(
            f"moved by more than ×{most}: {listed}{more}. If they are right, import them with --accept-moves"
        )


def book_around(out: Path) -> Path | None:
    """The folder of the book whose rules a file belongs to; None where it lies in no folder rules/."""
    above = [folder for folder in out.absolute().parents if folder.name == "rules"]
    return above[-1].parent if above else None


def refuse_stated_elsewhere(rates: Rates, base: str, out: Path) -> None:
    """Raises NotRates where another rule file of the book states one of these rates, or another base."""
    book = book_around(out)
    if book is None:
        return
    own = out.absolute().relative_to(book).as_posix()
    for file in _rules(book, own):
        for stated in _ever(file, ("fx", "base")):
            if isinstance(stated.value, Currency) and stated.value.code != base:
                raise NotRates(
                    f"{stated.place} states the base {stated.value.code}, and these are rates of {base}; state base: "
                    f"{stated.value.code} for the sources"
                )
        for code in sorted(rates):
            place = next((stated.place for stated in _ever(file, (*RATES, code))), None)
            if place is not None:
                raise NotRates(_stated_there(code, place, own))


def _stated_there(code: str, place: Place, own: str) -> str:
    return (
        f"{place} states a rate of {code}, and {own} would state another; delete that one, or list {code} under "
        "leave_out: of the source"
    )


def _rules(book: Path, own: str) -> Iterator[FileStatements]:
    """What the other files of rules state, as far as they can be read; `check` says what is wrong with them."""
    for path, content in gather(Folder(book), lambda _: None).items():
        if path.startswith("rules/") and path.endswith((".yaml", ".yml")) and path != own:
            file = state_file(path, FileKind.RULES, content, lambda _: None, KEYS.grammar)
            if file is not None:
                yield file


def _ever(file: FileStatements, path: KeyPath) -> Iterator[Stated[object]]:
    """What a file ever states at a path."""
    leaf = file.plain.get(path)
    if isinstance(leaf, StatedTimeLine):
        yield from (stated for _, stated in leaf.entries)
    elif leaf is not None:
        yield leaf
