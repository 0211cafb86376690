"""A trace on the command line: each figure with its arithmetic and place, and what the deciding values replaced."""

from collections.abc import Iterable

import rich_click as click

from ratecard.book.provenance import provenance
from ratecard.book.rulebook import RuleBook
from ratecard.cli.answers import Json, place_json
from ratecard.cli.tables import show_table
from ratecard.instants import Instant
from ratecard.money import decimals_of_fractions
from ratecard.quotes.tracing.formulas import formula, value_text
from ratecard.quotes.tracing.steps import Step
from ratecard.refusals import Condition
from ratecard.rulefiles.keys.facts import WAY
from ratecard.showing import Reader

UNITS = ("coins", "diamonds")
PER_COIN = " per coin"
HEADER = ("figure", "value", "arithmetic", "decided at", "source")


def show_trace(steps: tuple[Step, ...], replaced: list[Json], title: str, reader: Reader) -> None:
    """Prints a trace, and below it what broader statements the deciding ones replaced."""
    rows = [
        [
            _figure(step, reader),
            decimals_of_fractions(value_text(step.output)),
            decimals_of_fractions(formula(step)),
            str(step.place) if step.place else "-",
            step.source or "-",
        ]
        for step in steps
    ]
    show_table(HEADER, rows, right=(1,), title=title)
    for entry in replaced:
        places = ", ".join(f"{old['value']} ({old['file']}:{old['line']})" for old in entry["replaced"])  # type: ignore[attr-defined]
        click.echo(f"{entry['path']}: {entry['file']}:{entry['line']} replaced {places}")


def _figure(step: Step, reader: Reader) -> str:
    """What people call a figure, with the book's names of its units: "price per coin" is "price per token"."""
    if step.figure.endswith(PER_COIN):
        return step.figure.removesuffix("coin") + reader.noun_of_coins(1)
    unit, _, rest = step.figure.partition(" ")
    if unit not in UNITS or type(step.output) is not int:
        return step.figure
    named = reader.noun_of_coins(step.output) if unit == "coins" else reader.noun_of_diamonds(step.output)
    return f"{named} {rest}".rstrip()


def replaced_by(book: RuleBook, keys: Iterable[tuple[str, str]], at: Instant, steps: tuple[Step, ...]) -> list[Json]:
    """The statements behind a trace that replaced broader ones, each with what it replaced, the narrowest first.

    `keys` are the markets that were read; "" for the platform is a region as its creators see it.
    """
    known = {place: origin for key in keys for place, origin in provenance(book.history(key), at).items()}
    places = {step.place for step in steps} | {step.rounded_at for step in steps}
    places |= {given.place for step in steps for given in step.inputs}
    found = []
    for place in sorted(place for place in places if place is not None):
        path, resolved = known.get(place, ((), None))
        if resolved is not None and resolved.replaced:
            old = [
                {"value": value_text(stated.value), **place_json(stated.place)}
                for stated in resolved.replaced
                if stated.place not in places  # a platform's derive counts beside the plain one that stands below it
            ]
            if old:
                found.append({"path": ".".join(path), **place_json(place), "replaced": old})
    return found


def show_library_values(paths: tuple[str, ...]) -> None:
    """Prints which values of the library of the world decided a figure."""
    if paths:
        click.echo(f"of the library of the world: {', '.join(paths)}")


def each_once(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions of several answers, in the order in which they come, each once."""
    return tuple(dict.fromkeys(conditions))


def show_open(assumed: tuple[str, ...], opened: tuple[Condition, ...], unknown: tuple[str, ...] = ()) -> None:
    """Prints what the rules do not know, which facts were assumed, and which conditions unknown facts leave open."""
    for path in unknown:
        click.echo(f"unknown: the rules do not know {path}")
    for fact in assumed:
        taken = "the first way of paying" if fact == WAY else "the rules' value for everyone else"
        click.echo(f"assumed: {fact} was not given; {taken} was taken")
    for condition in opened:
        click.echo(f"open: {condition.fact} must be {condition.requirement}, and was not given")
