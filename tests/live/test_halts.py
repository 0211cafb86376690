"""What is withheld for a while: by whom, of what, from when to when; and that nothing lifts it by accident."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ratecard.audience import Audience
from ratecard.book.halting import halted
from ratecard.book.rulebook import RuleBook
from ratecard.instants import Instant, instant_of
from ratecard.live.halts import StoredHalt, UnreadableHalts, add_halt, end_halt, halts_in, read_halts
from ratecard.live.loader import Reloading
from ratecard.live.watched_halts import WatchedHalts
from ratecard.money import Diamonds
from ratecard.packing import pack, unpack
from ratecard.quotes.payouts.quoting import quote_payout
from ratecard.quotes.purchases.listing import list_prices
from ratecard.quotes.purchases.lists import PriceList
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.purchases.quoting import quote_purchase
from ratecard.quotes.requests import PayoutRequest, PriceListRequest, PurchaseRequest
from ratecard.quotes.used_amounts import StatedUse, used_before_of
from ratecard.refusals import Halted, InvalidInput
from ratecard.signing.halted import halt_of
from tests.books import shipped
from tests.cli.running import run
from tests.live.books import SECRET, Desk, book_in, break_book, state

NOW = instant_of(datetime(2026, 11, 20, 12, tzinfo=UTC))
HOUR = 3600


def stored(what: str, where: str, since: int = NOW, seconds: int = HOUR) -> StoredHalt:
    """A halt from an instant on."""
    begins = datetime.fromtimestamp(since, UTC)
    return StoredHalt("h1", what, where, begins, begins + timedelta(seconds=seconds), "wrong price", "ops")


def with_halt(what: str, where: str, book: RuleBook | None = None) -> RuleBook:
    """The shipped book with one halt."""
    own = book or shipped()
    return halted(own, halts_in(own, [stored(what, where)], NOW))


def bought(book: RuleBook, region: str = "DE", platform: str = "ios", at: int = NOW) -> object:
    """The answer to a purchase of 1,000 coins."""
    return quote_purchase(book, PurchaseRequest(region, platform, "coins_1000", Instant(at), 1, {}))


def test_a_package_is_withheld_where_it_is_meant_from_then_until_then_and_nowhere_else() -> None:
    book = with_halt("packages", "region = DE and platform in (ios, web) and package = coins_1000")
    end = Instant(NOW + HOUR)
    for platform in ("ios", "web"):
        assert bought(book, platform=platform) == Halted("coins_1000", end, "wrong price")
    for where in (("DE", "android"), ("AT", "ios")):
        assert isinstance(bought(book, *where), PurchaseQuote)
    for at in (NOW - 1, end):
        mine, was = bought(book, at=at), bought(shipped(), at=at)
        assert isinstance(mine, PurchaseQuote)
        assert isinstance(was, PurchaseQuote)
        assert (mine.listed_minor, mine.gross_minor) == (was.listed_minor, was.gross_minor)


def test_lists_say_what_is_withheld_and_end_where_it_does() -> None:
    book = with_halt("packages", "package = coins_1000")
    listed = list_prices(book, PriceListRequest("DE", "ios", NOW, {}))
    assert isinstance(listed, PriceList)
    assert "coins_1000" not in [quote.package.id for quote in listed.packages]
    (refused,) = [own for own in listed.refused if own.package == "coins_1000"]
    assert refused.refusal.code == "HALTED"
    assert "wrong price" not in refused.refusal.message  # the public is told until when, and not why
    assert listed.market.period.end == NOW + HOUR


def test_promotions_and_payouts_are_withheld_and_coins_keep_their_worth() -> None:
    sale = instant_of(datetime(2026, 11, 27, 12, tzinfo=UTC))
    own = shipped()
    halts = halts_in(own, [stored("promotions", "promotion = black_friday", sale)], NOW)
    normal, without = bought(own, at=sale), bought(halted(own, halts), at=sale)
    assert isinstance(normal, PurchaseQuote)
    assert isinstance(without, PurchaseQuote)
    assert normal.listed_minor < without.listed_minor == without.regular_minor
    book = with_halt("payouts", "region = DE")
    for region, code in (("DE", "HALTED"), ("AT", None)):
        answer = quote_payout(book, PayoutRequest(region, "paypal", NOW, Diamonds(20_000)))
        assert getattr(answer, "code", None) == code


def test_every_audience_has_it_withheld_under_a_digest_of_its_own_and_it_travels() -> None:
    book = with_halt("packages", "package = coins_1000")
    for audience in Audience:
        seen = book.seen_by(audience)
        assert seen.digest != shipped().seen_by(audience).digest
        assert isinstance(bought(seen), Halted)
    travelled = unpack(pack(book, SECRET), SECRET)
    assert travelled.digest == book.digest
    assert isinstance(bought(travelled.seen_by(Audience.PUBLIC)), Halted)
    assert halted(shipped(), {}) is shipped()
    assert isinstance(bought(shipped()), PurchaseQuote)


def test_a_name_that_the_book_lost_lifts_nothing_else() -> None:
    book = with_halt("packages", "package in (coins_1000, coins_gone)")
    assert isinstance(bought(book), Halted)


def test_halts_are_kept_with_who_and_why_also_when_they_are_over(tmp_path: Path) -> None:
    file = tmp_path / "halts.json"
    assert read_halts(file) == ()
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    made = add_halt(file, "packages", "region = DE", until, "why", "me")
    assert read_halts(file) == (made,)
    assert end_halt(file, "unknown") is None
    ended = end_halt(file, made.id)
    assert ended is not None
    assert ended.end <= instant_of(datetime.now(UTC))
    assert read_halts(file) == (ended,)
    assert end_halt(file, made.id) is None
    assert halts_in(shipped(), [ended], Instant(int(time.time()))) == {}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}x",
        '{"halts": [{"id": "a"}]}',
        "{}",
        '{"Halts": []}',
        '{"halts": []}',
        '{"halts": [{"id": "a", "what": "packages", "where": "", "since": "2026-01-01T00:00:00Z", "until": '
        '"2027-01-01T00:00:00Z", "ended": "2026-02-01T00:00:00", "reason": "r", "by": "b"}]}',
        '{"halts": [{"id": "a", "what": "gifts", "where": "", "since": "2026-01-01T00:00:00Z", "until": '
        '"2027-01-01T00:00:00Z", "reason": "r", "by": "b"}]}',
        '{"halts": [{"id": "a", "what": "packages", "where": "regoin = DE", "since": "2026-01-01T00:00:00Z", "until": '
        '"2027-01-01T00:00:00Z", "reason": "r", "by": "b"}]}',
        '{"halts": [{"id": "a", "what": "packages", "where": "", "since": "2026-01-01T00:00:00", "until": '
        '"2027-01-01T00:00:00Z", "reason": "r", "by": "b"}]}',
    ],
)
def test_a_file_that_cannot_be_read_lifts_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "halts.json"
    add_halt(file, "packages", "", datetime.now(UTC) + timedelta(hours=1), "why", "me")
    watched = WatchedHalts(file)
    now = Instant(int(time.time()))
    held = watched.applied_to(shipped(), now).digest
    assert held != shipped().digest
    file.write_text(content, "utf-8")
    assert watched.look()
    assert watched.problem is not None
    assert not watched.look()  # it is told once
    assert watched.applied_to(shipped(), now).digest == held
    file.unlink()
    assert watched.look()
    assert "is gone" in (watched.problem or "")
    assert watched.applied_to(shipped(), now).digest == held
    again = WatchedHalts(file, watched.stored)  # as whoever goes on from another one
    again.look()
    assert again.applied_to(shipped(), now).digest == held
    file.write_text(content, "utf-8")
    if '"halts": []' not in content:
        with pytest.raises(UnreadableHalts):
            WatchedHalts(file)


def test_halts_come_into_force_and_end_also_while_rule_files_are_broken(tmp_path: Path) -> None:
    book, file = book_in(tmp_path), tmp_path / "halts.json"
    desk = Desk(book, Reloading(watch=True, guards=False, halts=file))
    state(book, 139)
    desk.loader.look()
    good = unpack(desk.told().book, SECRET).digest
    break_book(book)
    desk.loader.look()
    made = add_halt(file, "packages", "package = coins_100", datetime.now(UTC) + timedelta(hours=1), "why", "me")
    desk.loader.look_at_halts()
    told = desk.told()
    assert unpack(told.book, SECRET).digest != good
    assert [(own.id, own.things, own.by) for own in told.standing.halts] == [(made.id, 2, "me")]
    assert not told.standing.up_to_date
    file.write_text("broken", "utf-8")
    desk.loader.look_at_halts()
    failure = desk.told().standing.failure
    assert failure is not None
    assert failure.diagnostics[0].code == "unreadable-halts"
    assert desk.told().book == told.book
    file.write_bytes(b"")
    file.unlink()
    desk.loader.look_at_halts()
    assert desk.told().book == told.book


def test_the_commands_say_what_they_do_and_refuse_what_nobody_can_mean(tmp_path: Path) -> None:
    file = tmp_path / "halts.json"
    base = ("--halts", str(file), "--until", "2 hours", "--reason", "wrong tax")
    done = run("halt", *base, "--where", "region = DE and package in (coins_100, coins_1000)")
    assert done.exit_code == 0, done.output
    assert " withholds coins_100, coins_1000 in 3 markets, until 20" in done.stdout
    (made,) = read_halts(file)
    assert (made.what, made.reason) == ("packages", "wrong tax")
    listed = run("halts", "--halts", str(file))
    assert made.id in listed.stdout
    assert "wrong tax" in listed.stdout
    assert run("halts", "--halts", str(file), "--end", made.id).stdout == f"{made.id} is over\n"
    assert run("halts", "--halts", str(file)).stdout == "nothing is withheld\n"
    assert made.id in run("halts", "--halts", str(file), "--all").stdout
    assert run("halts", "--halts", str(file), "--end", made.id).exit_code == 1
    for where, said in (
        ("region = DEE and package = coins_100", "DEE is not a region of this book"),
        ("regio = DE and package = coins_100", "regio is not something that a package has"),
        ("package = coins_100 and item = coins_100", "coins_100 is not a item of this book"),
    ):
        refused = run("halt", "packages", *base, "--where", where)
        assert refused.exit_code == 1, where
        assert said in refused.stderr
    assert run("halt", *base).exit_code == 2
    assert run("halt", *base, "--where", "region = DE").exit_code == 2
    assert run("halt", "payouts", *base, "--everywhere").exit_code == 0
    assert len(read_halts(file)) == 2


def test_a_loader_that_begins_again_keeps_the_newest_book_and_what_was_withheld_meanwhile(tmp_path: Path) -> None:
    book, file = book_in(tmp_path), tmp_path / "halts.json"
    desk = Desk(book, Reloading(watch=True, guards=False, halts=file))
    state(book, 139)
    desk.loader.look()
    newest = unpack(desk.told().book, SECRET)
    break_book(book)
    until = datetime.now(UTC) + timedelta(hours=1)
    add_halt(file, "packages", "package = coins_1000", until, "why", "me")  # nobody has seen it
    again = desk.new_loader()
    again.look_at_halts()
    told = desk.told()
    answered = unpack(told.book, SECRET)
    assert unpack(told.whole, SECRET).digest == newest.digest != answered.digest
    price = quote_purchase(answered, PurchaseRequest("DE", "ios", "coins_100", NOW, 1, {}))
    assert isinstance(price, PurchaseQuote)
    assert price.listed_minor == 139
    file.unlink()
    third = desk.new_loader()
    third.look_at_halts()
    assert unpack(desk.told().book, SECRET).digest == answered.digest
    mended = tmp_path / "book" / "rules" / "broken.yaml"
    mended.unlink()
    state(book, 149)
    third.look()
    assert unpack(desk.told().whole, SECRET).digest != newest.digest
    assert isinstance(quote_purchase(unpack(desk.told().book, SECRET), coins_1000()), Halted)


def coins_1000() -> PurchaseRequest:
    """A purchase of 1,000 coins now."""
    return PurchaseRequest("DE", "ios", "coins_1000", Instant(int(time.time())), 1, {})


def test_what_was_used_of_a_promotion_that_is_withheld_may_still_be_told() -> None:
    used = used_before_of([StatedUse("promotions.welcome.limits.once", "1 purchases")])
    assert not isinstance(used, InvalidInput)
    asked = PurchaseRequest("DE", "ios", "coins_1000", NOW, 1, {}, used=used)
    before = quote_purchase(shipped(), asked)
    after = quote_purchase(with_halt("promotions", "promotion = welcome"), asked)
    assert isinstance(before, PurchaseQuote)
    assert isinstance(after, PurchaseQuote)
    assert after.listed_minor == before.listed_minor


def test_something_can_be_withheld_while_rule_files_are_broken(tmp_path: Path) -> None:
    book, file = book_in(tmp_path), tmp_path / "halts.json"
    break_book(book)
    asked = ("halt", "--book", str(book), "--halts", str(file), "--until", "2 hours", "--reason", "wrong")
    done = run(*asked, "--where", "package = coins_100")
    assert done.exit_code == 0, done.output
    assert "names are not checked" in done.stderr
    assert len(read_halts(file)) == 1
    assert run(*asked, "--where", "package =").exit_code == 1


def test_nothing_that_is_withheld_is_signed_whatever_instant_it_is_of() -> None:
    book = with_halt("packages", "package = coins_1000")
    before = quote_purchase(book, PurchaseRequest("DE", "ios", "coins_1000", Instant(NOW - 60), 1, {}))
    assert isinstance(before, PurchaseQuote)
    assert halt_of(before, book, Instant(NOW + 60)) == Halted("coins_1000", Instant(NOW + HOUR), "wrong price")
    assert halt_of(before, book, Instant(NOW - 60)) is None
