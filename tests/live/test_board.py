"""The memory in which books are handed over: whole messages or none, whatever happens to who writes."""

import os
import signal

from ratecard.live.board import Board
from tests.live.books import SECRET


def test_the_newest_message_is_read_and_none_before_there_is_one() -> None:
    board = Board(SECRET)
    assert (board.number, board.read()) == (0, None)
    for number, message in enumerate((b"first", b"", b"longer than the one before" * 999, b"short"), 1):
        board.write(message)
        assert board.read() == (number, message)


def test_old_messages_take_no_room() -> None:
    board = Board(SECRET)
    for _ in range(50):
        board.write(b"x" * 10_000)
    assert os.fstat(board._file.fileno()).st_size < 50_000


def test_a_message_that_is_written_over_is_none() -> None:
    board = Board(SECRET)
    board.write(b"a message")
    os.pwrite(board._file.fileno(), b"?", 40)
    assert board.read() is None


def test_others_see_what_one_writes_and_the_message_before_stays_where_it_is_killed() -> None:
    board = Board(SECRET)
    board.write(b"whole")
    process = os.fork()
    if process == 0:
        os.pwrite(board._file.fileno(), b"half" * 9, board._head[3] + board._head[4])  # as `write` begins
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(process, 0)
    assert board.read() == (1, b"whole")
    process = os.fork()
    if process == 0:
        board.write(b"of another process")
        os._exit(0)
    os.waitpid(process, 0)
    assert board.read() == (2, b"of another process")


def test_a_board_of_another_secret_reads_nothing() -> None:
    board = Board(SECRET)
    board.write(b"a message")
    board._secret = b"another"
    assert board.read() is None
