"""A line chart as SVG, small and by hand: a few panels side by side, linear axes that begin at nought."""

from collections.abc import Sequence
from html import escape
from math import ceil, log10
from typing import NamedTuple

Point = tuple[float, float]

WIDTH, HEIGHT = 300, 240
LEFT, RIGHT, TOP, BOTTOM = 62, 18, 40, 46
COLOURS = ("#1f5fa8", "#7a4fa0", "#c2571a", "#3d7a3d")


class Panel(NamedTuple):
    """One chart: its title, what the lower axis counts, and its lines by name, from left to right."""

    title: str
    across: str
    lines: dict[str, list[Point]]


def svg(panels: Sequence[Panel]) -> str:
    """The panels as one picture."""
    width = WIDTH * len(panels)
    drawn = "\n".join(
        f'<g transform="translate({WIDTH * index} 0)">\n{_panel(panel)}\n</g>' for index, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}"'
        ' font-family="sans-serif" font-size="11">\n'
        f'<rect width="{width}" height="{HEIGHT}" fill="white"/>\n{drawn}\n</svg>\n'
    )


def top_of(greatest: float) -> float:
    """The end of an axis: 1, 2, 2.5 or 5 of a power of ten that is no less."""
    if greatest <= 0:
        return 1.0
    power: float = 10.0 ** (ceil(log10(greatest)) - 1)
    return next((step * power for step in (1, 2, 2.5, 5) if step * power >= greatest), 10 * power)


def _panel(panel: Panel) -> str:
    points = [point for line in panel.lines.values() for point in line]
    far, high = max(x for x, _ in points), top_of(max(y for _, y in points))

    def place(point: Point) -> Point:
        x, y = point
        across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return LEFT + across * x / far, HEIGHT - BOTTOM - up * y / high

    drawn = [_text(LEFT, 20, panel.title, "start", 'font-weight="bold"')]
    for part in range(5):
        y = high * part / 4
        _, level = place((0, y))
        drawn.append(f'<path d="M{LEFT} {level:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        drawn.append(_text(LEFT - 6, level + 4, f"{y:,.3g}" if high < 1_000 else f"{y:,.0f}", "end"))
    drawn.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, panel.across, "middle"))
    last = -100.0
    for x in sorted({x for x, _ in points}):
        across, floor = place((x, 0))
        # Two sizes that stand close are told side by side.
        across, last = max(across, last + 36), max(across, last + 36)
        drawn.append(_text(across, floor + 16, f"{x:,.0f}", "middle"))
    for (name, line), colour in zip(panel.lines.items(), COLOURS, strict=False):
        placed = [place(point) for point in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        if len(panel.lines) > 1:
            x, y = placed[-1]
            drawn.append(_text(x, y - 7, name, "end", f'fill="{colour}"'))
    return "\n".join(drawn)


def _text(x: float, y: float, said: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(said)}</text>'
