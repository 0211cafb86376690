"""Characters that look right and are not: spaces that are no space, letters and digits of another script.

Text for people may hold any of them. Keys, numbers and the space before a key may not.
"""

import re
import unicodedata

ODD_SPACES = {
    "\u00a0": "a no-break space",
    "\u2007": "a figure space",
    "\u202f": "a narrow no-break space",
    "\u2009": "a thin space",
    "\u3000": "an ideographic space",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u2060": "a word joiner",
    "\ufeff": "a byte order mark",
    "\u00ad": "a soft hyphen",
    "\u200e": "a left-to-right mark",
    "\u200f": "a right-to-left mark",
}
_ZERO_WIDTH = set("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")

# Letters whose shape is that of a Latin letter, or near enough to pass in a rule file. Unicode's compatibility forms
# (full-width letters and digits) need no entry: normalisation finds them.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеіјорсухѕԁԛԝһьѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ–—−‐‑‚،٫’‘“”′″„‟«»‹›",
    'ABESIJKMHOPCTYX3aeijopcyxsdqwhbvABEZHIKMNOPTYXaikvoptux-----,,.\'\'""\'"""""\'\'',
)

CURLY_QUOTES = "“”„‟«»‘’‹›"
"""Quotes of printed text, which a word processor makes of plain ones; YAML takes them for letters."""

_ODD = re.compile("[" + "".join(ODD_SPACES) + "]")
_KEY_AND_ODD_SPACE = re.compile(r"(?:\d[\d._]* [A-Z]{3}|[\w.:+-]+):([" + "".join(ODD_SPACES) + r"])")


def odd_space(text: str) -> tuple[str, str] | None:
    """The name of the first odd space in `text`, and `text` as it should be written; None where there is none."""
    found = _ODD.search(text)
    if not found:
        return None
    mended = _ODD.sub(lambda match: "" if match[0] in _ZERO_WIDTH else " ", text)
    return ODD_SPACES[found[0]], mended


def odd_space_behind_colon(text: str) -> tuple[str, int] | None:
    """The name of the odd space behind the colon of the key that `text` begins with, and where it stands in `text`.

    YAML reads such a key and its value as one text. None for any other text.
    """
    found = _KEY_AND_ODD_SPACE.match(text)
    return (ODD_SPACES[found[1]], found.start(1)) if found else None


def look_alike(text: str) -> tuple[str, str] | None:
    """The first look-alike of a text, described, and the text in ASCII but for signs of currencies: "¢¹" is "¢1".

    None where no plain form is known. A sign of a currency looks like nothing else and stays as it is.
    """
    if text.isascii():
        return None
    mended = unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKES)).translate(_LOOK_ALIKES)
    digits = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c for c in mended
    )
    if digits == text or not all(character.isascii() or _is_currency_sign(character) for character in digits):
        return None
    odd = [character for character in text if not character.isascii()]
    first = next((character for character in odd if not _is_currency_sign(character)), odd[0])
    return f"{first} ({unicodedata.name(first, 'a character without a name').title()})", digits


def _is_currency_sign(character: str) -> bool:
    return unicodedata.category(character) == "Sc"
