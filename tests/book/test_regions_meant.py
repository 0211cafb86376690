"""A region that a book does not have: the one that its code stands for is named, never a country that looks alike."""

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from ratecard.refusals import UnknownRegion
from tests.book.asking import NOON
from tests.cases.smallest import DE, SMALLEST

HAS = "AE BQ CN CW DE ES GB GB-NIR GB-SCT GR JP KZ NE RU SX US US-NY US-TX"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    texts = dict(SMALLEST)
    for region in HAS.split():
        code = f"region: {region}\n"
        text = DE.replace("region: DE\n", code)
        assert code in text
        texts[f"regions/{region.lower()}.yaml"] = text
    loaded = load_texts(texts)
    assert loaded.book is not None, loaded.diagnostics
    return loaded.book


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("UK", ("GB",)),
        ("UK-SCT", ("GB-SCT", "GB")),
        ("UK-ENG", ("GB",)),
        ("EL", ("GR",)),
        ("SU", ("RU", "KZ")),
        ("AN", ("CW", "SX", "BQ")),
        ("ED", ("DE",)),
        ("GB-NRI", ("GB-NIR", "GB")),
        ("GB-ENG", ("GB",)),
        ("DE-BY", ("DE",)),
        ("US-NYC", ("US-NY", "US")),
        # Other countries, and codes that stand for none.
        ("AT", ()),
        ("SC", ()),
        ("EE", ()),
        ("EG", ()),
        ("US-CA", ("US",)),
        ("US-NZ", ("US",)),
        ("XX", ()),
        ("EX", ()),
        ("FR-75", ()),
    ],
)
def test_the_region_that_a_code_stands_for_is_named(book: RuleBook, code: str, meant: tuple[str, ...]) -> None:
    assert book.region(code, NOON) == UnknownRegion(code, meant)
    assert book.market((code, "web"), NOON) == UnknownRegion(code, meant)
