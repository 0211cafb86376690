"""The standard's checks fail for what browsers refuse: a check that never fails shows nothing."""

from tests.api.http.fetch_standard import (
    SAFELISTED_RESPONSE_HEADERS,
    Request,
    Response,
    cors_check,
    needs_preflight,
    preflight_check,
    readable,
    sending,
    unsafe_names,
)

SHOP = "https://shop.example"


def test_the_standards_check_fails_for_what_browsers_refuse() -> None:
    request = Request("POST", SHOP)
    line = ("Access-Control-Allow-Origin", SHOP)
    assert cors_check(request, Response(200, [line]))
    for wrong in ([], [line, line], [("Access-Control-Allow-Origin", "null")], [(line[0], f"{SHOP}, {SHOP}")]):
        assert not cors_check(request, Response(200, wrong))
    any_origin = [("access-control-allow-origin", "*")]
    assert cors_check(request, Response(200, any_origin))
    assert not cors_check(request._replace(credentials="include"), Response(200, any_origin))
    credentials = ("access-control-allow-credentials", "true")
    assert cors_check(request._replace(credentials="include"), Response(200, [line, credentials]))


def test_the_standards_preflight_check_fails_for_what_browsers_refuse() -> None:
    request = sending("Authorization", origin=SHOP)
    origin, names = (
        ("access-control-allow-origin", SHOP),
        ("access-control-allow-headers", "AUTHORIZATION, content-type"),
    )
    assert preflight_check(request, Response(204, [origin, names]))
    assert not preflight_check(request, Response(403, [origin, names]))
    assert not preflight_check(request, Response(204, [names]))
    assert not preflight_check(request, Response(204, [origin, origin, names]))
    assert not preflight_check(request, Response(204, [origin, ("access-control-allow-headers", "content-type")]))
    assert not preflight_check(request, Response(204, [origin, ("access-control-allow-headers", "*")]))
    assert not preflight_check(request, Response(204, [origin, ("access-control-allow-headers", "a b, authorization")]))
    assert preflight_check(sending("x", origin=SHOP), Response(204, [origin, ("access-control-allow-headers", "*")]))
    by_put = sending(method="PUT", origin=SHOP)
    assert not preflight_check(by_put, Response(204, [origin, names, ("access-control-allow-methods", "GET")]))
    assert preflight_check(by_put, Response(204, [origin, names, ("access-control-allow-methods", "PUT")]))


def test_a_page_reads_safelisted_headers_and_those_exposed() -> None:
    lines = [("Content-Type", "a"), ("X-A", "b"), ("X-B", "c"), ("access-control-expose-headers", "x-a")]
    assert readable(Request("GET", SHOP), Response(200, lines)) == {"content-type", "x-a"}
    assert "etag" not in SAFELISTED_RESPONSE_HEADERS


def test_what_a_form_could_send_needs_no_preflight() -> None:
    assert not needs_preflight(
        Request("POST", SHOP, (("Content-Type", "text/plain; charset=utf-8"), ("Accept", "*/*")))
    )
    assert unsafe_names((("Content-Type", "application/json"), ("Accept", "a" * 129), ("X", "y"))) == [
        *("accept", "content-type", "x")
    ]
