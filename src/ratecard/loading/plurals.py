"""Plural forms that the name of a unit lacks in a language, as CLDR counts there."""

from ratecard.diagnostics.diagnostic import Diagnostic, Place, Severity
from ratecard.locale.labels import needed_forms
from ratecard.locale.tags import parse_locale
from ratecard.rulefiles.reading import Report
from ratecard.rulefiles.stated import BROKEN, Leaf, Leaves, Stated


def _is_broken(leaf: Leaf) -> bool:
    return isinstance(leaf, Stated) and leaf.value is BROKEN


def check_plurals(rules: list[Leaves], report: Report) -> None:
    """Warns of plural forms that a unit's name lacks in a language: people would read another form."""
    forms: dict[tuple[str, str], dict[str, Place]] = {}
    if any(path[0] == "units" and _is_broken(leaf) for leaves in rules for path, leaf in leaves.items()):
        return
    for path, leaf in (stated for leaves in rules for stated in leaves.items()):
        if path[0] == "units" and len(path) == 5 and path[2] == "name":
            forms.setdefault((path[1], path[3]), {})[path[4]] = leaf.place
    for (unit, tag), stated in forms.items():
        if parse_locale(tag) is None:
            continue
        lacking = [form for form in needed_forms(tag) if form not in stated]
        if lacking:
            report(
                Diagnostic(
                    code="plural-form-missing",
                    sentence=f"the {tag} name of {unit} lacks the plural form {', '.join(lacking)}",
                    place=min(stated.values()),
                    hint=f"add {lacking[0]}: to it",
                    severity=Severity.WARNING,
                )
            )
