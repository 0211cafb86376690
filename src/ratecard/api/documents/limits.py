"""What one request may ask for. Beyond it lies a clear refusal, before any work that grows with what was asked."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """The most of each that is taken. Fields and aliases are counted with every fragment written out."""

    characters: int = 100_000
    tokens: int = 2_500
    comments: int = 250
    depth: int = 20
    aliases: int = 200
    fields: int = 2_000
    cost: int = 100_000
    json_depth: int = 32
    list_entries: int = 1_000


class Counters:
    """The work done so far, by kind. Tests read it: what is refused must have cost little."""

    def __init__(self) -> None:
        self.documents_parsed = 0
        self.tokens_parsed = 0
        self.selections_measured = 0
        self.documents_validated = 0
        self.operations_executed = 0
        self.fields_planned = 0
        self.answers_from_cache = 0
        self.not_modified = 0
