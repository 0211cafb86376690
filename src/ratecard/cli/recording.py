"""`ratecard test --record`: a command that asks a question, as a case that expects what is answered today."""

import os
import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import rich_click as click

from ratecard.book.rulebook import RuleBook
from ratecard.cases.kinds import KINDS, QuestionKind
from ratecard.cases.reading import StatedCase
from ratecard.cases.recording import HEADER, NOT_ASKED_YET, Texts, answer_lines, flow, question_lines
from ratecard.cases.running import answer_of
from ratecard.cli.chosen import quote_chosen
from ratecard.cli.eligibility import quote_eligibility
from ratecard.cli.exchanges import quote_exchange
from ratecard.cli.gift import gifts, quote_gift
from ratecard.cli.item import quote_item
from ratecard.cli.options import instant_for
from ratecard.cli.payout import quote_payout
from ratecard.cli.payout_values import TypedLot
from ratecard.cli.prices import prices
from ratecard.cli.purchase import quote_purchase
from ratecard.instants import local_day, zone
from ratecard.loading.gathering import CASES
from ratecard.money import Money
from ratecard.quotes.requests import Budget, UsedBefore
from ratecard.quotes.used_amounts import name_of_use
from ratecard.rulefiles.mending import in_quotes
from ratecard.showing import reader_of

COMMANDS: Mapping[str, click.Command] = {
    "quote purchase": quote_purchase,
    "quote item": quote_item,
    "quote chosen": quote_chosen,
    "quote exchange": quote_exchange,
    "quote gift": quote_gift,
    "quote payout": quote_payout,
    "quote eligibility": quote_eligibility,
    "prices": prices,
    "gifts": gifts,
}
"""The commands whose answers a case may expect, by their words."""

FACTS_OF_OPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "quote purchase": {"age": ("buyer.age",)},
    "quote item": {"age": ("buyer.age",)},
    "quote chosen": {"age": ("buyer.age",)},
    "quote exchange": {"age": ("buyer.age",)},
    "quote gift": {"age": ("buyer.age",), "creator_age": ("creator.age",)},
    "quote payout": {"age": ("creator.age",)},
    "quote eligibility": {"age": ("buyer.age", "creator.age")},
    "prices": {"age": ("buyer.age",)},
    "gifts": {"age": ("buyer.age",)},
}
"""The facts that options of a command state, beside those of creators, by the option."""

OF_CREATORS = {"followers": ("creator.followers",), "grade": ("creator.grade",)}

FILE = f"{CASES}recorded.yaml"


def record(book: RuleBook, command: str, sentence: str | None, read: Any) -> str:
    """The lines of a case that asks what a command asks. `read` gives the cases of a text, as files of them are read.

    Raises UsageError for what is not a command that asks a question.
    """
    kind, asked = _parsed(command)
    at = asked["at"] if asked["at"] is not None else _today(book, asked["region"])
    lines = question_lines(sentence or command, at.isoformat(), kind, _fields(kind, asked))
    case = _read_back(lines + NOT_ASKED_YET, read)
    return lines + answer_lines(kind, answer_of(book, case), reader_of(book, None))


def _today(book: RuleBook, region: str) -> date:
    in_zone = zone(book.time_zones.get(region, "UTC"))
    assert in_zone is not None
    return local_day(instant_for(book, None, region), in_zone)


def _read_back(lines: str, read: Any) -> StatedCase:
    """The case in these lines. Raises UsageError where one cannot be written so."""
    cases = read({FILE: f"{HEADER}{lines}".encode()})
    if not cases.cases:
        found = cases.diagnostics[0]
        raise click.UsageError(f"{found.sentence}; {found.advice}")
    return cases.cases[0]  # type: ignore[no-any-return]


def _parsed(command: str) -> tuple[QuestionKind, dict[str, Any]]:
    """The kind of question that a command asks, and its options. Raises UsageError for any other text."""
    try:
        words = shlex.split(command.removeprefix("ratecard "))
    except ValueError as error:
        raise click.UsageError(f"the command to record cannot be read: {error}") from None
    for name, asking in COMMANDS.items():
        length = len(name.split())
        if words[:length] == name.split():
            return KINDS[name], asking.make_context(name, words[length:]).params
    raise click.UsageError(f"{command} asks no question; write one of {', '.join(COMMANDS)}, with its options")


def _fields(kind: QuestionKind, asked: Mapping[str, Any]) -> dict[str, str | Texts]:
    """The fields of a question as a file of cases writes them, those that were given."""
    found: dict[str, str | Texts] = {}
    for field in kind.question.fields:
        value = asked.get(field.name)
        if field.name in ("at", "facts", "package_facts") or value in (None, (), field.default):
            continue
        found[field.name] = _text(field.name, value)
    facts, of_packages = _facts(kind, asked)
    thing = found.get("package", found.get("item"))
    if thing is not None:
        facts.update(of_packages.get(str(thing), {}))
    elif of_packages:
        found["package_facts"] = of_packages
    if facts:
        found["facts"] = facts
    return found


def _text(name: str, value: Any) -> str:
    if name == "lots":
        return f"[{', '.join(_lot(lot) for lot in value)}]"
    if name == "used":
        return flow(dict(_use(used) for used in value))
    if name == "codes":
        return f"[{', '.join(in_quotes(code) for code in value)}]"
    if isinstance(value, Budget):
        amounts = {"most": str(value.most)} | ({} if value.used is None else {"used": str(value.used)})
        return flow(amounts)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _use(used: UsedBefore | tuple[str, Money | int]) -> tuple[str, str]:
    """What was used of a limit, by its name: of a payout's a pair, and else with what it is of."""
    if isinstance(used, UsedBefore):
        return in_quotes(name_of_use(used)), str(used.amount)
    limit, amount = used
    return limit, str(amount)


def _lot(lot: TypedLot) -> str:
    own = [*lot.facts, *([("lot.class", lot.lot_class)] if lot.lot_class is not None else [])]
    entries = {"diamonds": str(lot.diamonds), "earned": lot.earned.isoformat()}
    if lot.source_region is not None:
        entries["source_region"] = lot.source_region
    if own:
        entries["facts"] = flow({name: in_quotes(text) for name, text in own})
    return flow(entries)


def _facts(kind: QuestionKind, asked: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The facts that were given, and apart from them those of single packages."""
    facts: dict[str, str] = {}
    of_packages: dict[str, dict[str, str]] = {}
    for name, text in asked["facts"]:
        fact, slash, package = name.partition("/")
        (of_packages.setdefault(package, {}) if slash else facts)[fact] = in_quotes(text)
    for option, names in {**FACTS_OF_OPTIONS[kind.words], **OF_CREATORS}.items():
        if asked.get(option) is not None:
            facts.update(dict.fromkeys(names, in_quotes(str(asked[option]))))
    return facts, of_packages


def append(folder: Path, lines: str) -> Path:
    """Adds the lines of a case to the file of recorded ones, which is made where there is none; its path."""
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else HEADER
    with_end = before if before.endswith("\n") else f"{before}\n"
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(with_end + lines, encoding="utf-8")
    os.replace(beside, path)
    return path
