"""Why a text is not a value: a diagnostic that does not yet know its place."""

import json

import msgspec

from ratecard.diagnostics.fixes import Suggestion, advice
from ratecard.rulefiles.echo import cut


class Wrong(msgspec.Struct, frozen=True):
    """Why a text is not a value of its type. `offers` replace the whole text, and `hint` says what no offer does."""

    code: str
    sentence: str
    hint: str = ""
    offers: tuple[Suggestion, ...] = ()

    @property
    def advice(self) -> str:
        """What to write instead, in words."""
        return advice(self.offers, self.hint)


def shown(text: str) -> str:
    """`text` for a sentence: shortened, and in quotes where nothing of it, or not all of it, could be seen."""
    short = cut(text)
    return short if short.isprintable() and short.strip() == short != "" else json.dumps(short, ensure_ascii=False)
