"""Mistakes in dates, instants and time lines."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.mutations.characters import HIDDEN
from tests.mutations.edits import Edit, appended, mistake, renamed, replaced
from tests.mutations.sources import REGIONS, Source, Spot

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _dated(source: Source) -> list[Spot]:
    """The entries of time lines."""
    return [s for s in source.spots if s.leaf and s.key is not None and s.trail and DAY.match(s.path[-1])]


def _days(source: Source) -> list[Spot]:
    """Those of them that are dated by a day."""
    return [spot for spot in _dated(source) if DAY.fullmatch(spot.path[-1])]


def _undated(source: Source) -> list[Spot]:
    """Values that may have dates and have none."""
    spots = source.of("money", "rate", "count", "word", "rounding", "bonus")
    return [spot for spot in spots if not any(map(_is_start, spot.trail)) and _may_be_dated(spot)]


def _is_start(key: str) -> bool:
    """Whether a key is one of a time line: a date, `begins`, or a name of a date in the books that are tried."""
    return bool(DAY.match(key)) or key == "begins" or key.startswith("wave_")


def _may_be_dated(spot: Spot) -> bool:
    return not set(spot.trail) & {"is", "from", "other", "value"} and spot.key is not None


@mistake("date-does-not-exist")
def a_value_begins_on_a_day_that_no_calendar_has(source: Source) -> list[Edit]:
    """An entry of a time line is dated 30 February."""
    return renamed(_dated(source), lambda _: "2026-02-30")


@mistake("date-does-not-exist")
def a_new_time_line_begins_on_a_day_that_no_calendar_has(source: Source) -> list[Edit]:
    """A value is given a time line, one of whose days does not exist."""
    start = "{2024-01-01: "
    return [
        Edit(s.file, s.value, f"{start}{s.text}, 2026-06-31: {s.text}}}", len(f"{start}{s.text}, "))
        for s in _undated(source)
    ]


@mistake("date-does-not-exist")
def a_time_does_not_exist(source: Source) -> list[Edit]:
    """An entry of a time line begins at 25 o'clock."""
    return renamed(_dated(source), lambda _: "2026-02-03T25:00Z")


@mistake("not-an-instant")
def a_date_is_written_as_in_germany(source: Source) -> list[Edit]:
    """An entry of a time line is dated day first, with points."""
    return renamed(_days(source), lambda day: ".".join(reversed(day.split("-"))))


@mistake("not-an-instant")
def a_date_has_slashes(source: Source) -> list[Edit]:
    """An entry of a time line is dated with slashes."""
    return renamed(_days(source), lambda day: day.replace("-", "/"))


@mistake("not-an-instant")
def a_date_lacks_its_zeros(source: Source) -> list[Edit]:
    """An entry of a time line is dated without zeros."""
    short = [spot for spot in _days(source) if "-0" in spot.path[-1]]
    return renamed(short, lambda day: day.replace("-0", "-"))


@mistake("not-an-instant")
def a_year_is_far_away(source: Source) -> list[Edit]:
    """An entry of a time line begins in the year 9999."""
    return renamed(_dated(source), lambda _: "9999-12-31")


@mistake("not-an-instant")
def the_beginning_is_a_word(source: Source) -> list[Edit]:
    """The book begins today."""
    return replaced(source.of("begins"), "today")


@mistake("not-an-instant")
def the_beginning_may_not_be_none(source: Source) -> list[Edit]:
    """The book never begins."""
    return replaced(source.of("begins"), "none")


@mistake("instant-without-offset")
def an_instant_has_no_offset(source: Source) -> list[Edit]:
    """An entry of a time line begins at an hour of nowhere."""
    return renamed(_dated(source), lambda _: "2026-07-01T10:00")


@mistake("instant-without-offset")
def the_beginning_has_no_offset(source: Source) -> list[Edit]:
    """The book begins at an hour of nowhere."""
    return replaced(source.of("begins"), "2025-01-01T00:00")


@mistake("same-instant-twice")
def an_instant_is_stated_in_two_offsets(source: Source) -> list[Edit]:
    """A time line states one instant in two ways."""
    first, second = "2031-05-05T10:00Z", "2031-05-05T12:00+02:00"
    return [
        Edit(s.file, s.value, f"{start}{second}: {s.text}}}", len(start))
        for s in _undated(source)
        if (start := f"{{2024-01-01: {s.text}, {first}: {s.text}, ")
    ]


@mistake("same-instant-twice", beside=("dates-out-of-order",))
def a_date_and_an_instant_are_one(source: Source) -> list[Edit]:
    """A time line states a day, and the instant at which that day begins in the region."""
    edits = []
    for spot in _dated(source):
        zone = source.at(spot.file, "time_zone")
        if zone is None or not re.fullmatch(DAY, spot.path[-1]) or not spot.is_scalar:
            continue
        start = datetime.fromisoformat(spot.path[-1]).replace(tzinfo=ZoneInfo(zone.text))
        offset = start.strftime("%z")
        edit = appended(source, spot, f"{spot.path[-1]}T00:00{offset[:3]}:{offset[3:]}: {spot.text}")
        if edit is not None and start.timestamp() % 60 == 0 and _exists(start):
            edits.append(edit)
    return edits


def _exists(moment: datetime) -> bool:
    return datetime.fromtimestamp(moment.timestamp(), moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


@mistake("duplicate-key")
def a_date_is_stated_twice(source: Source) -> list[Edit]:
    """A time line states one day twice."""
    edits = [appended(source, s, f"{s.path[-1]}: {s.text}") for s in _dated(source) if s.is_scalar]
    return [edit for edit in edits if edit is not None]


@mistake("not-a-value")
def a_time_line_stands_inside_a_time_line(source: Source) -> list[Edit]:
    """A value of a time line has dates itself."""
    spots = [spot for spot in _dated(source) if spot.is_scalar and spot.leaf in ("money", "rate", "count", "word")]
    return replaced(spots, lambda text: f"{{2026-01-01: {text}}}")


@mistake("empty-value")
def a_date_has_no_value(source: Source) -> list[Edit]:
    """A day of a time line is left without its value."""
    start = "{2024-01-01: "
    return [
        Edit(s.file, s.value, f"{start}{s.text}, 2026-06-01: }}", len(f"{start}{s.text}, ")) for s in _undated(source)
    ]


@mistake("date-does-not-exist")
def a_region_skipped_a_day_of_a_time_line(source: Source) -> list[Edit]:
    """A region's value begins on a day that its zone skipped: Samoa had no 30 December 2011."""
    regions = {file for code, file in source.regions.items() if "-" not in code and not _divided(source, code)}
    edits = []
    for spot in _undated(source):
        zone = source.at(spot.file, "time_zone")
        if spot.file not in regions or zone is None or zone.value[0] > spot.value[0] or _is_part_of_price(spot):
            continue
        between = source.files[spot.file][zone.value[1] : spot.value[0]]
        start = f"Pacific/Apia{between}{{2024-01-01: {spot.text}, "
        span = (zone.value[0], spot.value[1])
        edits.append(Edit(spot.file, span, f"{start}2011-12-30: {spot.text}}}", len(start)))
    plain = [edit for edit in edits if not _has_quote(source, edit)]
    return plain if not _many_dates(source) else []


def _is_part_of_price(spot: Spot) -> bool:
    """Whether it is a tier, or an end of a range: those have no dates of their own."""
    return spot.path[0] == "prices" and bool(spot.path[2:])


def _many_dates(source: Source) -> bool:
    """Whether moving a region to another zone could change more than the edit means to."""
    return bool(_dated(source)) or "T" in "".join(spot.text for spot in source.of("begins"))


def _has_quote(source: Source, edit: Edit) -> bool:
    return source.files[edit.file][edit.span[0]] in "\"'"


def _divided(source: Source, country: str) -> bool:
    return any(code.startswith(f"{country}-") for code in source.regions)


@mistake("price-in-other-currency")
def a_price_is_left_open_over_a_change_of_currency(source: Source) -> list[Edit]:
    """The currency of a region changes, and its only price is not stated anew."""
    edits = []
    names = {spot.path[1] for spot in source.spots if spot.path[:1] == ("dates",) and len(spot.path) == 2}
    names.add("begins")
    for spot in source.of("money"):
        dates = [key for key in spot.trail if DAY.match(key)]
        line = [each for each in _dated(source) if each.leaf_path == spot.leaf_path and each.file == spot.file]
        hidden = any(each.platform and each.leaf_path[2:] == spot.leaf_path for each in source.leaves["money"])
        in_region = spot.layer == REGIONS and "prices" in spot.path and spot.platform is None and not hidden
        whole = [each for each in source.spots if each.leaf_path == spot.leaf_path and each.file == spot.file]
        by_days = not any(names.intersection(each.trail) for each in whole)
        if not in_region or not dates or not by_days or len(line) != 2 or "inherit" in {each.text for each in line}:
            continue
        last = max(line, key=lambda each: each.path[-1])
        changes = source.at(spot.file, f"currency.{last.path[-1]}")
        if spot.path[: len(last.path)] == last.path or changes is None or last.key is None or not last.in_flow:
            continue
        first = next(each for each in line if each != last)
        if first.value[1] < last.key[0] and first.is_scalar:
            span = (first.value[1], last.value[1])
            edits.append(Edit(spot.file, span, "", where=(spot.file, first.value[0])))
    return edits


def _declared(name: str) -> list[Edit]:
    """A new file that declares a name of a date."""
    file = "rules/zz_dates.yaml"
    return [Edit("", (0, 0), "", more={file: f"dates: {{{name}: 2031-05-05}}\n"}, where=(file, len("dates: {")))]


@mistake("bad-date-name")
def a_date_is_named_by_a_word_of_the_language(source: Source) -> list[Edit]:
    """The name of a date is a key."""
    return _declared("prices") if source.files else []


@mistake("bad-date-name")
def a_date_is_named_by_a_language(source: Source) -> list[Edit]:
    """The name of a date is the tag of a language."""
    return _declared("may") if source.files else []


@mistake("bad-date-name")
def a_date_is_named_as_a_package(source: Source) -> list[Edit]:
    """The name of a date is the id of a package, of which no promotion has a value of its own."""
    packages = {spot.path[1] for spot in source.spots if spot.path[:1] == ("packages",) and len(spot.path) > 2}
    keyed = {spot.path[-1] for spot in source.spots if spot.path[:1] == ("promotions",)}
    return [edit for package in sorted(packages - keyed) for edit in _declared(package)]


@mistake("unused-date", warning=True)
def a_date_is_named_and_nothing_is_dated_by_it(source: Source) -> list[Edit]:
    """The name of a date is used nowhere."""
    return _declared("zodiac_day") if source.files else []


@mistake("dates-out-of-order", warning=True, beside=(*HIDDEN, "proceeds-below-zero", "never-holds"))
def a_name_stands_before_a_date_that_its_own_has_passed(source: Source) -> list[Edit]:
    """An undated value gets an entry by a name, and below it one of an earlier day.

    What was doubtful of the value is so of each entry.
    """
    start = "{begins: "
    more: dict[str, str | bytes | None] = {"rules/zz_dates.yaml": "dates: {zodiac_day: 2031-05-05}\n"}
    return [
        Edit(
            s.file,
            s.value,
            f"{start}{s.text}, zodiac_day: {s.text}, 2031-03-03: {s.text}}}",
            len(f"{start}{s.text}, "),
            more,
        )
        for s in _undated(source)
    ]


@mistake("unknown-date")
def a_name_that_nobody_declares_stands_for_a_date(source: Source) -> list[Edit]:
    """An entry of a time line is dated by a name that no file declares."""
    start = "{begins: "
    return [
        Edit(s.file, s.value, f"{start}{s.text}, zodiac_day: {s.text}}}", len(f"{start}{s.text}, "))
        for s in _undated(source)
    ]


@mistake("silent-before")
def a_price_is_given_a_date_and_nothing_says_what_held_before(source: Source) -> list[Edit]:
    """The only price of a package in a country is dated by a day after the beginning."""
    prices = [spot for spot in source.of("money") if "prices" in spot.path]
    worth = {spot.text for spot in source.spots if spot.path == ("worth_at", "package")}
    edits = []
    for spot in _undated(source):
        lone = spot in prices and spot.layer == REGIONS and spot.platform is None and spot.path[0] == "prices"
        if not lone or spot.path[1] in worth or spot.trail:
            continue
        others = [s for s in prices if s is not spot and spot.path[1] in s.path and s.file == spot.file]
        broader = [s for s in source.spots if s.layer != REGIONS and spot.path[1] in s.path and "prices" in s.path]
        country = next((code for code, file in source.regions.items() if file == spot.file), "")
        if not others and not broader and "-" not in country and not _divided(source, country):
            start = "{2990-01-01: "
            edits.append(Edit(spot.file, spot.value, f"{start}{spot.text}}}", len(start)))
    return edits
