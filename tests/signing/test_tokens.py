"""What a token holds, that it is the same each time, and that other libraries read it."""

import json

import jwt
import pytest
from jwt.exceptions import ExpiredSignatureError
from msgspec import structs

from ratecard.audience import Audience
from ratecard.currency import CURRENCIES
from ratecard.instants import Instant
from ratecard.money import Diamonds, Money
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.payouts.quoting import PayoutQuote, quote_payout
from ratecard.quotes.requests import GiftRequest, Lot, PayoutRequest, PurchaseRequest, UsedBefore
from ratecard.signing.claims import TYPE
from ratecard.signing.keys import published
from ratecard.signing.making import NotSigned, SignedQuote, SigningLife, life_of, signed_answer, signed_quote
from tests.book.asking import NOON
from tests.books import shipped
from tests.signing.made import DAY, KEY, KEYS, OTHER, book_with, later, public, quoted, read_without_us, signed

BOOK = book_with()
ASKED = PurchaseRequest("DE", "ios", "coins_1000", NOON, 2)
LIFE = SigningLife(NOON, later(NOON, 900), later(NOON, DAY))


def test_a_token_says_question_figures_book_and_how_long_it_holds() -> None:
    made = signed(BOOK, ASKED, 600)
    header, claims = read_without_us(made.token)
    assert header == {"alg": "EdDSA", "kid": KEY.kid, "typ": "ratecard-quote+jws"}
    assert claims.pop("jti") == made.id
    euro = {"currency": "EUR", "exponent": 2}
    assert claims == {
        "iat": NOON,
        "exp": NOON + 600,
        "honoured": NOON + DAY,
        "book": BOOK.seen_by(Audience.PUBLIC).digest,
        "question": {
            "type": "purchase",
            "region": "DE",
            "platform": "ios",
            "package": "coins_1000",
            "quantity": 2,
        },
        "figures": {
            "coins": 2000,
            "bonus": 100,
            "regular": {"minor": 2598, **euro},
            "listed": {"minor": 2598, **euro},
            "net": {"minor": 2184, **euro},
            "tax": {"minor": 414, **euro},
            "gross": {"minor": 2598, **euro},
        },
    }


def test_the_same_question_at_the_same_instant_gives_the_same_bytes_and_any_other_another_id() -> None:
    made = signed(BOOK, ASKED, 600)
    assert signed(book_with(), ASKED, 600) == made
    others = [
        signed(BOOK, ASKED, 601),
        signed(BOOK, PurchaseRequest("DE", "ios", "coins_1000", later(NOON, 1), 2), 600),
        signed(BOOK, PurchaseRequest("DE", "ios", "coins_1000", NOON, 3), 600),
        signed(BOOK, PurchaseRequest("DE", "ios", "coins_1000", NOON, 2, codes=("NONE",)), 600),
        signed(book_with("quotes: {valid: 10 minutes, honour: 24 hours}\n"), ASKED, 600),
    ]
    assert len({made.id, *(other.id for other in others)}) == len(others) + 1
    rotated = signed(BOOK, ASKED, 600, OTHER)
    assert (rotated.id, rotated.token != made.token) == (made.id, True)


def test_pyjwt_reads_what_we_sign_by_the_published_keys() -> None:
    made = signed(BOOK, ASKED)
    (key,) = jwt.PyJWKSet.from_dict(json.loads(json.dumps(published(KEYS, NOON)))).keys
    assert key.key_id == KEY.kid
    claims = jwt.decode(made.token, key, algorithms=["EdDSA"], options={"verify_exp": False, "verify_iat": False})
    assert claims == read_without_us(made.token)[1]
    with pytest.raises(ExpiredSignatureError):
        jwt.decode(made.token, key, algorithms=["EdDSA"], options={"verify_iat": False})


def test_every_caller_gets_the_token_that_everybody_may_see() -> None:
    at = Instant(1_780_000_000)
    asked = PurchaseRequest("DE", "web", "coins_1000", at, 2, {"buyer.age": 30})
    tokens = {
        signed_answer(quoted(seen, asked), seen, LIFE, KEY)
        for seen in (shipped().seen_by(audience) for audience in Audience)
    }
    (made,) = tokens
    assert isinstance(made, SignedQuote)
    assert read_without_us(made.token)[1]["book"] == public(shipped()).digest


def test_a_token_holds_nothing_of_our_own_economics_and_nothing_about_a_person() -> None:
    at, text = Instant(1_780_000_000), []
    book = shipped()
    for region, platform in book.markets()[::9]:
        asked = PurchaseRequest(region, platform, "coins_100", at, 1, {"buyer.age": 30})
        text.append(str(read_without_us(signed(book, asked).token)[1]))
    gift = quote_gift(book, GiftRequest("DE", "ios", "KR", "rose", at, 3, facts={"buyer.age": 30, "buyer.level": 7}))
    assert isinstance(gift, GiftQuote), gift
    made = signed_answer(gift, book, LIFE, KEY)
    assert isinstance(made, SignedQuote)
    text.append(str(read_without_us(made.token)[1]))
    said = " ".join(text)
    for word in ("commission", "proceeds", "margin", "diamond", "amount", "share", "age", "level", "yaml"):
        assert word not in said.replace("coins_100", "").replace("package", ""), word


def test_a_payout_says_what_services_see_of_it() -> None:
    at = Instant(1_780_000_000)
    book = shipped().seen_by(Audience.SERVICE)
    lots = (Lot(Diamonds(20_000), Instant(at - 90 * DAY)),)
    facts = {"creator.age": 30, "creator.followers": 5000, "creator.live_days": 4, "creator.payouts": 1}
    paid = quote_payout(book, PayoutRequest("DE", "paypal", at, None, lots, facts=facts))
    assert isinstance(paid, PayoutQuote), paid
    made = signed_answer(paid, book, LIFE, KEY)
    assert isinstance(made, SignedQuote)
    claims = read_without_us(made.token)[1]
    assert claims["question"] == {"type": "payout", "region": "DE", "method": "paypal"}
    assert claims["figures"]["diamonds"] == 20_000
    assert claims["figures"]["value"] == {"minor": paid.figures.value, "currency": "USD", "exponent": 2}
    assert claims["figures"]["paid"]["currency"] == "EUR"
    assert claims["book"] == book.digest != public(shipped()).digest


def test_how_long_a_quote_holds_is_bounded_by_the_rules() -> None:
    answer = quoted(BOOK, ASKED)
    assert life_of(answer, None, NOON) == LIFE
    assert life_of(answer, 900, NOON) == LIFE
    for ttl in (901, 0, -1):
        refused = life_of(answer, ttl, NOON)
        assert isinstance(refused, NotSigned)
        assert refused == (
            f"a quote for DE on ios cannot be valid for {ttl} seconds; the rules say 15 minutes, so write 1 to 900",
            True,
        )


def test_a_quote_is_asked_for_again_while_it_is_valid_and_never_ahead() -> None:
    answer = quoted(BOOK, ASKED)
    assert life_of(answer, None, later(NOON, 899)) == LIFE
    for now in (later(NOON, 900), later(NOON, -1)):
        assert isinstance(life_of(answer, None, now), NotSigned)


def test_nothing_is_signed_where_the_rules_do_not_say_for_how_long() -> None:
    for german in ("", "quotes: none\n"):
        refused = life_of(quoted(book_with(german), ASKED), None, NOON)
        assert isinstance(refused, NotSigned)
        assert refused.message == (
            "the rules do not say how long a quote for DE on ios holds, so that none is signed; "
            "for example quotes: {valid: 15 minutes, honour: 24 hours}"
        )


def test_a_number_that_not_every_reader_keeps_exact_is_not_signed() -> None:
    for minor, is_signed in ((2**53 - 1, True), (2**53, False)):
        rules = f"prices: {{coins_100: {minor // 100}.{minor % 100:02}}}\ntax: none\n"
        german = "region: DE\ncurrency: EUR\ntime_zone: Europe/Berlin\n"
        book = book_with("", regions__de=german + rules)
        made = signed_quote(quoted(public(book), PurchaseRequest("DE", "ios", "coins_100", NOON)), LIFE, KEY)
        assert isinstance(made, SignedQuote) is is_signed, made


def test_what_does_not_fit_into_a_token_is_refused_by_its_size() -> None:
    used = tuple([UsedBefore(f"limit_{number}", Money(number * 7919, CURRENCIES["EUR"])) for number in range(400)])
    answer = quoted(BOOK, ASKED)
    request = PurchaseRequest("DE", "ios", "coins_1000", NOON, 2, used=used)
    refused = signed_quote(structs.replace(answer, request=request), LIFE, KEY)
    assert isinstance(refused, NotSigned)
    assert "at most 2,000 are signed" in refused.message


def test_the_type_is_no_other_tokens() -> None:
    assert TYPE.lower() not in ("jwt", "at+jwt", "application/at+jwt", "jws", "jose")
