"""What the tests ask a book from Python."""

from datetime import UTC, datetime

import ratecard

AT = datetime(2026, 7, 1, tzinfo=UTC)
LOTS = [
    ratecard.Lot(20_000, datetime(2025, 12, 1, 9, tzinfo=UTC), lot_class="earned", source_region="USA"),
    ratecard.Lot(10_000, datetime(2026, 6, 25, 9, tzinfo=UTC), lot_class="promotional", source_region="DE"),
]
CREATOR = {"creator.age": 30, "creator.followers": 5000, "creator.live_days": 4, "creator.payouts": 1}
