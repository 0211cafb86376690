"""Currencies and their exponents, by ISO 4217.

The exponent says how many decimals an amount has when it is stored and computed. It is not the number of
digits that people are shown (CLDR's, in `locale/`), nor the step in which prices are charged (a rule's).
ISO and CLDR disagree for a dozen currencies: RSD has 2 here and 0 there.

Sources: ISO 4217 list one, amendments up to 180, and of list three the currencies that ended after 1996. Their
exponents are OpenJDK's (`CurrencyData.properties`, data version 176), which keeps them; their last days and what
followed them are CLDR's (`supplementalData`, as Babel 2.18 carries it), but for BGN, whose end is amendment 180's.
"""

from collections.abc import Mapping
from datetime import date

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """An ISO 4217 code and its exponent: EUR has 2, JPY 0, KWD 3. Compare by value; get one from `currency`."""

    code: str
    exponent: int

    def __str__(self) -> str:
        return self.code


class Ended(msgspec.Struct, frozen=True):
    """The end of a currency: the last day on which it could be paid with anywhere, and what followed it since when.

    The two overlap where both were accepted for a while: HRK until 2023-01-14, EUR since 2023-01-01.
    """

    last_day: date
    successor: str
    since: date


_EXPONENTS_OTHER_THAN_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENT_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""

# Code, last day, what followed, since when, and the exponent where it is not 2.
_ENDED = """
ADP 2001-12-31 EUR 1999-01-01 0
AFA 2002-12-31 AFN 2002-10-07
ANG 2025-06-30 XCG 2025-03-31
ATS 2002-02-28 EUR 1999-01-01
AZM 2006-12-31 AZN 2006-01-01
BEF 2002-02-28 EUR 1999-01-01 0
BGL 1999-07-05 BGN 1999-07-05
BGN 2026-01-31 EUR 2026-01-01
BYB 2000-12-31 BYR 2000-01-01 0
BYR 2017-01-01 BYN 2016-07-01 0
CSD 2006-10-25 RSD 2006-10-25
CUC 2021-01-01 CUP 1859-01-01
CYP 2008-01-31 EUR 2008-01-01
DEM 2002-05-15 EUR 1999-01-01
EEK 2010-12-31 EUR 2011-01-01
ESP 2002-02-28 EUR 1999-01-01 0
FIM 2002-02-28 EUR 1999-01-01
FRF 2002-02-17 EUR 1999-01-01
GHC 2007-12-31 GHS 2007-07-03
GRD 2002-02-28 EUR 2001-01-01 0
GWP 1997-03-31 XOF 1997-03-31
HRK 2023-01-14 EUR 2023-01-01
IEP 2002-02-09 EUR 1999-01-01
ITL 2002-02-28 EUR 1999-01-01 0
LTL 2014-12-31 EUR 2015-01-01
LUF 2002-02-28 EUR 1999-01-01 0
LVL 2013-12-31 EUR 2014-01-01
MGF 2004-12-31 MGA 1983-11-01 0
MRO 2018-06-30 MRU 2018-01-01
MTL 2008-01-31 EUR 2008-01-01
MZM 2006-12-31 MZN 2006-07-01
NLG 2002-02-28 EUR 1999-01-01
PTE 2002-02-28 EUR 1999-01-01 0
ROL 2006-12-31 RON 2005-07-01 0
RUR 1998-12-31 RUB 1999-01-01
SDD 2007-06-30 SDG 2007-01-10
SIT 2007-01-14 EUR 2007-01-01
SKK 2009-01-01 EUR 2009-01-01
SLL 2023-12-31 SLE 2022-07-01
SRG 2003-12-31 SRD 2004-01-01
STD 2017-12-31 STN 2018-01-01
TMM 2009-01-01 TMT 2009-01-01
TPE 2002-05-20 USD 1999-10-20 0
TRL 2005-12-31 TRY 2005-01-01 0
VEB 2008-06-30 VEF 2008-01-01
VEF 2018-08-20 VES 2018-08-20
YUM 2002-05-15 CSD 2002-05-15
ZMK 2013-01-01 ZMW 2013-01-01
ZWD 2008-08-01 ZWR 2008-08-01
ZWL 2024-08-31 ZWG 2024-06-25
ZWR 2009-02-02 ZWL 2009-02-02
"""
_ENDED_ROWS = [line.split() for line in _ENDED.split("\n") if line]

ENDED: Mapping[str, Ended] = {
    code: Ended(date.fromisoformat(last_day), successor, date.fromisoformat(since))
    for code, last_day, successor, since, *_ in _ENDED_ROWS
}
"""The currencies that have ended, by code."""

CURRENCIES: dict[str, Currency] = {
    code: Currency(code, exponent)
    for exponent, codes in ({2: _EXPONENT_TWO} | _EXPONENTS_OTHER_THAN_TWO).items()
    for code in codes.split()
} | {code: Currency(code, int(exponent[0]) if exponent else 2) for code, _, _, _, *exponent in _ENDED_ROWS}
"""Every currency by code, those that have ended among them: old prices and rates name them."""

CURRENT = tuple(code for code in CURRENCIES if code not in ENDED)
"""The codes of the currencies of today: what a mistyped code may have been meant as."""


def currency(code: str) -> Currency | None:
    """The currency of this ISO 4217 code, or None where it never had one: `currency("KWD").exponent` is 3."""
    return CURRENCIES.get(code)
