"""What the loading process tells those that answer: how it stands, the newest sound book, and what its guards found."""

import msgspec

from ratecard.live.halts import StoredHalt
from ratecard.live.standing import BookStanding


class BookMessage(msgspec.Struct, frozen=True):
    """How it stands with the book. Of the book from the start, which every process has, `number` is 0.

    `book` and `findings` are packed; empty where there is none. Books of equal numbers are the same one. `digest` is
    that of the book that is answered from; where something of it is withheld, by `halts`, `whole` is it without them.
    """

    standing: BookStanding
    digest: str
    number: int = 0
    book: bytes = b""
    findings: bytes = b""
    whole: bytes = b""
    halts: tuple[StoredHalt, ...] = ()


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(BookMessage)


def encoded(message: BookMessage) -> bytes:
    """A message as bytes."""
    return _ENCODER.encode(message)


def decoded(data: bytes) -> BookMessage:
    """The message of these bytes."""
    return _DECODER.decode(data)
