"""Who is cut off, who is let in and who may ask, where there are more connections or answers than there may be."""

import asyncio
from contextlib import ExitStack
from math import inf

import msgspec

from ratecard.api.http.crowd import Bounds, Crowd
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.raw import connect, exchange
from tests.api.http.test_connections import BODY, HOST, LAST, LIVE, wait_until

POST = (
    b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
)
ASKED = POST + BODY


class Member(msgspec.Struct, eq=False):
    """A connection as the crowd knows it."""

    waiting_since: float | None = None
    undrained_since: float | None = None
    written: int = 0
    deadline: float = inf
    held: int = 0
    has_ended: bool = False

    def unsent(self) -> int:
        return self.written

    def expire(self) -> None:
        self.cut()

    def cut(self) -> None:
        self.has_ended = True
        self.written = 0


def entered(crowd: Crowd, *members: Member) -> list[bool]:
    """Whether each of them is let in, in order."""

    async def enter() -> list[bool]:
        return [crowd.enter(member, asyncio.get_running_loop()) for member in members]

    return asyncio.run(enter())


def test_whoever_leaves_answers_lying_for_longest_is_cut_off_and_no_good_client() -> None:
    crowd = Crowd(Bounds(unsent_bytes=300))
    bad = [Member(undrained_since=float(since), written=100) for since in range(1, 5)]
    good = [Member(written=100), Member(undrained_since=9.0, written=100)]
    assert all(entered(crowd, *good, *bad))
    crowd.relieve()
    assert [member.has_ended for member in bad] == [True, True, True, False]
    assert [member.has_ended for member in good] == [False, False]


def test_of_those_who_were_written_to_just_now_the_one_with_most_is_cut_off() -> None:
    crowd = Crowd(Bounds(unsent_bytes=300))
    members = [Member(written=size) for size in (10, 300, 20, 30)]
    assert all(entered(crowd, *members))
    crowd.relieve()
    assert [member.has_ended for member in members] == [False, True, False, False]


def test_heads_that_are_not_whole_make_room_for_what_is_asked_the_oldest_first() -> None:
    crowd = Crowd(Bounds(held_bytes=300))
    heads = [Member(waiting_since=float(since)) for since in (3, 1, 2)]
    body, newcomer = Member(), Member(waiting_since=0.0)
    assert all(entered(crowd, *heads, body, newcomer))
    assert all(crowd.hold(member, 60) for member in (*heads, body))
    assert crowd.hold(newcomer, 160)
    assert [member.has_ended for member in heads] == [False, True, True]
    assert (body.has_ended, newcomer.has_ended, crowd.held) == (False, False, 280)


def test_whoever_alone_holds_too_much_is_not_let_off() -> None:
    crowd = Crowd(Bounds(held_bytes=300))
    body, newcomer = Member(), Member(waiting_since=0.0)
    assert all(entered(crowd, body, newcomer))
    assert crowd.hold(body, 200)
    assert not crowd.hold(newcomer, 200)
    assert not body.has_ended


def test_one_of_the_reserve_may_not_ask_until_there_is_room_and_all_others_may() -> None:
    crowd = Crowd(Bounds(connections=3, reserve=2))
    first, late = [Member() for _ in range(3)], [Member() for _ in range(3)]
    assert entered(crowd, *first, *late) == [True] * 5 + [False]
    assert [crowd.admits(member) for member in (*first, *late[:2])] == [True] * 3 + [False] * 2
    crowd.leave(first[0])
    assert crowd.admits(late[0])
    assert not crowd.admits(late[1])
    assert entered(crowd, Member()) == [True]
    assert [crowd.admits(member) for member in (*first[1:], late[0])] == [True] * 3


def test_the_reserve_takes_no_place_of_the_others() -> None:
    crowd = Crowd(Bounds(connections=2, reserve=2))
    first, late, new = [Member(), Member()], [Member(), Member()], [Member(), Member()]
    assert all(entered(crowd, *first, *late))
    for member in first:
        crowd.leave(member)
    assert all(entered(crowd, *new))
    assert [crowd.admits(member) for member in (*late, *new)] == [False, False, True, True]


def test_whoever_asks_nothing_makes_room_for_those_of_the_same_kind() -> None:
    crowd = Crowd(Bounds(connections=2, reserve=1))
    idle, busy, late, new = Member(), Member(), Member(waiting_since=1.0), Member()
    assert all(entered(crowd, idle, busy, late))
    idle.waiting_since = 5.0
    assert entered(crowd, new) == [True]
    assert [member.has_ended for member in (idle, busy, late)] == [True, False, False]
    assert [crowd.admits(member) for member in (new, late)] == [True, False]
    assert entered(crowd, Member()) == [True]  # the reserve is full, and one of it asks nothing
    assert late.has_ended


def test_a_connection_of_the_first_is_answered_although_one_of_the_reserve_is_in(start: Start) -> None:
    crowd = Crowd(Bounds(connections=20, reserve=5))
    api = start(Settings(), crowd)
    with ExitStack() as stack:
        connections = [stack.enter_context(connect(api.url)) for _ in range(20)]
        for connection in connections:
            connection.sendall(POST)
        wait_until(lambda: sum(connection.waiting_since is None for connection in crowd.members()) == 20)
        good, health = connections[0], stack.enter_context(connect(api.url))
        for _ in range(3):
            health.sendall(LIVE)
            assert health.recv(65_536).startswith(b"HTTP/1.1 200 ")
        good.sendall(BODY)
        assert good.recv(65_536).startswith(b"HTTP/1.1 200 ")
        for _ in range(3):
            good.sendall(ASKED)
            assert good.recv(65_536).startswith(b"HTTP/1.1 200 ")
        health.sendall(ASKED)
        assert health.recv(65_536).startswith(b"HTTP/1.1 503 ")
        assert exchange(api.url, LAST).startswith(b"HTTP/1.1 200 ")


def test_a_connection_of_the_reserve_is_answered_once_there_is_room(start: Start) -> None:
    crowd = Crowd(Bounds(connections=3, reserve=2))
    api = start(Settings(), crowd)
    with ExitStack() as stack:
        busy = [stack.enter_context(connect(api.url)) for _ in range(3)]
        for connection in busy:
            connection.sendall(POST)
        wait_until(lambda: sum(connection.waiting_since is None for connection in crowd.members()) == 3)
        late = stack.enter_context(connect(api.url))
        late.sendall(LIVE)
        assert late.recv(65_536).startswith(b"HTTP/1.1 200 ")
        busy[0].close()
        wait_until(lambda: len(crowd) == 3)
        late.sendall(ASKED)
        assert late.recv(65_536).startswith(b"HTTP/1.1 200 ")
