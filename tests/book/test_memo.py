"""A load with a memo answers as one without, and makes again only what has changed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

import pytest

from ratecard.book.binding import Binder
from ratecard.book.keys import Keys
from ratecard.book.markets import MarketBuilder, MarketHistory
from ratecard.book.memo import Memo, alike
from ratecard.book.rulebook import RuleBook
from ratecard.book.sections import SectionBuilder
from ratecard.keys.registry import KEYS
from ratecard.loading import load_texts
from ratecard.terms.region import Region
from tests.book.cashing import CASH
from tests.books import Texts, hard_texts, shipped_texts, sound

FRANCE, GIFTS, EURO = "regions/fr.yaml", "rules/gifts.yaml", "regions/groups/euro.yaml"
PRICE = (FRANCE, "coins_100: 1.09", "coins_100: 1.19")
RATE = (FRANCE, "vat: {rate: 20 %}", "vat: {rate: 21 %}")
GIFT = (GIFTS, "heart: {coins: 5,", "heart: {coins: 6,")
PAID_IN = (EURO, "currency: EUR\n", "currency: USD\n")
MARKETS = {"ios", "android", "web"}

T = TypeVar("T")
Key = tuple[str, str]


def edited(texts: Texts, edit: tuple[str, str, str]) -> Texts:
    """The texts with one text of a file replaced, which stands there once."""
    file, old, new = edit
    assert texts[file].count(old) == 1
    return {**texts, file: texts[file].replace(old, new)}


def histories_of(book: RuleBook) -> dict[Key, MarketHistory]:
    """Every market's line and, with "" for the platform, every region's."""
    keys = [*book.markets(), *((region, "") for region in book.regions)]
    return {(region, platform): book.history((region, platform)) for region, platform in keys}


def changed(before: Mapping[T, object], after: Mapping[T, object]) -> set[T]:
    """The keys of what is another object now, or new."""
    return {key for key, value in after.items() if before.get(key) is not value}


def loaded_in_turn(*texts: Texts) -> list[RuleBook]:
    """The books of these texts, loaded one after the other with one memo."""
    memo = Memo()
    return [sound(load_texts(each, memo=memo)) for each in texts]


@pytest.fixture(scope="module")
def france() -> tuple[RuleBook, RuleBook]:
    """The shipped book, and then with another price in France."""
    before, after = loaded_in_turn(shipped_texts(), edited(shipped_texts(), PRICE))
    return before, after


def test_the_same_texts_are_the_same_objects() -> None:
    before, after = loaded_in_turn(hard_texts(), hard_texts())
    assert after.digest == before.digest
    assert not changed(histories_of(before), histories_of(after))


def test_one_price_changes_one_line_of_the_shipped_book(france: tuple[RuleBook, RuleBook]) -> None:
    before, after = map(histories_of, france)
    assert changed(before, after) == {("FR", "web")}


def test_of_a_line_with_another_price_all_else_is_the_same(france: tuple[RuleBook, RuleBook]) -> None:
    before, after = (book.history(("FR", "web")) for book in france)
    assert changed(before.bundles, after.bundles) == {"prices"}
    assert changed(before.sections, after.sections) == {("prices", "coins_100")}
    assert changed(before.below("prices"), after.below("prices")) == {("prices", "coins_100")}


def test_one_rate_of_vat_changes_the_tax_of_one_region() -> None:
    own = shipped_texts()
    own[FRANCE] += "tax: {lines: {vat: {rate: 20 %}}}\n"
    before, after = map(histories_of, loaded_in_turn(own, edited(own, RATE)))
    assert changed(before, after) == {("FR", platform) for platform in MARKETS}
    assert all(
        changed(before[key].bundles, after[key].bundles) == {"tax"} for key in after if key[0] == "FR" and key[1]
    )


def test_one_gift_changes_itself_in_every_market_and_nothing_for_creators() -> None:
    before, after = map(histories_of, loaded_in_turn(hard_texts(), edited(hard_texts(), GIFT)))
    assert changed(before, after) == {key for key in after if key[1]}
    for key in after:
        assert changed(before[key].sections, after[key].sections) == ({("gifts", "heart")} if key[1] else set())


def test_a_group_changes_its_members_alone() -> None:
    texts = hard_texts()
    before, after = map(histories_of, loaded_in_turn(texts, edited(texts, PAID_IN)))
    assert changed(before, after) == {(code, "") for code in ("BG", "DE", "FR")}


def test_a_new_region_leaves_all_others_as_they_are() -> None:
    texts = hard_texts()
    text = texts[FRANCE].replace("region: FR", "region: IT")
    before, after = map(histories_of, loaded_in_turn(texts, {**texts, "regions/it.yaml": text}))
    assert changed(before, after) == {("IT", platform) for platform in MARKETS | {""}}


def test_a_comment_changes_no_line() -> None:
    texts = hard_texts()
    before, after = loaded_in_turn(texts, edited(texts, (GIFTS, "# Common: up to 99 coins.", "# Up to 99 coins.")))
    assert not changed(histories_of(before), histories_of(after))


def counted(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, calls: list[str]) -> None:
    """Lets each call of a method be noted by its name."""
    method = getattr(owner, name)

    def noted(*given: object) -> object:
        calls.append(name)
        return method(*given)

    monkeypatch.setattr(owner, name, noted)


def test_what_has_not_changed_is_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    for owner, name in ((MarketBuilder, "_history"), (SectionBuilder, "_new_terms"), (Binder, "segments")):
        counted(monkeypatch, owner, name, built)
    memo = Memo()
    load_texts(hard_texts(), memo=memo)
    assert built.count("_history") == len(MARKETS | {""}) * len(sound(load_texts(hard_texts())).regions)
    assert built.count("segments") > 300
    built.clear()
    load_texts(edited(hard_texts(), PRICE), memo=memo)
    assert built.count("_history") == 1
    assert built.count("_new_terms") == 0  # the terms of a plain price take none of that
    assert built.count("segments") < 20


def test_it_grows_no_further_over_many_loads() -> None:
    memo, counts = Memo(), []
    for number in range(50):
        load_texts(edited(hard_texts(), (*PRICE[:2], f"coins_100: 1.{10 + number}")), memo=memo)
        counts.append(memo.counts())
    assert counts == [counts[0]] * 50


def test_loads_with_errors_forget_nothing_of_the_last_good_one_and_do_not_pile_up() -> None:
    memo = Memo()
    good = sound(load_texts(hard_texts(), memo=memo))
    alone = sum(memo.counts().values())
    for number in range(20):
        wrong = edited(hard_texts(), (*PRICE[:2], f"coins_100: 1.0{number:04}"))
        assert load_texts(wrong, memo=memo).book is None
        assert sum(memo.counts().values()) < 2 * alone
    assert not changed(histories_of(good), histories_of(sound(load_texts(hard_texts(), memo=memo))))
    assert sum(memo.counts().values()) == alone


def test_a_file_that_stays_broken_is_reported_each_time() -> None:
    memo = Memo()
    wrong = edited(hard_texts(), (*PRICE[:2], "coins_100: 1.095"))
    told = [load_texts(texts, memo=memo).diagnostics for texts in (wrong, wrong, hard_texts(), wrong)]
    assert [found.code for found in told[0]] == ["too-many-digits"]
    assert told == [told[0], told[0], (), told[0]]


def test_what_is_wrong_for_many_readers_is_told_when_the_first_of_them_is_gone() -> None:
    """Three decimals are too many in two regions. What was told of the first is told of the second without it."""
    files = edited(CASH, ("rules/book.yaml", "begins:", "prices: {coins_100: 1.234}\nbegins:"))
    second = files["regions/de.yaml"].replace("region: DE", "region: FR").replace("Europe/Berlin", "Europe/Paris")
    both = {**files, "regions/fr.yaml": second}
    alone = {file: text for file, text in both.items() if file != "regions/de.yaml"}
    memo = Memo()
    for texts in (both, alone, both, files):
        assert load_texts(texts, memo=memo).diagnostics == load_texts(texts).diagnostics


def test_other_keys_of_the_language_share_nothing() -> None:
    memo = Memo()
    before = sound(load_texts(hard_texts(), memo=memo))
    after = sound(load_texts(hard_texts(), keys=Keys(KEYS.records.values()), memo=memo))
    assert changed(histories_of(before), histories_of(after)) == set(histories_of(after))


def test_a_region_is_equal_to_itself_whatever_was_asked_of_its_payouts() -> None:
    first, second = (sound(load_texts(CASH)) for _ in range(2))
    at = first.history(("DE", "")).starts[-1]
    germany, other = first.region("DE", at), second.region("DE", at)
    assert isinstance(germany, Region)
    assert first.offers.of(germany.ways["bank"], {}, []) is first.offers.of(germany.ways["bank"], {}, [])
    assert germany == other


def test_values_are_alike_where_they_are_the_same_in_every_respect() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert alike((1, {"a": noon}), (1, {"a": noon}))
    assert not alike(1, True)
    assert not alike({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not alike(noon, noon.astimezone(timezone(timedelta(hours=1))))
    assert not alike((1,), (1, 2))
