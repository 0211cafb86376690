"""Lists of languages as browsers send them, and for whom an answer is then written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratecard.locale.preferences import (
    CHARACTERS_MOST,
    TAGS_MOST,
    Malformed,
    preferences,
    read_preferences,
)
from ratecard.locale.tags import digits_asked, locale_of, parse_locale
from tests.locale.readers import reader_of


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("pt-BR", ("pt-BR",)),
        # navigator.languages.join(), of Chrome in Taiwan and of Firefox in Norway.
        ("zh-TW,zh,en-US,en", ("zh-Hant-TW", "zh", "en-US", "en")),
        ("nb-NO,nb,no-NO,no,nn-NO,nn,en-US,en", ("nb-NO", "nb", "no", "nn-NO", "nn", "en-US", "en")),
        # Accept-Language.
        ("pt-BR,pt;q=0.9,en;q=0.8", ("pt-BR", "pt", "en")),
        ("en;q=0.5, de-AT ; q=0.9 ,\tfr", ("fr", "de-AT", "en")),
        ("da;q=1.000,en-GB;q=0.8,en;q=0.701,de;Q=0.7", ("da", "en-GB", "en", "de")),
        ("de,fr;q=0", ("de",)),
        ("de,fr;q=0.000,en;q=0.001", ("de", "en")),
        ("de,*;q=0.1", ("de",)),
        (",de,,en,", ("de", "en")),
        ("de,de-u-nu-latn,de", ("de",)),
        # Nobody knows them, or CLDR knows who reads what beside them.
        ("tlh,xx,de", ("de", "en")),
        ("*", ()),
        ("xx-YY", ()),
        ("de;q=0", ()),
        ("tlh,de,en;q=0", ("de",)),
    ],
)
def test_a_list_comes_to_the_languages_that_cldr_knows_the_preferred_one_first(
    text: str, languages: tuple[str, ...]
) -> None:
    assert reader_of(text, "fr").languages == languages


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("de_DE", "de-DE"),
        ("de-DE-u-nu-latn", "de-DE"),
        ("xx,pt-BR,en", "pt-BR"),
        ("en;q=0.1,pt-BR;q=0.2", "pt-BR"),
        ("arz", "ar"),
        ("tlh", "en"),
        ("xx", "fr"),
        ("*", "fr"),
        ("fr;q=0", "bg"),
        ("xx,fr;q=0,bg;q=0", "fr"),
        # Digits that are asked for, where they are not the locale's own.
        ("ar-EG", "ar-EG"),
        ("ar-EG-u-nu-latn", "ar-EG-u-nu-latn"),
        ("ar-EG-u-nu-arab", "ar-EG"),
        ("hi-u-nu-native", "hi-u-nu-deva"),
        ("th-u-ca-buddhist-nu-thai", "th-u-nu-thai"),
        ("en-u-nu-roman", "en"),
        ("en-u-nu-xxxx", "en"),
    ],
)
def test_numbers_are_written_for_the_first_language_that_cldr_knows(text: str, locale: str) -> None:
    assert reader_of(text, "fr", "bg").locale == locale


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", '"" names no language'),
        (" , ,", '" , ," names no language'),
        ("de-", '"de-" is not a language tag'),
        ("en,de AT", '"de AT" is not a language tag'),
        ("en_US.UTF-8", '"en_US.UTF-8" is not a language tag'),
        ("de;q=2", '"q=2" is not a weight'),
        ("de;q=0.1234", '"q=0.1234" is not a weight'),
        ("de;q=-1", '"q=-1" is not a weight'),
        ("de;q=nan", '"q=nan" is not a weight'),
        ("de;q=０", '"q=０" is not a weight'),
        ("de;", '"" is not a weight'),
        ("de;level=1", '"level=1" is not a weight'),
        ("de;q=1;q=1", '"q=1;q=1" is not a weight'),
    ],
)
def test_what_is_no_list_of_tags_is_said(text: str, sentence: str) -> None:
    refused = read_preferences(text)
    assert isinstance(refused, Malformed)
    assert refused.sentence == sentence
    assert refused.hint.startswith("write ")


def test_lists_are_bounded_in_length_and_number() -> None:
    assert not isinstance(read_preferences(",".join(["de"] * TAGS_MOST)), Malformed)
    refused = read_preferences(",".join(["de"] * (TAGS_MOST + 1)))
    assert refused == Malformed("21 languages are listed", "write at most 20")
    assert not isinstance(read_preferences("de," + "," * (CHARACTERS_MOST - 3)), Malformed)
    refused = read_preferences("de," + "," * (CHARACTERS_MOST - 2))
    assert isinstance(refused, Malformed)
    assert refused.hint == "write at most 400"
    assert len(refused.sentence) < 100


tags = st.sampled_from(["de", "pt-BR", "zh-TW", "no", "tlh", "xx", "ar-EG-u-nu-latn", "de_AT", "sr-ME", "x-mine", "*"])
weights = st.sampled_from(["", ";q=1", ";q=0.5", "; q=0.001", ";q=0"])


@given(st.lists(st.tuples(tags, weights).map("".join), min_size=1, max_size=TAGS_MOST))
def test_every_list_of_well_formed_tags_has_a_locale_that_cldr_knows(items: list[str]) -> None:
    reader = reader_of(",".join(items), "bg", "en")
    assert locale_of(reader.locale)
    assert all(parse_locale(tag) is not None for tag in reader.languages)
    assert digits_asked(reader.locale) in (None, "latn")


@given(st.text(max_size=60) | st.text(alphabet="de-AT_,;q=0.1* unx", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    asked = read_preferences(text)
    if not isinstance(asked, Malformed):
        assert locale_of(preferences(asked, ("en",)).locale)
