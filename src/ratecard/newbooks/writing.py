"""The rule files of a new book, as text: the plan's values in the forms that the rule language has for them.

Every line has at most 100 characters. What a reader needs to know to go on stands in comments beside the values.
"""

from collections.abc import Iterable

from babel import Locale

from ratecard.newbooks.grouping import Group, GroupLayout, file_size
from ratecard.newbooks.plans import LibraryFacts, NewBookPlan, Payouts
from ratecard.newbooks.reserved import is_reserved
from ratecard.newbooks.sections import Section
from ratecard.newbooks.texts import WIDTH_MOST, entry_lines, flow, list_lines, section_lines
from ratecard.rulefiles.mending import in_quotes
from ratecard.sheets.timelines import values_of

EXPECTED = ("hold", "minimum", "methods")
"""What a new book expects of itself, so that a deleted line is missed."""

BLANKS_SHOWN = 4
"""How many packages a line shows that is there to be filled in."""


def rule_texts(plan: NewBookPlan, layout: GroupLayout, library: LibraryFacts) -> dict[str, str]:
    """The files of rules, regions and groups, by path."""
    texts = {"rules/book.yaml": _book(plan, library)}
    if plan.payouts is not None:
        texts["rules/payouts.yaml"] = _payouts(plan.payouts)
    for group in layout.groups:
        texts[f"regions/groups/{group.name}.yaml"] = _group(group, plan, library)
    for region, section in layout.regions.items():
        if file_size(section):
            texts[f"regions/{region.lower()}.yaml"] = _region(region, section, plan, library)
    unpriced = [region for region in plan.regions if not plan.prices[region] and layout.regions[region].is_empty]
    return texts | _to_fill_in(unpriced, plan, library)


def country_name(region: str) -> str:
    """The English name of a region, or the code of a subdivision."""
    return str(Locale("en").territories.get(region, region))


def _file(schema: str, remarks: Iterable[str], lines: Iterable[str]) -> str:
    comments = [f"# {line}" for remark in remarks for line in _wrapped(remark)]
    return "\n".join((f"# yaml-language-server: $schema={schema}", *comments, *lines)) + "\n"


def _wrapped(text: str) -> list[str]:
    """The text in lines that fit behind a comment mark."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 3 > WIDTH_MOST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _book(plan: NewBookPlan, library: LibraryFacts) -> str:
    """rules/book.yaml: where and on what the book sells, and its packages."""
    remarks = [
        "What holds everywhere. `ratecard check --book .` says whether the book makes sense.",
        "`begins` is the day from which the book answers, and what has no date holds from then.",
        "`library` is the edition of the library of the world: taxes, currencies, stores and names that are true for "
        "everybody. What this book states of them counts instead.",
        "`packages` have ids that stay; coins and prices may change by date.",
    ]
    lines = [f"begins: {plan.begins}", f"library: world {library.edition}"]
    lines += list_lines("sells_in", plan.regions)
    lines += list_lines("sells_on", plan.platforms)
    if plan.coin:
        lines += entry_lines("units", {"coin": _text(plan.coin)})
    packages = {
        package.package: {"coins": str(package.coins), "order": str(order)}
        for order, package in enumerate(plan.packages, 1)
    }
    lines += entry_lines("packages", packages)
    return _file("../schema/book.schema.json", remarks, lines)


def _payouts(payouts: Payouts) -> str:
    """rules/payouts.yaml: what a diamond is worth, and how it is paid; what is not said is unknown."""
    remarks = [
        "How creators are paid, in the currency that a diamond is worth. `unknown` says that there is something, and "
        "this book does not state it yet: figures that need it are left open, and named.",
    ]
    method = {"name": _text(payouts.name), "fee": "unknown"}
    values: dict[str, str] = {
        "diamond": payouts.diamond,
        "currency": payouts.currency,
        "hold": "unknown",
        "minimum": "unknown",
        "methods": flow({payouts.method: method}),
    }
    expected = [f"expect: {{payouts: [{', '.join(EXPECTED)}]}}"]
    return _file("../schema/rules.schema.json", remarks, [*entry_lines("payouts", values), *expected])


def _group(group: Group, plan: NewBookPlan, library: LibraryFacts) -> str:
    remarks = [
        f"The prices that {_members(group, plan, library)} share. A region's own file counts instead of this one."
    ]
    other = [region for region in group.members if library.currencies[region] != group.section.currency]
    if other:
        own = ", ".join(f"{region} ({library.currencies[region]})" for region in other)
        remarks.append(
            f"The prices are in {group.section.currency} there, and the library has other currencies: {own}."
        )
    remarks += _origin(plan)
    return _file("../../schema/region.schema.json", remarks, group.lines())


def _members(group: Group, plan: NewBookPlan, library: LibraryFacts) -> str:
    if group.members:
        return f"{len(group.members)} regions"
    inside = [region for region in plan.regions if region in library.groups[group.name]]
    return f"the regions of the library's group {group.name} ({', '.join(inside)})"


def _region(region: str, section: Section, plan: NewBookPlan, library: LibraryFacts) -> str:
    remarks = [f"{country_name(region)}. Currency, time zone and taxes come from the library of the world."]
    lines = (section.currency, *section.platform_currencies.values())
    stated = {code for line in lines for code in values_of(line) if code}
    if stated:
        known = ", then ".join(values_of(library.currency_line(region)))
        remarks = [f"{country_name(region)}, with prices in {', '.join(sorted(stated))}; the library has {known}."]
    remarks += _origin(plan)
    return _file("../schema/region.schema.json", remarks, [f"region: {region}", *section_lines(section)])


def _origin(plan: NewBookPlan) -> list[str]:
    return [f"Prices: {plan.origin}."] if plan.origin else []


def _to_fill_in(unpriced: list[str], plan: NewBookPlan, library: LibraryFacts) -> dict[str, str]:
    """The files of regions without prices, with a line to fill in: nothing is sold there until then."""
    texts: dict[str, str] = {}
    without = unpriced
    for name, members in sorted(library.groups.items()):
        inside = [region for region in without if region in members]
        if len(inside) > 1 and len(inside) == len([region for region in plan.regions if region in members]):
            without = [region for region in without if region not in inside]
            blanks = _blanks(plan, ", ".join(inside), library.currencies[inside[0]])
            texts[f"regions/groups/{name}.yaml"] = _file("../../schema/region.schema.json", blanks, [f"group: {name}"])
    for region in without:
        blanks = _blanks(plan, country_name(region), library.currencies[region])
        texts[f"regions/{region.lower()}.yaml"] = _file("../schema/region.schema.json", blanks, [f"region: {region}"])
    return texts


def _blanks(plan: NewBookPlan, where: str, currency: str) -> list[str]:
    shown = plan.packages[:BLANKS_SHOWN]
    packages = ", ".join(f"{package.package}: …" for package in shown) + ", …" * (len(plan.packages) > len(shown))
    return [
        f"{where}: prices in {currency}, as people see them. Nothing is sold until they are stated here:",
        f"prices: {{{packages}}}",
    ]


def _text(text: str) -> str:
    """A text as a value: bare where it is a plain word, else in quotes."""
    bare = all(letter.isalpha() or letter in " -" for letter in text) and text[:1].isalpha()
    return text if bare and not is_reserved(text) and not text.endswith(" ") else in_quotes(text)
