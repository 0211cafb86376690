"""`ratecard library`: which edition of the library of the world there is, what a book uses of it, and accepting one."""

import sys

import rich_click as click

from ratecard.book.doubtful import NOT_KNOWN, UNVERIFIED, Doubtful
from ratecard.book.library import is_of_library
from ratecard.book.rulebook import RuleBook
from ratecard.book.standing import doubtful_values, places_of_library
from ratecard.cli.answers import Json, place_json, to_json
from ratecard.cli.books import book_or_default
from ratecard.cli.options import book_options
from ratecard.cli.tables import counted, show_table
from ratecard.diagnostics.diagnostic import Diagnostic, fixes_at
from ratecard.diagnostics.fixes import Suggestion
from ratecard.diagnostics.json import as_json_value
from ratecard.diagnostics.text import render_text, visible
from ratecard.files import UnwritableFile, replace_whole
from ratecard.loading import Folder, Loaded, Source, load, source_lines
from ratecard.loading.gathering import gather
from ratecard.loading.named_library import named_library
from ratecard.loading.world import World, installed_world
from ratecard.rulefiles.rewriting.fixing import apply_fixes
from ratecard.rulefiles.text.nodes import Scalar

RULE_FILE_MODE = 0o644
OTHER = "other-edition"
NOT_NAMED = "this book names no library"


@click.command()
@click.option("--list", "listed", is_flag=True, help="List the values that nobody verified, or that are unknown.")
@click.option("--accept", is_flag=True, help="Write the installed edition into the book, and say what it changes.")
@book_options
def library(source: Source | None, output: str, listed: bool, accept: bool) -> None:
    """Show the library of the world: its edition, what this book uses of it, and what of that is not certain.

    A book that was checked with another edition is blocked. Look at what changed, then let --accept write the new one.
    """
    where = book_or_default(source)
    world = installed_world()
    loaded = load(where)
    named = named_library(gather(where, _told_by_load))
    if accept:
        sys.exit(_accept(where, loaded, named, world, output))
    changed = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == OTHER]
    if output == "json":
        click.echo(to_json(_as_json(loaded, named, world)))
    else:
        _show(loaded, where, named, world)
        if listed and loaded.book is not None:
            _list(doubtful_values(loaded.book))
        if loaded.book is None:
            shown = changed or [*loaded.diagnostics]
            click.echo(render_text(shown, source_lines(where)), err=True)
    sys.exit(1 if loaded.book is None else 0)


def _told_by_load(_: Diagnostic) -> None:
    """What cannot be read was told when the book was loaded."""


def _show(loaded: Loaded, where: Source, named: Scalar | None, world: World) -> None:
    rows = [
        ["edition", world.name],
        ["date", world.day.isoformat()],
        ["regions", f"{len(world.regions())}"],
        ["named by the book", named.text if named is not None else "-"],
    ]
    book = loaded.book
    if book is not None:
        doubts = doubtful_values(book)
        if book.library is not None:
            used = set(book.regions) & set(world.regions())
            rows.append(["regions of it here", f"{len(used)}"])
            rows.append(["values read of it", f"{len(places_of_library(book))}"])
        rows += [[why, _of_library(doubts, why)] for why in (UNVERIFIED, NOT_KNOWN)]
    show_table(("library of the world", ""), rows)
    if book is not None and book.library is None:
        click.echo(f"{NOT_NAMED}: {where} states everything itself")


def _of_library(doubts: tuple[Doubtful, ...], why: str) -> str:
    """How many values are doubtful for a reason, and how many of them are the library's."""
    found = [value for value in doubts if value.why == why]
    theirs = sum(is_of_library(value.place) for value in found)
    return f"{counted(len(found), 'value')}, {theirs} of the library" if found else "no values"


def _list(doubts: tuple[Doubtful, ...]) -> None:
    if doubts:
        rows = [[value.path, value.why, str(value.place)] for value in doubts]
        show_table(("path", "why", "stated at"), rows)


def _as_json(loaded: Loaded, named: Scalar | None, world: World) -> Json:
    told: Json = {
        "edition": world.name,
        "date": world.day.isoformat(),
        "regions": len(world.regions()),
        "named": None if named is None else named.text,
        "used": None if loaded.book is None else _used_json(loaded.book, world),
    }
    wrong = loaded.diagnostics if loaded.book is None else ()
    return told | {"diagnostics": [as_json_value(diagnostic) for diagnostic in wrong]}


def _used_json(book: RuleBook, world: World) -> Json:
    on_it = book.library is not None
    doubts = doubtful_values(book)
    return {
        "regions": sorted(set(book.regions) & set(world.regions())) if on_it else [],
        "platforms": sorted(book.platforms),
        "values": len(places_of_library(book)),
        **{
            why: [{"path": value.path, **place_json(value.place)} for value in doubts if value.why == why]
            for why in (UNVERIFIED, NOT_KNOWN)
        },
    }


def _accept(where: Source, loaded: Loaded, named: Scalar | None, world: World, output: str) -> int:
    """Writes the installed edition in place of the one that the book names; comes back with the exit code."""
    if not isinstance(where, Folder):
        raise click.UsageError(f"--accept writes into a folder, and {where} never changes")
    if named is None:
        hint = f"write library: {world.name} under rules/, if it is to stand on one"
        return _refuse(f"{NOT_NAMED}; {hint}", output)
    wrong = next((diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "not-an-edition"), None)
    if wrong is not None:
        return _refuse(f"{wrong.sentence}; {wrong.advice}", output)
    changes = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == OTHER]
    if named.text != world.name:
        told = _write(where, named, world)
        if told:
            return _refuse(told, output)
    _tell(changes, named, world, output)
    return 0


def _write(where: Folder, named: Scalar, world: World) -> str:
    """Writes the edition; gives why it cannot, or "". Not one other byte of the file changes."""
    file = named.place.file
    content = where.content(file)
    assert content is not None, "the file was read a moment ago"
    applied = apply_fixes(content.decode(), fixes_at(named.place, (Suggestion(world.name),)))
    try:
        replace_whole(where.path / file, applied.text.encode(), RULE_FILE_MODE)
    except UnwritableFile as error:
        return str(error)
    return ""


def _tell(changes: list[Diagnostic], named: Scalar, world: World, output: str) -> None:
    notes = [note for diagnostic in changes for note in diagnostic.notes]
    place = named.place
    if output == "json":
        told = [{"message": note.text, **place_json(note.place)} for note in notes]
        accepted = {"from": named.text, "to": world.name, **place_json(place)}
        click.echo(to_json({"accepted": accepted, "changes": told}))
        return
    for note in notes:
        click.echo(visible(f"{note.place}: {note.text}"))
    hints = [diagnostic.hint for diagnostic in changes if diagnostic.hint]
    for hint in hints:
        click.echo(visible(hint))
    if named.text == world.name:
        click.echo(f"{place} names {world.name} already")
    else:
        click.echo(f"{place} names {world.name} now, and named {visible(named.text)}; run ratecard check")


def _refuse(sentence: str, output: str) -> int:
    if output == "json":
        click.echo(to_json({"error": sentence}))
    else:
        click.echo(f"refused: {visible(sentence)}", err=True)
    return 1
