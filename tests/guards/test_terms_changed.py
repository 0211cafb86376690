"""Nothing that a new book says otherwise of money is silent against an older one."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ratecard.book.memo import Memo
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Diagnostic
from ratecard.guards.against import AGAINST
from ratecard.guards.running import guard
from ratecard.guards.telling import CODES
from ratecard.guards.terms_changed import TERMS_CHANGED
from ratecard.loading import load_texts
from tests.books import Texts, sound
from tests.guards.test_against_values import paid, sale
from tests.guards.test_chain import Small, texts_of
from tests.guards.world import NOW, RULES, world
from tests.strategies.books import Book, books
from tests.strategies.chains import chains
from tests.strategies.promotions import promoted_books

MEMO = Memo()
OLDER = {CODES[name] for name in AGAINST}
DE, TAX, PLATFORMS, PROMOTIONS, FX = (
    "regions/de.yaml",
    *(f"rules/{name}.yaml" for name in ("tax", "platforms", "promotions", "fx")),
)
PAIRED = texts_of(Small())
EVERY = world()
BOOK = {file: text for file, text in EVERY.items() if "regions" not in file or file[8:10] in ("de", "se", "us")}


def edited(texts: Texts, *edits: tuple[str, str, str]) -> Texts:
    """A book after edits: a file, what stands in it, and what stands there afterwards."""
    after = dict(texts)
    for file, old, new in edits:
        assert old in after[file]
        after[file] = after[file].replace(old, new)
    return after


def told(before: Texts, after: Texts) -> list[Diagnostic]:
    """What is told of a book against an older one, of that alone."""
    old, new = (sound(load_texts(texts, memo=MEMO)) for texts in (before, after))
    return [own for own in guard(new, NOW, before=old, only=AGAINST).diagnostics if own.code in OLDER]


def lines(before: Texts, after: Texts) -> list[str]:
    """The same as texts: code, place and sentence."""
    return [f"{own.code} {own.place}: {own.sentence}" for own in told(before, after)]


CARD = (
    "commission.lines.store.rate in DE on ios and 2 more is 29 % from 2026-11-28 on, and was 30 %; "
    "coins_100 in DE on ios: 0.83 EUR are left to the seller, and 0.82 EUR were"
)
GONE = "friday in DE on ios and 2 more is not stated from 2026-11-28 on, and was: from 2026-11-27, last_day 2026-11-30"
ONE = [
    (PLATFORMS, "30 %", "29 %", f"rules/platforms.yaml:8:23: {CARD}"),
    (
        PROMOTIONS,
        "bonus: 10 %",
        "bonus: 5 %",
        "rules/promotions.yaml:10:12: promotions.friday.bonus in DE on ios and 2 more is 5 % from 2026-11-28 on, "
        "and was 10 %; coins_100 in DE on ios: buyers get 105 coins, and got 110",
    ),
    (
        PROMOTIONS,
        "2026-11-30",
        "2026-11-29",
        "rules/promotions.yaml:9:15: promotions.friday.last_day in DE on ios and 2 more is 2026-11-29 from 2026-11-28 "
        "on, and was 2026-11-30; from 2026-11-30 on coins_100 in DE on ios: buyers get 100 coins, and got 110",
    ),
    (
        PROMOTIONS,
        "  friday:\n    name: {en: Black Friday}\n    from: 2026-11-27\n    last_day: 2026-11-30\n    bonus: 10 %\n",
        "",
        f"rules/promotions.yaml:1:1: promotions.{GONE}, bonus 10 %",
    ),
    (
        TAX,
        "half up",
        "down",
        "rules/tax.yaml:1:37: tax.rounding in DE on ios and 2 more is down from 2026-11-28 on, and was half up; "
        "coins_1000 in US on ios: buyers pay 13.89 USD, and paid 13.90 USD",
    ),
    (
        DE,
        "19 %",
        "7 %",
        "regions/de.yaml:4:44: tax.lines.vat.rate in DE on ios is 7 % from 2026-11-28 on, and was 19 %",
    ),
    (
        DE,
        "13.49",
        "13.89",
        "regions/de.yaml:8:15: coins_1000 in DE on ios costs 13.89 EUR from 2026-11-28 on, and cost 13.49 EUR: 3 %",
    ),
    (
        DE,
        "13.49",
        "{begins: 13.49, 2027-02-01: 12.99}",
        "regions/de.yaml:8:43: coins_1000 in DE on ios costs 12.99 EUR from 2027-02-01 on, and cost 13.49 EUR: 3.7 % "
        "less",
    ),
    (
        DE,
        "13.49",
        "{begins: 12.99, 2026-11-20: 13.49}",
        "regions/de.yaml:8:24: coins_1000 in DE on ios costs 12.99 EUR from 2025-01-01 until 2026-11-20, which is "
        "over, and cost 13.49 EUR: 3.7 % less",
    ),
    (DE, "Europe/Berlin", "Europe/Vienna", "regions/de.yaml:1:1: days in DE are those of Europe/Vienna, and were"),
    (
        FX,
        "USD: 1.16",
        "USD: 1.17",
        "rules/fx.yaml:7:10: fx.rates.USD in DE and 2 more is 1.17 from 2026-11-28 on, and was 1.16: 0.9 % more",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), ONE)
def test_each_edit_is_told_once_at_its_line(file: str, old: str, new: str, sentence: str) -> None:
    (line,) = lines(BOOK, edited(BOOK, (file, old, new)))
    assert line.startswith(f"terms-changed-since {sentence}")


PAYOUTS = [
    (("25 USD", "30 USD"), "payouts.minimum in DE and 1 more is 30.00 USD from 2026-11-28 on, and was 25.00 USD: 20 %"),
    (("1.00 USD", "1.50 USD"), "payouts.methods.bank.fee.fixed in DE and 1 more is 1.50 USD"),
    (("5 days", "6 days"), "payouts.hold in DE and 1 more is 6 days from 2026-11-28 on, and was 5 days: 20 % more"),
]


@pytest.mark.parametrize(("edit", "sentence"), PAYOUTS)
def test_terms_of_payouts_are_told_below_their_bound(edit: tuple[str, str], sentence: str) -> None:
    (own,) = told(paid(), paid(edit))
    assert own.code == "terms-changed-since"
    assert own.sentence.startswith(sentence)


def test_what_an_edit_means_is_told_where_it_is_the_only_one_of_a_market() -> None:
    """Of two edits the numbers would be those of both."""
    two = edited(BOOK, (PLATFORMS, "30 %", "29 %"), (PROMOTIONS, "bonus: 10 %", "bonus: 5 %"))
    assert not any("buyers get" in line or "left to the seller" in line for line in lines(BOOK, two))


def test_what_another_guard_tells_is_not_told_again() -> None:
    looser = sale(("    code: FRIDAY\n", ""), ("    packages: [coins_500]\n", ""), ("{each: {most: 1 unit}}", "none"))
    assert [own.code for own in told(sale(), looser)] == ["promotion-loosened-since"]
    beside = told(sale(), sale(("    code: FRIDAY\n", ""), ("bonus: 10 %", "bonus: 5 %")))
    assert sorted(own.code for own in beside) == ["promotion-loosened-since", "terms-changed-since"]
    for edit in ((DE, "  coins_500: 6.99\n", ""), ("rules/earnings.yaml", "1 per 2", "1 per 3")):
        assert len(told(PAIRED, edited(PAIRED, edit))) == 1


def test_many_prices_are_one_line_with_the_median() -> None:
    """Each is far below its bound; all together are 4 % of the turnover."""

    def less(price: re.Match[str]) -> str:
        digits = 2 if "." in price[2] else 0
        return f"{price[1]}{float(price[2]) * 0.96:.{digits}f}"

    after = {
        file: re.sub(r"(coins_\d+: )([\d.]+)", less, text) if file.startswith("regions") else text
        for file, text in EVERY.items()
    }
    (line,) = lines(EVERY, after)
    assert "coins_100 in SE on ios costs 14.00 SEK from 2026-11-28 on, and cost 15.00 SEK: 6.7 % less" in line
    assert "44 prices move, by −4 % in the middle: 4 in SEK by −4 %, from −6.7 % to −3.9 %" in line


def test_a_moved_date_is_told_at_the_line_of_the_date() -> None:
    dated = "{begins: 13.49, %s: 12.99}"
    one, two = (edited(BOOK, (DE, "13.49", dated % day)) for day in ("2027-02-01", "2027-03-01"))
    (line,) = lines(one, two)
    sentence = "coins_1000 in DE on ios costs 13.49 EUR from 2027-02-01 until 2027-03-01, and cost 12.99 EUR: 3.8 %"
    assert line == f"terms-changed-since regions/de.yaml:8:43: {sentence} more"


def test_what_is_new_is_told() -> None:
    alone = {file: text for file, text in PAIRED.items() if file != "regions/us.yaml"}
    (line,) = lines(alone, PAIRED)
    assert line.endswith("4 packages are sold in US on ios from 2026-11-28 on, and nothing was")
    added = {file: f"{text}  coins_9000: 99\n" if "regions" in file else text for file, text in BOOK.items()}
    packages = f"{RULES['rules/packages.yaml']}  coins_9000: {{coins: 9000}}\n"
    two = lines(BOOK, {**added, "rules/packages.yaml": packages})
    assert len(two) == 2
    assert "prices.coins_9000 in DE on ios is 99.00 EUR from 2026-11-28 on, and was not stated, and 2 more" in two[0]


def test_declarations_are_compared() -> None:
    (line,) = lines(PAIRED, edited(PAIRED, ("rules/units.yaml", "extra_digits: 3", "extra_digits: 2")))
    assert "units.diamond.price is rounded half up to 2 more digits, and was rounded half up to 3" in line
    (line,) = lines(BOOK, edited(BOOK, ("rules/book.yaml", "2025-01-01", "2025-02-01")))
    assert "DE begins on 2025-02-01, and began on 2025-01-01, and 2 more like it" in line
    facts = "facts: {buyer.age: {type: count, name: Age}}\n"
    (line,) = lines(BOOK, {**BOOK, "rules/facts.yaml": facts})
    assert "facts.buyer.age is count, and was not stated" in line


def test_one_case_of_a_value_is_compared_with_its_own() -> None:
    facts = {"rules/facts.yaml": "facts: {buyer.age: {type: count, name: Age}}\n"}
    varying = "{by: buyer.age, from: {0: 13.49, 30: %s}}"
    one, two = ({**edited(BOOK, (DE, "13.49", varying % price)), **facts} for price in ("13.29", "13.19"))
    (line,) = lines(one, two)
    assert "regions/de.yaml:8:52: coins_1000 in DE on ios for buyer.age 30 costs 13.19 EUR" in line


def test_names_notes_and_comments_are_nothing() -> None:
    after = edited(BOOK, (PROMOTIONS, "Black Friday", "Friday"), (DE, "currency: EUR", "currency: EUR  # as ever"))
    assert told(BOOK, {**after, DE: f"# the home market\n{after[DE]}"}) == []


def test_it_is_accepted_by_the_name_of_the_thing() -> None:
    exception = "{guard: terms_changed, at: DE coins_1000, number: 3 %, reason: a test, owner: me, until: 2027-06-01}"
    accepting = {"rules/guards.yaml": f"guards: {{accepted: {{dearer: {exception}}}}}\n"}
    assert told({**BOOK, **accepting}, {**edited(BOOK, (DE, "13.49", "13.89")), **accepting}) == []
    worse = edited(BOOK, (DE, "13.49", "14.49"))
    assert len(told({**BOOK, **accepting}, {**worse, **accepting})) == 1


def against(old: RuleBook, new: RuleBook) -> list[str]:
    """What is found against an older book, by guard and sentence."""
    found = guard(new, NOW, before=old, only=AGAINST).findings
    return [f"{own.guard}: {own.sentence}" for own in found if own.guard in AGAINST]


def another_digit(data: st.DataObject, text: str) -> str:
    """A text in which one digit is another one."""
    spots = [match.start() for match in re.finditer(r"\d", text)]
    assume(spots)
    spot = data.draw(st.sampled_from(spots))
    digit = data.draw(st.sampled_from([own for own in "0123456789" if own != text[spot]]))
    return f"{text[:spot]}{digit}{text[spot + 1 :]}"


def without_a_line(data: st.DataObject, text: str) -> str:
    """A text without one of its lines; names are kept, of which nothing is told."""
    every = text.splitlines(keepends=True)
    spots = [number for number, line in enumerate(every) if "name" not in line]
    assume(spots)
    spot = data.draw(st.sampled_from(spots))
    return "".join(line for number, line in enumerate(every) if number != spot)


@pytest.mark.parametrize("edit", [another_digit, without_a_line])
@settings(max_examples=settings().max_examples // 10, suppress_health_check=list(HealthCheck), deadline=None)
@given(book=st.one_of(books(), chains(), promoted_books()), data=st.data())
def test_any_edit_that_changes_a_book_is_told(
    edit: Callable[[st.DataObject, str], str], book: Book, data: st.DataObject
) -> None:
    """A digest is another one whenever an answer is: so is something found, also where only the past differs."""
    file = data.draw(st.sampled_from(sorted(book.files)))
    text = book.files[file]
    assert isinstance(text, str)
    one, two = load_texts(book.files), load_texts({**book.files, file: edit(data, text)})
    assume(one.book is not None and two.book is not None)
    assert one.book is not None
    assert two.book is not None
    found = against(one.book, two.book)
    if one.book.digest == two.book.digest:
        assert not [own for own in found if own.startswith(TERMS_CHANGED)]
    else:
        assert found


def test_it_is_the_last_of_the_guards_against_an_older_book() -> None:
    assert AGAINST[-1] == TERMS_CHANGED
