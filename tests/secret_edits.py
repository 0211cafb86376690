"""Edits of single secret terms in the texts of a book: other values, further dates, facts that they ask for."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from tests.books import Texts

FACT = "buyer.tier"
"""A fact that no book declares: an edit that asks for it declares it."""

DECLARED = f"\nfacts: {{{FACT}: {{type: one of, of: [small, big], name: Tier}}}}\n"
WORDS = {
    **{"net": "gross", "gross": "net", "store": "seller", "seller": "store", "unit": "order", "order": "unit"},
    **{"down": "half up", "half up": "down", "half even": "down", "up": "down", "total": "each", "each": "total"},
    **{"whole": "none", "earned": "request", "request": "month end", "month end": "request"},
}
"""Another word for each of a choice of two or more."""

FINANCE = (("commission",), ("tax", "collected_by"))
SERVICE = (("earnings",), ("payouts",), ("fx",))
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


class Edit(NamedTuple):
    """A book that differs in one secret term. `what` is the file, the path and the kind of the edit."""

    what: str
    texts: Texts


def edits(texts: Texts, secret: tuple[tuple[str, ...], ...]) -> Iterator[Edit]:
    """Every edit of every leaf below these keys, also of those under a platform. Not all of them load."""
    for file, text in texts.items():
        content = yaml.load(text, yaml.BaseLoader)
        for path in list(_leaves(content, ())):
            plain = path[2:] if path[0] == "platforms" else path
            if not any(plain[: len(key)] == key for key in secret) or plain[-1] in ("source", "note", "name"):
                continue
            for kind, value, declares in _others(_at(content, path)):
                changed = _with(content, path, value)
                more = {"rules/zz_tier.yaml": DECLARED} if declares else {}
                yield Edit(f"{file} {'.'.join(path)}: {kind}", {**texts, file: written(changed), **more})
            for moved in _moved(content, path):
                yield Edit(f"{file} {'.'.join(path)}: moved", {**texts, file: written(moved)})


def _others(value: Any) -> Iterator[tuple[str, Any, bool]]:
    """What else may stand where this value stands, and whether it asks for the fact."""
    if isinstance(value, list):
        return
    other = _another(value)
    if other is None:
        return
    yield "value", other, False
    yield "unknown", "unknown", False
    yield "unknown from a date", {"2025-01-01": value, "2026-03-15": "unknown"}, False
    yield "date", {"2025-01-01": value, "2026-03-15": other}, False
    yield "fact", {"by": FACT, "is": {"small": other}, "other": value}, True
    yield "fact needed", {"by": FACT, "is": {"small": other, "big": value}}, True


def _another(value: str) -> str | None:
    if value in WORDS:
        return WORDS[value]
    found = re.search(r"\d+", value)
    if found is None or DATED.match(value):
        return None
    return f"{value[: found.start()]}{int(found[0]) + 1}{value[found.end() :]}"


def _moved(content: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """The content with the date that a value holds from on another day."""
    above = _at(content, path[:-1])
    if DATED.fullmatch(path[-1]) and path[-1] != min(above):
        later = {key if key != path[-1] else f"{key[:-2]}{int(key[-2:]) + 2:02}": value for key, value in above.items()}
        yield _with(content, path[:-1], later)


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif path:
        yield path


def _at(content: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        content = content[key]
    return content


def _with(content: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    return {**content, path[0]: _with(content[path[0]], path[1:], value)}


def written(content: Any) -> str:
    """A content of strings, maps and lists as YAML: what was plain is plain again."""
    if isinstance(content, dict):
        return "{" + ", ".join(f"{_word(key)}: {written(value)}" for key, value in content.items()) + "}"
    if isinstance(content, list):
        return f"[{', '.join(map(written, content))}]"
    return _word(content)


def _word(text: str) -> str:
    plain = re.fullmatch(r"[\w.%/-][\w .%/:+-]*", text) and ": " not in text and not text.startswith(("- ", ": "))
    return text if plain else json.dumps(text, ensure_ascii=False)
