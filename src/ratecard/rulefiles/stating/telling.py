"""Diagnostics of the values of one file: what is wrong at a place, and the fixes of it."""

import re
from collections.abc import Callable, Container, Iterable

from ratecard.diagnostics.diagnostic import Fix, Place, Severity, fixes_at
from ratecard.diagnostics.fixes import EXAMPLE, POSSIBLE, SURE, Suggestion, examples, possible
from ratecard.rulefiles.keys.facts import not_asked_here
from ratecard.rulefiles.keys.shapes import Conditions, Requirements
from ratecard.rulefiles.mending import in_quotes, problem
from ratecard.rulefiles.near import known_here, likely, nearest, slips
from ratecard.rulefiles.nearby import NOWHERE, Nearby
from ratecard.rulefiles.stated import BROKEN, StatedMoney
from ratecard.rulefiles.stating.conditions import StatedConditions, facts_stated_in
from ratecard.rulefiles.text.decoding import Report
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence, Unread
from ratecard.rulefiles.values.limits import CountOf
from ratecard.rulefiles.values.offered import COINS, DISCOUNT, PROMOTED_PRICE
from ratecard.rulefiles.values.rows import FAILED, as_entries, failed_formula_in_comment
from ratecard.rulefiles.values.types import ValueType
from ratecard.rulefiles.wrong import Wrong, shown

Origin = tuple[str | None, str | None]
"""The source and the note that hold where a value stands."""


_ENDS_OF_SPANS = {"from", "since", "start", "starts", "valid_from", "until", "to", "end", "ends", "valid_until"}
"""Keys that other formats have for the days between which a value holds."""

_LAST_DAY = "last_day"
"""The key of whatever holds between two days itself."""

_COSTS = {"price", "prices", "cost", "costs"}
"""Keys that other formats have in a package or a gift for what it costs."""

_INSTEAD_OF_COSTS = {
    "rarity": "write coins: with how many coins it costs",
    "bonus": "state the price below prices:, by the id of the package",
}
"""What to write in their place in a gift and in a package, by a key that stands there alone."""

KNOWN_MOST = 12
"""Known keys that are listed where none was meant."""


class Telling:
    """Reports what is wrong in one file; `nearby` is what lies around its values.

    `removable` is the mapping around them that may be stated as none, by its path: tax, packages.coins_100.
    `beside` are the lines of dates that are not indented, which is reported. `in_currency` is the code below which
    money stands, as in price_points: {EUR: [0.99]}: the currency that it is in. `counts_coins`: a bare whole number is
    a number of coins, as in a promotion of gifts.
    """

    def __init__(self, content: bytes, report: Report, nearby: Nearby = NOWHERE) -> None:
        self.content = content
        self.report = report
        self.nearby = nearby
        self.removable = ""
        self.in_currency = ""
        self.counts_coins = False
        self.beside: set[int] = set()
        self._lines: list[str] | None = None

    def line(self, number: int) -> str:
        """A line of the file, counted from 1; the empty text beyond its end."""
        if self._lines is None:
            text = self.content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            self._lines = text.split("\n")
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def counted(self, value: object, kind: ValueType, place: Place) -> object:
        """A value as it was read; money below a currency's code is in that one. BROKEN for another, which is reported.

        Below EUR, 0.99 is 0.99 EUR. In a promotion of gifts a price of 400 is 400 coins. A discount of 20, or of
        0.2, might be 20 % or an amount, which is reported.
        """
        if type(value) is not StatedMoney:
            return value
        if self.counts_coins and value.currency is None and not value.decimals:
            return self._coins(value.scaled, kind, place)
        if kind is DISCOUNT and value.currency is None and self._may_be_rate(value):
            return self._bare_discount(value, place)
        if not self.in_currency:
            return value
        if value.currency is None:
            return StatedMoney(value.scaled, value.decimals, self.in_currency)
        if value.currency == self.in_currency:
            return value
        sentence = f"{value} stands below {self.in_currency}, where money is in {self.in_currency}"
        self.tell("amount-in-other-currency", sentence, place, f"state it in {self.in_currency}")
        return BROKEN

    def _may_be_rate(self, bare: StatedMoney) -> bool:
        """Whether a discount without a unit might be a rate: 20, or 0.2, as no amount has one decimal."""
        return bare.decimals == 0 or (bare.decimals == 1 and 0 < bare.scaled < 10)

    def _bare_discount(self, money: StatedMoney, place: Place) -> object:
        rate = f"{money.scaled * 10**money.decimals} %"
        amount = f"{money} {self.nearby.own or 'EUR'}"
        sentence = f"{money} could be {rate} or an amount such as {amount}"
        texts = (rate, amount) if self.nearby.own else (rate,)
        self.tell("amount-without-unit", sentence, place, offers=possible(*texts))
        return BROKEN

    def _coins(self, number: int, kind: ValueType, place: Place) -> object:
        coins = CountOf(number, COINS)
        if kind is PROMOTED_PRICE:
            return coins
        sentence = f"{number} could be {number} % or {coins}"
        self.tell("amount-without-unit", sentence, place, offers=possible(f"{number} %", str(coins)))
        return BROKEN

    def tell(
        self,
        code: str,
        sentence: str,
        place: Place,
        hint: str = "",
        offers: Iterable[Suggestion] = (),
        fixes: tuple[Fix, ...] = (),
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Reports what is wrong at a place; `offers` may stand there instead, and `fixes` mend what is elsewhere."""
        self.report(problem(code, sentence, place, hint, offers=offers, fixes=fixes, severity=severity))

    def tell_wrong(self, wrong: Wrong, place: Place) -> None:
        """Reports what is wrong with the text at a place."""
        self.tell(wrong.code, wrong.sentence, place, wrong.hint, wrong.offers)

    def tells_out_of_place(self, found: StatedConditions, shape: Conditions | Requirements) -> bool:
        """Reports each fact of the question itself that is not known where these conditions are judged."""
        wrong = False
        for fact in facts_stated_in(found):
            out_of_place = not_asked_here(fact.value, shape)
            if out_of_place is not None:
                wrong = True
                sentence, hint, offers = out_of_place
                self.tell("fact-not-known-here", sentence, fact.place, hint, offers)
        return wrong

    def tell_empty(self, key: Scalar, node: Node, hint: str, offers: Iterable[Suggestion] = ()) -> None:
        """Reports a key without a value: none was written, or a spreadsheet's error, which begins like a comment."""
        sentence = f"{key.text} has no value"
        rest = self.line(node.place.end_line)[node.place.end_column - 1 :]
        failed = failed_formula_in_comment(rest)
        if failed:
            sentence = f"{key.text} has no value: {failed} is {FAILED}, and # begins a comment"
            hint = "write what the cell should have held"
        fixes = fixes_at(node.place, (Suggestion(f" {offer.text}", offer.certainty, offer.when) for offer in offers))
        self.tell("empty-value", sentence, key.place, hint, fixes=fixes)

    def tell_unknown(
        self,
        key: Scalar,
        sentence: str,
        known: Iterable[str],
        stated: Container[str],
        fits: Callable[[str], bool] = lambda _: True,
        hint: str = "",
    ) -> tuple[str, ...]:
        """Reports a key not among `known`, and gives those that it may have been meant as, to miss none of them.

        One that is a slip away is offered, as sure where it is the only one and its value `fits`. A key that is
        `stated` already was hardly meant again.
        """
        known = list(known)
        left = [name for name in known if name not in stated]
        meant = slips(key.text, left)
        offers = (Suggestion(meant[0]),) if len(meant) == 1 and fits(meant[0]) else possible(*meant)
        if not meant and key.text not in (*_ENDS_OF_SPANS, *_COSTS):
            meant = likely(key.text, left)
            offers = possible(*meant)
        if not meant and key.text in _ENDS_OF_SPANS and _LAST_DAY in known:
            hint = f"write from: with the first day, and {_LAST_DAY}: with the last"
        elif not meant and key.text in _ENDS_OF_SPANS:
            hint = "write the day itself before the value, for example {2025-01-01: 12.99, 2026-01-01: 13.99}"
        elif not meant and key.text in _COSTS:
            hint = next((said for beside, said in _INSTEAD_OF_COSTS.items() if beside in known), hint)
        hint = hint or ("" if meant else f"known here: {known_here(key.text, known, KNOWN_MOST)}")
        self.tell("unknown-key", sentence, key.place, hint, offers)
        return meant or nearest(key.text, left)

    def origin(self, node: Mapping, above: Origin) -> Origin:
        """The source and note that hold inside a mapping: its own, else those from above."""
        source, note = above
        for key, value in node.entries:
            if key.text in ("source", "note"):
                text = self.free_text(value)
                if text is None:
                    sentence = f"{key.text} holds no text"
                    self.tell("not-text", sentence, value.place, "write one line of text, or quote it")
                elif key.text == "source":
                    source = text
                else:
                    note = text
        return source, note

    def free_text(self, node: Node) -> str | None:
        """The text of a source or note; None where no text stands."""
        if type(node) is Unread:
            return ""
        if type(node) is not Scalar or not node.text:
            return None
        self.cut_by_comment(node)
        return node.text

    def cut_by_comment(self, node: Scalar) -> None:
        """Warns where ` #` ended a text that was probably meant to go on: `name: Rank #1`."""
        if not node.plain or b" #" not in self.content:
            return
        after = self.line(node.place.end_line)[node.place.end_column - 1 :].rstrip()
        if re.match(r"\s+#[^\s#]", after):
            sentence = f"the text ends at “{shown(node.text)}”, because a space and # begin a comment"
            start = node.place
            end_column = start.end_column + len(after)
            to_line_end = Place(start.file, start.line, start.column, start.end_line, end_column)
            whole = Suggestion(in_quotes(node.text + after), POSSIBLE, "in quotes")
            fixes = fixes_at(to_line_end, (whole,))
            hint = "else put a space after #"
            self.tell("text-cut-by-comment", sentence, start, hint, fixes=fixes, severity=Severity.WARNING)

    def tell_glued(self, key: Scalar, node: Node, known: Container[str] | None) -> str:
        """Reports `{p:1.00}`, a key that is not apart from its value, and gives the key; "" for any other one.

        `known` are the keys that may stand there, None where any identifier may.
        """
        bare = key.plain and type(node) is Scalar and not node.text
        glued = _GLUED.fullmatch(key.text) if bare else None
        match = glued or (_WITHOUT_COLON.fullmatch(key.text) if bare else None)
        if match is None or (known is not None and match["key"] not in known):
            return ""
        sentence = "no space stands after the colon" if glued else f"no colon stands behind {match['key']}"
        self.tell("yaml-syntax", sentence, key.place, offers=(Suggestion(f"{match['key']}: {match['value']}"),))
        return match["key"]

    def tell_rows(self, code: str, key: Scalar, node: Node) -> bool:
        """Reports rows of a spreadsheet where keys should stand, and says whether it did."""
        if type(node) is not Scalar or not node.plain:
            return False
        place = node.place
        lines = [self.line(number) for number in range(place.line, place.end_line + 1)]
        entries, whole = as_entries(lines)
        if not entries:
            return False
        count = "a row" if len(lines) == 1 else f"{len(lines)} rows"
        sentence = f"{key.text} holds {count} of a spreadsheet, where keys with values should stand"
        text = "\n".join(entries).lstrip()
        hint = "" if whole else "write each value behind a key and a colon"
        self.tell(code, sentence, place, hint, (Suggestion(text, SURE if whole else EXAMPLE),))
        return True

    def tell_no_languages(self, node: Node) -> None:
        """Reports a unit's name that is stated without a language: a word, or its plural forms."""
        if type(node) is Unread:
            return
        forms = ""
        if type(node) is Mapping and node.place.line == node.place.end_line:
            forms = self.line(node.place.line)[node.place.column - 1 : node.place.end_column - 1]
        elif type(node) is Scalar and node.text:
            forms = f"{{one: {node.text}, other: {node.text}s}}"
        said = "stands without a language" if type(node) is Mapping else "is stated by language and plural form"
        hint = "put its language before the forms" if type(node) is Mapping else "state its language and its forms"
        whole = forms if forms.startswith("{") else "{one: coin, other: coins}"
        self.tell("not-a-mapping", f"a unit's name {said}", node.place, hint, examples(f"{{en: {whole}}}"))

    def entries_in_brackets(self, node: Node) -> str:
        """What `[coins_100: 1.29]` holds, keys that stand in brackets for braces; "" for anything else."""
        place = node.place
        if type(node) is not Sequence or not node.items or place.line != place.end_line:
            return ""
        inside = self.line(place.line)[place.column : place.end_column - 2]
        return inside if all(type(item) is Mapping for item in node.items) and "{" not in inside else ""


_GLUED = re.compile(r"(?P<key>[A-Za-z_][\w.-]*):(?P<value>[^\s:/].*)")
_WITHOUT_COLON = re.compile(r"(?P<key>[A-Za-z_][\w.-]*)(?: *= *(?=\d)| (?=\d+\.\d| ?\d+ ?%))(?P<value>\S.*)")
