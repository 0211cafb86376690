"""The figures of what is shown beside a package or a gift."""

from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.showing import Reader
from ratecard.terms.shows import ShownTerms


def _badge(shown: ShownTerms, reader: Reader) -> str | None:
    return reader.name(shown.badge, "") if shown.badge else None


PERK = Record(
    "Perk",
    (
        Figure("perk_id", FigureType.ID, lambda perk: perk.id),
        Figure("kind", FigureType.WORD, lambda perk: perk.kind),
        Figure("value", FigureType.TEXT, lambda perk: perk.value),
    ),
)

SHOWN = Record(
    "Shown",
    (
        Figure("image", FigureType.TEXT, lambda shown: shown.image, nullable=True),
        Figure("badges", FigureType.NAMES, lambda shown: dict(shown.badge)),
        Figure("badge", FigureType.TEXT, _badge, nullable=True, for_readers=True),
        Figure(
            "badge_locale",
            FigureType.LOCALE,
            lambda shown, reader: reader.name_locale(shown.badge),
            nullable=True,
            for_readers=True,
        ),
        Figure("recommended", FigureType.FLAG, lambda shown: shown.recommended),
        Figure("perks", PERK, lambda shown: shown.perks, many=True),
    ),
)

SHOWS = Figure("shows", SHOWN, lambda answer: answer.shows)
