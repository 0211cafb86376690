"""The options of questions, made from their description: whether one must be given, and what stands for it if not."""

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

from ratecard.answers.figures import FigureType
from ratecard.cli.options import FormattedText, WholeNumber
from ratecard.locale.territories import region_asked_for
from ratecard.questions import PURCHASE, Question
from ratecard.quotes.requests import CODES_MOST
from ratecard.rulefiles.values.asked import parse_asked_region, parse_platform

Command = TypeVar("Command", bound=Callable[..., Any])

TYPES: dict[FigureType | None, click.ParamType[Any]] = {
    FigureType.REGION: FormattedText("region", lambda text: parse_asked_region(region_asked_for(text))),
    FigureType.PLATFORM: FormattedText("platform", parse_platform),
    FigureType.COUNT: WholeNumber(),
    FigureType.DIAMONDS: WholeNumber(),
}
"""How the text of an option is read, where it is not taken as it is."""


def question_option(
    question: Question, name: str, help: str, type: click.ParamType[Any] | None = None
) -> Callable[[Command], Command]:
    """The option of a question's field: `--creator-region` for creator_region. `type` reads what `TYPES` does not."""
    field = question.field(name)
    flag = f"--{name.replace('_', '-')}"
    read = type or TYPES.get(field.type)
    if field.required:
        return click.option(flag, type=read, required=True, help=help)
    shown = field.default is not None
    return click.option(flag, type=read, default=field.default, show_default=shown, help=help)


def flag_option(question: Question, name: str, help: str) -> Callable[[Command], Command]:
    """The option of a field that is yes or no, and no where it is left out."""
    field = question.field(name)
    assert field.default is False, "a flag that is not given says no"
    return click.option(f"--{name.replace('_', '-')}", name, is_flag=True, default=False, help=help)


def several_option(
    question: Question, name: str, flag: str, help: str, type: click.ParamType[Any]
) -> Callable[[Command], Command]:
    """The option of a field that holds several: `--lot`, once for each of the lots."""
    field = question.field(name)
    assert not field.required, "an option that may be repeated may be left out"
    return click.option(flag, name, type=type, multiple=True, help=help)


def code_option(command: Command) -> Command:
    """`--code`, which purchases and price lists have alike: once for each code that the buyer brings."""
    about = f"A code that the buyer brings, such as WELCOME10; up to {CODES_MOST} of them, each with --code."
    return several_option(PURCHASE, "codes", "--code", about, click.STRING)(command)


def region_option(question: Question, name: str, about: str) -> Callable[[Command], Command]:
    """A region's code, which is turned into the one that books have: DEU is DE."""
    return question_option(question, name, f"{about}: DE or DEU, or a subdivision such as US-NY.")


def market_options(command: Command) -> Command:
    """`--region` and `--platform`, which all questions about a market have alike."""
    command = question_option(PURCHASE, "platform", "Where it is bought: ios, android, web.")(command)
    return region_option(PURCHASE, "region", "Where the buyer is")(command)
