"""Which statement counts: the narrower layer wins, a platform's before a plain one, from its first instant on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.loading import load_texts
from tests.book.asking import NOON, at, price, rates, resolved
from tests.books import sound
from tests.cases.smallest import DE, book, changed, germany

PRICE = ("prices", "coins_100")

BAVARIA = "region: DE-BY\n"
GROUP = "group: eu\ncurrency: EUR\n"
WITHOUT_PRICES = DE[: DE.index("prices:")]

# From the broadest to the narrowest. Each slot: the file, and the text that states a price there.
SLOTS: tuple[tuple[str, bool], ...] = (
    ("rules/prices.yaml", False),
    ("rules/prices.yaml", True),
    ("regions/groups/eu.yaml", False),
    ("regions/groups/eu.yaml", True),
    ("regions/de.yaml", False),
    ("regions/de.yaml", True),
    ("regions/de-by.yaml", False),
    ("regions/de-by.yaml", True),
)
HEADERS = {
    "rules/prices.yaml": "note: prices\n",
    "regions/groups/eu.yaml": GROUP,
    "regions/de.yaml": WITHOUT_PRICES.replace("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"),
    "regions/de-by.yaml": BAVARIA,
}


def layered(values: dict[int, str]) -> dict[str, str]:
    """Files that state a price of coins_100 in these slots, as it is written there."""
    files = dict(HEADERS)
    for slot, written in sorted(values.items()):
        file, on_web = SLOTS[slot]
        text = f"prices: {{coins_100: {written}}}\n"
        files[file] += f"platforms: {{web: {{{text.rstrip()}}}}}\n" if on_web else text
    return changed(files)


@given(st.sets(st.integers(0, 7), min_size=1))
def test_the_narrowest_layer_wins_and_in_a_layer_the_platform_before_the_plain(slots: set[int]) -> None:
    loaded = load_texts(layered({slot: f"1.0{slot} EUR" for slot in slots}))
    assert all(each.code == "platform-value-hidden" for each in loaded.diagnostics)
    whole = sound(loaded)
    for region, visible in (("DE-BY", slots), ("DE", {slot for slot in slots if slot < 6})):
        for platform, heard in (("web", visible), ("ios", {slot for slot in visible if slot % 2 == 0})):
            expected = f"1.0{max(heard)} EUR" if heard else "NOT_SOLD"
            assert price(whole, region=region, platform=platform) == expected
            if heard:
                replaced = [str(each.value) for each in resolved(whole, PRICE, NOON, region, platform).replaced]
                assert replaced == [f"1.0{slot} EUR" for slot in sorted(heard)[-2::-1]]


DAYS = ("2025-02-01", "2025-04-01", "2025-06-01", "2025-08-01")
values = st.sampled_from(["1.00 EUR", "2.00 EUR", "3.00 EUR", "none", "inherit"])
lines = st.dictionaries(st.sampled_from(DAYS), values, min_size=1)


def said(slot: str | dict[str, str], day: str) -> str:
    """What one slot says on a day: a value, `none`, or "inherit" where it is silent."""
    if isinstance(slot, str):
        return slot
    return next((slot[start] for start in sorted(slot, reverse=True) if start <= day), "inherit")


@given(st.dictionaries(st.integers(0, 7), values | lines, min_size=1, max_size=5))
def test_at_each_instant_the_narrowest_layer_that_speaks_wins(slots: dict[int, str | dict[str, str]]) -> None:
    written = {
        slot: value
        if isinstance(value, str)
        else "{begins: inherit, " + ", ".join(f"{day}: {v}" for day, v in value.items()) + "}"
        for slot, value in slots.items()
    }
    whole = sound(load_texts(layered(written)))
    for day in ("2025-01-01", *DAYS):
        for region, narrowest in (("DE-BY", 8), ("DE", 6)):
            for platform, step in (("web", 1), ("ios", 2)):
                spoken = [said(slots[slot], day) for slot in sorted(slots) if slot < narrowest and slot % step == 0]
                heard = [value for value in spoken if value != "inherit"]
                expected = heard[-1] if heard and heard[-1] != "none" else "NOT_SOLD"
                assert price(whole, when=at(f"{day}T12:00+00:00"), region=region, platform=platform) == expected


# --- Time lines


def test_a_time_line_overrides_from_its_first_instant_on_and_is_silent_before() -> None:
    whole = book(
        {
            "rules/prices.yaml": "prices: {coins_100: 1.00 EUR}\n",
            **germany(("coins_100: 1.29", "coins_100: {2025-03-01: 1.29, 2025-05-01: 1.39}")),
        }
    )
    for when, expected in [
        ("2025-02-28T23:59:59+01:00", "1.00 EUR"),
        ("2025-03-01T00:00:00+01:00", "1.29 EUR"),
        ("2025-04-30T23:59:59+02:00", "1.29 EUR"),
        ("2025-05-01T00:00:00+02:00", "1.39 EUR"),
    ]:
        assert price(whole, when=at(when)) == expected


def test_a_broader_change_does_not_break_through_a_narrower_value() -> None:
    whole = book(
        {
            "rules/prices.yaml": "prices: {coins_100: {2025-01-01: 1.00 EUR, 2025-06-01: 2.00 EUR}}\n",
            **germany(("coins_100: 1.29", "coins_100: {2025-03-01: 1.29}")),
        },
        "never-holds",
    )
    days = ("2025-02-01", "2025-04-01", "2025-07-01")
    assert [price(whole, when=at(day)) for day in days] == ["1.00 EUR", "1.29 EUR", "1.29 EUR"]


def test_inherit_ends_an_override_and_the_broader_layer_holds_again() -> None:
    whole = book(
        {
            "rules/prices.yaml": "prices: {coins_100: {2025-01-01: 1.00 EUR, 2025-06-15: 2.00 EUR}}\n",
            **germany(("coins_100: 1.29", "coins_100: {2025-06-01: 0.99, 2025-07-01: inherit}")),
        }
    )
    days = ("2025-05-31", "2025-06-10", "2025-06-20", "2025-07-02")
    assert [price(whole, when=at(day)) for day in days] == ["1.00 EUR", "0.99 EUR", "0.99 EUR", "2.00 EUR"]


def test_a_time_line_that_inherits_at_first_with_nothing_under_it_states_nothing_before() -> None:
    whole = book(germany(("coins_100: 1.29", "coins_100: {begins: inherit, 2025-03-01: 1.29}")), "silent-before")
    assert [price(whole, when=at(day)) for day in ("2025-02-01", "2025-04-01")] == ["NOT_SOLD", "1.29 EUR"]


def test_none_in_a_time_line_takes_a_package_out_of_sale_until_the_next_entry() -> None:
    whole = book(germany(("coins_100: 1.29", "coins_100: {2025-01-01: 1.29, 2025-03-01: none, 2025-05-01: 1.39}")))
    days = ("2025-02-01", "2025-04-01", "2025-06-01")
    assert [price(whole, when=at(day)) for day in days] == ["1.29 EUR", "NOT_SOLD", "1.39 EUR"]


def test_a_narrower_choice_replaces_a_broader_one_whole() -> None:
    whole = book(
        {
            "rules/facts.yaml": "facts: {buyer.member: {type: yes or no}}\n",
            "rules/prices.yaml": "prices: {coins_100: {by: buyer.member, is: {yes: 0.50 EUR}, other: 1.00 EUR}}\n",
        }
    )
    assert price(whole, facts={"buyer.member": True}) == "1.29 EUR"


# --- none on a mapping

LINES = "group: eu\ntax: {lines: {levy: {name: Levy, rate: 5 %}}}\n"


def grouped(*replacements: tuple[str, str], group: str = LINES) -> dict[str, str]:
    """Germany in the group eu, which states a levy beside Germany's VAT."""
    member = ("currency: EUR\n", "currency: EUR\ngroups: [eu]\n")
    return {**germany(member, *replacements), "regions/groups/eu.yaml": group}


def test_mappings_merge_by_key() -> None:
    assert rates(book(grouped())) == {"levy": "5 %", "vat": "19 %"}


@pytest.mark.parametrize(
    ("stated", "left"),
    [
        ("tax:\n  lines:\n    levy: none\n    vat: {name: VAT, rate: 19 %}\n", {"vat": "19 %"}),
        ("tax:\n  lines:\n    levy: {rate: none}\n    vat: {name: VAT, rate: 19 %}\n", {"vat": "19 %"}),
        ("tax:\n  lines: none\n", {}),
        ("tax: none\n", {}),
        ("tax: {value: none, source: law}\n", {}),
    ],
)
def test_none_on_a_mapping_removes_what_broader_layers_state_below_it(stated: str, left: dict[str, str]) -> None:
    whole = book(grouped((DE[DE.index("tax:") : DE.index("prices:")], stated + "\n")))
    assert rates(whole) == left


def test_a_layer_under_a_none_may_state_anew() -> None:
    whole = book(
        {
            **grouped((DE[DE.index("tax:") : DE.index("prices:")], "tax: {lines: none}\n\n")),
            "regions/de-by.yaml": BAVARIA + "tax: {lines: {vat: {name: VAT, rate: 7 %}}}\n",
        }
    )
    assert rates(whole) == {}
    assert rates(whole, region="DE-BY") == {"vat": "7 %"}


def test_none_for_a_platform_leaves_the_other_platforms_alone() -> None:
    whole = book(germany(("prices:\n", "platforms:\n  web: {tax: none}\n\nprices:\n")))
    assert rates(whole, platform="web") == {}
    assert rates(whole, platform="ios") == {"vat": "19 %"}


def test_none_removes_all_prices_of_a_platform() -> None:
    whole = book(
        {
            "rules/prices.yaml": "platforms: {web: {prices: {coins_100: 0.99 EUR}}}\n",
            **germany(("prices:\n", "platforms:\n  web: {prices: none}\n\nprices:\n")),
        }
    )
    assert [price(whole, platform=platform) for platform in ("web", "ios")] == ["NOT_SOLD", "1.29 EUR"]


def test_none_in_a_group_counts_while_the_region_is_a_member_and_each_time_it_is() -> None:
    whole = book(
        {
            **germany(
                ("currency: EUR\n", "currency: EUR\ngroups: {2025-02-01: [free], 2025-03-01: [], 2025-04-01: [free]}\n")
            ),
            "rules/levy.yaml": "tax: {lines: {levy: {name: Levy, rate: 5 %}}}\n",
            "regions/groups/free.yaml": "group: free\ntax: {lines: {levy: none}}\n",
        }
    )
    taxed = {"levy": "5 %", "vat": "19 %"}
    for day, left in [("2025-01-15", taxed), ("2025-02-15", {"vat": "19 %"}), ("2025-03-15", taxed)]:
        assert rates(whole, when=at(day)) == left
    assert rates(whole, when=at("2025-04-15")) == {"vat": "19 %"}
