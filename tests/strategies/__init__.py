"""Strategies: random books as text, with the values that were put into them, and questions about them.

Plural names, valid by construction. A book is painted: the broadest layer first, each statement over what stands there
already, so that what shows in the end is known without reading a line of the text.

    drawing.py    small draws             layout.py      trees to text, in any order and style
    moments.py    dates and their zones   worlds.py      regions, groups, currencies; stating and painting
    values.py     single values           prices.py, taxes.py, commissions.py, packages.py   one section each
    books.py      the whole               questions.py   requests

    chains.py     the whole from coins to cash: gifts.py, earnings.py, payouts.py, exchange.py, eligibility.py
    chain_questions.py   requests about it
"""
