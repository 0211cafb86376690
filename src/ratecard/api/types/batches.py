"""Many questions in one field: each gets an answer or a refusal of its own."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from ratecard.api.context import Context
from ratecard.api.types.misread import Misread
from ratecard.api.types.refusals import Refusal, refuse_misread
from ratecard.api.types.signed import SignInput, sign_answer, wrong_reference
from ratecard.instants import Instant
from ratecard.showing import Reader

Answer = TypeVar("Answer")


def answers_of(
    answer: Callable[..., Answer],
    context: Context,
    inputs: list[Any],
    reader: Reader,
    at: Instant | None,
    sign: SignInput | None = None,
) -> list[Answer | Refusal]:
    """One answer for each question of a batch. One of which something cannot be read is refused by itself."""
    return [
        refuse_misread(context, asked.under("inputs", str(index)))
        if isinstance(asked, Misread)
        else one_answer(answer, context, asked, reader, at, sign, "inputs", str(index))
        for index, asked in enumerate(inputs)
    ]


def one_answer(
    answer: Callable[..., Answer],
    context: Context,
    asked: Any,
    reader: Reader,
    at: Instant | None,
    sign: SignInput | None,
    *where: str,
) -> Answer | Refusal:
    """The answer to one question, signed where that is asked for, with the question's reference beside it."""
    wrong = wrong_reference(asked.reference, *where)
    if wrong is not None:
        return wrong
    made = cast(Any, answer(context, asked, reader, at, *where))
    if sign is not None and not isinstance(made, Refusal):
        made = sign_answer(context, made, made.quote, sign.ttl) or made
    made.reference_given = asked.reference
    return cast(Answer | Refusal, made)
