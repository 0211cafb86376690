"""Texts over the layers: they merge by language, and a plain text hides what broader layers say in any language."""

import pytest

from ratecard.rulefiles.stated import ANY_LANGUAGE
from tests.book.asking import quoted
from tests.books import sound
from tests.cases.smallest import DE, germany, load


def names(*stated: str) -> dict[str, str]:
    """The name of Germany's VAT where rules, group and region state these, each as written; "" for nothing."""
    rules, group, region = stated

    def text(written: str, rate: str = "") -> str:
        inner = ", ".join(part for part in (f"name: {written}" if written else "", rate) if part)
        return f"tax: {{lines: {{vat: {{{inner}}}}}}}\n" if inner else "note: nothing\n"

    loaded = load(
        {
            "rules/names.yaml": text(rules),
            "regions/groups/eu.yaml": "group: eu\n" + text(group),
            **germany(
                ("currency: EUR\n", "currency: EUR\ngroups: [eu]\n"),
                (DE[DE.index("tax:") : DE.index("prices:")], text(region, "rate: 19 %")),
            ),
        }
    )
    return dict(quoted(sound(loaded)).tax.lines[0].names)


@pytest.mark.parametrize(
    ("stated", "resolved_to"),
    [
        (("{en: VAT, de: USt}", "", "{de: MwSt.}"), {"en": "VAT", "de": "MwSt."}),
        (("{en: VAT}", "{fr: TVA}", "{de: MwSt.}"), {"en": "VAT", "fr": "TVA", "de": "MwSt."}),
        (("{en: VAT, de: USt}", "Tax", ""), {ANY_LANGUAGE: "Tax"}),
        (("{en: VAT}", "Tax", "{de: MwSt.}"), {ANY_LANGUAGE: "Tax", "de": "MwSt."}),
        (("Tax", "", "{de: MwSt.}"), {ANY_LANGUAGE: "Tax", "de": "MwSt."}),
        (("{en: VAT}", "{en: none, fr: TVA}", ""), {"fr": "TVA"}),
        (("{en: VAT}", "{fr: TVA}", "Steuer"), {ANY_LANGUAGE: "Steuer"}),
    ],
)
def test_texts_merge_by_language_and_a_plain_text_hides_broader_ones(
    stated: tuple[str, str, str], resolved_to: dict[str, str]
) -> None:
    assert names(*stated) == resolved_to
