"""What is a well-formed language tag, and what its parts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.locale.subtags import Subtags, read_tag


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("de", Subtags("de")),
        ("DE-at", Subtags("de", None, "AT")),
        ("zh-hant-tw", Subtags("zh", "Hant", "TW")),
        ("es-419", Subtags("es", None, "419")),
        ("ca-ES-valencia", Subtags("ca", None, "ES", "valencia")),
        ("de-1996", Subtags("de", variant="1996")),
        ("tlh", Subtags("tlh")),
        ("de-XX", Subtags("de", None, "XX")),
        # What belongs to no plain tag.
        ("de_DE", Subtags("de", None, "DE", is_plain=False)),
        ("de-DE-u-nu-latn", Subtags("de", None, "DE", digits="latn", is_plain=False)),
        ("ar-EG-u-ca-gregory-co-phonebk-nu-latn", Subtags("ar", None, "EG", digits="latn", is_plain=False)),
        ("ar-t-de-u-nu-arab-x-nu-latn", Subtags("ar", digits="arab", is_plain=False)),
        ("en-u-hc-h12", Subtags("en", is_plain=False)),
        ("en-t-nu-latn", Subtags("en", is_plain=False)),
        ("sl-rozaj-biske", Subtags("sl", variant="rozaj", is_plain=False)),
        ("zh-yue-HK", Subtags("yue", None, "HK", is_plain=False)),
        ("de-x-mine", Subtags("de", is_plain=False)),
        ("x-mine", Subtags("und", is_plain=False)),
        ("i-klingon", Subtags("tlh", is_plain=False)),
        ("no-bok", Subtags("nb", is_plain=False)),
        ("en-GB-oed", Subtags("en", None, "GB", is_plain=False)),
    ],
)
def test_a_well_formed_tag_has_its_parts_whether_or_not_anybody_knows_it(tag: str, parts: Subtags) -> None:
    assert read_tag(tag) == parts


@pytest.mark.parametrize(
    "tag",
    [
        "", "d", "de-", "-de", "de--AT", " de", "de ", "de\n", "../de", "de-AT-AT", "de-AT-Latn", "1-de", "de-u",
        "de-u-", "de-x", "x", "x-", "de-abcdefghi", "abcdefghi", "de-1996-1996", "en-a-bbb-a-ccc", "de;q=1", "de,en",
        "*", "en_US.UTF-8", "de@euro", "C", "ｄｅ", "dé", "de-ſ", "ıd",
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_none(tag: str) -> None:
    assert read_tag(tag) is None


@given(st.text(max_size=30) | st.from_regex(r"[a-zA-Z0-9_-]{1,40}", fullmatch=True))
def test_case_and_underscores_change_no_part(text: str) -> None:
    parts = read_tag(text)
    for other in (text.upper(), text.lower(), text.replace("-", "_")) if text.isascii() else ():
        again = read_tag(other)
        assert (again is None) == (parts is None)
        if parts is not None and again is not None:
            assert (again.language, again.script, again.territory) == (parts.language, parts.script, parts.territory)
