"""The work of a piece of Python, counted and not timed: the same on every machine, and under every load."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps_of(run: Callable[[], object]) -> int:
    """How many lines are run and how many functions written in C are called."""
    steps = 0

    def line(*_: Any) -> Any:
        nonlocal steps
        steps += 1
        return line

    def call(_: FrameType, event: str, __: Any) -> None:
        nonlocal steps
        if event == "c_call":
            steps += 1

    traced, profiled = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(call)
    try:
        run()
    finally:
        sys.setprofile(profiled)
        sys.settrace(traced)
    return steps
