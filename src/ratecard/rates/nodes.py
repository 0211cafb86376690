"""Fields of the file of sources: texts, lists and currencies, each mistake with its place."""

from collections.abc import Iterable

from ratecard.currency import CURRENCIES
from ratecard.rates.quotations import NotRates
from ratecard.rulefiles.near import slips
from ratecard.rulefiles.text.nodes import Mapping, Node, Scalar, Sequence
from ratecard.rulefiles.wrong import shown


def wrong(node: Node, sentence: str) -> NotRates:
    """A mistake at the place of a node."""
    return NotRates(f"{node.place}: {sentence}")


class Fields:
    """The entries of a mapping. A key that is not among the known ones is a mistake; None knows all."""

    def __init__(self, node: Mapping) -> None:
        self.node = node
        self._own = {key.text: value for key, value in node.entries}

    @classmethod
    def of(cls, node: Node, known: Iterable[str] | None, sentence: str) -> "Fields":
        """The fields of a node; `sentence` says what it should be."""
        if not isinstance(node, Mapping):
            raise wrong(node, sentence)
        names = None if known is None else tuple(known)
        for key, _ in node.entries:
            if names is not None and key.text not in names:
                near = slips(key.text, names)
                hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(names)}"
                raise wrong(key, f"{shown(key.text)} is not a key of sources of rates; {hint}")
        return cls(node)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys, in their order."""
        return tuple(self._own)

    def needed(self, name: str) -> Node:
        """What stands at a key that must be there."""
        if name not in self._own:
            raise wrong(self.node, f"{name}: is missing")
        return self._own[name]

    def text(self, name: str) -> str:
        """The text at a key; "" where there is none."""
        node = self._own.get(name)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            raise wrong(node, f"{name}: is one text")
        return node.text

    def needed_text(self, name: str) -> str:
        """The text at a key that must be there and not be empty."""
        node = self.needed(name)
        text = self.text(name)
        if not text:
            raise wrong(node, f"{name}: has no text")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list, or one text alone; () where there is none."""
        node = self._own.get(name)
        if not isinstance(node, Sequence):
            return (self.text(name),) if node is not None else ()
        for item in node.items:
            if not isinstance(item, Scalar):
                raise wrong(item, f"{name}: is a list of texts")
        return tuple([item.text for item in node.items if isinstance(item, Scalar)])

    def currency(self, name: str) -> str:
        """The code of a currency at a key that must be there."""
        node, code = self.needed(name), self.needed_text(name)
        if code not in CURRENCIES:
            raise wrong(node, f"{shown(code)} is not a currency of ISO 4217")
        return code

    def currencies(self, name: str) -> frozenset[str]:
        """The codes of a list of currencies."""
        codes = self.texts(name)
        for code in codes:
            if code not in CURRENCIES:
                raise wrong(self.needed(name), f"{shown(code)} is not a currency of ISO 4217")
        return frozenset(codes)

    def word(self, name: str, words: Iterable[str], usual: str = "") -> str:
        """One of a few words; the usual one where none stands there, and a mistake where there is no usual one."""
        known = tuple(words)
        text = self.text(name) or usual
        if text not in known:
            node = self.needed(name)
            raise wrong(node, f"{shown(text)} is not {' or '.join(known)}")
        return text
