"""Sales without an end: each place at which one is made endless is a finding."""

from tests.guards.world import RULES, guarded, region_text, world

SALE = "  sale:\n    name: {en: Sale}\n    from: 2026-12-01\n    last_day: 2026-12-03\n    discount: 10 %\n"
PRICING = "pricing: {rounding: half up}\n"
LIFTED = "promotions: {sale: {from: none, last_day: none}}\n"


def test_two_regions_that_each_lift_the_days_of_a_sale_are_two_findings() -> None:
    texts = world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + SALE + PRICING})
    assert [own for own in guarded(texts).findings if own.guard == "endless"] == []
    lifted = {f"regions/{code.lower()}.yaml": region_text(code) + LIFTED for code in ("DE", "JP")}
    found = [own for own in guarded({**texts, **lifted}).findings if own.guard == "endless"]
    assert [(own.market.region, own.place.file) for own in found] == [
        ("DE", "regions/de.yaml"),
        ("JP", "regions/jp.yaml"),
    ]
    everywhere = SALE.replace("    from: 2026-12-01\n    last_day: 2026-12-03\n", "")
    shared = world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + everywhere + PRICING})
    assert len([own for own in guarded(shared).findings if own.guard == "endless"]) == 1


def test_a_sale_that_begins_and_never_ends_is_told_with_its_day() -> None:
    forever = SALE.replace("    last_day: 2026-12-03\n", "")
    texts = world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + forever + PRICING})
    (found,) = (own for own in guarded(texts).findings if own.guard == "endless")
    assert found.sentence == (
        "sale is for everybody and has no last day: from 2026-12-01 on nobody pays the regular price any more"
    )


FACTS = "facts: {buyer.member: {type: yes or no, name: Member}}\n"


def test_a_sale_that_depends_on_facts_is_unproved() -> None:
    """Whether all have it for ever nobody looked at."""
    share = SALE.replace("    last_day: 2026-12-03\n", "").replace(
        "discount: 10 %", "discount: {by: buyer.member, is: {yes: 10 %}, other: 5 %}"
    )
    for sale, why in ((share, {"it depends on facts"}), (SALE, set())):
        whole = guarded(world({"rules/promotions.yaml": RULES["rules/promotions.yaml"] + sale + PRICING + FACTS}))
        assert {own.why for own in whole.unproved if own.guard == "endless" and "sale in DE" in own.of} == why
