"""Clocks that tests turn."""

from collections.abc import Callable


def turning() -> tuple[Callable[[], float], Callable[[float], None]]:
    """Seconds that pass when they are told to."""
    passed = [0.0]
    return (lambda: passed[0]), (lambda seconds: passed.__setitem__(0, passed[0] + seconds))
