"""The reference: rule files answered slowly and obviously, to hold the engine against.

It reads the text of a book itself, parses every value itself, and answers at one instant by going through all
statements one after the other. No timelines, no indexes, nothing prepared: where it is slow, it is meant to be. Of the
engine it imports only the types of questions and refusals, so that a mistake there cannot hide here.

    reading.py   text -> statements          dates.py     dates -> instants, by zoneinfo
    writing.py   one value -> its meaning    rounding.py  fractions -> whole minor units
    layering.py  which statement holds       facts.py     choices and conditions
    tax.py, commission.py                    the arithmetic, in fractions
    points.py    prices that are allowed         used_before.py  limits, and what was used of them
    promotion_terms.py, promotion_standing.py    what a promotion is, and how it stands for a question
    promotion_choice.py, promotions.py           which apply to one unit, and to all
    limits_of_buyers.py, periods.py              what buyers may spend; until when an answer holds
    settling.py  what all questions go through   book_errors.py  what of a price is an error of the book
    price_standing.py, regular.py, holding.py    a stated price or a derived one, and what it comes to
    following_periods.py                         until when what is followed stays the same
    answering.py a purchase -> figures, or a refusal; told.py what it tells beside
    earning.py   the same for gifts              eligibility.py   who may take part
    paying.py    the same for payouts, with lots.py, limiting.py and fx.py
"""
