"""A count with its unit in the right plural: "1 coin", "1.000 Münzen".

Convention: plural categories are CLDR's ("zero", "one", "two", "few", "many", "other"), for cardinal numbers.
"""

from collections.abc import Mapping
from functools import lru_cache

from babel.numbers import get_currency_unit_pattern

from ratecard.locale.amounts import format_count
from ratecard.locale.names import pick
from ratecard.locale.preferences import Preferences
from ratecard.locale.tags import locale_of

PluralForms = Mapping[str, str]

CATEGORIES = ("zero", "one", "two", "few", "many", "other")

# Whole numbers that reach every category which CLDR 47 gives to whole numbers: its rules look at the last two digits,
# and at thousands and millions as such.
_PROBES = (*range(1001), *(digit * 10**power for power in range(3, 8) for digit in range(1, 10)))


def label(count: int, units: Mapping[str, PluralForms], reader: Preferences) -> tuple[str, str]:
    """The count with its unit, and the tag of the language that the words are in.

    `units` gives the plural forms by language; the language is chosen as for names. The number is written in the
    reader's locale, as amounts beside it are, whatever language the words are in: "1.000 coins" in "pt-BR" where there
    are English words alone, since "1,000" would be one coin there. The form of the noun is that of the words' language;
    a category without a form takes the form of "other".

    Number and word are joined as CLDR joins a number and a currency's name, which is what coins come closest to: by
    a plain space in most languages ("1 coin"), by none in Japanese and Chinese, by "de" where Romanian needs it, and
    with the word first in Swahili.
    """
    forms, tag = pick(units, reader)
    locale = locale_of(tag)
    form = _form(forms, locale.plural_form(abs(count)))
    joint = get_currency_unit_pattern("XXX", count=abs(count), locale=locale)
    return joint.replace("{0}", format_count(count, reader.locale)).replace("{1}", form), tag


def noun(count: int, units: Mapping[str, PluralForms], reader: Preferences) -> str:
    """The unit's noun alone, in the form that a count of it has: "coin" for 1, "Münzen" for 1,000 in German."""
    forms, tag = pick(units, reader)
    return _form(forms, locale_of(tag).plural_form(abs(count)))


@lru_cache(maxsize=256)
def plural_categories(tag: str) -> tuple[str, ...]:
    """The categories that whole numbers have in this language, in CLDR's order: ("one", "few", "many") in Polish.

    Categories that only fractions have ("other" in Polish, "many" in Czech) are left out. Some languages have "many"
    for whole millions alone (French, Spanish, Italian, Portuguese, Catalan); "other" may stand in for it.
    """
    plural_form = locale_of(tag).plural_form
    reached = {plural_form(number) for number in _PROBES}
    return tuple(category for category in CATEGORIES if category in reached)


@lru_cache(maxsize=256)
def needed_forms(tag: str) -> tuple[str, ...]:
    """The categories without which some whole number below a million has no form of its own, in CLDR's order.

    French "many" is not among them: it is for whole millions alone, where "other" reads well.
    """
    plural_form = locale_of(tag).plural_form
    reached = {plural_form(number) for number in (*range(201), 1_000, 10_000, 100_000)}
    return tuple(category for category in CATEGORIES if category in reached)


def _form(forms: PluralForms, category: str) -> str:
    """The form of the category, else of "other", else the last stated in CLDR's order, which is the most general."""
    for name in (category, *reversed(CATEGORIES)):
        if name in forms:
            return forms[name]
    raise ValueError("no plural form was given")
