"""The reference: rule files answered slowly and obviously, to hold the engine against.

It reads the text of a book itself, parses every value itself, and answers at one instant by going through all
statements one after the other. No timelines, no indexes, nothing prepared: where it is slow, it is meant to be. Of the
engine it imports only the types of questions and refusals, so that a mistake there cannot hide here.

    reading.py   text -> statements          dates.py     dates -> instants, by zoneinfo
    writing.py   one value -> its meaning    rounding.py  fractions -> whole minor units
    layering.py  which statement holds       facts.py     choices and conditions
    tax.py, commission.py                    the arithmetic, in fractions
    settling.py  what all questions go through
    answering.py a purchase -> figures, or a refusal
    earning.py   the same for gifts              eligibility.py   who may take part
    paying.py    the same for payouts, with lots.py, limiting.py and fx.py
"""
