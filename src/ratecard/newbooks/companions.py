"""What stands around the rules of a new book: cases, editor settings, a pre-commit hook, a workflow, and a README."""

from datetime import date

from ratecard import __version__
from ratecard.newbooks.plans import NewBookPlan, Vector, change_days, on_sale
from ratecard.newbooks.texts import entry_lines
from ratecard.newbooks.writing import country_name
from ratecard.rulefiles.mending import in_quotes
from ratecard.sheets.timelines import BEGINS, values_of

REGIONS_MOST = 12
"""Regions that have a case each in a new book; the cases of more would be long to read."""

SETTINGS = """\
{
  "yaml.schemas": {
    "./schema/rules.schema.json": "rules/*.yaml",
    "./schema/region.schema.json": "regions/**/*.yaml"
  }
}
"""

EXTENSIONS = """\
{"recommendations": ["redhat.vscode-yaml"]}
"""

HOOKS = """\
# `pre-commit install` runs these before every commit (https://pre-commit.com).
repos:
  - repo: local
    hooks:
      - id: ratecard-check
        name: the book is sound
        entry: ratecard check --book .
        language: system
        pass_filenames: false
        files: ^(rules|regions)/
      - id: ratecard-test
        name: the book answers as its cases expect
        entry: ratecard test --book .
        language: system
        pass_filenames: false
        files: ^(rules|regions)/
"""

WORKFLOW = f"""\
# Each push and each pull request is checked; mistakes are shown at their lines. What a pull request changes in money,
# as `ratecard plan` says it, is a comment on it and the summary of its run.
name: prices
on: [push, pull_request]
permissions: {{contents: read}}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.11"}}
      # Where your package index has no Ratecard, name a wheel or a repository here: pip takes both.
      - run: python -m pip install ratecard=={__version__}
      - run: ratecard check --book . --format github
      - run: ratecard test --book . --format junit > junit.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with: {{name: junit, path: junit.xml}}
  plan:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    permissions: {{contents: read, pull-requests: write}}
    env:
      BASE: ${{{{ github.base_ref }}}}
      NUMBER: ${{{{ github.event.number }}}}
      GH_TOKEN: ${{{{ github.token }}}}
    steps:
      - uses: actions/checkout@v4
        with: {{fetch-depth: 0}}
      - uses: actions/setup-python@v5
        with: {{python-version: "3.11"}}
      - run: python -m pip install ratecard=={__version__}
      # It ends with 2 where something changes, and with 1 where something is wrong.
      - run: ratecard plan --book . --against "origin/$BASE" --format markdown > plan.md || test $? = 2
      - run: cat plan.md >> "$GITHUB_STEP_SUMMARY"
      # A pull request from a fork may not write comments; its plan is in the summary.
      - if: github.event.pull_request.head.repo.full_name == github.repository
        run: gh pr comment "$NUMBER" --edit-last --create-if-none --body-file plan.md
"""

IGNORED = "junit.xml\nplan.md\n"

README = """\
# Prices of {name}

`rules/` says what holds everywhere, `regions/` what a country or a group of countries has of its own.

    ratecard check --book .     # whether the book makes sense; mistakes say what to write
    ratecard test --book .      # whether it answers as the cases in rules/tests/ expect
    ratecard prices --book . --region {region} --platform {platform}
    ratecard plan --book .      # in a git repository: what the edits since the last commit change, in money

`.pre-commit-config.yaml` runs the first two before a commit, `.github/workflows/check.yml` after a push.
Both call `ratecard` by its name, so a shell has to find it: `command -v ratecard` says where.
`schema/` is for editors: it is what `.vscode/settings.json` and the first line of each file name.
"""

CASES = """\
# What the book must answer, whatever is edited: `ratecard test --book .` asks it. A case is written for you by
# ratecard test --book . --record "quote purchase --region {region} --platform {platform} --package {package}"
cases:
"""


def companion_texts(plan: NewBookPlan) -> dict[str, str]:
    """The files around the rules, by path."""
    first = {"region": plan.regions[0], "platform": plan.platforms[0]}
    return {
        **companions_of_any(plan.coin or "coins", plan.regions[0], plan.platforms[0]),
        "rules/tests/first.yaml": CASES.format(**first, package=plan.packages[0].package) + _cases(plan),
    }


def companions_of_any(name: str, region: str, platform: str) -> dict[str, str]:
    """The files that any book may have around it, by path."""
    return {
        ".vscode/settings.json": SETTINGS,
        ".vscode/extensions.json": EXTENSIONS,
        ".pre-commit-config.yaml": HOOKS,
        ".github/workflows/check.yml": WORKFLOW,
        ".gitignore": IGNORED,
        "README.md": README.format(name=name, region=region, platform=platform),
    }


def _cases(plan: NewBookPlan) -> str:
    """What all packages cost in each region, on the first platform that has prices there; or that nothing is sold.

    Where prices change, it is what they cost first, and what they cost last. Of more than REGIONS_MOST regions, it is
    one for each currency.
    """
    priced = {region: vector for region in plan.regions if (vector := _on_one_platform(plan.prices[region], plan))}
    if len(priced) > REGIONS_MOST:
        first: dict[str, str] = {}
        for region, vector in priced.items():
            first.setdefault(values_of(next(iter(vector.values())))[0].currency.code, region)
        priced = {region: priced[region] for region in first.values()}
    if priced:
        return "".join(
            _listed(plan, region, vector, day) for region, vector in priced.items() for day in _days_shown(vector)
        )
    package = plan.packages[0].package
    sentence = "nothing is sold before its price is stated; this case goes when you state the first one"
    question = _question(plan, plan.regions[0], plan.platforms[0], package)
    return f"  - case: {sentence}\n{question}    refused: NOT_SOLD\n"


def _on_one_platform(prices: Vector, plan: NewBookPlan) -> Vector:
    """The prices of a region on the first platform that has any."""
    first = next((name for name in plan.platforms if any(platform == name for platform, _ in prices)), "")
    return {key: price for key, price in prices.items() if key[0] == first}


def _days_shown(vector: Vector) -> list[date]:
    """The first and the last day from which prices hold, BEGINS for the book's beginning."""
    days = [day for day in change_days(vector) if on_sale(vector, day)]
    return [days[0], days[-1]] if len(days) > 1 else days


def _listed(plan: NewBookPlan, region: str, vector: Vector, day: date) -> str:
    """The case that a region's packages have these prices from a day on."""
    platform = next(iter(vector))[0]
    prices = on_sale(vector, day)
    packages = {package: {"listed": str(price)} for (_, package), price in prices.items()}
    since = "" if day == BEGINS else f" from {day}"
    lines = (
        f"  - case: {in_quotes(f'{country_name(region)}: what packages cost on {platform}{since}')}",
        f"    at: {plan.begins if day == BEGINS else day}",
        f"    prices: {{region: {region}, platform: {platform}}}",
        *entry_lines("expect", {"packages": packages}, 4),
    )
    return "".join(f"{line}\n" for line in lines)


def _question(plan: NewBookPlan, region: str, platform: str, package: str) -> str:
    return (
        f"    at: {plan.begins}\n    quote purchase: {{region: {region}, platform: {platform}, package: {package}}}\n"
    )
