"""What the server says of itself to a browser, and to a program that asks nothing."""

import re
import shlex
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from ratecard import __version__
from ratecard.api.current import CurrentBook
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.http.browser import FLAGS, chromium
from tests.api.http.raw import exchange
from tests.api.servers import Api, serving
from tests.books import shipped

CHECKOUT = Path(__file__).resolve().parents[3]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
PATHS = ("/", "/graphql", "/graphql/", "/graphql?utm_source=mail")


@pytest.fixture(scope="module")
def server() -> Iterator[Api]:
    with serving(CurrentBook(shipped())) as started:
        yield started


class Page(HTMLParser):
    """The elements of a page, what they refer to, and the texts of one kind of them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.references: list[str] = []
        self.inline: list[str] = []
        self.shown: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "action", "srcset", "data"):
                self.references.append(value or "")
            if name.startswith("on") or name == "style":
                self.inline.append(name)
        if tag == "pre":
            self.shown.append("")

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["pre"] and self.shown[-1] == "":
            self.shown[-1] = data


@pytest.mark.parametrize("path", PATHS)
def test_a_browser_gets_a_page_that_says_what_this_is(server: Api, path: str) -> None:
    response = server.http.get(path, headers=BROWSER)
    assert response.status_code == httpx.codes.OK
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    for said in (
        f"{server.url}/graphql",
        shipped().digest,
        __version__,
        "docs/for-frontends.md",
        "docs/for-services.md",
    ):
        assert said in response.text
    for named in re.findall(r"(?:docs|schema)/[\w.-]+", response.text):
        assert (CHECKOUT / named).is_file()


@pytest.mark.parametrize("path", PATHS[:2])
def test_the_page_runs_nothing_and_loads_nothing(server: Api, path: str) -> None:
    response = server.http.get(path, headers=BROWSER)
    page = Page(response.text)
    assert not {"script", "img", "iframe", "object", "embed", "form", "link", "base"} & set(page.tags)
    assert page.references == ["/health/live", "/health/ready"]
    assert page.inline == []
    (style,) = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert response.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_example_of_the_page_is_answered(server: Api) -> None:
    query, command = Page(server.http.get("/", headers=BROWSER).text).shown
    program, flag, url, _, header, _, data = shlex.split(command)
    assert (program, flag, header) == ("curl", "-s", "content-type: application/json")
    response = httpx.post(url, content=data, headers={"Content-Type": "application/json"}, trust_env=False)
    assert response.json()["data"] == server.ask(query)
    assert response.json()["data"]["priceList"]["packages"]


def test_a_program_gets_the_same_as_data(server: Api) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        response = server.http.get("/", headers=headers)
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        told = response.json()
        assert (told["name"], told["version"], told["bookDigest"]) == ("Ratecard", __version__, shipped().digest)
        assert server.http.get(told["graphql"], params={"query": "{ __typename }"}).status_code == httpx.codes.OK
        assert [server.http.get(path).status_code for path in told["health"]] == [200, 200]
        assert all((CHECKOUT / file).is_file() for file in (told["schema"], *told["guides"]))


def test_a_question_is_answered_whatever_asks_it(server: Api) -> None:
    for params in ({"query": "{ __typename }"}, {"query": "{ __typename }", "operationName": ""}):
        response = server.http.get("/graphql", params=params, headers=BROWSER)
        assert response.json()["data"] == {"__typename": "Query"}
    for params in ({"extensions": "{}"}, {"variables": "{}"}, {"documentId": "x"}):
        asked = server.http.get("/graphql", params=params, headers=BROWSER)
        assert asked.headers["Content-Type"].startswith("application/json")
        assert "errors" in asked.json()
    posted = server.http.post("/graphql", json={"query": "{ __typename }"}, headers=BROWSER)
    assert posted.json()["data"] == {"__typename": "Query"}
    assert server.http.get("/graphql").status_code == httpx.codes.BAD_REQUEST


def test_graphql_is_not_asked_at_the_root(server: Api) -> None:
    response = server.http.post("/", json={"query": "{ __typename }"})
    assert response.status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "asked at /graphql" in response.json()["errors"][0]["message"]
    assert server.http.get("/", headers={"Accept": "image/png"}).status_code == httpx.codes.NOT_ACCEPTABLE


def test_a_link_on_another_site_leads_to_the_page_and_to_no_answer(server: Api) -> None:
    link = {**BROWSER, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for path in PATHS:
        assert server.http.get(path, headers=link).status_code == httpx.codes.OK
    asked = server.http.get("/graphql", params={"query": "{ ruleBook { digest } }"}, headers=link)
    assert asked.status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("media", ["text/html", "application/json"])
def test_both_have_tags_for_each_coding(server: Api, media: str) -> None:
    tags = set()
    for coding in ("identity", "identity;q=0, gzip", "identity;q=0, br"):
        headers = {"Accept": media, "Accept-Encoding": coding}
        response = server.http.get("/", headers=headers)
        tags.add(response.headers["ETag"])
        again = server.http.get("/", headers={**headers, "If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")
        assert response.headers["Vary"] == "Accept, Accept-Encoding"
        assert response.headers["Cache-Control"] == "no-cache"
    assert len(tags) == 3


def test_the_page_says_what_this_server_does_not_do(start: Start, tmp_path: Path) -> None:
    listed = tmp_path / "documents.json"
    listed.write_text("{}", "utf-8")
    closed = start(Settings(introspection=False, documents=listed, documents_only=True))
    text = closed.http.get("/", headers=BROWSER).text
    assert "takes the documents of its list alone" in text
    assert "<pre>" not in text
    assert "Any GraphQL client shows it" not in text
    assert closed.http.get("/").json()["introspection"] is False


def test_a_name_that_is_none_is_not_written_into_the_page(start: Start) -> None:
    api = start(Settings(allowed_hosts=("shop.example",)))
    known = api.http.get("/", headers={**BROWSER, "Host": "shop.example:8443"})
    assert "http://shop.example:8443/graphql" in known.text
    sent = b"GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    assert b"<script>" not in exchange(api.url, sent)


def test_a_browser_shows_the_page_and_refuses_nothing_of_it(server: Api, tmp_path: Path) -> None:
    command = [chromium(), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", "--dump-dom"]
    shown = subprocess.run([*command, f"{server.url}/"], capture_output=True, text=True, timeout=120, check=True)
    assert "<h1>Ratecard</h1>" in shown.stdout
    assert "Content Security Policy" not in shown.stderr
