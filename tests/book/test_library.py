"""Books that stand on the library of the world: what it says lies below all that they state."""

import pytest

from ratecard.loading import Loaded, load_texts
from ratecard.loading.world import World, world_of
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PurchaseRequest
from ratecard.terms.market import MarketKey
from tests.quotes.small_chain import noon

WORLD = {
    "world/world.yaml": "edition: 2030.1\ndate: 2030-01-01\n",
    "world/sources.yaml": "nobody reads this: as rules\n",
    "world/rules/conventions.yaml": (
        "languages: [en]\n"
        "tax: {display: inclusive, rounding: half up, per: unit, collected_by: store}\n"
        "payouts: {value_by: earned, order: [oldest], rounding: down}\n"
    ),
    "world/rules/platforms.yaml": (
        "platforms:\n"
        "  ios: {name: App Store, "
        "commission: {rounding: half up, per: unit, lines: {store: {rate: 30 %, base: net}}}}\n"
        "  web: {name: {en: Website, de: Netz}, tax: {collected_by: seller}, "
        "commission: {lines: unknown, rounding: half up, per: order}}\n"
    ),
    "world/rules/units.yaml": (
        "units:\n"
        "  coin: {name: {en: {one: coin, other: coins}, de: {one: Münze, other: Münzen}}, "
        "price: {rounding: half up, extra_digits: 3}}\n"
        "  diamond: {name: {en: {one: diamond, other: diamonds}}, price: {rounding: half up, extra_digits: 3}}\n"
    ),
    "world/rules/facts.yaml": (
        "facts:\n"
        "  buyer.age: {type: count, name: {en: Age, de: Alter}}\n"
        "  buyer.member: {type: yes or no, name: {en: Member}}\n"
    ),
    "world/regions/groups/eu.yaml": "group: eu\ntax: {lines: {vat: {name: {en: VAT, de: MwSt., fr: TVA}}}}\n",
    "world/regions/groups/euro.yaml": "group: euro\ncurrency: EUR\n",
    "world/regions/de.yaml": (
        "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\ngroups: [eu, euro]\n"
        "tax: {lines: {vat: {rate: {begins: unknown, 2016-01-01: 19 %, 2032-01-01: 20 %}}}}\n"
    ),
    "world/regions/fr.yaml": (
        "region: FR\ncurrency: EUR\ntime_zone: Europe/Paris\ngroups: [eu, euro]\ntax: {lines: {vat: {rate: 20 %}}}\n"
    ),
    "world/regions/bg.yaml": (
        "region: BG\ncurrency: {begins: BGN, 2026-01-01: EUR}\ntime_zone: Europe/Sofia\n"
        "groups: {begins: [eu], 2026-01-01: [eu, euro]}\ntax: {lines: {vat: {rate: 20 %}}}\n"
    ),
    "world/regions/us.yaml": (
        "region: US\ncurrency: USD\ntime_zone: America/New_York\n"
        "tax: {display: exclusive, depends_on: subdivision, lines: {sales: {name: Sales tax, rate: none}}}\n"
    ),
    "world/regions/us-ny.yaml": "region: US-NY\ncurrency: USD\ntime_zone: America/New_York\ntax: {lines: none}\n",
    "world/regions/ca.yaml": (
        "region: CA\ncurrency: CAD\ntime_zone: America/Toronto\n"
        "tax: {display: exclusive, rounded: each line, lines: {gst: {name: GST, rate: 5 %}}}\n"
    ),
    "world/regions/ca-on.yaml": (
        "region: CA-ON\ncurrency: CAD\ntime_zone: America/Toronto\n"
        "tax: {lines: {gst: {rate: none}, hst: {name: HST, rate: 13 %}}}\n"
    ),
    "world/regions/us-wa.yaml": (
        "region: US-WA\ncurrency: USD\ntime_zone: America/Los_Angeles\n"
        "tax: {lines: {sales: {rate: {begins: unknown, 2022-08-19: 6.5 %}}}}\n"
    ),
}

BOOK = "begins: 2025-01-01\nlibrary: world 2030.1\npackages: {c: {coins: 100}}\n"
IOS = "sells_on: [ios]\n"


def world(**changes: str) -> World:
    """The small library, with files replaced or added: "regions_de" for world/regions/de.yaml."""
    own = {f"world/{name.replace('__', '-').replace('_', '/', 1)}.yaml": text for name, text in changes.items()}
    return world_of({path: text.encode() for path, text in {**WORLD, **own}.items()})


def load(rules: str, own: World | None = None, /, **files: str) -> Loaded:
    """A book on the small library: files as `de="prices: …"` for regions, `eu_group="…"` for groups."""
    texts = {"rules/book.yaml": BOOK + rules}
    for name, text in files.items():
        code = name.upper().replace("_", "-")
        group = name.removesuffix("_group")
        path, head = (
            (f"regions/groups/{group}.yaml", f"group: {group}")
            if name.endswith("_group")
            else (f"regions/{code.lower()}.yaml", f"region: {code}")
        )
        texts[path] = f"{head}\n{text}\n"
    return load_texts(texts, world=own or world())


def codes(loaded: Loaded) -> list[str]:
    """The codes of what is wrong."""
    return [found.code for found in loaded.diagnostics]


def quoted(loaded: Loaded, region: str, platform: str = "ios", at: str = "2026-06-01") -> PurchaseQuote:
    """The quote of one package."""
    assert loaded.book is not None, loaded.diagnostics
    answer = quote_purchase(loaded.book, PurchaseRequest(region, platform, "c", noon(at), 1))
    assert isinstance(answer, PurchaseQuote), answer
    return answer


def figures(quote: PurchaseQuote) -> tuple[int | None, ...]:
    """Net, tax, gross, commission and proceeds."""
    return quote.net_minor, quote.tax_minor, quote.gross_minor, quote.commission_minor, quote.proceeds_minor


def regions(loaded: Loaded) -> list[str]:
    """The regions of the book."""
    assert loaded.book is not None, loaded.diagnostics
    return list(loaded.book.regions)


def test_a_book_of_one_price_takes_the_rest_from_the_library() -> None:
    loaded = load(IOS, de="prices: {c: 11.90}")
    assert codes(loaded) == []
    assert figures(quoted(loaded, "DE")) == (1000, 190, 1190, 300, 700)
    assert regions(loaded) == ["DE"]


def test_what_a_book_writes_wins_in_whatever_layer_it_stands() -> None:
    loaded = load(IOS + "tax: {lines: {vat: {rate: 25 %}}}\n", de="prices: {c: 12.50}")
    assert figures(quoted(loaded, "DE"))[:3] == (1000, 250, 1250)
    own = load(IOS, de="prices: {c: 11.90}\ncommission: {lines: {store: {rate: 15 %}}}")
    assert figures(quoted(own, "DE")) == (1000, 190, 1190, 150, 850)


def test_places_of_the_library_read_as_its_paths() -> None:
    loaded = load(IOS, de="prices: {c: 11.90}")
    assert loaded.book is not None
    line = loaded.book.history(MarketKey("DE", "ios"))
    places = {".".join(path): str(found.values[-1].stated.place) for path, found in line.below("tax").items()}
    assert places["tax.lines.vat.rate"].startswith("world/regions/de.yaml:5:")


def test_an_unknown_beginning_of_the_library_is_told() -> None:
    ours = world(regions_de=WORLD["world/regions/de.yaml"].replace("2016-01-01", "2026-01-01"))
    loaded = load(IOS, ours, de="prices: {c: 11.90}")
    assert quoted(loaded, "DE", at="2025-06-01").unknown_values == ("tax.lines.vat.rate",)
    assert figures(quoted(loaded, "DE"))[:3] == (1000, 190, 1190)


def test_regions_are_sold_in_by_code_by_group_all_of_them_and_by_their_files() -> None:
    assert regions(load(IOS + "sells_in: [DE, FR]\n")) == ["DE", "FR"]
    assert regions(load(IOS + "sells_in: eu\n", us="note: the states come along")) == [
        *("BG", "DE", "FR", "US", "US-NY", "US-WA")
    ]
    assert regions(load(IOS + "sells_in: all\n")) == ["BG", "CA", "CA-ON", "DE", "FR", "US", "US-NY", "US-WA"]
    assert regions(load(IOS, us_ny="note: one state brings its country")) == ["US", "US-NY"]
    small = load(IOS + "sells_in: [tier_1]\n", tier_1_group="members: [DE, US]")
    assert regions(small) == ["DE", "US", "US-NY", "US-WA"]


def test_the_platforms_are_those_listed_or_else_those_that_the_book_names() -> None:
    def platforms(loaded: Loaded) -> list[str]:
        assert loaded.book is not None, loaded.diagnostics
        return sorted(loaded.book.platforms)

    assert platforms(load("sells_on: [ios, web]\n", de="prices: {c: 11.90}")) == ["ios", "web"]
    assert platforms(load("", de="platforms: {web: {prices: {c: 11.90}}}")) == ["web"]
    assert codes(load("", de="prices: {c: 11.90}")) == ["missing-declaration"]
    assert codes(load("sells_on: [ois]\n", de="prices: {c: 11.90}")) == ["unknown-platform"]
    both = load("sells_on: [ios]\n", de="prices: {c: 11.90}\nplatforms: {web: {prices: {c: 9.90}}}")
    assert codes(both) == ["unknown-platform"]


def test_an_own_platform_stands_beside_the_librarys() -> None:
    shop = "platforms: {shop: {name: Shop, commission: {lines: none}}}\n"
    loaded = load(shop + "sells_on: [ios, shop]\n", de="prices: {c: 11.90}")
    assert codes(loaded) == []
    assert figures(quoted(loaded, "DE", "shop")) == (1000, 190, 1190, 0, 1000)


def test_bare_money_is_in_the_currency_that_the_library_gives_the_region() -> None:
    loaded = load(IOS, bg="prices: {c: {begins: 2.00, 2026-01-01: 1.02}}")
    assert str(quoted(loaded, "BG", at="2025-12-31").currency.code) == "BGN"
    assert str(quoted(loaded, "BG", at="2026-01-01").currency.code) == "EUR"
    assert codes(load(IOS + "prices: {c: 11.90}\n", de="note: none")) == ["money-without-currency"]


def test_a_books_file_named_like_a_group_of_the_library_extends_it_with_its_currency() -> None:
    loaded = load(IOS + "sells_in: [DE, FR]\n", euro_group="prices: {c: 11.90}")
    assert codes(loaded) == []
    assert [figures(quoted(loaded, code))[2] for code in ("DE", "FR")] == [1190, 1190]
    assert codes(load(IOS + "sells_in: [DE, FR]\n", eu_group="prices: {c: 11.90}")) == ["money-without-currency"]


def test_groups_of_library_and_book_add_up() -> None:
    tier = "prices: {c: 9.90 EUR}"
    loaded = load(IOS + "sells_in: [DE, FR]\n", de="groups: [tier_1]", tier_1_group=tier)
    assert figures(quoted(loaded, "DE"))[:3] == (832, 158, 990)  # still of eu, whose VAT has its name there
    assert quoted(loaded, "DE").tax.lines[0].names["en"] == "VAT"


def test_members_of_a_group_may_stand_in_its_file_and_bring_subdivisions_along() -> None:
    tier = "members: {begins: [US], 2026-07-01: [DE, US]}\nprices: {c: {value: 9.90 USD}}"
    loaded = load(IOS + "sells_in: [US]\n", tier_1_group=tier)
    assert told(loaded) == [("nothing-sold", "DE is a member of tier_1, and the book does not sell there")]
    assert figures(quoted(loaded, "US-WA"))[:3] == (990, 64, 1054)


def test_facts_of_the_library_sleep_until_something_names_them() -> None:
    asleep = load(IOS, de="prices: {c: 11.90}")
    assert asleep.book is not None
    assert dict(asleep.book.facts) == {}
    awake = load(IOS, de="prices: {c: {by: buyer.age, from: {0: 11.90, 18: 12.90}}}")
    assert awake.book is not None
    assert list(awake.book.facts) == ["buyer.age"]
    own = load(IOS + "facts: {buyer.age: {type: one of, of: [young, old]}}\n", de="prices: {c: 11.90}")
    assert own.book is not None
    assert own.book.facts["buyer.age"].values == ("young", "old")


def test_payouts_sleep_until_the_book_states_some() -> None:
    loaded = load(IOS + "sells_in: [DE, FR]\n", de="payouts: {currency: EUR}")
    assert {found.code for found in loaded.diagnostics} == {"incomplete-terms"}
    silent = load(IOS + "sells_in: [DE, FR]\n")
    assert silent.book is not None
    assert not silent.book.history(MarketKey("DE", "")).below("payouts")


def test_the_digest_holds_the_books_languages_only() -> None:
    def digest(own: World | None = None, rules: str = "") -> str:
        loaded = load(IOS + rules, own, de="prices: {c: 11.90}")
        assert loaded.book is not None, loaded.diagnostics
        return loaded.book.digest

    french = world(regions_groups_eu="")
    other = WORLD["world/regions/groups/eu.yaml"].replace("TVA", "T.V.A.")
    french = world_of({**{p: t.encode() for p, t in WORLD.items()}, "world/regions/groups/eu.yaml": other.encode()})
    assert digest() == digest(french)
    assert digest(rules="languages: [en, fr]\n") != digest(french, "languages: [en, fr]\n")


def test_a_name_of_the_books_own_has_none_of_the_librarys_languages() -> None:
    loaded = load(
        IOS + "languages: [en, de]\nunits: {coin: {name: {en: {one: gem, other: gems}}}}\n", de="prices: {c: 11.90}"
    )
    assert codes(loaded) == ["name-lacks-language"]
    assert loaded.book is not None
    assert list(loaded.book.units["coin"].names) == ["en"]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("sells_in: [DE, GL]\n", "not-in-library"),
        ("sells_in: [ue]\n", "unknown-group"),
        ("sells_in: [EUR]\n", "not-a-region"),
    ],
)
def test_what_is_sold_in_has_to_exist(rules: str, code: str) -> None:
    loaded = load(IOS + rules, de="prices: {c: 11.90}")
    assert codes(loaded) == [code]
    assert loaded.book is None


def test_another_edition_blocks_the_book() -> None:
    texts = {"rules/book.yaml": BOOK.replace("2030.1", "2029.12") + IOS, "regions/de.yaml": "region: DE\n"}
    loaded = load_texts(texts, world=world())
    (found,) = loaded.diagnostics
    assert found.code == "other-edition"
    assert found.sentence == "this book was checked with world 2029.12, and world 2030.1 is installed"
    assert loaded.book is None


def test_a_later_change_of_the_library_that_the_book_hides_is_told() -> None:
    loaded = load(IOS, de="prices: {c: 11.90}\ntax: {lines: {vat: {rate: 19 %}}}")
    (found,) = loaded.diagnostics
    assert found.code == "dated-change-hidden"
    assert found.notes[0].place.file == "world/regions/de.yaml"


def told(loaded: Loaded) -> list[tuple[str, str]]:
    """The code and the sentence of each diagnostic."""
    return [(found.code, found.sentence) for found in loaded.diagnostics]


def test_a_tax_beside_the_librarys_is_an_error_with_both_places_and_the_sum() -> None:
    loaded = load(IOS, de="prices: {c: 11.90}\ntax: {lines: {mwst: {name: MwSt., rate: 19 %}}}")
    (found,) = loaded.diagnostics
    assert (found.code, found.sentence) == (
        "line-beside-library",
        "tax.lines.mwst stands beside vat of the library in DE on ios: 19 % and 19 % together are 38 %",
    )
    assert str(found.place) == "regions/de.yaml:3:15"
    assert [str(note.place)[:22] for note in found.notes] == ["world/regions/de.yaml:"]
    assert [fix.text for fix in found.fixes] == ["vat"]
    assert loaded.book is None


@pytest.mark.parametrize(
    "lines",
    [
        "{vat: none, mwst: {name: MwSt., rate: 19 %}}",
        "{vat: {rate: 19 %}, mwst: {name: MwSt., rate: 1 %}}",
        "{vat: {rate: none}, mwst: {name: MwSt., rate: 19 %}}",
        "{vat: {rate: 7 %}}",
        "none",
    ],
)
def test_a_tax_beside_one_that_is_ended_or_restated_is_meant(lines: str) -> None:
    loaded = load(IOS, de=f"prices: {{c: 11.90}}\ntax: {{lines: {lines}}}")
    assert "line-beside-library" not in codes(loaded)


def test_a_tax_beside_one_that_has_ended_by_then_is_none_beside_it() -> None:
    dated = "{vat: {rate: {2025-01-01: inherit, 2028-01-01: none}}, levy: {name: Levy, rate: {begins: none, DAY: 5 %}}}"
    for day, expected in (("2027-12-31", ["line-beside-library"]), ("2028-01-01", [])):
        lines = dated.replace("DAY", day)
        beside = "line-beside-library"
        found = codes(load(IOS, de=f"prices: {{c: 11.90}}\ntax: {{lines: {lines}}}"))
        assert [code for code in found if code == beside] == expected, day


def test_a_tax_where_the_library_has_none_is_the_books_own() -> None:
    price = "prices: {c: 11.90}\n"
    levy = "tax: {lines: {levy: {name: Levy, rate: 5 %}}}"
    assert codes(load(IOS, us=price, us_ny=levy)) == []
    assert "line-beside-library" in codes(load(IOS, us=price, us_wa=levy))


def test_a_fee_beside_the_stores_is_an_error_and_beside_an_unknown_table_is_not() -> None:
    fee = "commission: {lines: {cut: {rate: 15 %, base: net}}}"
    assert codes(load(IOS, de="prices: {c: 11.90}\n" + fee)) == ["line-beside-library"]
    web = load("sells_on: [web]\n", de="prices: {c: 11.90}\n" + fee)
    assert codes(web) == []
    assert figures(quoted(web, "DE", "web")) == (1000, 190, 1190, 150, 850)


def test_one_value_for_all_that_hides_what_the_library_says_of_each_is_told_once() -> None:
    every = "sells_in: [DE, FR, BG]\ntax: {lines: {vat: {rate: 19 %}}}\n"
    loaded = load(IOS + every)
    sentence = (
        "this value of tax.lines.vat.rate hides what the library says of 3 markets: "
        "20 % in BG on ios, 19 % in DE on ios"
    )
    assert ("hides-library", sentence) in told(loaded)
    same = load(IOS + every.replace("[DE, FR, BG]", "[FR, BG]"))
    assert "hides-library" not in codes(same)
    named = load(IOS + "sells_in: [DE, FR]\ntax: {lines: {vat: {name: VAT}}}\n")
    assert "hides-library" not in codes(named)


def test_the_currency_of_a_group_that_names_its_members_is_meant_for_them() -> None:
    shared = "currency: USD\nprices: {c: 9.99}\n"
    rules = IOS + "sells_in: [DE, US]\n"
    named = load(rules, None, dollars_group="members: [DE, US]\n" + shared)
    assert "hides-library" not in codes(named)
    assert (quoted(named, "DE").listed_minor, quoted(named, "DE").currency.code) == (999, "USD")
    own = load(rules, None, dollars_group=shared, de="groups: [dollars]", us="groups: [dollars]")
    assert "hides-library" in codes(own)


def groups_of(groups: str, at: str = "2026-06-01", /, **files: str) -> str:
    """What DE pays for a package whose price each group states, with these groups of its own: the last of them."""
    priced = {f"{name}_group": f"note: {name}" for name in ("tier_1", "tier_2")}
    own = {**priced, **files, "de": f"prices: {{c: 11.90}}\ngroups: {groups}"}
    loaded = load(IOS, None, **own)
    assert loaded.book is not None, loaded.diagnostics
    return quoted(loaded, "DE", at=at).tax.lines[0].names.get("en", "nameless")


def test_the_long_form_adds_groups_and_takes_single_ones_away() -> None:
    named = {"tier_1_group": "tax: {lines: {vat: {name: {en: Tier}}}}"}
    assert groups_of("[tier_2]") == "VAT"
    assert groups_of("{tier_1: yes, eu: none}", **named) == "Tier"
    dated = "{tier_1: {begins: none, 2026-06-01: yes}, eu: {begins: yes, 2026-06-01: none}}"
    assert groups_of(dated, "2026-05-31", **named) == "VAT"
    assert groups_of(dated, "2026-06-01", **named) == "Tier"


def test_none_takes_all_groups_away_and_an_empty_list_only_the_books_own() -> None:
    assert groups_of("none") == "nameless"
    assert groups_of("[]") == "VAT"
    assert groups_of("{begins: [tier_1], 2026-06-01: none}", "2026-05-31") == "VAT"
    assert groups_of("{begins: [tier_1], 2026-06-01: none}") == "nameless"


def test_only_the_region_takes_itself_out_of_a_group_that_names_it() -> None:
    tier = {"tier_1_group": "members: [DE]\ntax: {lines: {vat: {name: {en: Tier}}}}"}
    assert groups_of("{eu: none}", **tier) == "Tier"
    assert groups_of("{eu: none, tier_1: none}", **tier) == "nameless"


def test_a_misspelt_group_of_the_long_form_is_told() -> None:
    assert codes(load(IOS, de="prices: {c: 11.90}\ngroups: {eru: none}")) == ["unknown-group"]
    assert codes(load(IOS, de="prices: {c: 11.90}\ngroups: {eu: no}")) == ["not-one-of"]


def test_a_listed_region_in_which_nothing_has_a_price_is_told_once_for_a_country() -> None:
    loaded = load(IOS + "sells_in: [DE, US]\n", de="prices: {c: 11.90}")
    assert told(loaded) == [("nothing-sold", "US is sold in, and nothing has a price there")]
    assert codes(load(IOS + "sells_in: [US]\n", us="platforms: {ios: {prices: {c: 9.99}}}")) == []


def test_all_regions_that_one_word_lists_and_in_which_nothing_has_a_price_are_named_in_one_run() -> None:
    (found,) = load(IOS + "sells_in: [DE, euro]\n", de="prices: {c: 11.90}").diagnostics
    assert (found.code, found.sentence) == ("nothing-sold", "BG and FR are sold in, and nothing has a price there")
    assert found.place is not None
    assert found.place.column == len("sells_in: [DE, ") + 1
    everywhere = load(IOS + "sells_in: all\n", de="prices: {c: 11.90}")
    assert told(everywhere) == [("nothing-sold", "BG, CA, FR and US are sold in, and nothing has a price there")]


def test_a_file_for_a_group_of_the_library_that_is_misspelt_is_told_which_is_meant() -> None:
    loaded = load(IOS, de="prices: {c: 11.90}", eruo_group="prices: {c: 12.90 EUR}")
    (found,) = loaded.diagnostics
    assert (found.code, found.hint) == (
        "group-without-members",
        "did you mean euro? If not, add groups: [eruo] to a region, or delete the file",
    )


def test_a_countrys_tax_that_the_library_ends_in_a_part_comes_back_there_by_no_file_of_the_country() -> None:
    price = "prices: {c: 19.99}\n"
    ontario = load(IOS, ca=price)
    assert figures(quoted(ontario, "CA-ON"))[:3] == (1999, 260, 2259)
    (found,) = load(IOS, ca=price + "tax: {lines: {gst: {rate: 5 %}}}").diagnostics
    assert (found.code, found.sentence) == (
        "line-beside-library",
        "tax.lines.gst stands beside hst of the library in CA-ON on ios: 5 % and 13 % together are 18 %",
    )
    both = "tax: {lines: {gst: {rate: none}, hst: {rate: 13 %}}}"
    assert "line-beside-library" not in codes(load(IOS, ca=price + "tax: {lines: {gst: {rate: 5 %}}}", ca_on=both))


@pytest.mark.parametrize("tax", ["{lines: {sales: {rate: none}}}", "none"])
def test_a_country_that_hides_the_taxes_of_its_parts_is_told(tax: str) -> None:
    loaded = load(IOS, us=f"prices: {{c: 9.99}}\ntax: {tax}")
    assert "hides-library" in codes(loaded)


def test_a_plain_value_that_hides_the_platforms_is_told_beside_a_library_too() -> None:
    web = "web: {tax: {collected_by: seller}, commission: {lines: none}}"
    both = f"platforms: {{ios: {{tax: {{collected_by: store}}}}, {web}}}\n"
    store = "prices: {c: 11.90}\ntax: {collected_by: store}"
    own = load("sells_on: [ios, web]\n" + both, de=store)
    assert codes(own) == ["platform-value-hidden"]
    assert own.diagnostics[0].notes[0].place.file == "rules/book.yaml"
    library = load("sells_on: [ios, web]\n", de=store)
    assert codes(library) == ["platform-value-hidden"]


def test_a_price_of_a_group_that_names_a_part_loses_to_the_countrys_file_aloud() -> None:
    group = "members: [CA-ON]\nprices: {c: 17.99 CAD}"
    loaded = load(IOS, ca="prices: {c: 19.99}", ontario_group=group)
    assert codes(loaded) == ["never-holds"]


def test_a_listed_platform_without_any_price_is_told() -> None:
    loaded = load("sells_on: [ios, web]\n", de="platforms: {ios: {prices: {c: 11.90}}}")
    assert told(loaded) == [("nothing-sold", "nothing has a price on web")]


def test_a_part_of_a_country_may_be_all_that_is_listed() -> None:
    assert codes(load(IOS + "sells_in: [US-NY]\n", us_ny="prices: {c: 9.99}")) == []


def test_a_dated_list_of_a_part_replaces_the_countrys_long_form_from_its_day_on() -> None:
    group = {"mine_group": "packages: {c: {bonus: 5}}", "other_group": "packages: {c: {bonus: 7}}"}
    files = {"us": "prices: {c: 9.99}\ngroups: {mine: yes}", "us_ny": "groups: {2027-01-01: [other]}", **group}
    loaded = load(IOS, None, **files)
    assert loaded.book is not None, loaded.diagnostics
    assert [quoted(loaded, "US-NY", at=day).bonus for day in ("2026-12-31", "2027-01-02")] == [5, 7]


def test_one_region_whose_group_takes_all_tax_away_hides_no_values_that_differ() -> None:
    loaded = load(IOS, de="prices: {c: 11.90}", free_group="members: [DE]\ntax: none")
    assert "hides-library" not in codes(loaded)
