"""Numbers in options are written as in rule files, and none of them may begin with a zero."""

from collections.abc import Iterator

import click
import pytest

from ratecard.cli.main import main
from tests.cli.running import run, run_json

PAYOUT = ("quote", "payout", "--region", "DE", "--method", "paypal")
LOT = ("--lot", "20000@2026-01-01")
PURCHASE = ("quote", "purchase", "--region", "DE", "--platform", "ios", "--package", "coins_100")
GIFT = ("quote", "gift", "--region", "DE", "--platform", "ios", "--creator-region", "DE", "--gift", "rose")


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ((*PAYOUT, "--diamonds", "020000"), "20000"),
        ((*PAYOUT, "--lot", "020000@2026-01-01"), "20000"),
        ((*PAYOUT, *LOT, "--want", "050 EUR"), "50 EUR"),
        ((*PAYOUT, *LOT, "--want", "050.00 EUR"), "50.00 EUR"),
        ((*PAYOUT, *LOT, "--used", "daily=010 USD"), "daily=10 USD"),
        ((*PAYOUT, *LOT, "--used", "monthly=02"), "monthly=2"),
        ((*PAYOUT, *LOT, "--age", "018"), "18"),
        ((*PAYOUT, *LOT, "--followers", "01000"), "1000"),
        ((*PURCHASE, "--quantity", "03"), "3"),
        ((*PURCHASE, "--age", "018"), "18"),
        ((*GIFT, "--count", "03"), "3"),
        ((*GIFT, "--creator-age", "018"), "18"),
        (("quote", "eligibility", "--region", "DE", "--age", "018"), "18"),
    ],
    ids=lambda value: " ".join(value[-2:]) if isinstance(value, tuple) else value,
)
def test_a_number_that_begins_with_a_zero_is_wrong_usage(arguments: tuple[str, ...], written: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    told = " ".join(result.output.replace("│", " ").split())
    assert "begins with a zero" in told
    assert f"write {written} " in told or f"did you mean {written}?" in told


def test_a_fact_that_begins_with_a_zero_is_refused() -> None:
    refusal = run_json(*PURCHASE, "--fact", "buyer.age=018", code=1)["refusal"]
    assert refusal["code"] == "INVALID_FACT"
    assert refusal["allowed"] == "a whole number from 0, written without leading zeros"
    assert run_json(*PURCHASE, "--fact", "buyer.age=18")["openConditions"] == []


def test_thousands_may_be_written_apart_as_in_rule_files() -> None:
    assert run_json(*PURCHASE, "--quantity", "1_000")["quantity"] == 1_000
    assert run_json(*PAYOUT, *LOT, "--diamonds", "20_000")["diamonds"] == 20_000


def test_a_negative_quantity_is_refused_and_a_negative_age_is_wrong_usage() -> None:
    refusal = run_json(*PURCHASE, "--quantity", "-1", code=1)["refusal"]
    assert (refusal["code"], refusal["quantity"]) == ("QUANTITY_OUT_OF_RANGE", -1)
    assert run(*PURCHASE, "--age", "-1").exit_code == 2


def _options(command: click.Command, name: str) -> Iterator[tuple[str, click.Parameter]]:
    """Every option and argument of a command and of those below it, by the words that name it."""
    below = command.commands if isinstance(command, click.Group) else {}
    for word, inner in sorted(below.items()):
        yield from _options(inner, f"{name} {word}")
    for param in command.params:
        yield f"{name} {max(param.opts, key=len)}", param


WHOLE = {name: param for name, param in _options(main, "ratecard") if param.type.name.startswith("integer")}


def test_the_settings_of_the_server_are_among_the_whole_numbers() -> None:
    assert {"ratecard serve --port", "ratecard serve --burst", "ratecard quote purchase --quantity"} <= WHOLE.keys()


@pytest.mark.parametrize("name", sorted(WHOLE))
@pytest.mark.parametrize(("text", "why"), [("08000", "begins with a zero"), ("+8000", "has a sign")])
def test_every_whole_number_is_written_as_in_rule_files(name: str, text: str, why: str) -> None:
    with pytest.raises(click.BadParameter, match=why):
        WHOLE[name].type.convert(text, WHOLE[name], None)


def test_a_setting_out_of_its_range_is_wrong_usage() -> None:
    port = WHOLE["ratecard serve --port"]
    assert port.type.convert("8_000", port, None) == 8_000
    with pytest.raises(click.BadParameter, match="not in the range 1<=x<=65535"):
        port.type.convert("65536", port, None)
