"""The rule files of a book one by one, with what names of dates mean in all of them."""

from datetime import UTC, date, datetime

from ratecard.loading.rule_files import rule_files
from ratecard.rulefiles.rewriting.editor import edited
from ratecard.rulefiles.rewriting.edits import AddDated
from ratecard.rulefiles.stated import FileKind
from tests.cases.smallest import SMALLEST

DATES = "dates: {wave: 2027-01-12, hour: '2027-01-12T10:00Z', off: never, wrong: soon}\n"


def test_every_rule_file_knows_the_names_of_dates() -> None:
    texts = {
        path: text.encode() for path, text in {**SMALLEST, "rules/dates.yaml": DATES, "rules/tests/a.yaml": ""}.items()
    }
    files = {file.file: file for file in rule_files(texts)}
    assert sorted(files) == sorted({*texts} - {"rules/tests/a.yaml"})
    assert files["regions/de.yaml"].kind is FileKind.REGION
    dates = {"wave": date(2027, 1, 12), "hour": datetime(2027, 1, 12, 10, tzinfo=UTC), "off": None, "wrong": None}
    assert all(file.dates == dates for file in files.values())


def test_a_dated_value_stands_where_the_day_of_its_name_is() -> None:
    text = SMALLEST["regions/de.yaml"].replace("1.29", "{begins: 1.29, 2027-06-01: 1.59}").encode()
    texts = {"rules/dates.yaml": DATES.encode(), "regions/de.yaml": text}
    germany = next(file for file in rule_files(texts) if file.file == "regions/de.yaml")
    after = edited(germany, [AddDated(("prices", "coins_100"), "wave", "1.39")]).decode()
    assert "coins_100: {begins: 1.29, wave: 1.39, 2027-06-01: 1.59}" in after
