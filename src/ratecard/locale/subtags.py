"""Language tags as text: which are well formed, and what their parts are. Nothing here knows which languages exist.

Source: BCP 47 (RFC 5646), section 2.1 for the form and 2.2.8 for tags from before it. "_" is read as "-", since
operating systems write "de_DE".
"""

import re

import msgspec


class Subtags(msgspec.Struct, frozen=True):
    """The parts of a well-formed tag: language in lower case, script in title case, territory in upper case.

    `language` is "und" where the tag names none ("x-private"). `digits` is the numbering system that the tag asks for
    ("latn" of "ar-EG-u-nu-latn"). `is_plain` says that the tag holds nothing else than these parts: no other
    extension, no further variant, no form from before BCP 47, no "_".
    """

    language: str
    script: str | None = None
    territory: str | None = None
    variant: str | None = None
    digits: str | None = None
    is_plain: bool = True


_LANGUAGE = r"(?P<language>[a-z]{2,3})(?:-(?P<extlang>[a-z]{3}))?(?:-[a-z]{3}){0,2}|(?P<reserved>[a-z]{4,8})"
_TAG = re.compile(
    rf"(?:{_LANGUAGE})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<territory>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?",
    re.ASCII,
)
_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+", re.ASCII)
_SINGLETON = re.compile(r"-([0-9a-wyz])(?=-)", re.ASCII)
_DIGITS = re.compile(r"-u(?:-[a-z0-9]{2,8})*?-nu-([a-z0-9]{3,8})(?:-|$)", re.ASCII)

# Tags registered before BCP 47, with what stands for them today. Source: IANA language subtag registry.
_REGISTERED = {
    "art-lojban": "jbo",
    "cel-gaulish": "und",
    "en-gb-oed": "en-GB",
    "i-ami": "ami",
    "i-bnn": "bnn",
    "i-default": "und",
    "i-enochian": "und",
    "i-hak": "hak",
    "i-klingon": "tlh",
    "i-lux": "lb",
    "i-mingo": "und",
    "i-navajo": "nv",
    "i-pwn": "pwn",
    "i-tao": "tao",
    "i-tay": "tay",
    "i-tsu": "tsu",
    "no-bok": "nb",
    "no-nyn": "nn",
    "sgn-be-fr": "sfb",
    "sgn-be-nl": "vgt",
    "sgn-ch-de": "sgg",
    "zh-guoyu": "cmn",
    "zh-hakka": "hak",
    "zh-min": "und",
    "zh-min-nan": "nan",
    "zh-xiang": "hsn",
}


def read_tag(text: str) -> Subtags | None:
    """The parts of a tag in any case, or None where the text is not a well-formed tag.

    "DE_at" is German in Austria. "tlh" and "de-XX" are well formed, whether or not anybody knows them; "de-",
    "de-AT-AT", "1-de" and "de-u" are not. A variant or an extension that stands twice is not well formed either.
    """
    tag = text.lower().replace("_", "-") if text.isascii() else ""
    if tag in _REGISTERED:
        language, _, territory = _REGISTERED[tag].partition("-")
        return Subtags(language, territory=territory or None, is_plain=False)
    if _PRIVATE.fullmatch(tag):
        return Subtags("und", is_plain=False)
    matched = _TAG.fullmatch(tag)
    if matched is None:
        return None
    variants, extensions = matched["variants"].split("-")[1:], matched["extensions"]
    singletons = _SINGLETON.findall(extensions)
    if len(set(variants)) < len(variants) or len(set(singletons)) < len(singletons):
        return None
    digits = _DIGITS.search(extensions)
    return Subtags(
        language=matched["extlang"] or matched["language"] or matched["reserved"],
        script=matched["script"].title() if matched["script"] else None,
        territory=matched["territory"].upper() if matched["territory"] else None,
        variant=variants[0] if variants else None,
        digits=digits[1] if digits else None,
        is_plain=not (matched["extlang"] or variants[1:] or extensions or matched["private"] or "_" in text),
    )
