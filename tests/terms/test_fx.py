"""Exchange rates to a base, and the exact cross rates between all other currencies."""

from ratecard.currency import CURRENCIES
from ratecard.terms.fx import CrossRate, cross_rate
from tests.books import shipped
from tests.quotes.small_chain import noon


def test_there_and_back_a_cross_rate_is_one() -> None:
    region = shipped().region("DE", noon("2026-11-01"))
    fx = getattr(region, "fx", None)
    assert fx is not None
    codes = [CURRENCIES[code] for code in (*fx.rates, fx.base.code)]
    at = noon("2026-11-01")
    for one in codes:
        for other in codes:
            there, back = cross_rate(fx, one, other, at), cross_rate(fx, other, one, at)
            assert isinstance(there, CrossRate)
            assert isinstance(back, CrossRate)
            assert there.value * back.value == 1
            for third in (CURRENCIES["JPY"], CURRENCIES["KRW"]):
                onward, direct = cross_rate(fx, other, third, at), cross_rate(fx, one, third, at)
                assert isinstance(onward, CrossRate)
                assert isinstance(direct, CrossRate)
                assert there.value * onward.value == direct.value
