"""Tables line up by the width that a terminal gives each letter."""

from rich.cells import cell_len

from ratecard.cli.tables import plain_table


def test_columns_line_up_under_wide_letters() -> None:
    text = plain_table(("label", "price"), [["100コイン", "¥160"], ["1 coin", "$1.29"]], right=(1,))
    assert len({cell_len(line) for line in text.split("\n")}) == 1


def test_no_line_ends_in_spaces() -> None:
    assert all(line == line.rstrip() for line in plain_table(("a", "b"), [["long", ""], ["x", "y"]]).split("\n"))
