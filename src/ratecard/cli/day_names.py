"""What a book calls days, for reports that are by day."""

from collections.abc import Mapping
from datetime import date, datetime

from ratecard.loading import Source, date_names_of


def day_names_of(source: Source) -> Mapping[date, str]:
    """The name of each day that a book's `dates:` name; of several names of one day the first by the alphabet."""
    found: dict[date, str] = {}
    for name, at in sorted(date_names_of(source).items()):
        if isinstance(at, date):
            found.setdefault(at.date() if isinstance(at, datetime) else at, name)
    return found
