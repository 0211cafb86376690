"""Every answer of the shipped book is what it was before the book stood on the library, market by market."""

from hypothesis import settings

from ratecard.answers.figures import Figure, FigureType, Record
from tests.books import shipped
from tests.shipped.figures import differences, digest_of, digests, recorded
from tests.shipped.saying import Saying

THOROUGH = 1_000
EVERY = 3


def test_every_figure_refusal_and_period_stays() -> None:
    names, before = recorded()
    if settings().max_examples < THOROUGH:  # a third of them, of every platform
        before = {name: before[name] for name in [name for name in sorted(before) if name != "book"][::EVERY]}
    assert not (differ := differences(before, digests(Saying(names), before))), "\n".join(differ[:50])


def test_all_markets_and_regions_are_recorded() -> None:
    _, before = recorded()
    book = shipped()
    assert before.keys() == {"book", *("/".join(key) for key in book.markets()), *book.regions}
    assert len(list(book.markets())) == 378


def test_what_differs_or_stands_on_one_side_only_is_named() -> None:
    before = {"FR/ios": {"2025": "a", "2026": "b"}, "FR": {"2025": "c"}}
    now = {"FR/ios": {"2025": "a", "2026": "x", "2027": "d"}}
    assert differences(before, now) == ["FR 2025", "FR/ios 2026", "FR/ios 2027"]
    assert differences(before, before) == []


def test_a_figure_that_answers_gain_later_is_no_difference_and_a_change_of_any_other_is() -> None:
    first = record("a", "b")
    saying = Saying()
    assert saying.answer(first, 2) == {"a": "2", "b": "2"}
    later = Saying(saying.names)
    assert digest_of(later.answer(record("a", "b", "c"), 2)) == digest_of({"a": "2", "b": "2"})
    assert digest_of(later.answer(first, 3)) != digest_of(later.answer(first, 2))


def record(*names: str) -> Record:
    """An answer's description with figures of these names, each the answer itself."""
    return Record("Answer", tuple(Figure(name, FigureType.TEXT, str) for name in names))
