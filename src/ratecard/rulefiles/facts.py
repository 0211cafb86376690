"""The key `facts`: what the rules may ask about a buyer, a creator, a purchase or a lot."""

from ratecard.rulefiles.shapes import ListOf, Section, Table, Text, Value
from ratecard.rulefiles.values import FACT_NAME, IDENTIFIER, one_of

FACTS = Table(
    about="The facts that choices and conditions may ask for, declared once.",
    noun="fact",
    key=FACT_NAME,
    of=Section(
        about="One fact.",
        keys={
            "type": Value(
                type=one_of("one of", "yes or no", "count"),
                dated=False,
                by_fact=False,
                inherits=False,
                required=True,
                about="What values the fact has.",
            ),
            "of": ListOf(
                type=IDENTIFIER,
                dated=False,
                or_one=True,
                about="The values of a fact that is one of several; or `package` for a count kept for each package.",
            ),
            "name": Text(dated=False, about="What people call it."),
        },
    ),
)
