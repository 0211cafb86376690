"""Mistakes in gifts, in what creators earn of them, and in what is required of both sides."""

from tests.mutations.edits import Edit, appended, inserted, mistake, removed, renamed, replaced
from tests.mutations.facts import facts_of_money
from tests.mutations.sources import DATE, REGIONS, Source, Spot

CASES = ("value", "is", "from", "other")
"""What stands between a key and its value where the value has its source beside it or varies by a fact."""


def at(source: Source, path: str) -> list[Spot]:
    """The spots at a path in which * is any one key, and those of its dates and cases; what some market reads."""
    wanted = path.split("/")
    found = []
    for spot in source.spots:
        head, rest = spot.path[: len(wanted)], spot.path[len(wanted) :]
        fits = len(head) == len(wanted) and all(each in ("*", key) for each, key in zip(wanted, head, strict=True))
        inside = not rest or rest[0] in CASES or DATE.fullmatch(rest[0])
        if fits and inside and head[-1] not in ("source", "note", "value") and source.is_read(spot):
            found.append(spot)
    return found


def values(source: Source, *paths: str) -> list[Spot]:
    """The scalars at these paths that say something."""
    spots = [spot for path in paths for spot in at(source, path) if spot.is_scalar and spot.is_one_line]
    words = ("none", "inherit")
    return [s for s in spots if s.text not in words and not {"source", "note", "by"} & set(s.path[-1:])]


def tables(source: Source, path: str) -> list[Spot]:
    """The mappings at a path itself."""
    return [spot for spot in at(source, path) if spot.is_mapping and len(spot.path) == len(path.split("/"))]


def has_fact(source: Source, name: str) -> bool:
    return bool(at(source, f"facts/{name}"))


# Gifts


@mistake("gift-without-coins")
def a_gift_costs_nothing(source: Source) -> list[Edit]:
    """The coins of a gift were to be filled in later."""
    return replaced(values(source, "gifts/*/coins"), "0")


@mistake("not-a-count")
def a_gift_costs_half_a_coin(source: Source) -> list[Edit]:
    """The coins of a gift are not a whole number."""
    return replaced(values(source, "gifts/*/coins"), "0.5")


@mistake("unknown-rarity")
def a_rarity_is_not_declared(source: Source) -> list[Edit]:
    """A gift has a rarity that nobody declares."""
    return replaced(values(source, "gifts/*/rarity"), "mythic")


@mistake("missing-key")
def a_rarity_has_no_order(source: Source) -> list[Edit]:
    """A rarity does not say where it stands among the others."""
    edits = []
    for spot in tables(source, "rarities/*"):
        order = next(s for s in source.spots if s.file == spot.file and s.path == (*spot.path, "order"))
        span = removed(source, order)
        if span:
            edits.append(Edit(spot.file, span, "", where=(spot.file, spot.value[0])))
    return edits


@mistake("misplaced-key")
def a_region_declares_a_rarity(source: Source) -> list[Edit]:
    """A region declares a rarity, which holds for the whole book."""
    entry = "rarities: {odd: {name: Odd, order: 9}}"
    return [inserted(source, file, root, entry) for file, root in source.roots.items() if file.startswith(REGIONS)]


def _kinds(source: Source) -> list[Spot]:
    """The items of lists of kinds."""
    return [spot for spot in source.spots if spot.path[:1] == ("gifts",) and "kinds" in spot.path and spot.key is None]


@mistake("unknown-kind")
def a_kind_has_no_earnings(source: Source) -> list[Edit]:
    """A gift is for a kind of spending of which creators earn nothing."""
    return replaced(_kinds(source), "radio")


@mistake("not-a-list")
def a_kind_stands_without_brackets(source: Source) -> list[Edit]:
    """A gift's only kind is written without brackets."""
    return replaced([s for s in at(source, "gifts/*/kinds") if s.is_braced], "live")


@mistake("empty-value")
def a_gift_is_for_no_kind(source: Source) -> list[Edit]:
    """A gift's list of kinds was emptied."""
    return replaced([s for s in at(source, "gifts/*/kinds") if s.is_braced], "[]")


@mistake("unknown-package")
def worth_is_told_by_a_package_that_is_gone(source: Source) -> list[Edit]:
    """Worth in money is at the price of a package that nobody states."""
    return replaced(values(source, "worth_at/package"), "coins_7")


@mistake("removes-nothing", warning=True)
def a_gift_is_removed_that_nobody_states(source: Source) -> list[Edit]:
    """A gift is removed under a name that no gift has."""
    entry = "zeppelin: none"
    return [inserted(source, s.file, s.node, entry, entry.index("none")) for s in tables(source, "gifts")]


# Earnings


@mistake("not-per-coin")
def diamonds_are_a_share(source: Source) -> list[Edit]:
    """Diamonds per coin are written as a share."""
    return replaced(values(source, "earnings/*/diamonds"), "50 %")


@mistake("not-per-coin")
def a_coin_gives_no_diamonds(source: Source) -> list[Edit]:
    """A coin gives 0 diamonds."""
    return replaced(values(source, "earnings/*/diamonds"), "0 each")


@mistake("two-shares")
def a_share_stands_beside_diamonds(source: Source) -> list[Edit]:
    """A creator's share is stated in two ways."""
    spots = [spot for spot in at(source, "earnings/*/diamonds") if len(spot.path) == 3]
    edits = [appended(source, spot, "share: 50 %", len("share: ")) for spot in spots]
    return [edit for edit in edits if edit is not None]


@mistake("rate-without-unit")
def a_share_has_no_unit(source: Source) -> list[Edit]:
    """A creator's share has no unit."""
    return replaced(values(source, "earnings/*/share", "earnings/*/split/*"), "0.7")


@mistake("rate-above-whole")
def a_share_is_above_all_there_is(source: Source) -> list[Edit]:
    """A creator's share has a zero too many."""
    return replaced(values(source, "earnings/*/share"), "700 %")


def _splits(source: Source) -> list[tuple[Spot, list[Spot]]]:
    """The splits with their recipients, in order of their names."""
    found = []
    for spot in tables(source, "earnings/*/split"):
        parts = [s for s in source.spots if s.file == spot.file and s.path[:-1] == spot.path]
        found.append((spot, sorted(parts, key=lambda part: part.path)))
    return found


@mistake("bad-split")
def nobody_gets_the_rest(source: Source) -> list[Edit]:
    """The recipient of the rest gets a share instead."""
    edits = []
    for _, parts in _splits(source):
        if not parts[0].is_scalar:
            continue
        edits += [Edit(s.file, s.value, "5 %", where=(s.file, parts[0].value[0])) for s in parts if s.text == "rest"]
    return edits


@mistake("bad-split")
def a_split_gives_out_too_much(source: Source) -> list[Edit]:
    """One share of a split is more than all there is."""
    return [edit for _, parts in _splits(source) for edit in replaced([p for p in parts if "%" in p.text], "101 %")]


@mistake("bad-split")
def a_split_is_rounded_up(source: Source) -> list[Edit]:
    """The parts of a split are each rounded half up."""
    edits = []
    for split, parts in _splits(source):
        if sum("%" in part.text for part in parts) > 1:
            edits += replaced(values(source, "/".join((*split.path[:-1], "rounding"))), "half up")
    return edits


@mistake("not-a-mapping")
def a_split_is_a_list(source: Source) -> list[Edit]:
    """A split lists its recipients without their shares."""
    return replaced([spot for spot, _ in _splits(source)], "[creator, owner]")


@mistake("not-one-of")
def earnings_are_rounded_by_nothing_known(source: Source) -> list[Edit]:
    """The scope or base of earnings is a word that the language does not have."""
    return replaced(values(source, "earnings/*/scope", "earnings/*/base"), "gross")


# Eligibility


def _requirements(source: Source) -> list[Spot]:
    return [s for s in at(source, "eligibility/*/*") if s.key is not None and len(s.path) == 3 and s.path[2] != "any"]


@mistake("unknown-key")
def a_requirement_is_in_other_words(source: Source) -> list[Edit]:
    """A requirement says min for at least."""
    return replaced([spot for spot in _requirements(source) if spot.is_braced], "{min: 18}", 1)


@mistake("empty-value")
def a_requirement_says_nothing(source: Source) -> list[Edit]:
    """What a fact must be was deleted."""
    spots = [spot for spot in _requirements(source) if spot.is_braced]
    return [Edit(s.file, s.value, "", where=(s.file, s.key[0])) for s in spots if s.key]


@mistake("not-a-condition")
def a_requirement_has_a_source_alone(source: Source) -> list[Edit]:
    """What a fact must be was deleted, and its source was left."""
    return replaced([spot for spot in _requirements(source) if spot.is_braced], "{source: a page}")


@mistake("unknown-fact")
def a_requirement_is_on_no_fact(source: Source) -> list[Edit]:
    """A requirement is on a fact that nobody declares."""
    return renamed(
        [spot for spot in _requirements(source) if spot.text != "none"],
        lambda name: f"{name.partition('.')[0]}.shoe_size",
    )


@mistake("unknown-fact")
def an_unknown_requirement_is_on_no_fact(source: Source) -> list[Edit]:
    """What is required of a fact is not known, and nobody declares the fact."""
    edits = []
    for spot in tables(source, "eligibility/*"):
        key = f"{spot.path[1]}.shoe_size: "
        edits.append(inserted(source, spot.file, spot.node, f"{key}unknown", len(key)))
    return edits


@mistake("not-a-fact-name")
def requirements_stand_below_when(source: Source) -> list[Edit]:
    """Requirements stand below when:, as those of a package do."""
    entry = "when: {buyer.age: {at least: 18}}"
    return [inserted(source, s.file, s.node, entry) for s in tables(source, "eligibility/*")]


@mistake("unknown-fact-value")
def a_requirement_is_no_number(source: Source) -> list[Edit]:
    """A requirement on a count is in words."""
    spots, money = values(source, "eligibility/*/*/at least"), facts_of_money(source)
    return replaced([spot for spot in spots if spot.path[-2] not in money], "eighteen")
