"""Origins and request headers as an operator writes them: what no browser sends is told at the start."""

import re

import pytest

from ratecard.api.http.origins import CORS_HEADERS, origin_of
from ratecard.api.serving.settings import Settings, wrong_settings
from ratecard.cli.serve import serve
from tests.guides import page

SHOP = "https://shop.example"


@pytest.mark.parametrize(
    ("origin", "instead"),
    [
        ("https://shop.example/", "https://shop.example"),
        ("https://Shop.Example", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"),
        ("shop.example", "https://shop.example"),
        ("https://shop.example/prices?a=b", "https://shop.example"),
        ("https://münzen.example", "https://xn--mnzen-kva.example"),
        ("http://127.1:3000", "http://127.0.0.1:3000"),
        ("http://0x7f.0.0.1", "http://127.0.0.1"),
        ("http://[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000"),
        ("https://", SHOP),
        ("https://shop.example:port", SHOP),
        ("https://shop..example", SHOP),
        ("https://shop example", SHOP),
        ("http://1.2.3.256", SHOP),
        # Browsers keep these letters, so that "fass" would be another shop.
        ("https://faß.example", SHOP),
        ("https://πόλις.example", SHOP),
    ],
)
def test_an_origin_that_no_browser_sends_is_told_at_the_start(origin: str, instead: str) -> None:
    told = wrong_settings(Settings(cors_origins=(SHOP, origin)))
    assert told is not None
    assert told.startswith(f"--cors-origins {origin} is not an origin as browsers send it")
    assert told.endswith((f"write {instead}", f"write it as location.origin of the page shows it, such as {instead}"))
    assert wrong_settings(Settings(cors_origins=(instead,))) is None


def test_origins_of_apps_and_of_other_ports_are_taken() -> None:
    listed = ("https://shop.example:8443", "http://127.0.0.1:3000", "http://[::1]:3000", "capacitor://localhost")
    assert [origin_of(origin) for origin in listed] == list(listed)
    assert wrong_settings(Settings(cors_origins=listed)) is None
    for everybody in ("*", "null", "https://*.shop.example", "*.shop.example", "http://localhost:*"):
        told = wrong_settings(Settings(cors_origins=(everybody,)))
        assert told is not None
        assert "read the answers; name each origin" in told


@pytest.mark.parametrize("name", ["*", "x shop", "x-shop:", "é", ""])
def test_what_is_not_a_header_is_told_at_the_start(name: str) -> None:
    told = wrong_settings(Settings(cors_headers=("content-type", name)))
    assert told is not None
    assert told.startswith(f"--cors-headers {name} is not the name of a header")


def test_the_command_has_the_same_default_as_the_settings() -> None:
    (default,) = [option.default for option in serve.params if option.name == "cors_headers"]
    assert str(default).split(",") == list(Settings().cors_headers)


def test_the_guide_shows_the_default() -> None:
    (shown,) = re.findall(r"^access-control-allow-headers: (.+)$", page("for-frontends"), flags=re.MULTILINE)
    assert shown.split(", ") == list(CORS_HEADERS)
    asked = "content-type, authorization, accept, if-none-match, apollo-require-preflight, apollographql-client-name, "
    asked += "apollographql-client-version, traceparent, tracestate, baggage, sentry-trace, x-request-id"
    assert shown == asked
