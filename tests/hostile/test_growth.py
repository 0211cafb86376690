"""Work grows with the size of a book and no faster: calls are counted, at one size and at four times it."""

import sys
from collections.abc import Callable

import pytest

from ratecard.loading import load_texts
from tests.cases.smallest import SMALLEST
from tests.hostile.files import FILE, HEAD

SMALL, LARGE = 100, 400
FACTOR_MOST = 4.8
"""Four times the size may make that many times the calls: sorting takes a little more than its share."""

Made = Callable[[int], str]


def keys(size: int, key: Callable[[int], str], value: str = "1") -> str:
    """As many keys on lines of their own."""
    return "".join(f"{key(number)}: {value}\n" for number in range(size))


def below(head: str, size: int, entry: Callable[[int], str]) -> str:
    """A sound region with as many entries below one key."""
    return HEAD + head + "".join(f"    {entry(number)}\n" for number in range(size))


def day(number: int) -> str:
    """A day of this century, another one for each number."""
    return f"{2001 + number // 300}-{number // 25 % 12 + 1:02}-{number % 25 + 1:02}"


FAMILIES: dict[str, Made] = {
    "unknown keys": lambda size: HEAD + keys(size, lambda n: f"k{n:06}"),
    "near misses": lambda size: HEAD + keys(size, lambda n: f"currenc{n:06}"),
    "duplicate keys": lambda size: HEAD + keys(size, lambda _: "note"),
    "anchors": lambda size: HEAD + keys(size, lambda n: f"k{n:06}", "&a 1"),
    "aliases": lambda size: HEAD + f"note: [{', '.join(['*a'] * size)}]\n",
    "tags": lambda size: HEAD + keys(size, lambda n: f"k{n:06}", "!!int 1"),
    "tabs": lambda size: HEAD + keys(size, lambda n: f"\tk{n:06}"),
    "lines of one tab": lambda size: HEAD + "\t\n" * size,
    "odd spaces": lambda size: HEAD + keys(size, lambda n: f"\u00a0k{n:06}"),
    "texts with odd spaces": lambda size: HEAD + "".join(f"k{n:06}: |\n  a\n  \u3000b\n" for n in range(size)),
    "texts cut by comments": lambda size: HEAD + keys(size, lambda n: f"k{n:06}", "a #b"),
    "cut names": lambda size: below("tax:\n  lines:\n", size, lambda n: f"l{n}: {{name: a #b, rate: 1 %}}"),
    "unknown packages": lambda size: below("prices:\n", size, lambda n: f"p{n}: 1.00"),
    "wrong prices": lambda size: below("prices:\n", size, lambda n: f"p{n}: 1,00"),
    "commas in braces": lambda size: HEAD + f"prices: {{{', '.join(f'p{n}: 1,{n}' for n in range(size))}}}\n",
    "unknown platforms": lambda size: below("platforms:\n", size, lambda n: f"p{n}: {{tax: {{per: unit}}}}"),
    "unknown groups": lambda size: HEAD + f"groups: [{', '.join(f'g{n}' for n in range(size))}]\n",
    "dates": lambda size: below("prices:\n  coins_100:\n", size, lambda n: f"{day(n)}: 1.{n % 90 + 10}"),
    "prices of nothing": lambda size: below("prices:\n", size, lambda n: f"p{n}: none"),
    "wrong dates": lambda size: below("prices:\n  coins_100:\n", size, lambda n: f"2025-02-30T{n}: 1.00"),
    "same instants": lambda size: below(
        "prices:\n  coins_100:\n", size, lambda n: f"2025-01-01T00:00:{n % 60:02}Z: 1.00"
    ),
    "dated memberships": lambda size: below("groups:\n", size, lambda n: f"{day(n)}: [g{n % 7}]"),
    "tax lines": lambda size: below("tax:\n  lines:\n", size, lambda n: f"l{n}: {{name: L, rate: 1 %}}"),
    "taxes on unknown lines": lambda size: below("tax:\n  lines:\n", size, lambda n: f"l{n}: {{rate: 1 %, on: x{n}}}"),
    "cases of an unknown fact": lambda size: (
        HEAD + f"prices: {{coins_100: {{by: buyer.age, from: {{{', '.join(f'{n}: 1' for n in range(size))}}}}}}}\n"
    ),
    "alternatives": lambda size: (
        HEAD + f"packages: {{coins_100: {{when: {{any: [{', '.join(['{buyer.age: 1}'] * size)}]}}}}}}\n"
    ),
    "languages": lambda size: (
        HEAD + f"tax: {{lines: {{vat: {{name: {{{', '.join(f'x{n}: a' for n in range(size))}}}}}}}}}\n"
    ),
}


def calls(files: dict[str, str]) -> int:
    """How many calls loading makes, of functions in Python and in C alike."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        load_texts(files)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("name", FAMILIES)
def test_work_grows_with_the_size(name: str) -> None:
    make = FAMILIES[name]
    load_texts({**SMALLEST, FILE: make(2)})  # what is done once is done now
    base = calls({**SMALLEST, FILE: make(2)})  # of one alone nothing may be wrong, and a sound book is doubted too
    small, large = (calls({**SMALLEST, FILE: make(size)}) - base for size in (SMALL, LARGE))
    assert large <= FACTOR_MOST * max(small, 1)
