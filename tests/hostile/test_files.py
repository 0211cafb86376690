"""Each hostile file is reported at its place, after a bounded number of events; the rest is still checked."""

import pytest
from yaml import cyaml

from ratecard.diagnostics.diagnostic import Place
from ratecard.loading import load_texts
from ratecard.rulefiles.values import types
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.wrong import Wrong
from tests.cases.smallest import DE, SMALLEST
from tests.hostile.files import FILE, HOSTILE, NUMBERS, Hostile

TYPES = [kind for kind in vars(types).values() if isinstance(kind, types.ValueType)]
SENTENCE_MOST = 1000

each = pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)


class Counted:
    """A parser that counts the events that are asked of it."""

    asked = 0

    def __init__(self, text: str) -> None:
        self.parser = PARSER(text)

    def get_event(self) -> object:
        Counted.asked += 1
        return self.parser.get_event()

    def check_token(self) -> bool:
        return bool(self.parser.check_token())

    def get_token(self) -> object:
        Counted.asked += 1
        return self.parser.get_token()


PARSER = cyaml.CParser  # type: ignore[attr-defined]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> type[Counted]:
    monkeypatch.setattr(cyaml, "CParser", Counted)
    Counted.asked = 0
    load_texts(SMALLEST)
    Counted.asked = -Counted.asked
    return Counted


@each
def test_a_hostile_file_is_reported_shortly_after_bounded_work(hostile: Hostile, counted: type[Counted]) -> None:
    loaded = load_texts({**SMALLEST, FILE: hostile.content})
    found = loaded.diagnostics
    assert loaded.book is None
    own = [each for each in found if each.place is not None and each.place.file == FILE]
    first = next((each.place for each in own if each.code == hostile.code), None)
    assert first is not None, [each.code for each in own[:5]]
    assert (first.line, first.column) == (hostile.line, hostile.column)
    assert hostile.count is None or [each.code for each in found] == [hostile.code] * hostile.count
    assert counted.asked <= hostile.events_most
    assert max(len(each.sentence) + len(each.advice) for each in found) < SENTENCE_MOST


@pytest.mark.parametrize(
    "name", ["100,000 brackets", "a NUL", "UTF-16, little end first", "nothing", "a line of 10 MB"]
)
def test_what_is_wrong_elsewhere_is_still_reported(name: str) -> None:
    files: dict[str, str | bytes] = {
        **SMALLEST,
        "regions/de.yaml": DE.replace("19 %", "19"),
        FILE: HOSTILE[name].content,
    }
    found = load_texts(files).diagnostics
    assert [(each.code, each.place.file if each.place else "") for each in found] == [
        ("rate-without-unit", "regions/de.yaml"),
        (HOSTILE[name].code, FILE),
    ]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_no_text_of_digits_and_separators_keeps_a_type_busy(kind: types.ValueType) -> None:
    for text in NUMBERS:
        value = parse_value(kind, text)
        if isinstance(value, Wrong):
            assert len(value.sentence) + len(value.advice) < SENTENCE_MOST


def test_every_place_lies_in_the_file() -> None:
    for hostile in HOSTILE.values():
        content = hostile.content
        if len(content) > 100_000:
            continue
        text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        for each in load_texts({**SMALLEST, FILE: content}).diagnostics:
            place = each.place
            assert isinstance(place, Place)
            assert place.column <= len(text.split("\n")[place.line - 1]) + 1
