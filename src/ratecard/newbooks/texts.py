"""Parts of rule files as text: mappings and lists on one line where they fit, else on several."""

from collections.abc import Iterable, Mapping

from ratecard.newbooks.sections import Prices, Section
from ratecard.sheets.timelines import BEGINS, Dated, Line, Price

WIDTH_MOST = 100
NestedTexts = Mapping[str, "str | NestedTexts"]


def flow(entries: NestedTexts) -> str:
    """A mapping on one line: {coins_100: 1.39, coins_500: 6.99}."""
    return (
        "{"
        + ", ".join(f"{key}: {text if isinstance(text, str) else flow(text)}" for key, text in entries.items())
        + "}"
    )


def entry_lines(key: str, value: str | NestedTexts, indent: int = 0) -> list[str]:
    """An entry on one line where it fits, else with its own entries below it."""
    line = f"{' ' * indent}{key}: {value if isinstance(value, str) else flow(value)}"
    if isinstance(value, str) or len(line) <= WIDTH_MOST:
        return [line]
    below = [line for name, own in value.items() for line in entry_lines(name, own, indent + 2)]
    return [f"{' ' * indent}{key}:", *below]


def list_lines(key: str, items: Iterable[str]) -> list[str]:
    """A list in brackets, as wide as a line may be."""
    words = list(items)
    lines = [f"{key}: ["]
    for index, word in enumerate(words):
        text = word + ("]" if index == len(words) - 1 else ",")
        space = "" if lines[-1].endswith("[") or not lines[-1].strip() else " "
        if len(lines[-1]) + len(space) + len(text) > WIDTH_MOST:
            lines.append("  ")
            space = ""
        lines[-1] += space + text
    return lines


def section_lines(section: Section) -> list[str]:
    """What a section states."""
    lines = entry_lines("currency", _line(section.currency)) if section.currency else []
    if section.prices:
        lines += entry_lines("prices", _amounts(section.prices))
    names = dict.fromkeys((*section.platform_currencies, *section.by_platform))
    platforms = {name: _of_platform(section, name) for name in names}
    return lines + (entry_lines("platforms", platforms) if platforms else [])


def _of_platform(section: Section, platform: str) -> NestedTexts:
    own: dict[str, str | NestedTexts] = {}
    if platform in section.platform_currencies:
        own["currency"] = _line(section.platform_currencies[platform])
    if section.by_platform.get(platform):
        own["prices"] = _amounts(section.by_platform[platform])
    return own


def _amounts(prices: Prices) -> NestedTexts:
    return {package: _amount(price) for package, price in prices.items()}


def _amount(price: Price | None) -> str | NestedTexts:
    if isinstance(price, Dated):
        return _by_day(Dated(tuple((day, money.amount if money else None) for day, money in price.changes)))
    return "none" if price is None else price.amount


def _line(line: Line[str]) -> str | NestedTexts:
    return _by_day(line) if isinstance(line, Dated) else line


def _by_day(line: Dated[str]) -> NestedTexts:
    """Values by day as rules write them: {begins: 1.39, 2026-07-01: 1.49, 2027-01-01: none}."""
    return {"begins" if day == BEGINS else str(day): value or "none" for day, value in line.changes}
