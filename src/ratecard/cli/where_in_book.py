"""What `ratecard where` shows of keys that a book states once for all of its markets: units, facts, languages."""

from collections.abc import Mapping

import rich_click as click

from ratecard.book.book_wide import SaidOfBook, said_of_book
from ratecard.book.doubtful import written_path
from ratecard.book.library import is_of_library
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import Json, to_json
from ratecard.cli.layers import HEADER, layer_of, stated_json, stated_row
from ratecard.cli.tables import show_table
from ratecard.loading import Source, layers_of
from ratecard.rulefiles.stated import KeyPath, Stated


def stated_once(source: Source, book: RuleBook, region: str | None) -> dict[KeyPath, SaidOfBook]:
    """What a book and its library state once for all markets, by path; with when a region begins, if it says so."""
    layers = layers_of(source, keys=book.keys)
    return {} if layers is None else said_of_book(layers, book.keys, region)


def show_stated_once(said: Mapping[KeyPath, SaidOfBook], output: str) -> None:
    """Each layer's word on each of these paths."""
    if output == "json":
        click.echo(to_json([_path_json(path, words) for path, words in said.items()]))
        return
    for path, words in said.items():
        show_table(HEADER, _rows(words), title=f"{written_path(path)} in the whole book")


def _rows(said: SaidOfBook) -> list[list[str]]:
    """What holds, and then what does not."""
    if said.asleep is not None:
        return [stated_row(word, f"asleep: {said.asleep}") for word in said.lost]
    won = [stated_row(said.holds, _layer(said.holds))] if said.holds is not None else []
    return won + [stated_row(word, f"lost: {_why(word, said)}") for word in said.lost]


def _layer(stated: Stated[object]) -> str:
    return layer_of(stated.place) + (", in the library" if is_of_library(stated.place) else "")


def _why(loser: Stated[object], said: SaidOfBook) -> str:
    if said.holds is None:
        return f"the book states {written_path(said.instead or ())} itself"
    if is_of_library(loser.place):
        return "the book beats the library"
    return f"{layer_of(said.holds.place)} is narrower than {layer_of(loser.place)}"


def _path_json(path: KeyPath, said: SaidOfBook) -> Json:
    """As `where` has it of a value with dates: one period, which has no beginning of its own."""
    holds, lost = said.holds, [stated_json(word, _why(word, said)) for word in said.lost]
    if said.asleep is not None:
        (holds,), lost = said.lost, []
    value: Json = {"value": None} if holds is None else stated_json(holds, _layer(holds))
    return {
        "path": written_path(path),
        "asleep": said.asleep,
        "periods": [{"from": None, **value, "replaced": lost}],
    }
