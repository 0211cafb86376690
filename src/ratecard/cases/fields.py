"""The fields of a case's question, read from nodes of YAML by the description of the question."""

from collections.abc import Callable
from datetime import date

import msgspec

from ratecard.answers.figures import FigureType
from ratecard.cases.expecting import code_of, tell
from ratecard.cases.values import WRITTEN_AS, YES_OR_NO
from ratecard.locale.territories import region_asked_for
from ratecard.money import Money
from ratecard.questions import PAYOUT, Question
from ratecard.quotes.amounts import money_of, used_amount
from ratecard.quotes.codes import check_codes
from ratecard.quotes.requests import Budget, UsedBefore
from ratecard.quotes.used_amounts import budget_of, named_use, used_before_of
from ratecard.refusals import InvalidInput
from ratecard.rulefiles.mending import value_fixes
from ratecard.rulefiles.near import meant_or
from ratecard.rulefiles.stated import StatedMoney
from ratecard.rulefiles.text.commas import KindOf, no_kind, split_keys
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.values.asked import parse_asked_region, parse_platform
from ratecard.rulefiles.values.parsing import parse_value
from ratecard.rulefiles.values.types import COUNT, INSTANT, MONEY
from ratecard.rulefiles.wrong import Wrong, shown

Pairs = tuple[tuple[str, str], ...]
"""Facts by name, as texts: the book knows of which type each is."""


class StatedLot(msgspec.Struct, frozen=True):
    """A lot as a case writes it; its day is not yet bound to the region."""

    diamonds: int
    earned: date
    source_region: str | None
    facts: Pairs


def fields_of(node: Node, question: Question, report: Report) -> dict[str, object] | None:
    """What a mapping gives to the fields of a question, or None where it is wrong or not enough, which is reported."""
    if type(node) is not Mapping:
        if type(node) is not Unread:
            tell(report, "a question is a mapping of its fields", node.place, hint="write {region: DE, platform: ios}")
        return None
    known = [field for field in question.fields if field.name != "at"]
    names = {field.name: field for field in known}
    found: dict[str, object] = {}
    cut = split_keys(node, report, lambda name: WRITTEN_AS.get(names[name].type) if name in names else None, names)
    sound = not cut
    for key, value in node.entries:
        if key in cut:
            continue
        field = names.get(key.text)
        if field is None:
            hint, offers = meant_or(key.text, names, "see ratecard quote … --help")
            tell(report, f"{shown(key.text)} is not a field of this question", key.place, *offers, hint=hint)
            sound = False
            continue
        read = own_reader(question, field.name) if field.type is None else TYPED[field.type]
        given = read(value, report)
        sound = sound and given is not None
        found[field.name] = given
    lacking = [field.name for field in known if field.required and field.name not in found]
    if lacking and sound:
        tell(report, f"the question does not say its {' and '.join(lacking)}", node.place, hint=f"add {lacking[0]}: …")
        sound = False
    return found if sound else None


def text_of(node: Node, report: Report) -> str | None:
    """The text of one value, or None for a list or a mapping, which is reported."""
    if type(node) is Scalar:
        return node.text
    if type(node) is not Unread:
        tell(report, "one value stands here, and not several", node.place, hint="write one value")
    return None


def _typed(parse: Callable[[str], object]) -> Callable[[Node, Report], object]:
    """Reads one value by a function that gives it or a `Wrong`."""

    def read(node: Node, report: Report) -> object:
        text = text_of(node, report)
        if text is None:
            return None
        found = parse(text)
        if isinstance(found, Wrong):
            tell_wrong(report, found, node)
            return None
        return found

    return read


def tell_wrong(report: Report, wrong: Wrong, node: Node) -> None:
    """Reports what is wrong with a value."""
    hint = wrong.hint if wrong.hint or value_fixes(node.place, wrong.offers) else wrong.advice
    tell(report, wrong.sentence, node.place, *wrong.offers, hint=hint, code=code_of(wrong))


def _parse_region(text: str) -> object:
    code = region_asked_for(text)
    found = parse_asked_region(code)
    return found if isinstance(found, Wrong) else code


def _parse_money(text: str) -> object:
    found = parse_value(MONEY, text)
    if not isinstance(found, StatedMoney):
        return found
    money: Money | None = money_of(found)
    if money is not None:
        return money
    if found.currency is None:
        return Wrong("not-a-case", f"{text} does not name its currency", f"write {text} EUR")
    return Wrong("not-a-case", f"{text} has more decimals than {found.currency} has", "write fewer")


def _parse_count(text: str) -> object:
    return 0 if text == "0" else parse_value(COUNT, text)


def _parse_flag(text: str) -> object:
    found = parse_value(YES_OR_NO, text)
    return found if isinstance(found, Wrong) else found == "yes"


TYPED: dict[FigureType, Callable[[Node, Report], object]] = {
    FigureType.REGION: _typed(_parse_region),
    FigureType.PLATFORM: _typed(parse_platform),
    FigureType.FLAG: _typed(_parse_flag),
    FigureType.COUNT: _typed(_parse_count),
    FigureType.DIAMONDS: _typed(_parse_count),
    FigureType.MONEY: _typed(_parse_money),
    FigureType.ID: _typed(lambda text: text),
    FigureType.TEXT: _typed(lambda text: text),
}
"""How a field is read, by what it is."""


def _facts(node: Node, report: Report) -> Pairs | None:
    pairs = _entries(node, report, "facts are a mapping", "write {buyer.age: 21}")
    if pairs is None:
        return None
    texts = [(key.text, text_of(value, report)) for key, value in pairs]
    found = tuple((name, text) for name, text in texts if text is not None)
    return found if len(found) == len(texts) else None


def _package_facts(node: Node, report: Report) -> tuple[tuple[str, str, str], ...] | None:
    entries = _entries(node, report, "facts of packages are a mapping", "write {coins_100: {buyer.purchases: 3}}")
    if entries is None:
        return None
    found = [(key.text, _facts(value, report)) for key, value in entries]
    if any(facts is None for _, facts in found):
        return None
    return tuple((package, name, text) for package, facts in found for name, text in facts or ())


def _used(node: Node, report: Report) -> dict[str, Money | int] | None:
    entries = _entries(node, report, "what was used is a mapping of limits", "write {daily: 120.50 USD}")
    found: dict[str, Money | int] = {}
    for key, value in entries or ():
        text = text_of(value, report)
        amount = used_amount(text) if text is not None else None
        if isinstance(amount, str):
            sentence, _, hint = amount.partition("; ")
            tell(report, sentence, value.place, hint=hint)
        elif amount is not None:
            found[key.text] = amount
    return None if entries is None or len(found) < len(entries) else found


def _uses(node: Node, report: Report) -> tuple[UsedBefore, ...] | None:
    """What was used of limits of purchases: {first.each/coins_1000: 0 units}."""
    entries = _entries(node, report, "what was used is a mapping of limits", "write {daily: 12.34 EUR}")
    found: list[UsedBefore] = []
    for key, value in entries or ():
        text = text_of(value, report)
        used = used_before_of([named_use(key.text, text)]) if text is not None else ()
        if isinstance(used, InvalidInput):
            sentence, _, hint = used.message.partition("; ")
            tell(report, sentence, value.place, hint=hint)
        else:
            found += used
    return None if entries is None or len(found) < len(entries) else tuple(found)


def _budget(node: Node, report: Report) -> Budget | None:
    """The caller's own limit: {most: 50 EUR, used: 12 EUR}."""
    entries = _entries(node, report, "a budget is a mapping", _BUDGET)
    if entries is None:
        return None
    texts = {key.text: (text_of(value, report), value) for key, value in entries}
    if "most" not in texts or not texts.keys() <= {"most", "used"}:
        tell(report, "a budget has what it is at most, and what of it was used", node.place, hint=_BUDGET)
        return None
    most, used = texts["most"][0], texts.get("used", (None, node))[0]
    if most is None or (used is None and "used" in texts):
        return None
    budget = budget_of(most, used)
    if isinstance(budget, InvalidInput):
        sentence, _, hint = budget.message.partition("; ")
        tell(report, sentence, texts[budget.path[-1]][1].place, hint=hint)
        return None
    return budget


_BUDGET = "write {most: 50 EUR}, or {most: 50 EUR, used: 12 EUR}"


def _codes(node: Node, report: Report) -> tuple[str, ...] | None:
    if type(node) is not Sequence:
        if type(node) is not Unread:
            tell(report, "codes are a list", node.place, hint="write [WELCOME10]")
        return None
    texts = [text_of(item, report) for item in node.items]
    wrong = check_codes([text for text in texts if text is not None])
    if wrong is not None:
        at = node.items[int(wrong.path[1])] if wrong.path[1:] else node
        tell(report, wrong.message, at.place)
        return None
    return tuple(text for text in texts if text is not None) if None not in texts else None


_LOT = "write {diamonds: 20000, earned: 2025-08-01}"


def _lots(node: Node, report: Report) -> tuple[StatedLot, ...] | None:
    if type(node) is not Sequence:
        if type(node) is not Unread:
            tell(report, "lots are a list", node.place, hint=f"write it in brackets; {_LOT}")
        return None
    found = [_lot(item, report) for item in node.items]
    return tuple(lot for lot in found if lot is not None) if None not in found else None


_LOT_FIELDS: dict[str, Callable[[Node, Report], object]] = {
    "diamonds": TYPED[FigureType.DIAMONDS],
    "earned": _typed(lambda text: parse_value(INSTANT, text)),
    "source_region": TYPED[FigureType.REGION],
    "facts": _facts,
}


def _lot(node: Node, report: Report) -> StatedLot | None:
    entries = _entries(node, report, "a lot is a mapping", _LOT, {"diamonds": COUNT}.get)
    found: dict[str, object] = {}
    for key, value in entries or ():
        read = _LOT_FIELDS.get(key.text)
        if read is None:
            hint, offers = meant_or(key.text, _LOT_FIELDS, _LOT)
            tell(report, f"{shown(key.text)} is not a field of a lot", key.place, *offers, hint=hint)
            return None
        found[key.text] = read(value, report)
        if found[key.text] is None:
            return None
    if entries is None:
        return None
    if not {"diamonds", "earned"} <= found.keys():
        tell(report, "a lot has diamonds and the day on which they were earned", node.place, hint=_LOT)
        return None
    return StatedLot(**{"source_region": None, "facts": (), **found})  # type: ignore[arg-type]


def _entries(
    node: Node, report: Report, sentence: str, hint: str, kind_of: KindOf = no_kind
) -> tuple[tuple[Scalar, Node], ...] | None:
    if type(node) is Mapping:
        return None if split_keys(node, report, kind_of) else node.entries
    if type(node) is not Unread:
        tell(report, sentence, node.place, hint=hint)
    return None


OWN: dict[str, Callable[[Node, Report], object]] = {
    "facts": _facts,
    "package_facts": _package_facts,
    "lots": _lots,
    "used": _used,
    "budget": _budget,
    "codes": _codes,
}
"""How a field is read that has a form of its own, by its name."""


def own_reader(question: Question, name: str) -> Callable[[Node, Report], object]:
    """How a question's field is read that has a form of its own: limits of payouts have their own amounts."""
    return _uses if name == "used" and question is not PAYOUT else OWN[name]
