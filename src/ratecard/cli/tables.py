"""Tables: ruled for a terminal, plain aligned columns where the output is piped."""

import sys
from collections.abc import Sequence

import rich_click as click
from rich.cells import cell_len

Rows = Sequence[Sequence[str]]


def counted(number: int, noun: str) -> str:
    """A number of things in English: "1 region", "126 regions", "no regions"."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def show_table(header: Sequence[str], rows: Rows, right: Sequence[int] = (), title: str = "") -> None:
    """Prints a table; the columns in `right` are aligned to the right."""
    if sys.stdout.isatty():
        _ruled(header, rows, right, title)
    else:
        if title:
            click.echo(title)
        click.echo(plain_table(header, rows, right))


def plain_table(header: Sequence[str], rows: Rows, right: Sequence[int] = ()) -> str:
    """The table as text, two spaces between columns, by the width that terminals give each letter."""
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(_padded(text, widths[column], column in right) for column, text in enumerate(line)).rstrip()
        for line in lines
    )


def _padded(text: str, width: int, to_right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if to_right else text + space


def _ruled(header: Sequence[str], rows: Rows, right: Sequence[int], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold")
    for column, name in enumerate(header):
        table.add_column(name, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*[escape(text) for text in row])
    Console().print(table)
