"""`ratecard guards`: what the guards of a book find, each with the numbers behind it."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import rich_click as click

from ratecard.cli.answers import Json, moment, place_json, to_json
from ratecard.cli.books import book_or_default
from ratecard.cli.clock import now
from ratecard.cli.options import book_options
from ratecard.cli.tables import counted, plain_table
from ratecard.diagnostics.diagnostic import Severity
from ratecard.diagnostics.text import render_text
from ratecard.guards.against import AGAINST
from ratecard.guards.findings import Finding, number_of, number_shown
from ratecard.guards.offers import MARGIN
from ratecard.guards.running import Guarded
from ratecard.guards.telling import CODES
from ratecard.guards.verdicts import verdict_of
from ratecard.loading import Source, load, source_lines
from ratecard.loading.guarding import guarded
from ratecard.rulefiles.keys.guards import ABOUT
from ratecard.showing import guard_question

UNPROVED_MOST = 4
"""How many things that are not proved are named, of one guard and for one reason."""

SHOWN_MOST = 20
"""How many findings of one guard are shown to people."""


@click.command()
@click.option(
    "--guard", "names", type=click.Choice(tuple(CODES)), multiple=True, help="Only this guard; may be repeated."
)
@book_options
def guards(source: Source | None, output: str, names: tuple[str, ...]) -> None:
    """Look for prices that lose money: every guard, what it found, and the numbers behind it.

    A warning can be accepted under guards.accepted, with the number that is shown, a reason, an owner and a day.
    """
    where = book_or_default(source)
    loaded = load(where)
    if loaded.book is None:
        click.echo(render_text(loaded.diagnostics, source_lines(where)), err=True)
        sys.exit(1)
    found = guarded(loaded.book, now(), informing=True)
    chosen = names or tuple(CODES)
    beside = "" if source is None else f" --book {where}"
    if output == "json":
        click.echo(to_json(_as_json(found, chosen, beside)))
    else:
        click.echo("\n".join(_as_text(found, chosen, beside)))
    is_wrong = any(found.settings.severities[finding.guard] is Severity.ERROR for finding in found.findings)
    sys.exit(1 if is_wrong else 0)


def _as_text(guarded: Guarded, names: Sequence[str], beside: str) -> Iterator[str]:
    holding = []
    following = Counter(finding.guard for finding in guarded.following)
    for name in names:
        severity = guarded.settings.severities[name]
        found = [finding for finding in guarded.findings if finding.guard == name]
        if severity is None or not found:
            is_open = name in AGAINST or following[name] or any(own.guard == name for own in guarded.unproved)
            holding += [name] if severity is not None and not is_open else []
            continue
        yield f"{name} ({severity.value}): {counted(len(found), 'finding')}. {ABOUT[name]}"
        for finding in found[:SHOWN_MOST]:
            yield ""
            yield f"  {finding.place}: {finding.sentence}"
            if finding.table:
                header, *rows = finding.table
                numbers = range(1, len(header))
                yield "\n".join(f"    {line}" for line in plain_table(header, rows, numbers).splitlines())
            question = _question(finding, beside)
            shown = f"; {question}" if question else ""
            number = number_shown(finding)
            yield f"  at {' '.join(_at(finding))}{f', number {number}' if number else ''}{shown}"
        if len(found) > SHOWN_MOST:
            yield f"\n  and {len(found) - SHOWN_MOST} more: --format json shows all"
        yield ""
    informing = guarded.settings.informing
    for finding in guarded.information:
        if finding.guard in names:
            question = _question(finding, beside)
            yield f"for information, {finding.guard}: {finding.sentence}{f'; {question}' if question else ''}"
    off = [name for name in names if guarded.settings.severities[name] is None and name not in informing]
    older = [name for name in names if name in AGAINST and name not in off]
    if older:
        yield f"of an older book, by check --against: {', '.join(older)}"
    for title, listed in (("nothing found", holding), ("off", off)):
        if listed:
            yield f"{title}: {', '.join(listed)}"
    yield from _beside(guarded, names, following)


def _beside(guarded: Guarded, names: Sequence[str], following: Mapping[str, int]) -> Iterator[str]:
    """What stands beside the findings: what is accepted, what follows, promotions that meet, what is not proved."""
    for exception in dict.fromkeys(exception for _, exception in guarded.accepted if exception.guard in names):
        findings = [finding for finding, own in guarded.accepted if own is exception]
        worst = max(findings, key=lambda finding: finding.seen)
        more = f", and {len(findings) - 1} more" if findings[1:] else ""
        yield f"accepted until {exception.until} by {exception.owner}: {worst.sentence}{more} ({exception.reason})"
    for name in names:
        if following.get(name):
            yield f"{name}: {following[name]:,} more that follow from what is shown of other guards"
    for meeting in guarded.meetings if MARGIN in names else ():
        where = f"{', '.join(meeting.packages)} in {counted(meeting.markets, 'market')}"
        yield f"promotions that meet: {' and '.join(meeting.promotions)}, for {where}"
    unproved = [own for own in guarded.unproved if own.guard in names]
    for guard, why in dict.fromkeys((own.guard, own.why) for own in unproved):
        of = [own.of for own in unproved if (own.guard, own.why) == (guard, why)]
        more = f" and {len(of) - UNPROVED_MOST} more" if len(of) > UNPROVED_MOST else ""
        yield f"not proved: {guard}, {'; '.join(of[:UNPROVED_MOST])}{more}: {why}"


def _at(finding: Finding) -> tuple[str, ...]:
    """The words by which this finding, and no other, is accepted."""
    region, platform = finding.market
    return tuple(word for word in (region, platform, finding.of) if word)


def _question(finding: Finding, beside: str) -> str:
    """A command that shows it at the time from which on it is so."""
    question = guard_question(finding)
    return question and question + beside


def _as_json(guarded: Guarded, names: Sequence[str], beside: str) -> Json:
    severities = guarded.settings.severities
    return {
        "guards": [
            {
                "guard": name,
                "severity": "off" if severity is None else severity.value,
                "verdict": verdict_of(guarded, name).value,
                "findings": [_finding_json(finding, beside) for finding in guarded.findings if finding.guard == name],
            }
            for name in names
            for severity in (severities[name],)
        ],
        "accepted": [
            {
                **_finding_json(finding, beside),
                "guard": finding.guard,
                "exception": exception.id,
                "reason": exception.reason,
                "owner": exception.owner,
                "until": str(exception.until),
            }
            for finding, exception in guarded.accepted
            if finding.guard in names
        ],
        "information": [
            {"guard": finding.guard, **_finding_json(finding, beside)}
            for finding in guarded.information
            if finding.guard in names
        ],
        "meetings": [
            {"promotions": list(own.promotions), "packages": list(own.packages), "markets": own.markets}
            for own in guarded.meetings
        ],
        "unproved": [
            {"guard": unproved.guard, "of": unproved.of, "why": unproved.why}
            for unproved in guarded.unproved
            if unproved.guard in names
        ],
    }


def _finding_json(finding: Finding, beside: str) -> Json:
    return {
        "region": finding.market.region,
        "platform": finding.market.platform or None,
        "of": finding.of or None,
        "since": moment(finding.since),
        "number": number_of(finding.seen),
        "sentence": finding.sentence,
        "hint": finding.hint,
        **place_json(finding.place),
        "table": [list(row) for row in finding.table],
        "question": _question(finding, beside) or None,
    }
