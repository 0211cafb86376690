"""The file that says where exchange rates come from, `fx-sources.yaml`: read from YAML, with a place for each mistake.

It lies beside rules/ and states no rules:

    base: EUR
    out: rules/fx_rates.yaml
    sources:
      ecb: {format: ecb, files: rates/eurofxref*.csv}
      bank: {format: csv, name: My bank, date: Day, published: 16:00 Europe/Berlin, currency: Code, rate: Rate}
"""

from fractions import Fraction
from pathlib import Path

from ratecard.rates.layouts import rate_source
from ratecard.rates.nodes import Fields, wrong
from ratecard.rates.quotations import NotRates, plain_decimal
from ratecard.rates.sources import MOVED_MOST, RateSources
from ratecard.rulefiles.text.reading import read
from ratecard.rulefiles.wrong import shown

FILE = "fx-sources.yaml"
KEYS = ("base", "out", "moved_most", "sources", "source", "note")


def read_sources(file: Path, content: bytes) -> RateSources:
    """The sources that a file states, in its order. Raises NotRates for the first mistake, with its place."""
    problems: list[str] = []
    root = read(str(file), content, lambda problem: problems.append(f"{problem.place}: {problem.sentence}"))
    if root is None or problems:
        raise NotRates(problems[0] if problems else f"{file} states nothing")
    fields = Fields.of(root, KEYS, "the sources of rates are a mapping")
    sources = Fields.of(fields.needed("sources"), None, "sources: is a mapping of sources by name")
    base = fields.currency("base")
    most = fields.text("moved_most") or MOVED_MOST
    if plain_decimal(most) != most or Fraction(most) <= 1:
        raise wrong(fields.needed("moved_most"), f"{shown(most)} is not a number above 1, such as 1.5")
    out = fields.text("out")
    return RateSources(
        folder=file.parent,
        base=base,
        sources=tuple([rate_source(name, sources.needed(name), base) for name in sources.names]),
        out=file.parent / out if out else None,
        moved_most=most,
    )
