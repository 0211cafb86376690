"""Any edits of any file: what was asked for is there, and every byte outside of it is as it was."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratecard.rulefiles.rewriting.editor import edited
from ratecard.rulefiles.rewriting.edits import AddDated, AddKey, EditRefused, FileEdit, RemoveKey, RuleFile, SetValue
from ratecard.rulefiles.stated import KeyPath, Stated, StatedMoney, StatedTimeLine
from tests.rulefiles.rewriting.files import bare, files, leaves, lines_of, money_leaves, rule_file

money = st.decimals(0, 999, places=2).map(str)
starts = st.sampled_from(
    ["2025-03-01", "2026-11-28", "2027-01-12", "2031-05-05T10:00+02:00", "january_wave", "wave_off"]
)


def _leaf(data: st.DataObject, file: RuleFile) -> KeyPath:
    paths = money_leaves(file)
    assume(paths)
    return data.draw(st.sampled_from(paths))


def _exact(file: RuleFile, path: KeyPath) -> tuple[KeyPath, Stated[object]]:
    """The path of one value of a leaf, at its first date where it has dates, and the value."""
    leaf = leaves(file)[path]
    if not isinstance(leaf, StatedTimeLine):
        return path, leaf
    start, value = leaf.entries[0]
    return (*path, str(_written(file, start))), value


def _another(data: st.DataObject, stated: Stated[object]) -> str:
    """Another amount, in the currency of the one that is stated."""
    assert isinstance(stated.value, StatedMoney)
    return f"{data.draw(money)} {stated.value.currency or ''}".strip()


def _written(file: RuleFile, stated: Stated[object]) -> str:
    """What stands at a statement's place, without quotes."""
    before, end = _span(file.content.decode(), stated)
    return file.content.decode()[before:end].strip("\"'")


def _span(text: str, stated: Stated[object]) -> tuple[int, int]:
    lines, place = lines_of(text), stated.place
    start = sum(map(len, lines[: place.line - 1])) + place.column - 1 + (place.line == 1 and text[0] == "\ufeff")
    return start, start + place.end_column - place.column


@given(files(), st.data())
def test_setting_a_value_changes_its_own_characters_and_setting_it_back_gives_the_first_bytes(
    written: tuple[bytes, str], data: st.DataObject
) -> None:
    file = rule_file(*written)
    path, stated = _exact(file, _leaf(data, file))
    value = _another(data, stated)
    before = file.content.decode()
    start, end = _span(before, stated)
    content = edited(file, [SetValue(path, value)])
    after, quote = content.decode(), before[start] if before[start] in "\"'" else ""
    assert after == before[:start] + quote + value + quote + before[end:]
    back = edited(rule_file(content, file.file), [SetValue(path, before[start:end].strip("\"'"))])
    assert back == file.content


@given(files(), starts, st.data())
def test_a_dated_value_is_added_and_no_other_line_changes(
    written: tuple[bytes, str], start: str, data: st.DataObject
) -> None:
    file = rule_file(*written)
    path = _leaf(data, file)
    old = leaves(file)[path]
    value = _another(data, _exact(file, path)[1])
    try:
        content = edited(file, [AddDated(path, start, value)])
    except EditRefused as refused:
        assert "the same day" in refused.sentence or "cannot change with time" in refused.sentence  # noqa: PT017
        return
    new = leaves(file, content)[path]
    assert isinstance(new, StatedTimeLine)
    expected = bare(old) if isinstance(old, StatedTimeLine) else {"begins": bare(old)}
    got = bare(new)
    assert isinstance(expected, dict)
    assert isinstance(got, dict)
    added = {key: said for key, said in got.items() if expected.get(key) != said}
    assert [said[0] for said in added.values()] == [value] * (len(added))
    assert set(expected) <= set(got)
    assert len(got) - len(expected) in (0, 1)
    own = range(old.place.line, old.place.end_line + 1)
    others = [line for number, line in enumerate(lines_of(file.content.decode()), 1) if number not in own]
    remaining = iter(line.strip() for line in lines_of(content.decode()))
    assert all(line.strip() in remaining for line in others), "but for how far it is indented, each line is as it was"


@given(files(), starts, st.data())
def test_a_date_that_is_taken_out_again_leaves_the_first_bytes(
    written: tuple[bytes, str], start: str, data: st.DataObject
) -> None:
    file = rule_file(*written)
    path = _leaf(data, file)
    value = _another(data, _exact(file, path)[1])
    try:
        dated = rule_file(edited(file, [AddDated(path, "2024-02-02", value)]), file.file)
        content = edited(dated, [AddDated(path, start, value)])
    except EditRefused:
        return
    entries = leaves(dated)[path].entries  # type: ignore[union-attr]
    assume(start not in [_written(dated, key) for key, _ in entries])
    assert edited(rule_file(content, file.file), [RemoveKey((*path, start))]) == dated.content


@given(files(), st.data())
def test_a_key_that_is_taken_out_again_leaves_the_first_bytes(written: tuple[bytes, str], data: st.DataObject) -> None:
    file = rule_file(*written)
    above = _leaf(data, file)[:-1]
    path = (*above, "coins_77")
    try:
        content = edited(file, [AddKey(path, "7.25 EUR")])
    except EditRefused:
        return  # no such key may stand there
    assert path in leaves(file, content)
    assert edited(rule_file(content, file.file), [RemoveKey(path)]) == file.content


@settings(max_examples=settings().max_examples)
@given(files(), st.data())
def test_edits_of_several_places_are_those_one_after_the_other_in_any_order(
    written: tuple[bytes, str], data: st.DataObject
) -> None:
    file = rule_file(*written)
    paths = money_leaves(file)
    assume(len(paths) > 1)
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=2, max_size=4, unique=True))
    edits: list[FileEdit] = []
    for path in chosen:
        value, start = _another(data, _exact(file, path)[1]), data.draw(starts)
        kinds: list[FileEdit] = [SetValue(_exact(file, path)[0], value), AddDated(path, start, value)]
        edits.append(data.draw(st.sampled_from(kinds)))
    alone = []
    for edit in edits:
        try:
            edited(file, [edit])
        except EditRefused:
            continue
        alone.append(edit)
    together = edited(file, alone)
    assert edited(file, data.draw(st.permutations(alone))) == together
    content = file.content
    for edit in data.draw(st.permutations(alone)):
        content = edited(rule_file(content, file.file), [edit])
    assert content == together
