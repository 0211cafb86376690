"""What one request may ask for. Beyond it lies a clear refusal, before any work that grows with what was asked."""

import msgspec

from ratecard.api import bounds


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most of each that is taken. Fields and aliases are counted with every fragment written out."""

    body_bytes: int = bounds.BODY.most
    characters: int = bounds.CHARACTERS.most
    tokens: int = bounds.TOKENS.most
    comments: int = bounds.COMMENTS.most
    depth: int = bounds.DEPTH.most
    aliases: int = bounds.ALIASES.most
    alias_characters: int = bounds.ALIAS_CHARACTERS.most
    text_characters: int = bounds.TEXT_CHARACTERS.most
    fields: int = bounds.FIELDS.most
    cost: int = bounds.COST.most
    answer_bytes: int = bounds.ANSWER.most
    lots: int = bounds.REQUEST_LOTS.most
    json_values: int = bounds.JSON_VALUES.most
    json_depth: int = bounds.JSON_DEPTH.most
    list_entries: int = bounds.LIST_ENTRIES.most


class Counters:
    """The work done so far, by kind. Tests read it: what is refused must have cost little."""

    def __init__(self) -> None:
        self.body_bytes_read = 0
        self.requests_decoded = 0
        self.documents_parsed = 0
        self.tokens_parsed = 0
        self.selections_measured = 0
        self.documents_validated = 0
        self.operations_executed = 0
        self.fields_planned = 0
        self.fields_answered = 0
        self.answers_from_cache = 0
        self.answers_compressed = 0
        self.not_modified = 0
        self.outside_envelope = 0
