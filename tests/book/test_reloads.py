"""A reload pays for what changed: the parts of a bundle that are as they were are neither bound nor looked at again."""

from collections.abc import Callable
from random import Random

import pytest

from ratecard.audience import Audience
from ratecard.book import (
    bound_parts,
    digest,
    nameless,
    never_holding,
    references,
    removals,
    silent_before,
    translations,
)
from ratecard.book.memo import Memo
from ratecard.book.resolving import Contribution, ResolvedPaths, resolve
from ratecard.loading import load_texts
from tests.book.cashing import CASH
from tests.book.test_memo import GIFT, PRICE, changed, edited, histories_of
from tests.book.test_memo_of_mutations import is_as
from tests.books import Texts, hard_texts, sound

HEART = ("gifts", "heart")

LOOKED_AT = (
    (digest, "_lines"),
    (references, "_uses"),
    (translations, "_lacking_in"),
    (nameless, "_things_in"),
    (never_holding, "_holding_in"),
    (silent_before, "_endings"),
    (removals, "_said_in"),
)
"""What is made of each part of a bundle: its text, and all that checks look for in it."""


@pytest.mark.parametrize(("module", "name"), LOOKED_AT, ids=[name for _, name in LOOKED_AT])
def test_of_one_changed_gift_that_gift_alone_is_looked_at(
    module: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ResolvedPaths] = []
    make: Callable[..., object] = getattr(module, name)

    def noted(*given: ResolvedPaths) -> object:
        seen.append(given[-1])
        return make(*given)

    monkeypatch.setattr(module, name, noted)
    memo = Memo()
    load_texts(hard_texts(), memo=memo)
    assert len(seen) > 200
    seen.clear()
    load_texts(edited(hard_texts(), GIFT), memo=memo)
    assert seen
    assert {path[:2] for paths in seen for path in paths} == {HEART}


def test_one_changed_gift_is_resolved_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[object] = []

    def noted(stated: list[Contribution]) -> object:
        resolved.append(stated)
        return resolve(stated)

    monkeypatch.setattr(bound_parts, "resolve", noted)
    memo = Memo()
    load_texts(hard_texts(), memo=memo)
    assert len(resolved) > 5_000
    resolved.clear()
    after = sound(load_texts(edited(hard_texts(), GIFT), memo=memo))
    bundles = {history.bundles["gifts"] for history in histories_of(after).values() if "gifts" in history.bundles}
    assert 0 < len(resolved) <= len(bundles)


EDITS = (
    ("rules/gifts.yaml", "rose: {coins: 1,", "rose: {coins: 2,"),
    ("rules/gifts.yaml", "name: Rose", "name: none"),
    ("rules/gifts.yaml", "name: Rose}", "name: {en: Rose, de: Rose}}"),
    ("rules/gifts.yaml", "rose: {coins: 1, rarity: common, kinds", "rose: {rarity: common, coins: 1, kinds"),
    ("rules/gifts.yaml", "kinds: [live, video]", "kinds: [live]"),
    ("rules/gifts.yaml", "{2025-01-01: 5, 2026-01-01: 6}", "{2025-01-01: 5, 2026-01-01: 7}"),
    ("rules/gifts.yaml", "{2025-01-01: 5, 2026-01-01: 6}", "{2025-01-01: 5, 2026-02-01: 6}"),
    ("rules/gifts.yaml", "{2025-01-01: 5, 2026-01-01: 6}", "5"),
    ("rules/gifts.yaml", "{2025-01-01: 5, 2026-01-01: 6}", "{2025-01-01: 5, 2026-01-01: inherit}"),
    ("rules/gifts.yaml", "level: 20", "level: 21"),
    ("rules/gifts.yaml", "level: 20", "level: none"),
    ("rules/gifts.yaml", "buyer.member: yes", "buyer.member: no"),
    ("rules/gifts.yaml", "coins: 20000", "coins: 1.5"),
    ("rules/gifts.yaml", "kinds: [video]", "kinds: [vidio]"),
    ("regions/de.yaml", "region: DE", "gifts: {rose: {coins: 9}}\nregion: DE"),
    ("regions/de.yaml", "region: DE", "gifts: {rose: {coins: 8}}\nregion: DE"),
    ("regions/de.yaml", "region: DE", "gifts: {heart: {coins: 8}}\nregion: DE"),
    ("regions/de.yaml", "region: DE", "gifts: {rose: none}\nregion: DE"),
    ("regions/de.yaml", "region: DE", "gifts: none\nregion: DE"),
    ("regions/de.yaml", "region: DE", "platforms: {ios: {gifts: {rose: {coins: 7}}}}\nregion: DE"),
    ("regions/jp.yaml", "region: JP", "platforms: {web: {gifts: {rose: none}}}\nregion: JP"),
    ("regions/jp.yaml", "region: JP", "gifts: {rose: {coins: {2026-03-01: 4, 2026-06-01: inherit}}}\nregion: JP"),
)
"""A file, a text that stands in it, and what stands there instead: values, words, dates, layers, mistakes."""


def some_edits(random: Random) -> Texts:
    """The book after some of the edits, as far as one leaves what another one replaces."""
    texts = dict(CASH)
    for file, old, new in random.sample(EDITS, random.randint(0, 3)):
        if texts[file].count(old) == 1:
            texts[file] = texts[file].replace(old, new)
    return texts


@pytest.mark.parametrize("seed", range(6))
def test_reloads_after_any_edits_say_what_a_load_alone_does(seed: int) -> None:
    random, memo = Random(seed), Memo()
    for _ in range(25):
        texts = some_edits(random)
        warm, fresh = load_texts(texts, memo=memo), load_texts(texts)
        assert is_as(warm, fresh, terms=True), texts["rules/gifts.yaml"] + texts["regions/de.yaml"]
        if warm.book is not None and fresh.book is not None:
            for audience in (Audience.PUBLIC, Audience.SERVICE):
                assert warm.book.seen_by(audience).digest == fresh.book.seen_by(audience).digest


def test_each_edit_there_and_back_says_what_a_load_alone_does() -> None:
    memo, alone = Memo(), load_texts(CASH)
    for file, old, new in EDITS:
        texts = {**CASH, file: CASH[file].replace(old, new)}
        assert texts != CASH
        assert is_as(load_texts(CASH, memo=memo), alone, terms=True)
        assert is_as(load_texts(texts, memo=memo), load_texts(texts), terms=True), new


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SERVICE])
def test_what_an_audience_sees_of_unchanged_markets_is_the_same(audience: Audience) -> None:
    memo = Memo()
    before, after = (
        histories_of(sound(load_texts(texts, memo=memo)).seen_by(audience))
        for texts in (hard_texts(), edited(hard_texts(), PRICE))
    )
    assert changed(before, after) == {("FR", "web")}


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SERVICE])
def test_of_a_changed_gift_an_audience_sees_all_else_as_it_was(audience: Audience) -> None:
    memo = Memo()
    texts = hard_texts(), edited(hard_texts(), GIFT)
    before, after = (histories_of(sound(load_texts(own, memo=memo)).seen_by(audience)) for own in texts)
    for key in after:
        assert changed(before[key].sections, after[key].sections) == ({HEART} if key[1] else set())
        assert changed(before[key].bundles, after[key].bundles) == ({"gifts"} if key[1] else set())


def test_what_is_remembered_of_audiences_does_not_pile_up() -> None:
    memo, counts = Memo(), []
    for number in range(6):
        texts = edited(hard_texts(), (*PRICE[:2], f"coins_100: 1.{10 + number}"))
        sound(load_texts(texts, memo=memo)).seen_by(Audience.PUBLIC)
        counts.append(memo.of_audience(Audience.PUBLIC).counts())
    assert counts == [counts[0]] * 6
    assert sum(counts[0].values()) > 100
