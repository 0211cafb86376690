"""Random rates, imported in any batches and order, make the file that one import makes, and lose no comment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies

from ratecard.money import ExchangeRate
from ratecard.rates.quotations import DatedRate, Rates
from ratecard.rates.rulefile import known_rates, new_file, with_rates

FIRST = datetime(2026, 1, 1, 16, tzinfo=UTC)
rates = strategies.builds(
    lambda units: DatedRate(written=str(units), rate=ExchangeRate(units, 1), source=f"S, {units}"),
    strategies.integers(1, 999),
)
instants = strategies.integers(0, 20).map(lambda days: FIRST + timedelta(days))
keys = strategies.tuples(strategies.sampled_from(("AED", "CHF", "JPY", "USD")), instants)
stated = strategies.dictionaries(keys, rates, min_size=2, max_size=25)


def by_code(every: dict[tuple[str, datetime], DatedRate]) -> Rates:
    found: Rates = {}
    for (code, at), rate in every.items():
        found.setdefault(code, {})[at] = rate
    return found


@given(stated, strategies.data())
def test_batches_add_up_to_the_file_of_one_import(
    every: dict[tuple[str, datetime], DatedRate], data: strategies.DataObject
) -> None:
    order = data.draw(strategies.permutations(sorted(every)))
    cut = data.draw(strategies.integers(1, len(order) - 1))
    first, second = ({key: every[key] for key in part} for part in (order[:cut], order[cut:]))
    file = with_rates("rules/r.yaml", new_file(by_code(first), "EUR", "").encode(), by_code(second), "")
    assert file.decode() == new_file(by_code(every), "EUR", "")


@given(stated, strategies.data())
def test_each_line_that_stood_there_stands_there_still_in_its_order(
    every: dict[tuple[str, datetime], DatedRate], data: strategies.DataObject
) -> None:
    order = data.draw(strategies.permutations(sorted(every)))
    cut = data.draw(strategies.integers(1, len(order) - 1))
    first, second = ({key: every[key] for key in part} for part in (order[:cut], order[cut:]))
    lines = new_file(by_code(first), "EUR", "").splitlines()
    commented = [
        text
        for number, line in enumerate(lines)
        for text in (data.draw(strategies.sampled_from((f"{line}  # {number}", line))), f"# {number}", "")
    ]
    before = "".join(f"{line}\n" for line in commented)
    after = with_rates("rules/r.yaml", before.encode(), by_code(second), "").decode()
    remaining = iter(after.splitlines())
    assert all(line in remaining for line in commented)
    numbers = {
        (code, at): rate.written
        for code, dated in known_rates("r.yaml", after.encode()).items()
        for at, rate in dated.items()
    }
    assert numbers == {key: rate.written for key, rate in every.items()}
