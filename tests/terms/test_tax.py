"""Taxes of several prices, added up."""

from ratecard.terms.tax import sum_of_splits


def test_splits_of_several_prices_add_up_line_by_line() -> None:
    assert sum_of_splits([(100, 30, (20, 10), 130), (10, 3, (2, 1), 13)]) == (110, 33, (22, 11), 143)
    assert sum_of_splits([(100, None, (), None), (29, None, (), None)]) == (129, None, (), None)
    assert sum_of_splits([(None, None, (), 100), (None, None, (), 29)]) == (None, None, (), 129)
