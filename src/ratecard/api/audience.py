"""Who may see what. Each field of the API says its audience; the schema's text says it where it is not the public."""

from collections.abc import Iterable
from enum import Enum

import strawberry
from strawberry.schema_directive import Location

from ratecard import audience as engine


@strawberry.enum(description="Who may see a field. Each audience sees what the one before it sees, too.")
class Audience(Enum):
    """Who may see a field, from the widest audience to the narrowest."""

    PUBLIC = strawberry.enum_value("public", description="Everyone: prices, packages, and why something is not sold.")
    SERVICE = strawberry.enum_value("service", description="Other services of ours: batches of quotes.")
    FINANCE = strawberry.enum_value(
        "finance", description="Finance: what the store keeps, what we keep, and which line of the rules decided it."
    )

    def sees(self, needed: "Audience") -> bool:
        """Whether this audience may see what is for that one."""
        return SEEN_AS[self].sees(SEEN_AS[needed])


SEEN_AS = {audience: engine.Audience[audience.name] for audience in Audience}
"""By whom a rule book is seen, by the audience that a field or a caller is of."""


def narrowest(audiences: Iterable[Audience]) -> Audience:
    """The widest audience that may see all that is for these; the public where there are none."""
    return max(audiences, key=lambda audience: SEEN_AS[audience].rank, default=Audience.PUBLIC)


@strawberry.schema_directive(
    name="audience",
    locations=[Location.FIELD_DEFINITION],
    description=(
        "Who may see this field, where that is not everyone. It stands in the schema's text only: no operation can "
        "use it. While no callers are configured, every caller on this machine may see every field."
    ),
)
class AudienceDirective:
    """The audience of a field, as the schema's text shows it."""

    least: Audience
