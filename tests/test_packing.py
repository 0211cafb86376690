"""A book goes to bytes and back: the same answers in another process, and no bytes but its own are read."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.provenance import provenance
from ratecard.book.rulebook import RuleBook
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.registry import EARNED, GIVEN, KEYS, SOLD
from ratecard.loading import load_texts
from ratecard.packing import MAGIC, VERSION, UnreadableBook, pack, unpack
from tests.books import folder_texts, hard_texts, is_file_of_region, load_hard, shipped, sound
from tests.cases.smallest import CASES, SMALLEST
from tests.snapshots.answers import lines_of
from tests.snapshots.texts import Digests
from tests.strategies.books import Book
from tests.strategies.chains import chains

SECRET = b"of the parent"
FEW = ("regions/bg.yaml", "regions/kw.yaml", "regions/us.yaml")
"""A currency that changes, three decimals, and parts of a country."""
CHECKOUT = Path(__file__).resolve().parents[1]


def smallest() -> RuleBook:
    """The smallest book."""
    return sound(load_texts(dict(SMALLEST)))


def travelled(book: RuleBook) -> RuleBook:
    """The book after its trip."""
    return unpack(pack(book, SECRET), SECRET)


def lines(book: RuleBook) -> list[str]:
    """All that a book says: terms and answers of each market, region and period, to every audience."""
    return list(lines_of(book, "book"))


def terms_of(book: RuleBook, every: int = 1) -> Iterator[object]:
    """The digest, facts, terms and provenance of a book in its markets and regions and in each of their periods.

    Of those, each `every`-th, in their order.
    """
    digests = Digests()
    yield book.digest
    yield digests.of(book.facts)
    for key in list(book.markets())[::every]:
        for market in book.market_periods(key):
            yield digests.of(market)
            yield provenance(book.history(key), market.period.start)
        yield [digests.of(catalogue) for catalogue in book.catalogue_periods(key)]
    for code in list(book.regions)[::every]:
        for region in book.region_periods(code):
            yield digests.of(region)
            yield provenance(book.history((code, "")), region.period.start)


@pytest.mark.parametrize("audience", list(Audience))
def test_the_shipped_book_has_the_same_terms_after_the_trip(audience: Audience) -> None:
    before, after = shipped().seen_by(audience), travelled(shipped()).seen_by(audience)
    few = 1 if audience is Audience.FINANCE else 5  # what others see is made of what finance sees
    for one, two in zip(terms_of(before, few), terms_of(after, few), strict=True):
        assert one == two


def test_hard_regions_answer_the_same_in_a_process_of_their_own(tmp_path: Path) -> None:
    texts = {file: text for file, text in hard_texts().items() if not is_file_of_region(file) or file in FEW}
    book = sound(load_hard(texts))
    (tmp_path / "packed").write_bytes(pack(book, SECRET))
    command = [sys.executable, "-m", "tests.packed_elsewhere", SECRET.decode(), str(tmp_path / "packed")]
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    run = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == lines(book)


@pytest.mark.parametrize("folder", sorted((CASES / "good").iterdir()), ids=lambda folder: folder.name)
def test_each_good_book_answers_the_same(folder: Path) -> None:
    book = sound(load_texts(folder_texts(folder)))
    assert lines(travelled(book)) == lines(book)


@settings(max_examples=max(settings().max_examples // 4, 5), suppress_health_check=[HealthCheck.too_slow])
@given(chains())
def test_random_books_answer_the_same(book: Book) -> None:
    engine = sound(load_texts(book.files))
    assert lines(travelled(engine)) == lines(engine)


def test_what_was_made_for_audiences_travels_along_and_the_rest_is_made_there() -> None:
    book = smallest()
    seen = {audience: book.seen_by(audience) for audience in (Audience.PUBLIC, Audience.FINANCE)}
    after = travelled(book)
    for audience in Audience:
        there = after.seen_by(audience)
        assert (there.audience, there.digest) == (audience, book.seen_by(audience).digest)
        assert there is after.seen_by(audience)
    assert after.seen_by(Audience.FINANCE) is after
    public = after.seen_by(Audience.PUBLIC)
    key = public.markets()[0]
    start = next(public.market_periods(key)).period.start
    told = public.whole_market(public.market(key, start), start)  # type: ignore[arg-type]
    assert told is after.market(key, start)
    assert list(terms_of(public)) == list(terms_of(seen[Audience.PUBLIC]))


def test_what_markets_share_is_still_shared() -> None:
    after = travelled(shipped())
    assert after.history(("DE", "ios")).bundles["gifts"] is after.history(("DE", "web")).bundles["gifts"]
    gift = "rose"
    sections = [after.history(("DE", platform)).sections["gifts", gift] for platform in ("ios", "web")]
    assert sections[0] is sections[1]
    assert after.history(("DE", "ios")).in_zone is shipped().history(("DE", "ios")).in_zone


def test_a_book_can_travel_on() -> None:
    assert lines(travelled(travelled(smallest()))) == lines(smallest())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:0], "not a packed rule book"),
        (lambda data: b"region: DE\n" + data[:0], "not a packed rule book"),
        (lambda data: b"\x80\x05" + data, "not a packed rule book"),
        (lambda data: data[: len(MAGIC)], "end early"),
        (lambda data: data[: len(MAGIC) + 40], "end early"),
        (lambda data: data.replace(VERSION, b"0.0.1 on Python 3.11", 1), "packed by ratecard 0.0.1 on Python 3.11"),
        (lambda data: data[:-1], "cut off or changed"),
        (lambda data: data[: len(data) // 2], "cut off or changed"),
        (lambda data: data + b".", "cut off or changed"),
        (lambda data: data[:-100] + b"x" + data[-99:], "cut off or changed"),
        (lambda data: data.replace(b"\n", b"\n0", 3)[: len(data)], "packed"),
    ],
)
def test_other_bytes_are_refused(change: object, why: str) -> None:
    data = pack(smallest(), SECRET)
    with pytest.raises(UnreadableBook, match=why):
        unpack(change(data), SECRET)  # type: ignore[operator]


def test_every_byte_is_sealed() -> None:
    data = pack(smallest(), SECRET)
    for place in [*range(len(MAGIC) + 100), *range(len(MAGIC) + 100, len(data), 997)]:
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(UnreadableBook):
            unpack(bytes(changed), SECRET)


def test_a_book_of_another_secret_is_refused() -> None:
    with pytest.raises(UnreadableBook, match="another secret"):
        unpack(pack(smallest(), SECRET), b"of somebody else")


@pytest.mark.parametrize("secret", [b"", b"x" * 65])
def test_a_secret_has_one_to_64_bytes(secret: bytes) -> None:
    with pytest.raises(ValueError, match="a secret has 1 to 64 bytes"):
        pack(smallest(), secret)
    with pytest.raises(ValueError, match="a secret has 1 to 64 bytes"):
        unpack(b"", secret)


def test_a_book_of_another_language_is_refused() -> None:
    fewer = Keys((*BOOK_WIDE, *SOLD, *GIVEN, *EARNED[:-1]))
    with pytest.raises(UnreadableBook, match="other keys of the rule language"):
        unpack(pack(smallest(), SECRET), SECRET, keys=fewer)
    assert unpack(pack(smallest(), SECRET), SECRET, keys=KEYS).keys is KEYS


class Calls:
    """What calls a function when it is unpickled."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.called = (function, arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        return self.called


@pytest.mark.parametrize(
    ("function", "why"),
    [(os.mkdir, "holds no posix.mkdir"), (pack, "holds no ratecard.packing.pack"), (eval, "holds no builtins.eval")],
)
def test_even_sealed_bytes_call_nothing_but_what_a_book_is_made_of(
    function: object, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    monkeypatch.setattr(RuleBook, "contents", lambda book: Calls(function, str(made)))  # noqa: ARG005
    data = pack(smallest(), SECRET)
    with pytest.raises(UnreadableBook, match=why):
        unpack(data, SECRET)
    assert not made.exists()


def test_sealed_bytes_of_something_else_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RuleBook, "contents", lambda book: {"digest": book.digest})
    with pytest.raises(UnreadableBook, match="something else than a rule book"):
        unpack(pack(smallest(), SECRET), SECRET)
