"""Which of several languages a reader reads best."""

import pytest
from babel import Locale, localedata
from babel.core import get_global

from ratecard.locale.cldr_matching import DISTANCE_MOST, LANGUAGES_READ, SCRIPTS_READ
from ratecard.locale.matching import closest, known_tag, relatives, subtags_of
from ratecard.locale.subtags import Subtags, read_tag
from ratecard.locale.tags import parse_locale, tag_of


def asked(tag: str) -> Subtags:
    """The parts of a tag that is well formed."""
    subtags = read_tag(tag)
    assert subtags is not None
    return subtags


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("de_DE", "de-DE"),
        ("de-DE-u-nu-latn", "de-DE"),
        ("de-XX", "de"),
        ("de-1996", "de"),
        ("de-AT-1996", "de-AT"),
        ("zh-TW", "zh-Hant-TW"),
        ("no", "no"),
        ("zh", "zh"),
        # Names that cover others, and codes that were replaced.
        ("arz-EG", "ar-EG"),
        ("arb", "ar"),
        ("cmn-TW", "zh-Hant-TW"),
        ("zh-cmn", "zh"),
        ("nan-TW", "zh-Hant-TW"),
        ("wuu", "zh-Hans"),
        ("prs", "fa-AF"),
        ("tl", "fil"),
        ("no-nyn", "nn"),
        ("sh", "sr-Latn"),
        ("i-lux", "lb"),
        # A script that its readers do not use every day, and read.
        ("ja-Latn", "ja"),
        ("ar-Latn-EG", "ar-EG"),
        # Nobody's language, or nobody's way to write it.
        ("tlh", None),
        ("xx", None),
        ("und-DE", None),
        ("x-private", None),
        ("root", None),
        ("deutsch", None),
        ("de-Cyrl", None),
        ("zh-Cyrl-CN", None),
    ],
)
def test_a_well_formed_tag_is_the_locale_that_it_means(tag: str, known: str | None) -> None:
    assert known_tag(asked(tag)) == known


@pytest.mark.parametrize(
    ("tag", "stated", "found"),
    [
        # One language under two names, both ways.
        ("no", "en nb", "nb"),
        ("nb", "en no", "no"),
        ("no", "en nn nb", "nb"),
        ("nn", "en no", "no"),
        ("nn", "en nb", "nb"),
        ("nb", "en nn", "nn"),
        ("nb-NO", "en nb", "nb"),
        # The usual script, spelt or left out, with and without a territory.
        ("zh", "en zh-Hans zh-Hant", "zh-Hans"),
        ("zh-Hans", "en zh", "zh"),
        ("zh-Hans-CN", "en zh", "zh"),
        ("zh-Hans-SG", "en zh-Hans-CN", "zh-Hans-CN"),
        ("zh-Hant-HK", "en zh zh-Hant-TW", "zh-Hant-TW"),
        ("sr", "en sr-Cyrl", "sr-Cyrl"),
        ("sr-Cyrl-RS", "en sr", "sr"),
        ("az", "en az-Latn", "az-Latn"),
        ("az-Latn-AZ", "en az", "az"),
        ("uz", "en uz-Cyrl uz-Latn", "uz-Latn"),
        ("uz-Latn", "en uz", "uz"),
        ("pa", "en pa-Guru", "pa-Guru"),
        ("pa-Guru-IN", "en pa", "pa"),
        ("bs", "bs-Cyrl bs-Latn en", "bs-Latn"),
        ("yue", "en yue-Hant", "yue-Hant"),
        # Another script, where its readers read it, and where they do not.
        ("sr", "en sr-Latn", "sr-Latn"),
        ("sr-Latn-ME", "en sr", "sr"),
        ("sr", "en sr-Cyrl sr-Latn", "sr-Cyrl"),
        ("hi-Latn", "hi", "hi"),
        ("zh-Hant", "en zh-Hans", None),
        ("zh-Hans", "en zh-Hant", None),
        ("uz", "uz-Cyrl", None),
        ("pa-Arab-PK", "pa", None),
        # Another country: the parents first, then the nearest relation, then where the language is at home.
        ("pt", "en pt-BR pt-PT", "pt-BR"),
        ("pt-BR", "en pt", "pt"),
        ("pt-PT", "en pt-BR", "pt-BR"),
        ("pt-AO", "pt pt-BR pt-PT", "pt-PT"),
        ("pt-AO", "pt-BR pt-MZ", "pt-MZ"),
        ("pt-BR", "en pt-PT", "pt-PT"),
        ("es-MX", "es es-AR", "es"),
        ("es-MX", "es-AR es-ES", "es-AR"),
        ("en-AU", "en-GB en-US", "en-GB"),
        ("en-CA", "en-GB en-US", "en-US"),
        ("de-AT", "de-CH de-DE", "de-DE"),
        ("fr", "fr-BE fr-CA fr-FR", "fr-FR"),
        # CLDR lets these inherit from another language; nobody else reads them for that.
        ("ht", "en fr", "fr"),
        ("fr", "ht", None),
        ("en-IN", "hi-Latn", None),
        # Another language is not the same.
        ("da", "nb", None),
        ("gsw", "de", None),
        ("de", "und", None),
    ],
)
def test_of_one_language_the_form_that_its_readers_read_best_is_found(tag: str, stated: str, found: str | None) -> None:
    assert closest(tag, tuple(stated.split())) == found


def test_what_is_found_does_not_depend_on_the_order_of_stating() -> None:
    stated = ("pt-MZ", "pt-BR", "pt-AO", "en")
    assert {closest("pt-PT", stated), closest("pt-PT", stated[::-1])} == {"pt-AO"}


def test_in_every_language_of_cldr_the_usual_script_may_be_spelt_or_left_out() -> None:
    names = localedata.locale_identifiers()
    for name, full in get_global("likely_subtags").items():
        language, script, *_ = full.split("_")
        if "_" in name or name not in names or f"{language}_{script}" not in names:
            continue
        bare, spelt = name, f"{language}-{script}"
        assert closest(bare, (spelt,)) == spelt
        assert closest(spelt, (bare,)) == bare


def test_every_locale_of_cldr_finds_itself_and_its_language() -> None:
    for name in localedata.locale_identifiers():
        tag = tag_of(Locale.parse(name))
        assert closest(tag, (tag,)) == tag
        assert known_tag(asked(tag)) == tag


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("gsw", ("de-CH",)),
        ("lb", ("de-LU",)),
        ("da", ("nb", "no")),
        ("ca", ("es-ES",)),
        ("hr", ("bs-Latn",)),
        ("yue", ("zh-Hant-HK",)),
        ("tlh", ("en",)),
        ("id", ("ms-ID",)),
        ("az", ("ru",)),
        # Not by script, or no longer by CLDR.
        ("gu", ()),
        ("uk", ()),
        ("et", ()),
        ("de", ()),
    ],
)
def test_related_languages_are_those_that_cldr_says_are_read(tag: str, read: tuple[str, ...]) -> None:
    assert relatives(asked(tag)) == read


def test_the_table_names_codes_that_can_be_asked() -> None:
    replaced = get_global("language_aliases")
    for reader, reads in LANGUAGES_READ.items():
        assert reader not in replaced
        assert all(language not in replaced and 0 < apart <= DISTANCE_MOST for apart, language in reads)
        assert [apart for apart, _ in reads] == sorted(apart for apart, _ in reads)


def test_the_table_of_scripts_names_scripts_of_their_languages() -> None:
    for reader, reads in SCRIPTS_READ.items():
        for apart, read in reads:
            assert read != reader
            assert 0 < apart <= DISTANCE_MOST
            if read not in ("ko-Hang", "ja-Hrkt"):  # scripts that CLDR has no locale in
                assert parse_locale(read) is not None
                assert subtags_of(tag_of(Locale.parse(read.replace("-", "_")))).script == read[3:]
