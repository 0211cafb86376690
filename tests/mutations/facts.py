"""Mistakes in facts, choices and conditions."""

from collections.abc import Iterator

import yaml

from ratecard.rulefiles.keys.facts import WAY
from tests.mutations.edits import Edit, inserted, mistake, removed, renamed, replaced
from tests.mutations.sources import RULES, Source, Spot

WORDS = ("at least", "above", "at most", "below", "any of", "none of")


BOUNDS = WORDS[:4]


def _choices(source: Source) -> list[Spot]:
    """The mappings that state a choice."""
    found = [spot for spot in source.spots if spot.leaf and isinstance(spot.node, yaml.MappingNode)]
    return [spot for spot in found if any(key.value == "by" for key, _ in spot.node.value)]


def _part(source: Source, choice: Spot, name: str) -> Spot | None:
    """One key of a choice with its value."""
    return next((s for s in source.spots if s.file == choice.file and s.path == (*choice.path, name)), None)


def _parts(source: Source, *names: str) -> Iterator[Spot]:
    """The keys of these names in choices that some market reads."""
    for choice in _choices(source):
        if source.is_read(choice):
            yield from (part for name in names if (part := _part(source, choice, name)) is not None)


def facts_of_money(source: Source) -> set[str]:
    """The names of the facts that are sums of money: a word in place of one is no money, and not only another value."""
    return {
        spot.path[1]
        for spot in source.spots
        if spot.path[0] == "facts" and spot.path[2:] == ("type",) and spot.text == "money"
    }


def _cases(source: Source, *names: str) -> list[Spot]:
    found = []
    money = facts_of_money(source)
    for part in _parts(source, *names):
        by = _part(source, next(s for s in _choices(source) if (s.file, s.path) == (part.file, part.path[:-1])), "by")
        if by is not None and by.text in money:
            continue
        found += [s for s in source.spots if s.file == part.file and s.path[:-1] == part.path]
    return [spot for spot in found if spot.path[-1] not in ("source", "note")]


def _declared(source: Source) -> bool:
    return any(spot.path[0] == "facts" for spot in source.spots)


def _variable(source: Source) -> list[Spot]:
    """Amounts, rates and counts that could vary by a fact and do not."""
    spots = source.of("money", "rate", "bonus")
    return [spot for spot in spots if spot.path == spot.leaf_path and source.is_read(spot)]


def _requirements(source: Source) -> list[Spot]:
    """The facts in conditions, at any depth."""
    found = [spot for spot in source.spots if "when" in spot.path[:-1] and spot.key is not None]
    return [spot for spot in found if "." in spot.path[-1] and source.is_read(spot)]


@mistake("unknown-fact")
def a_fact_of_a_choice_is_misspelt(source: Source) -> list[Edit]:
    """A choice is by a fact that no file declares, though one is much like it."""
    return replaced(_parts(source, "by"), lambda text: text[:-2] + text[-1] + text[-2])


@mistake("unknown-fact")
def a_fact_is_not_declared(source: Source) -> list[Edit]:
    """A value varies by a fact of which no file knows."""
    start = "{by: "
    spots = _variable(source)
    return replaced(spots, lambda text: f"{start}buyer.shoe_size, from: {{40: {text}}}, other: {text}}}", at=len(start))


@mistake("unknown-fact")
def a_fact_of_a_condition_is_misspelt(source: Source) -> list[Edit]:
    """A condition is of a fact that no file declares."""
    return renamed(_requirements(source), lambda text: text[:-2] + text[-1] + text[-2])


@mistake("not-a-fact-name")
def a_fact_of_a_choice_is_no_name(source: Source) -> list[Edit]:
    """A choice is by a word without what it is about."""
    return replaced(_parts(source, "by"), lambda text: text.partition(".")[2])


@mistake("not-a-fact-name")
def a_fact_of_a_condition_is_no_name(source: Source) -> list[Edit]:
    """A condition is of a word without what it is about."""
    return renamed(_requirements(source), lambda text: text.partition(".")[2])


@mistake("not-a-fact-name")
def a_declared_fact_is_no_name(source: Source) -> list[Edit]:
    """A fact is declared without what it is about."""
    facts = [spot for spot in source.spots if spot.path == ("facts",) and spot.is_mapping]
    return [inserted(source, s.file, s.node, "grade: {type: count}") for s in facts]


@mistake("unknown-fact-value")
def a_case_is_none_that_the_fact_has(source: Source) -> list[Edit]:
    """A choice has a case that its fact does not."""
    return renamed(_cases(source, "is"), lambda _: "gold")


@mistake("unknown-fact-value")
def a_threshold_is_no_count(source: Source) -> list[Edit]:
    """A threshold of a choice is a word."""
    return renamed(_cases(source, "from"), lambda _: "grown")


@mistake("unfitting-choice", inexact="the fact, by which the choice is known, and not the word that does not fit it")
def a_choice_has_thresholds_for_words(source: Source) -> list[Edit]:
    """A choice by a fact that is not a count has thresholds."""
    edits = []
    for choice in _choices(source):
        part, by = _part(source, choice, "is"), _part(source, choice, "by")
        if part is not None and by is not None and part.key and source.is_read(choice) and _one_line(source, choice):
            edits.append(Edit(part.file, part.key, "from"))
    return edits


def _one_line(source: Source, spot: Spot) -> bool:
    return "\n" not in source.files[spot.file][spot.value[0] : spot.value[1]].strip()


@mistake("choice-without-other")
def a_choice_says_nothing_for_some(source: Source) -> list[Edit]:
    """A choice has no other, and not every case."""
    edits = []
    for choice in _choices(source):
        other, cases, by = (_part(source, choice, name) for name in ("other", "is", "by"))
        if other is None or cases is None or by is None or not source.is_read(choice):
            continue
        if by.text == "purchase.way":  # of which it has to name only those that there are
            continue
        span = removed(source, other)
        if span is None or not isinstance(cases.node, yaml.MappingNode) or len(cases.node.value) > 1:
            continue
        length = span[1] - span[0] if span[0] < by.value[0] else 0
        edits.append(Edit(other.file, span, "", where=(other.file, by.value[0] - length)))
    return edits


@mistake("not-a-choice")
def a_choice_has_no_cases(source: Source) -> list[Edit]:
    """A value varies by a fact, and no case is stated."""
    return replaced(_variable(source), lambda text: f"{{by: buyer.age, other: {text}}}")


@mistake("not-a-choice")
def a_choice_has_no_fact(source: Source) -> list[Edit]:
    """A value varies by nothing."""
    return replaced(_variable(source), lambda text: f"{{is: {{yes: {text}}}, other: {text}}}")


@mistake("unknown-key")
def a_key_of_a_choice_is_misspelt(source: Source) -> list[Edit]:
    """The word other of a choice is misspelt."""
    return renamed(_parts(source, "other"), lambda _: "othr")


@mistake("not-a-value")
def a_choice_stands_inside_a_choice(source: Source) -> list[Edit]:
    """A case of a choice varies by a fact itself."""
    cases = [spot for spot in _cases(source, "is", "from") if spot.is_scalar and spot.text != "none"]
    edits = []
    for spot in cases:
        inner = f"{{by: buyer.member, is: {{yes: {spot.text}}}, other: {spot.text}}}"
        edits.append(Edit(spot.file, spot.value, inner, len("{by: ")))
    return edits


@mistake("duplicate-key")
def a_threshold_is_stated_twice(source: Source) -> list[Edit]:
    """A choice states one threshold in two ways of writing."""
    start = "{by: buyer.age, from: {1000: "
    spots = _variable(source) if _declares(source, "buyer.age") else []
    return [
        Edit(s.file, s.value, f"{start}{s.text}, 1_000: {s.text}}}, other: {s.text}}}", len(f"{start}{s.text}, "))
        for s in spots
    ]


def _declares(source: Source, fact: str) -> bool:
    return any(spot.path == ("facts", fact) for spot in source.spots)


@mistake("empty-value")
def a_case_has_no_value(source: Source) -> list[Edit]:
    """A case of a choice is left without its value."""
    cases = [s for s in _cases(source, "is", "from") if s.is_scalar and s.key]
    return [Edit(s.file, s.value, "", where=(s.file, s.key[0])) for s in cases if s.key]


@mistake("unknown-key")
def a_condition_is_misspelt(source: Source) -> list[Edit]:
    """A word of a condition is misspelt."""
    words = [s for s in source.spots if "when" in s.path and s.path[-1] in WORDS and s.key]
    return renamed(words, lambda word: word[:-1])


@mistake("not-a-condition")
def conditions_are_a_word(source: Source) -> list[Edit]:
    """A word stands where conditions should."""
    spots = [s for s in source.spots if s.path[-1] == "when" and s.key and s.is_braced]
    return replaced(spots, "adults")


@mistake("not-a-condition")
def alternatives_are_no_list(source: Source) -> list[Edit]:
    """A package is for adults: any of a mapping, where a list of alternatives should stand."""
    start = "{any: "
    spots = [s for s in source.spots if s.path[-1] == "when" and s.key and s.is_braced]
    return replaced(spots, f"{start}{{buyer.age: 18}}}}", at=len(start))


@mistake("unknown-fact-value")
def a_condition_asks_for_a_value_that_the_fact_has_not(source: Source) -> list[Edit]:
    """A condition asks for an age that is a word."""
    spots = [s for s in source.spots if "when" in s.path and s.path[-1] in BOUNDS and s.is_scalar]
    money = facts_of_money(source)
    return replaced([s for s in spots if source.is_read(s) and s.path[-2] not in money], "grown")


@mistake("unfitting-condition")
def a_condition_does_not_fit_its_fact(source: Source) -> list[Edit]:
    """A condition asks whether yes is at least 18."""
    start = "{buyer.member: {at least: "
    spots = [s for s in source.spots if s.path[-1] == "when" and s.key and s.is_braced]
    if not _declares(source, "buyer.member"):
        return []
    return replaced([s for s in spots if source.is_read(s)], f"{start}18}}}}", at=len(start))


def _asked(source: Source, fact: str) -> list[Spot]:
    """The conditions that could ask for a fact instead."""
    spots = [s for s in source.spots if s.path[-1] == "when" and s.key and s.is_braced and s.is_one_line]
    return [spot for spot in spots if source.is_read(spot)] if _declares(source, fact) else []


@mistake("condition-never-holds")
def a_condition_asks_for_what_nobody_is(source: Source) -> list[Edit]:
    """The two bounds of a condition leave nothing between them."""
    return replaced(_asked(source, "buyer.age"), "{buyer.age: {at least: 65, below: 65}}")


@mistake("condition-never-holds")
def a_condition_excludes_everybody(source: Source) -> list[Edit]:
    """A condition excludes those for whom a fact is so, and those for whom it is not."""
    return replaced(_asked(source, "buyer.member"), "{buyer.member: {none of: [yes, no]}}")


@mistake("condition-never-holds")
def an_alternative_contradicts_what_is_around_it(source: Source) -> list[Edit]:
    """One of two alternatives asks for less than what is required anyway."""
    either = "any: [{buyer.age: {at most: 18}}, {buyer.age: 20}]"
    return replaced(_asked(source, "buyer.age"), f"{{buyer.age: {{above: 18}}, {either}}}")


@mistake("unfitting-condition")
def an_amount_is_compared_in_two_currencies(source: Source) -> list[Edit]:
    """What a buyer spent has to be at least so many euros, and below so many dollars."""
    return replaced(_asked(source, "buyer.spent"), "{buyer.spent: {at least: 5 EUR, below: 90 USD}}")


@mistake("condition-never-holds")
def a_condition_leaves_no_amount(source: Source) -> list[Edit]:
    """Between two amounts lies no whole cent."""
    return replaced(_asked(source, "buyer.spent"), "{buyer.spent: {above: 5.00 EUR, below: 5.01 EUR}}")


@mistake("decimal-comma")
def an_amount_of_a_condition_has_a_comma(source: Source) -> list[Edit]:
    """What a buyer spent is compared with an amount with a comma, in quotes."""
    start = "{buyer.spent: {at least: "
    return replaced(_asked(source, "buyer.spent"), f"{start}'5,50 EUR'}}}}", at=len(start))


@mistake("unknown-key")
def a_condition_is_said_in_other_words(source: Source) -> list[Edit]:
    """A condition asks for less than a number, in words that are none of ours."""
    start = "{buyer.age: {"
    return replaced(_asked(source, "buyer.age"), f"{start}less than: 65}}}}", at=len(start))


@mistake("unknown-key")
def a_condition_has_no_colon(source: Source) -> list[Edit]:
    """Behind the words of a condition stands no colon."""
    start = "{buyer.age: {"
    return replaced(_asked(source, "buyer.age"), f"{start}at most 18}}}}", at=len(start))


def _fact_types(source: Source) -> list[Spot]:
    return [spot for spot in source.of("fact type") if spot.layer == RULES]


@mistake("bad-fact")
def a_fact_of_several_values_lists_none(source: Source) -> list[Edit]:
    """A fact is one of several values, and they are not listed."""
    with_values = {spot.path[1] for spot in source.spots if spot.leaf == "fact values"} | {WAY}
    return replaced([spot for spot in _fact_types(source) if spot.path[1] not in with_values], "one of")


@mistake("bad-fact")
def a_count_lists_values(source: Source) -> list[Edit]:
    """A fact is a count, and lists values."""
    facts = [spot for spot in source.spots if spot.path == ("facts",) and spot.is_mapping]
    entry = "buyer.luck: {type: count, of: [low, high]}"
    return [inserted(source, s.file, s.node, entry, entry.index("[")) for s in facts]


@mistake("missing-key")
def a_fact_has_no_type(source: Source) -> list[Edit]:
    """A fact is declared without its type."""
    facts = [spot for spot in source.spots if spot.path == ("facts",) and spot.is_mapping]
    entry = "buyer.luck: {name: Luck}"
    return [inserted(source, s.file, s.node, entry, entry.index("{")) for s in facts]


@mistake("too-many-cases")
def a_package_varies_in_too_many_ways(source: Source) -> list[Edit]:
    """A bonus has five thousand thresholds, and the coins as many."""
    edits = []
    cases = ", ".join(f"{n}: {n + 1}" for n in range(1000))
    for spot in source.of("count"):
        once = sum(s.leaf_path[:2] == spot.leaf_path[:2] and len(s.path) == 3 for s in source.spots) == 1
        declared = _declares(source, "buyer.age") and _declares(source, "buyer.purchases")
        if spot.path[-1] == "coins" and spot.layer == RULES and once and declared:
            choice = f"{{by: buyer.age, from: {{{cases}}}, other: 1}}"
            bonus = f"{{by: buyer.purchases, from: {{{cases}}}, other: 1}}"
            start = f"{choice}, bonus: {{by: "
            if spot.in_flow and not _has_bonus(source, spot.path[1]):
                edits.append(Edit(spot.file, spot.value, f"{choice}, bonus: {bonus}", len(start)))
    return edits


def _has_bonus(source: Source, package: str) -> bool:
    """Whether a bonus of this package is stated anywhere, for all platforms or one, or the package is taken away."""
    stated = any(spot.generic == "packages.*.bonus" and package in spot.path for spot in source.spots)
    return stated or any(spot.text == "none" and "packages" in spot.path for spot in source.spots)
