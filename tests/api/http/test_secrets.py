"""What an audience may not see changes no byte of what it is told: values, dates, and the facts that they ask for."""

import json
import re
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ratecard.api.audience import Audience
from ratecard.api.callers.keys import new_key
from ratecard.api.current import CurrentBook
from ratecard.api.documents import documents
from ratecard.api.serving.settings import Settings
from ratecard.loading import load_texts
from tests.api.http.whole_questions import document
from tests.api.servers import serving
from tests.books import Texts, folder_texts, hard_texts, sound
from tests.secret_edits import FACT, FINANCE, SERVICE, Edit, edits

GOOD = Path(__file__).parents[2] / "cases" / "good"

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
Told = list[Answer]

FACTS = (
    "",
    ', buyer: {age: 30}, facts: [{name: "buyer.level", value: "30"}]',
    ", buyer: {age: 3}",
    ', facts: [{name: "buyer.height", value: "1"}]',
    f', facts: [{{name: "{FACT}", value: "small"}}]',
    ', facts: [{name: "buyer.age", value: "old"}]',
)
CREATOR = ', creator: {age: 30, followers: 5000, grade: "partner"}'


def public_questions(region: str, platform: str, package: str, gift: str) -> Iterator[list[str]]:
    """What everybody may ask, with the answers and the refusals that there are."""
    where = f'region: "{region}", platform: "{platform}"'
    unknown = ['region: "ZZ", platform: "ios"', f'region: "{region}", platform: "console"']
    yield [f'priceList({at}, locale: "en"{facts})' for at in (where, *unknown) for facts in FACTS[:3]]
    yield [f'priceList({where}, locale: "en"{facts})' for facts in (*FACTS[3:], ', at: "2020-01-01T00:00:00Z"')]
    bought = [f'{where}, packageId: "{package}"{facts}' for facts in FACTS]
    bought += [f'{where}, packageId: "nope"', f'{where}, packageId: "{package}", quantity: 0']
    bought += [f'{where}, packageId: "{package}", quantity: 7', f'{unknown[0]}, packageId: "{package}"']
    yield [f"purchaseQuote(input: {{{each}}})" for each in bought]
    yield [f'gifts({where}, locale: "en"{facts})' for facts in FACTS[:4]]
    to = f'creatorRegion: "{region}", giftId: "{gift}"'
    given = [f"{where}, {to}{facts}" for facts in FACTS] + [f"{where}, {to}{CREATOR}{FACTS[1]}"]
    given += [f'{where}, creatorRegion: "{region}", giftId: "nope"', f'{where}, {to}, kind: "nope"']
    given += [f"{where}, {to}, creator: {{age: 3}}", f"{where}, {to}, count: 0"]
    yield [f"giftQuote(input: {{{each}}})" for each in given[:6]]
    yield [f"giftQuote(input: {{{each}}})" for each in given[6:]]
    judged = [f'eligibility(region: "{region}"{facts})' for facts in FACTS]
    yield [*judged, 'eligibility(region: "ZZ")', "markets", "ruleBook", 'markets(at: "2030-01-01T00:00:00Z")']


def service_questions(region: str, platform: str, package: str, gift: str) -> Iterator[list[str]]:
    """What services may ask beside that."""
    where = f'region: "{region}", platform: "{platform}"'
    yield [f'purchaseQuotes(inputs: [{{{where}, packageId: "{package}"{facts}}}])' for facts in FACTS]
    to = f'{where}, creatorRegion: "{region}", giftId: "{gift}"'
    yield [f"giftQuotes(inputs: [{{{to}{CREATOR}{facts}}}])" for facts in FACTS[:2]]
    paid = f'region: "{region}", methodId: "paypal"'
    yield [f"payoutQuotes(inputs: [{{{paid}, diamonds: {count}{CREATOR}}}])" for count in (100, 30_000)]


class Asking:
    """A connection on which one caller asks: a plain one, as httpx takes longer than the server does."""

    def __init__(self, url: str, key: str | None = None) -> None:
        self._connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def ask(self, method: str, path: str, body: object = None, accepts: str = "*/*") -> Answer:
        """The status, the headers in order, and the body of the answer, byte by byte."""
        content = None if body is None else json.dumps(body)
        headers = {"Accept": accepts, **({} if content is None else {"Content-Type": "application/json"})}
        self._connection.request(method, path, content, headers | self._headers)
        response = self._connection.getresponse()
        named = sorted((name.lower(), value) for name, value in response.getheaders())
        return response.status, tuple(each for each in named if each[0] not in VARYING), response.read()

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


class Telling:
    """Asks one server, whose book is replaced, the same questions as one audience."""

    def __init__(self, current: CurrentBook, clients: dict[Audience, Asking]) -> None:
        self._current = current
        self._clients = clients

    def told(self, texts: Texts, audience: Audience, asked: list[list[str]]) -> Told:
        """Status, headers and bytes of each answer that this audience gets of this book, by POST and by GET."""
        self._current.replace(sound(load_texts(texts)))
        ask = self._clients[audience].ask
        together = [questions[first : first + MOST] for questions in asked for first in range(0, len(questions), MOST)]
        lists = [[each] for questions in together for each in questions if each.startswith(LISTS)]
        together = [*lists, *(questions for questions in together if not questions[0].startswith(LISTS))]
        parts = [(each, part) for each in together for part in (PARTS if each[0].startswith("priceList") else [()])]
        found = [ask("POST", "/graphql", {"query": document(tuple(each), audience, part)}) for each, part in parts]
        short = [each for questions in asked for each in questions[:1]]
        for each in short:
            found.append(ask("GET", f"/graphql?{urlencode({'query': f'{{ {each} {{ __typename }} }}'})}"))
        return found + [ask("GET", path, accepts=media) for path in ("/", "/health/ready") for media in MEDIA]


MEDIA = ("application/json", "text/html;q=0.9, application/json;q=0.1")


VARYING = ("date", "ratelimit-remaining", "x-request-id")
"""Headers that differ between two answers: the time of day, what is left to spend, and the id."""


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telling]:
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    key = new_key(file, "service", Audience.SERVICE)[1]
    current = CurrentBook(sound(load_texts(SMALL)))
    # The same documents are asked of many books: each is read once, however many there are.
    patched = pytest.MonkeyPatch()
    patched.setattr(documents, "BYTES_KEPT_MOST", 10**9)
    with serving(current, settings=Settings(keys=file, burst=10**9, rate=10**9)) as public:
        clients = {Audience.PUBLIC: Asking(public.url), Audience.SERVICE: Asking(public.url, key)}
        yield Telling(current, clients)
        for client in clients.values():
            client.close()
    patched.undo()


MOST = 3
"""So many questions of one kind are asked in one operation: every field of more has more tokens than are taken."""

LISTS = ("priceList", "gifts")
OF_ITEMS = ("PriceList.items", "PriceList.withheldItems")
OF_PACKAGES = ("PriceList.packages", "PriceList.withheld")
OF_CHOSEN = ("PriceList.chosen", "PriceList.withheldChosen")
PARTS = (
    (*OF_ITEMS, *OF_CHOSEN, "PriceList.ways"),
    (*OF_PACKAGES, *OF_CHOSEN, "PriceList.ways"),
    (*OF_PACKAGES, *OF_ITEMS, "PriceList.ways"),
)
"""What is left out of a price list in one operation, and asked in another."""

SHIPPED_EDITS = 8
"""Of the shipped book, which takes its time to load."""

SMALL = folder_texts(GOOD / "coins_to_cash")
MONEY = folder_texts(GOOD / "earning")


def loading(found: Iterable[Edit]) -> list[Edit]:
    """The edits that are books."""
    return [edit for edit in found if load_texts(edit.texts).book is not None]


def one_of_each_kind(found: Iterable[Edit]) -> Iterator[Edit]:
    """The first edit of each kind of each key, wherever it stands."""
    known: set[tuple[str, ...]] = set()
    for edit in found:
        place, _, kind = edit.what.partition(": ")
        key = place.partition(" ")[2].split(".")
        ours = ("commission", key[-1], kind) if "commission" in key else (key[0], key[-1], kind)
        if ours not in known and (kind == "moved" or not key[-1][:4].isdigit()):
            known.add(ours)
            yield edit


def everything_public(platform: str = "ios") -> list[list[str]]:
    """Questions for a few answers each, so that none is too large."""
    asked = public_questions("DE", platform, "coins_1000", "rose")
    return [questions[start : start + 3] for questions in asked for start in range(0, len(questions), 3)]


def same(telling: Telling, texts: Texts, audience: Audience, asked: list[list[str]], found: list[Edit]) -> set[str]:
    """Asserts that no edit changes anything that this audience is told. The codes of the refusals in it come back."""
    before = telling.told(texts, audience, asked)
    assert {status for status, _, _ in before} <= {200}
    for edit in found:
        after = telling.told(edit.texts, audience, asked)
        for one, other in zip(before, after, strict=True):
            assert one == other, edit.what
    return {code for _, _, body in before for code in re.findall(r'"code":"([A-Z_]+)"', body.decode())}


def test_no_secret_term_changes_a_byte_of_what_the_public_is_told(telling: Telling) -> None:
    asked = everything_public()
    found = loading([*edits(SMALL, FINANCE), *one_of_each_kind(edits(SMALL, SERVICE))])
    kinds = {"value", "date", "fact", "fact needed", "moved", "unknown", "unknown from a date"}
    assert {edit.what.rpartition(": ")[2] for edit in found} == kinds
    assert len(found) > 60, len(found)
    codes = same(telling, SMALL, Audience.PUBLIC, asked, found)
    assert codes >= {
        *("UNKNOWN_REGION", "UNKNOWN_PLATFORM", "UNKNOWN_PACKAGE", "UNKNOWN_GIFT", "UNKNOWN_FACT"),
        *("BEFORE_RULES", "QUANTITY_OUT_OF_RANGE", "NOT_ELIGIBLE", "INVALID_FACT", "WRONG_KIND"),
        *("SENDER_NOT_ELIGIBLE", "CREATOR_NOT_ELIGIBLE"),
    }


def test_no_secret_term_of_the_shipped_book_does_either(telling: Telling) -> None:
    texts = hard_texts()
    every = [edit for edit in one_of_each_kind(edits(texts, (*FINANCE, *SERVICE))) if ": unknown" not in edit.what]
    assert {edit.what.split(" ")[0] for edit in every} >= {
        "rules/platforms.yaml",
        "rules/payouts.yaml",
        "rules/fx.yaml",
    }
    found = loading(every[:: len(every) // SHIPPED_EDITS])
    assert len(found) > SHIPPED_EDITS // 2
    same(telling, texts, Audience.PUBLIC, everything_public("web"), found)


def test_nothing_that_decides_the_sellers_part_changes_what_services_are_told(telling: Telling) -> None:
    asked = [
        *everything_public()[2:],  # more documents than a server keeps take their time
        *service_questions("DE", "ios", "coins_1000", "rose"),
    ]
    found = loading(edits(SMALL, FINANCE))
    assert len(found) > 20
    same(telling, SMALL, Audience.SERVICE, asked, found)


def test_what_a_caller_may_see_changes_with_the_terms(telling: Telling) -> None:
    """The comparison can fail: what is not secret from an audience shows, and so does a price to everybody."""
    service = list(service_questions("DE", "ios", "coins_1000", "rose"))
    public = everything_public()
    creators = {
        **SMALL,
        "rules/creators.yaml": SMALL["rules/creators.yaml"].replace("other: 1 per 2", "other: 1 per 3"),
    }
    dearer = {**SMALL, "regions/de.yaml": SMALL["regions/de.yaml"].replace("12.99", "13.99")}
    before = {audience: telling.told(SMALL, audience, public) for audience in (Audience.PUBLIC, Audience.SERVICE)}
    assert telling.told(creators, Audience.SERVICE, service) != telling.told(SMALL, Audience.SERVICE, service)
    assert telling.told(creators, Audience.PUBLIC, public) == before[Audience.PUBLIC]
    for audience, told in before.items():
        again = telling.told(dearer, audience, public)
        assert [one == other for one, other in zip(told, again, strict=True)].count(False) > 3


def test_a_share_of_proceeds_is_all_that_tells_services_what_the_store_keeps(telling: Telling) -> None:
    """Creators who earn a share of proceeds see them in diamonds. Purchases still tell nothing of the commission."""
    texts = {name: text.replace("maximum_age: 400 days", "maximum_age: none") for name, text in MONEY.items()}
    dearer = {
        name: text.replace("rate: 2.9 %", "rate: {2025-01-01: 2.9 %, 2026-03-15: 60 %}") for name, text in texts.items()
    }
    assert dearer != texts
    shop = ['giftQuotes(inputs: [{region: "DE", platform: "web", creatorRegion: "DE", giftId: "ticket", count: 500}])']
    asked = [[question] for question in shop]
    assert b'"validUntil":"2026-03-14T23:00:00Z"' in telling.told(dearer, Audience.SERVICE, asked)[0][2]
    bought = [['purchaseQuotes(inputs: [{region: "DE", platform: "web", packageId: "coins_1000"}])']]
    before, after = (telling.told(each, Audience.SERVICE, bought)[0][2] for each in (texts, dearer))
    hidden = re.compile(rb'"bookDigest":"[0-9a-f]+"')
    assert hidden.sub(b"", before) == hidden.sub(b"", after)
    assert before != after
