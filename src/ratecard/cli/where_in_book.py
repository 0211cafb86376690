"""What `ratecard where` shows of keys that a book states once for all of its markets: units, facts, languages."""

from collections.abc import Mapping

import rich_click as click

from ratecard.book.book_wide import SaidOfBook, said_of_book
from ratecard.book.doubtful import written_path
from ratecard.book.library import is_of_library
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import Json, to_json
from ratecard.cli.layers import FROM, HEADER, layer_of, stated_json, stated_row
from ratecard.cli.tables import show_table
from ratecard.loading import Source, layers_of
from ratecard.rulefiles.stated import BEGINS, KeyPath, Leaf, Stated


def stated_once(source: Source, book: RuleBook, region: str | None) -> dict[KeyPath, SaidOfBook]:
    """What a book and its library state once for all markets, by path; with when a region begins, if it says so."""
    layers = layers_of(source, keys=book.keys)
    return {} if layers is None else said_of_book(layers, book.keys, region)


def show_stated_once(said: Mapping[KeyPath, SaidOfBook], output: str) -> None:
    """Each layer's word on each of these paths, with the days from which it holds where it has any."""
    if output == "json":
        click.echo(to_json([_path_json(path, words) for path, words in said.items()]))
        return
    for path, words in said.items():
        rows, title = _rows(words), f"{written_path(path)} in the whole book"
        if any(since for since, _ in rows):
            show_table((FROM, *HEADER), [[since, *row] for since, row in rows], title=title)
        else:
            show_table(HEADER, [row for _, row in rows], title=title)


def _periods(leaf: Leaf) -> list[tuple[str, Stated[object]]]:
    """The values of a statement, each with the day from which it holds in each region; "" where it has no dates."""
    return [("", leaf)] if isinstance(leaf, Stated) else [(f"{start.value}", own) for start, own in leaf.entries]


def _rows(said: SaidOfBook) -> list[tuple[str, list[str]]]:
    """What holds, and then what does not; each with the day from which it does."""
    won = [] if said.holds is None else [(said.holds, _layer(said.holds))]
    lost = [(word, f"asleep: {said.asleep}" if said.asleep else f"lost: {_why(word, said)}") for word in said.lost]
    return [(since, stated_row(own, by)) for word, by in (*won, *lost) for since, own in _periods(word)]


def _layer(stated: Leaf) -> str:
    return layer_of(stated.place) + (", in the library" if is_of_library(stated.place) else "")


def _why(loser: Leaf, said: SaidOfBook) -> str:
    if said.holds is None:
        return f"the book states {written_path(said.instead or ())} itself"
    if is_of_library(loser.place):
        return "the book beats the library"
    return f"{layer_of(said.holds.place)} is narrower than {layer_of(loser.place)}"


def _path_json(path: KeyPath, said: SaidOfBook) -> Json:
    """As `where` has it of a value with dates; where it has none, one period, which has no beginning of its own."""
    holds, losers = said.holds, said.lost
    if said.asleep is not None:
        (holds,), losers = said.lost, ()
    lost = [stated_json(own, _why(word, said)) for word in losers for _, own in _periods(word)]
    values: list[Json] = [{"from": None, "value": None, "replaced": lost}]
    if holds is not None:
        by = _layer(holds)
        values = [
            {"from": None if since in ("", BEGINS.name) else since, **stated_json(own, by), "replaced": lost}
            for since, own in _periods(holds)
        ]
    return {"path": written_path(path), "asleep": said.asleep, "periods": values}
