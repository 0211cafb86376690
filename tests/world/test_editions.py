"""The list of what editions changed is complete: taken back, the changes of each give the edition before it."""

import re
from itertools import pairwise

import pytest

from ratecard.loading.editions import CHANGES, Change, editions_in
from ratecard.loading.world import World, installed_world, world_of
from tests.book.test_library import WORLD as SMALL
from tests.world.editions import (
    Meaning,
    at,
    changes_between,
    digest_of,
    editions_of,
    entry,
    listed,
    main,
    meaning_of,
    taken_back,
)
from tests.world.library import WORLD

DE = SMALL["world/regions/de.yaml"]


def small(**changed: str) -> World:
    """The small library with files replaced, added or (empty) left out: "regions_de" for regions/de.yaml."""
    own = {f"world/{name.replace('_', '/', 1)}.yaml": text for name, text in changed.items()}
    return world_of({path: text.encode() for path, text in {**SMALL, **own}.items() if text})


def test_the_changes_of_each_edition_taken_back_give_the_one_before() -> None:
    world = installed_world()
    editions = editions_of(world.texts)
    meaning: Meaning = meaning_of(world)
    assert editions[-1].name == world.name, "world.yaml names an edition that CHANGES.yaml does not list"
    assert digest_of(meaning) == editions[-1].meaning, (
        "a value of the library changed without a new edition: world/README.md says how one is made"
    )
    for earlier, edition in reversed(list(pairwise(editions))):
        meaning = taken_back(meaning, edition.changes)
        assert digest_of(meaning) == earlier.meaning, f"the changes of {edition.name} are not all that changed"
    assert editions[0].changes == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"regions_de": DE.replace("2032-01-01: 20 %", "2032-01-01: 21 %")},
            [("regions/de.yaml", "tax.lines.vat.rate", "2032-01-01", "", "20 %", "21 %")],
        ),
        (
            {"regions_de": DE.replace("19 %,", "19 %, 2020-07-01: 16 %, 2021-01-01: 19 %,")},
            [("regions/de.yaml", "tax.lines.vat.rate", "2020-07-01", "2021-01-01", "19 %", "16 %")],
        ),
        (
            {"regions_de": DE.replace("begins: unknown", "begins: 16 %")},
            [("regions/de.yaml", "tax.lines.vat.rate", "", "2016-01-01", "unknown", "16 %")],
        ),
        (
            {"regions_de": DE.replace("groups: [eu, euro]", "groups: [eu]")},
            [("regions/de.yaml", "groups", "", "", "[eu, euro]", "[eu]")],
        ),
        (
            {"regions_us-ny": ""},
            [
                ("regions/us-ny.yaml", "currency", "", "", "USD", None),
                ("regions/us-ny.yaml", "tax.lines", "", "", "none", None),
                ("regions/us-ny.yaml", "time_zone", "", "", "America/New_York", None),
            ],
        ),
        (
            {"rules_platforms": SMALL["world/rules/platforms.yaml"].replace("rate: 30 %", "rate: {2031-01-01: 30 %}")},
            [("rules/platforms.yaml", "platforms.ios.commission.lines.store.rate", "", "2031-01-01", "30 %", None)],
        ),
        ({"regions_de": DE.replace("{lines: {vat: {rate", "{lines: {vat: {source: elsewhere, rate")}, []),
        ({"regions_de": "# anew\n" + DE.replace("19 %", "19.0 %")}, []),
        ({"regions_de": DE.replace("2016-01-01: 19 %", "2016-01-01: 19 %, 2018-01-01: 19 %")}, []),
    ],
)
def test_what_differs_is_a_change_with_its_stretch_of_time(
    changed: dict[str, str], expected: list[tuple[str | None, ...]]
) -> None:
    older, newer = meaning_of(small()), meaning_of(small(**changed))
    changes = changes_between(older, newer)
    assert [(one.file, one.value, one.since, one.until, one.was, one.now) for one in changes] == expected
    assert digest_of(taken_back(newer, changes)) == digest_of(older)
    assert (digest_of(older) == digest_of(newer)) == (not expected)
    assert changes_between(older, older) == []


def test_an_entry_is_read_again_as_it_was_written() -> None:
    odd = SMALL["world/rules/units.yaml"].replace("one: Münze", 'one: "Münze: \\"#1\\""')
    older, newer = meaning_of(small()), meaning_of(small(rules_units=odd, regions_fr=""))
    changes = changes_between(older, newer)
    text = listed(b"", "world 2030.1", entry("world 2030.1", older, []))
    text = listed(text.encode(), "world 2030.2", entry("world 2030.2", newer, changes))
    first, second = editions_in(text.encode())
    assert (first.name, first.meaning, first.changes) == ("world 2030.1", digest_of(older), ())
    assert (second.name, second.meaning, list(second.changes)) == ("world 2030.2", digest_of(newer), changes)
    assert listed(text.encode(), "world 2030.2", entry("world 2030.2", newer, changes)) == text


def test_a_change_that_is_left_out_or_wrong_is_found() -> None:
    older, newer = meaning_of(small()), meaning_of(small(regions_de=DE.replace("20 %", "21 %"), regions_fr=""))
    changes = changes_between(older, newer)
    for number in range(len(changes)):
        assert digest_of(taken_back(newer, changes[:number] + changes[number + 1 :])) != digest_of(older)
    wrong = Change(file="regions/de.yaml", value="tax.lines.vat.rate", since="2032-01-01", was="20 %", now="22 %")
    with pytest.raises(AssertionError, match="is not what is stated now"):
        taken_back(newer, [wrong])


def test_what_a_line_states_holds_from_its_start_on() -> None:
    line = (("", None), ("2030-01-01", "19 %"))
    assert [at(line, day) for day in ("", "2029-12-31", "2030-01-01", "2031-01-01")] == [None, None, "19 %", "19 %"]


@pytest.mark.parametrize(
    "text",
    [
        "world 2030.1: {meaning: x}\n",
        "world 2030.1: {meaning: x, changes: [{file: regions/de.yaml}]}\n",
        "world 2030.1: {meaning: x, changes: [{file: a, value: b, then: c}]}\n",
        "- world 2030.1\n",
        "world 2030.1: {meaning: x, changes: [\n",
    ],
)
def test_a_list_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(CHANGES)):
        editions_in(text.encode())


def test_the_tool_shows_the_entry_of_the_installed_edition(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(WORLD)]) == 0
    shown = capsys.readouterr().out
    (edition,) = editions_in(shown.encode())
    assert (edition.meaning, edition.changes) == (editions_of(installed_world().texts)[-1].meaning, ())
