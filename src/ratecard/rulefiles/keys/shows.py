"""The key `shows` of packages and gifts: what is shown beside one, and decides no figure."""

from ratecard.rulefiles.keys.facts import FOR_CUTS, FOR_GIFTS
from ratecard.rulefiles.keys.shapes import Table, Text, Value
from ratecard.rulefiles.values.measures import PERK
from ratecard.rulefiles.values.types import IDENTIFIER, TEXT, one_of

BADGE, IMAGE, RECOMMENDED = "badge", "image", "recommended"


def shows(knows: tuple[str, ...]) -> Table:
    """What may be shown beside a thing, varying by these facts of the question itself."""
    return Table(
        about="What is shown beside it: an image, a badge, whether it is recommended, and perks by id. No figure "
        "depends on it.",
        noun="perk",
        key=IDENTIFIER,
        none=True,
        named={
            IMAGE: Value(type=TEXT, none=True, knows=knows, about="The address or the name of an image."),
            BADGE: Text(by_fact=True, knows=knows, about="A few words on it, such as Most popular."),
            RECOMMENDED: Value(type=one_of("yes"), none=True, knows=knows, about="Whether it is recommended."),
        },
        of=Value(
            type=PERK,
            none=True,
            knows=knows,
            about="A perk: a length of time, a count, yes or no, or a text; of one kind in all cases.",
        ),
    )


SHOWS_OF_PACKAGES = shows(FOR_CUTS)
SHOWS_OF_GIFTS = shows(FOR_GIFTS)
