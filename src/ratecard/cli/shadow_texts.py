"""What `ratecard shadow` found, as one page and as data."""

from collections.abc import Iterator

from ratecard.cli.answers import Json, moment, place_json
from ratecard.cli.tables import counted, plain_table
from ratecard.currency import currency
from ratecard.diagnostics.text import visible
from ratecard.money import Money
from ratecard.shadow.comparing import CauseGroup, NamedLines, Shadow, ShadowExample

ROWS_MOST = 40
LINES_SHOWN = 5
HEADER = ("cause", "lines", "ours − theirs", "first", "example", "decided at")


def shadow_page(beside: Shadow, name: str, against: str) -> str:
    """Counts first, then the causes, what is refused here, and what cannot be read."""
    refused = sum(lines.count for lines in beside.refused.values())
    counts = f"{beside.agree:,} agree, {beside.differ:,} differ, {refused:,} refused here"
    parts = [
        [
            f"{visible(name)} against {visible(against)}: {beside.asked:,} question{'' if beside.asked == 1 else 's'}",
            counts,
        ]
    ]
    if beside.unread.count:
        parts[0][1] += f"; {counted(beside.unread.count, 'line')} could not be read"
    if beside.differ:
        parts.append(list(_table(beside.groups)))
    if refused:
        parts.append(["refused here, and charged there:"])
        parts[-1] += [f"  {code}: {_lines(lines)}" for code, lines in sorted(beside.refused.items())]
    if beside.unread.count:
        parts.append(["could not be read:", *(f"  line {line}: {visible(why)}" for line, why in beside.unread.first)])
        more = beside.unread.count - len(beside.unread.first)
        parts[-1] += [f"  … and {more:,} more"] if more else []
    return "\n\n".join("\n".join(part) for part in parts)


def _table(groups: list[CauseGroup]) -> Iterator[str]:
    rows = [_row(group) for group in groups[:ROWS_MOST]]
    yield from plain_table(HEADER, rows, right=(1, 2)).splitlines()
    if len(groups) > ROWS_MOST:
        yield f"… and {len(groups) - ROWS_MOST:,} more: --format json has all"


def _row(group: CauseGroup) -> list[str]:
    first = group.examples[0]
    name = f"{group.cause.name}: {group.cause.detail}" if group.cause.detail else group.cause.name
    sums = ", ".join(_signed(code, minor) for code, minor in sorted(group.differences.items()))
    return [name, f"{group.count:,}", sums, f"line {first.line}", _example(first), _place(first)]


def _signed(code: str, minor: int) -> str:
    known = currency(code)
    assert known is not None
    return f"{'+' if minor > 0 else '−' if minor < 0 else ''}{Money(abs(minor), known)}"


def _example(example: ShadowExample) -> str:
    request = example.asked.request
    times = f"{request.quantity:,} × " if request.quantity != 1 else ""
    what = f"{times}{request.package} in {request.region} on {request.platform}"
    return visible(f"{what}: {example.ours} here, {example.theirs or 'nothing'} there")


def _place(example: ShadowExample) -> str:
    place = example.place
    return f"{place.file}:{place.line}:{place.column}" if place is not None else ""


def _lines(lines: NamedLines) -> str:
    shown = ", ".join(str(line) for line, _ in lines.first[:LINES_SHOWN])
    more = " …" if lines.count > LINES_SHOWN else ""
    noun = "line" if lines.count == 1 else "lines"
    return f"{counted(lines.count, 'line')}, {noun} {shown}{more}: {visible(lines.first[0][1])}"


def shadow_json(beside: Shadow) -> Json:
    """All of it, with minor units as texts."""
    return {
        "questions": beside.asked,
        "agree": beside.agree,
        "differ": beside.differ,
        "unread": _lines_json(beside.unread),
        "refused": {code: _lines_json(lines) for code, lines in sorted(beside.refused.items())},
        "causes": [
            {
                "cause": group.cause.name.upper().replace(" ", "_"),
                "detail": group.cause.detail or None,
                "count": group.count,
                "differences": {code: str(minor) for code, minor in sorted(group.differences.items())},
                "examples": [_example_json(example) for example in group.examples],
            }
            for group in beside.groups
        ],
    }


def _lines_json(lines: NamedLines) -> Json:
    return {"count": lines.count, "first": [{"line": line, "message": why} for line, why in lines.first]}


def _example_json(example: ShadowExample) -> Json:
    request = example.asked.request
    return {
        "line": example.line,
        "region": request.region,
        "platform": request.platform,
        "itemId" if example.asked.is_item else "packageId": request.package,
        "quantity": request.quantity,
        "at": moment(request.at),
        "ours": _money_json(example.ours),
        "theirs": None if example.theirs is None else _money_json(example.theirs),
        "decidedAt": place_json(example.place) or None,
    }


def _money_json(money: Money) -> Json:
    return {"amount": money.amount, "minorUnits": str(money.minor), "currency": money.currency.code}
