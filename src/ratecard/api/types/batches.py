"""Many questions in one field: each gets an answer or a refusal of its own."""

from collections.abc import Callable
from typing import TypeVar

from ratecard.api.context import Context
from ratecard.api.types.misread import Misread
from ratecard.api.types.refusals import Refusal, refuse_misread
from ratecard.instants import Instant
from ratecard.showing import Reader

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def answers_of(
    answer: Callable[..., Answer], context: Context, inputs: list[Asked], reader: Reader, at: Instant | None
) -> list[Answer | Refusal]:
    """One answer for each question of a batch. One of which something cannot be read is refused by itself."""
    return [
        refuse_misread(context, asked.under("inputs", str(index)))
        if isinstance(asked, Misread)
        else answer(context, asked, reader, at, "inputs", str(index))
        for index, asked in enumerate(inputs)
    ]
