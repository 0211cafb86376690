"""Public keys of JWTs at a URL: which URLs are taken, and what an issuer may answer."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from ratecard.api.audience import Audience
from ratecard.api.callers import fetching
from ratecard.api.callers.fetching import NotFetched, fetch, wrong_url
from ratecard.api.callers.key_sets import FILE_BYTES_MOST
from ratecard.api.callers.keys import new_key
from ratecard.api.serving.server import serve_book
from ratecard.api.serving.settings import Settings, wrong_settings
from tests.api.callers.issuing import Issuer, issuing, tell
from tests.api.callers.signing import OTHER, RSA, token
from tests.api.conftest import Start
from tests.api.http.asking import PUBLIC, bearer, seen
from tests.api.http.running import free_port, running
from tests.api.servers import Api
from tests.books import shipped


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as started:
        yield started


def of(issuer: Issuer, max_age: int = 600) -> Settings:
    return Settings(jwks=issuer.url, jwks_max_age=max_age, jwt_issuer="https://id.example", jwt_audience="ratecard")


# Which URLs


@pytest.mark.parametrize(
    "url",
    [
        "https://id.example/jwks.json",
        "HTTPS://id.example:8443/a?b=c",
        "http://127.0.0.1:8080/jwks.json",
        "http://localhost/jwks.json",
        "http://[::1]:80/jwks.json",
    ],
)
def test_keys_come_by_https_or_from_this_machine(url: str) -> None:
    assert wrong_url(url) is None
    assert wrong_settings(Settings(jwks=url, jwt_issuer="a", jwt_audience="b")) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://id.example/jwks.json", "anybody on the way can change it; write https"),
        ("http://127.0.0.1.evil.example/", "anybody on the way can change it; write https"),
        ("ftp://id.example/jwks.json", "neither by https nor, on this machine, by http"),
        ("file:///etc/passwd", "is not a URL"),
        ("file://localhost/etc/passwd", "neither by https nor, on this machine, by http"),
        ("https://", "is not a URL"),
        ("https://id.example:99999/", "is not a URL"),
        ("https://[::1/", "is not a URL"),
        ("https://id.example/a b", "is not a URL"),
        ("https://id.example/\r\nX: y", "is not a URL"),
        ("https://shop:secret@id.example/", "with a name or password in it is not fetched: https://…@id.example"),
    ],
)
def test_any_other_url_is_told_at_the_start(url: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve_book(shipped(), Settings(jwks=url, jwt_issuer="a", jwt_audience="b")) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "secret" not in told
    with pytest.raises(NotFetched):
        fetch(url, FILE_BYTES_MOST)


def redirect(handler: BaseHTTPRequestHandler) -> None:
    tell(handler, 302, b"", Location="https://evil.example/jwks.json")


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(FILE_BYTES_MOST // 1_000 + 1):
        handler.wfile.write(b" " * 1_000)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (redirect, "redirects to https://evil.example/jwks.json, which is not followed"),
        (endless, "answers with more than 500,000 bytes"),
        (lambda handler: tell(handler, 404, b"none"), "answers 404"),
        (lambda handler: tell(handler, 503, b"none"), "answers 503"),
        (lambda handler: tell(handler, 204, b""), "answers 204"),
        (lambda handler: tell(handler, 200, b"<html>"), "is not a JWKS"),
        (lambda handler: tell(handler, 200, b"\xff"), "is not a JWKS"),
        (lambda handler: tell(handler, 200, b"[" * 100_000), "is not a JWKS"),
        (lambda handler: tell(handler, 200, b"[]"), "is not a JWKS"),
        (lambda handler: tell(handler, 200, b"9" * 5_000), "is not a JWKS: it holds a number that is too long"),
        (lambda handler: handler.wfile.write(b"hello\r\n\r\n"), "cannot be fetched"),
        (lambda handler: handler.wfile.write(b""), "cannot be fetched"),
    ],
)
def test_an_issuer_that_does_not_tell_its_keys_is_told_at_the_start(
    issuer: Issuer, answer: Callable[[BaseHTTPRequestHandler], None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    issuer.answer = answer
    assert serve_book(shipped(), of(issuer)) == 2
    told = capsys.readouterr().err
    assert told.startswith(issuer.url)
    assert said in told
    assert "Traceback" not in told


def test_an_issuer_that_is_not_there_is_told_at_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    url = f"http://127.0.0.1:{free_port()}/jwks.json"
    assert serve_book(shipped(), Settings(jwks=url, jwt_issuer="a", jwt_audience="b")) == 2
    assert capsys.readouterr().err.startswith(f"{url} cannot be reached: ")


@pytest.mark.parametrize("body_begins", [True, False])
def test_an_issuer_that_takes_too_long_is_left(
    issuer: Issuer, body_begins: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS_MOST", 0.2)
    left = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if body_begins:
            handler.send_response(200)
            handler.end_headers()
        while not left.wait(0.05):
            if body_begins:
                handler.wfile.write(b" ")

    issuer.answer = drip
    try:
        with pytest.raises(NotFetched, match=r"took more than 0\.2 seconds to answer"):
            fetch(issuer.url, FILE_BYTES_MOST)
    finally:
        left.set()


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 "])
def test_an_issuer_that_drips_its_head_is_left(monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(fetching, "SECONDS_MOST", 0.3)
    left = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(begun)
                while not left.wait(0.02):
                    connection.sendall(begun[9:10])

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            with pytest.raises(NotFetched, match=r"took more than 0\.3 seconds to answer"):
                fetch(f"http://127.0.0.1:{server.getsockname()[1]}/jwks.json", FILE_BYTES_MOST)
        finally:
            left.set()
            thread.join(30)


def test_a_proxy_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS_MOST", 0.3)
    left = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                while not left.wait(0.02):
                    connection.sendall(b"H")

        threading.Thread(target=drip, daemon=True).start()
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "")
        try:
            with pytest.raises(NotFetched, match=r"took more than 0\.3 seconds to answer"):
                fetch("https://id.example/jwks.json", FILE_BYTES_MOST)
        finally:
            left.set()


def test_an_answer_that_is_cut_off_is_none(issuer: Issuer) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b'{"keys": []}')

    issuer.answer = cut
    with pytest.raises(NotFetched, match="before it is whole"):
        fetch(issuer.url, FILE_BYTES_MOST)


# As an operator runs it


def self_signed() -> tuple[bytes, bytes]:
    """A certificate of 127.0.0.1 by itself, and its key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(RSA.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(RSA, hashes.SHA256())
    )
    key = RSA.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return certificate.public_bytes(serialization.Encoding.PEM), key


def test_workers_fetch_keys_by_https_from_an_issuer_whose_certificate_is_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    for file, content in zip((certificate, key), self_signed(), strict=True):
        file.write_bytes(content)

    def secured(server: ThreadingHTTPServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)

    with issuing(secured) as issuer:
        settings = {
            "RATECARD_JWKS": issuer.url,
            "RATECARD_JWT_ISSUER": "https://id.example",
            "RATECARD_JWT_AUDIENCE": "ratecard",
            "SSL_CERT_FILE": str(certificate),
        }
        with (
            running(tmp_path, "--workers", "2", environment=settings) as server,
            httpx.Client(base_url=server.url, trust_env=False) as client,
        ):
            answer = client.post("/graphql", json={"query": PUBLIC}, headers=bearer(token()))
            assert answer.status_code == httpx.codes.OK, server.said()
            wrong = client.post("/graphql", json={"query": PUBLIC}, headers=bearer(token(key=OTHER)))
            assert wrong.status_code == httpx.codes.UNAUTHORIZED
            assert "Traceback" not in server.said()
        assert serve_book(shipped(), of(issuer)) == 2  # here, where nobody trusts that certificate
        assert "certificate verify failed" in capsys.readouterr().err


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    assert json.loads(fetch(issuer.url, FILE_BYTES_MOST)) == {"keys": issuer.keys}


def test_two_directories_are_asked_one_after_the_other(start: Start, issuer: Issuer, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    _, key = new_key(file, "books", Audience.SERVICE)
    api: Api = start(Settings(keys=file, jwks=issuer.url))
    assert seen(api, bearer(key)) == [200, 200, 403]
    assert issuer.questions == 0
    assert seen(api, bearer(token())) == [200, 200, 200]
