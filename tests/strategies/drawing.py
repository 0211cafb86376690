"""Small draws. Each shrinks to the plain case: to no, to the first option, to the least number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Draw(Protocol):
    """What Hypothesis hands to a composite strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T: ...


@dataclass(frozen=True)
class Drawer:
    """Draws by name, for strategies that make many decisions."""

    draw: Draw

    def maybe(self, percent: int) -> bool:
        """Yes, about so often of a hundred times."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def one(self, options: Sequence[T]) -> T:
        """One of several options."""
        return options[self.draw(st.integers(0, len(options) - 1))]

    def some(self, options: Sequence[T], least: int = 0, most: int | None = None) -> list[T]:
        """Some of several options, in their order."""
        size = self.number(least, min(len(options), len(options) if most is None else most))
        left = list(options)
        taken = [left.pop(self.number(0, len(left) - 1)) for _ in range(size)]
        return [option for option in options if option in taken]

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.draw(st.integers(least, most))
