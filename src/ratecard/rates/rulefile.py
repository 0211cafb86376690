"""The rule file that keeps imported rates: what it states already, and how more are added without losing a comment.

Rates are added by the editor of rule files (`rulefiles/rewriting/`). All else stays as it is, letter by letter, and
what comes out is read again before it is kept.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from ratecard.keys.registry import KEYS
from ratecard.money import ExchangeRate
from ratecard.rates.quotations import DatedRate, NotRates, Rates
from ratecard.rulefiles.rewriting.editor import edited, layout_of
from ratecard.rulefiles.rewriting.edits import AddDated, AddKey, EditFault, EditRefused, FileEdit, RuleFile
from ratecard.rulefiles.stated import FileKind, Stated, StatedTimeLine
from ratecard.rulefiles.stating.files import state_file
from ratecard.rulefiles.text.nodes import Mapping as MappingNode
from ratecard.rulefiles.text.nodes import Scalar

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ./()-]*[\w)])?", re.ASCII)
_INDENT = 4
RATES = ("fx", "rates")


def known_rates(file: str, content: bytes) -> Rates:
    """The rates that a rule file states already. Raises NotRates where it states anything else."""
    problems: list[str] = []
    stated = state_file(file, FileKind.RULES, content, lambda problem: problems.append(problem.sentence), KEYS.grammar)
    if stated is None or problems:
        raise NotRates(f"{file} cannot be read as rules: {problems[0] if problems else 'it is empty'}")
    rates: Rates = {}
    for path, leaf in stated.plain.items():
        if path[:2] != RATES or not isinstance(leaf, StatedTimeLine):
            raise NotRates(f"{file} states {'.'.join(path)} too; name a file of dated rates alone")
        for key, value in leaf.entries:
            assert isinstance(value, Stated)
            if not isinstance(key.value, datetime) or not isinstance(value.value, ExchangeRate):
                raise NotRates(f"{file} states {'.'.join(path)} in another way than by instants")
            rate = DatedRate(
                written=str(value.value), rate=value.value, source=value.source or "", where=str(value.place)
            )
            rates.setdefault(path[2], {})[key.value.astimezone(UTC)] = rate
    if stated.by_platform:
        raise NotRates(f"{file} states platforms too; name a file of dated rates alone")
    return rates


def fresh_rates(known: Rates, new: Rates) -> Rates:
    """The new rates that are not known. Raises NotRates where both contradict."""
    fresh: Rates = {}
    for code, dated in new.items():
        for at, rate in dated.items():
            before = known.get(code, {}).get(at)
            if before is None:
                fresh.setdefault(code, {})[at] = rate
            elif before.rate != rate.rate:
                day = rate.source.rpartition(", ")[2]
                raise NotRates(
                    f"{code} of {day} is {rate.written} at {rate.where}, and {before.written} at {before.where}"
                )
    return fresh


def new_file(rates: Rates, base: str, source: str) -> str:
    """A rule file that states these rates, currencies in order of code and instants in order of time.

    `source` is that of all of them; where it is "", each rate has its own.
    """
    lines = [
        "# yaml-language-server: $schema=../schema/rules.schema.json",
        f"# Written by `ratecard fx import`: units of each currency for one {base}, from its publication on.",
        "fx:",
        "  rates:",
        *([f"    source: {source}"] if source else []),
    ]
    for code, dated in sorted(rates.items()):
        lines += _block(code, dated, " " * _INDENT, with_source=not source)
    return "\n".join(lines) + "\n"


def with_rates(file: str, content: bytes, fresh: Rates, source: str) -> bytes:
    """What a rule file holds with more rates in it. Raises NotRates where they find no place.

    Each says its own source, unless all of them in the file have this one; "" is none.
    """
    known_rates(file, content)
    rule_file = RuleFile(file=file, kind=FileKind.RULES, content=content, grammar=KEYS.grammar)
    try:
        return edited(rule_file, list(_edits(rule_file, fresh, source)))
    except (EditRefused, EditFault) as refused:
        raise NotRates(str(refused)) from None


def _edits(rule_file: RuleFile, fresh: Rates, source: str) -> Iterator[FileEdit]:
    """Each rate at its time; a new currency before the first one there whose code comes behind its own."""
    entry = layout_of(rule_file).entry(RATES)
    if entry is None or type(entry.value) is not MappingNode:
        raise NotRates(f"{rule_file.file} states no fx.rates")
    stated = {key.text: value for key, value in entry.value.entries}
    own = stated.get("source")
    with_source = not source or not (type(own) is Scalar and own.text == source)
    for code, dated in sorted(fresh.items()):
        entries = [(_start(at), _value(rate, with_source)) for at, rate in sorted(dated.items())]
        if code in stated:
            yield from [AddDated((*RATES, code), start, value) for start, value in entries]
        else:
            before = next((other for other in stated if other.isupper() and other > code), "")
            yield AddKey((*RATES, code), dict(entries), before)


def _block(code: str, dated: Mapping[datetime, DatedRate], indent: str, *, with_source: bool) -> list[str]:
    """One currency's time line, one rate a line."""
    entries: Iterable[tuple[datetime, DatedRate]] = sorted(dated.items())
    return [f"{indent}{code}:", *(f"{indent}  {_entry(at, rate, with_source)}" for at, rate in entries)]


def _entry(at: datetime, rate: DatedRate, with_source: bool) -> str:
    """`2026-02-20T16:00+01:00: {value: 1.1767, source: "ECB, 2026-02-20"}`, or without a source."""
    return f"{_start(at)}: {_value(rate, with_source)}"


def _start(at: datetime) -> str:
    return at.isoformat(timespec="seconds" if at.second else "minutes")


def _value(rate: DatedRate, with_source: bool) -> str:
    return f"{{value: {rate.written}, source: {_text(rate.source)}}}" if with_source else rate.written


def _text(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
