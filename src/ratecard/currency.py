"""Currencies and their exponents, by ISO 4217.

The exponent says how many decimals an amount has when it is stored and computed. It is not the number of
digits that people are shown (CLDR's, in `locale/`), nor the step in which prices are charged (a rule's).
ISO and CLDR disagree for a dozen currencies: RSD has 2 here and 0 there.

Source: ISO 4217 list one, amendments up to 2026-01 (BGN stays while old rules name it; HRK left in 2023).
"""

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """An ISO 4217 code and its exponent: EUR has 2, JPY 0, KWD 3. Compare by value; get one from `currency`."""

    code: str
    exponent: int

    def __str__(self) -> str:
        return self.code


_EXPONENTS_OTHER_THAN_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENT_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""

CURRENCIES: dict[str, Currency] = {
    code: Currency(code, exponent)
    for exponent, codes in ({2: _EXPONENT_TWO} | _EXPONENTS_OTHER_THAN_TWO).items()
    for code in codes.split()
}


def currency(code: str) -> Currency | None:
    """The currency of this ISO 4217 code, or None where the list has none: `currency("KWD").exponent` is 3."""
    return CURRENCIES.get(code)
