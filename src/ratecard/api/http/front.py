"""What this server is, for whoever opens it in a browser or asks it without a question: at `/` and at `/graphql`."""

import re
from base64 import b64encode
from hashlib import blake2b, sha256
from html import escape
from string import Template
from typing import cast

import msgspec
from litestar.types import Receive, Scope, Send

from ratecard import __version__
from ratecard.api.audience import Audience
from ratecard.api.current import CurrentBook
from ratecard.api.errors import BAD_REQUEST, Rejected
from ratecard.api.http.answers import has_tag
from ratecard.api.http.codings import accepted_codings, coded, coding_for
from ratecard.api.http.guarding import Header
from ratecard.api.http.incoming import Headers, headers_of, text_of
from ratecard.api.http.negotiation import HTML, LEGACY, MediaTypes, negotiated
from ratecard.api.http.replies import VARY, RejectedWith, Reply, coding_header, refusal_reply, send_reply
from ratecard.api.http.statuses import METHOD_NOT_ALLOWED, NO_CONTENT, NOT_ACCEPTED, NOT_MODIFIED, OK
from ratecard.book.rulebook import RuleBook

GRAPHQL_PATH = "/graphql"
HEALTH_PATHS = ("/health/live", "/health/ready")
LIVE_PATHS = ("/healthz", HEALTH_PATHS[0])
READY_PATHS = ("/readyz", HEALTH_PATHS[1])
METRICS_PATH = "/metrics"
URGENT_PATHS = frozenset({*LIVE_PATHS, *READY_PATHS, METRICS_PATH})
"""What is answered on connections beyond those that may ask, and before what waits."""
SCHEMA_FILE = "schema/schema.graphql"
GUIDES = ("docs/for-frontends.md", "docs/for-services.md", "docs/for-operators.md", "docs/for-finance.md")

OFFERS: MediaTypes = (LEGACY, HTML)
ALLOWED: Header = (b"allow", b"GET, HEAD, OPTIONS")
REVALIDATED: Header = (b"cache-control", b"no-cache")

_QUESTION = re.compile(rb"(?:^|&)(?:query|documentId|extensions|variables|operationName)=")
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?", re.ASCII)

STYLE = (
    ":root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }"
    " body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem }"
    " pre { overflow-x: auto; padding: .75rem; border: 1px solid; border-radius: .25rem }"
)

PAGE = Template(f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ratecard</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Ratecard</h1>
<p>Exact, explained prices for virtual currencies, over GraphQL. This server answers at <code>$url</code>, from the
rule book <code>$digest</code>.</p>
<h2>Ask</h2>
$example
<h2>The schema</h2>
<p>$schema</p>
<h2>The guides</h2>
<p>In Ratecard's own folder: {", ".join(f"<code>{guide}</code>" for guide in GUIDES)}.</p>
<h2>Health</h2>
<p>{" and ".join(f'<a href="{path}">{path}</a>' for path in HEALTH_PATHS)}. This is Ratecard {__version__}.</p>
</main>
</body>
</html>
""")

POLICY: Header = (
    b"content-security-policy",
    b"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    % b64encode(sha256(STYLE.encode()).digest()),
)
"""The page runs nothing, loads nothing and sends nothing; it has the one style that stands in it."""

TYPES: dict[str, tuple[Header, ...]] = {
    HTML: ((b"content-type", b"text/html; charset=utf-8"), POLICY),
    LEGACY: ((b"content-type", b"application/json; charset=utf-8"),),
}


class Front:
    """Tells what the server is, as a page or as JSON.

    `audience` is that of whoever shows no token, whose book it names. `introspection` says whether the server tells its
    schema, `open_documents` whether it takes documents of any text.
    """

    def __init__(self, current: CurrentBook, *, audience: Audience, introspection: bool, open_documents: bool) -> None:
        self._current = current
        self._audience = audience
        self._introspection = introspection
        self._open_documents = open_documents

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answers at `/`."""
        headers = headers_of(scope)
        try:
            method = cast(str, scope.get("method"))
            reply = Reply(NO_CONTENT, (ALLOWED,)) if method == "OPTIONS" else self._at_root(method, scope, headers)
        except Rejected as refusal:
            reply = refusal_reply(refusal, LEGACY)
        await send_reply(send, reply)

    def _at_root(self, method: str, scope: Scope, headers: Headers) -> Reply:
        if method != "GET":
            message = f"GraphQL is asked at {GRAPHQL_PATH}; here it is only told what this server is."
            raise RejectedWith(BAD_REQUEST, message, (ALLOWED,), reason=METHOD_NOT_ALLOWED)
        media = negotiated(text_of(headers.accept), OFFERS)
        if media is None:
            raise Rejected(BAD_REQUEST, f"Accept {HTML} or {LEGACY}.", reason=NOT_ACCEPTED)
        return self.reply(scope, headers, media)

    def reply(self, scope: Scope, headers: Headers, media: str) -> Reply:
        """What the server is, as this media type; or that nothing has changed of it."""
        body = self._page(scope, headers) if media == HTML else self._data()
        codings = accepted_codings(text_of(headers.accept_encoding))
        coding = coding_for(codings, len(body), secret=False) if codings else "identity"
        digest = blake2b(body, digest_size=15).hexdigest()
        tag = f'"{digest}-{coding}"'.encode()
        told = ((b"etag", tag), REVALIDATED, VARY)
        if headers.if_none_match is not None and has_tag(headers.if_none_match, tag):
            return Reply(NOT_MODIFIED, told)
        return Reply(OK, (*TYPES[media], *coding_header(coding), *told), coded(body, coding))

    def _data(self) -> bytes:
        told = {
            "name": "Ratecard",
            "version": __version__,
            "bookDigest": self._current.seen_by(self._audience).digest,
            "graphql": GRAPHQL_PATH,
            "health": HEALTH_PATHS,
            "introspection": self._introspection,
            "schema": SCHEMA_FILE,
            "guides": GUIDES,
        }
        return msgspec.json.encode(told)

    def _page(self, scope: Scope, headers: Headers) -> bytes:
        book = self._current.seen_by(self._audience)
        url = url_of(scope, headers)
        here = "Any GraphQL client shows it from that address. " if self._introspection else ""
        page = PAGE.substitute(
            url=escape(url),
            digest=escape(book.digest),
            example=self._example(book, url),
            schema=f"{here}The same text is <code>{SCHEMA_FILE}</code> in Ratecard's own folder.",
        )
        return page.encode()

    def _example(self, book: RuleBook, url: str) -> str:
        if not self._open_documents:
            return "<p>This server takes the documents of its list alone, by their hashes.</p>"
        query = example_of(book)
        data = msgspec.json.encode({"query": query}).decode()
        command = f"curl -s {url} -H 'content-type: application/json' -d '{data}'"
        return (
            f"<p>A price list, for one:</p>\n<pre>{escape(query)}</pre>\n<p>From a shell:</p>\n"
            f"<pre>{escape(command)}</pre>"
        )


def asks_nothing(scope: Scope) -> bool:
    """Whether a request is a GET without any part of a question."""
    return scope.get("method") == "GET" and not _QUESTION.search(scope["query_string"])


def url_of(scope: Scope, headers: Headers) -> str:
    """Where the endpoint is, by the name that the request calls this server."""
    host = text_of(headers.host) or ""
    return f"{scope['scheme']}://{host if _HOST.fullmatch(host) else 'localhost'}{GRAPHQL_PATH}"


def example_of(book: RuleBook) -> str:
    """A question that this book answers: the prices of its first market, in its first language."""
    region, platform = book.markets()[0]
    where = f'region: "{region}", platform: "{platform}", locale: "{book.languages[0]}"'
    what = "... on PriceList { packages { label price { listed { formatted } } } } ... on Refusal { code message }"
    return f"{{ priceList({where}) {{ {what} }} }}"
