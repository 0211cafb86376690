"""Documents by their hash: registered by callers, or listed by the operator."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from ratecard.api.documents.persisted import BYTES_KEPT_MOST, NotAList, Persisted, read_list
from ratecard.api.errors import Rejected
from ratecard.api.serving.settings import Settings
from tests.api.conftest import Start
from tests.api.servers import Api
from tests.books import shipped

DIGEST = "{ ruleBook { digest } }"
REGIONS = "query Regions { ruleBook { regions } }"
OTHER = "{ ruleBook { languages } }"


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def apq(text: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}}


def by_post(api: Api, **body: Any) -> httpx.Response:
    return api.http.post("/graphql", json=body)


def by_get(api: Api, **parameters: Any) -> httpx.Response:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
    return api.http.get("/graphql", params=texts)


@pytest.mark.parametrize("ask", [by_post, by_get])
@pytest.mark.parametrize("register", [by_post, by_get])
def test_a_document_is_registered_with_its_hash_and_then_asked_by_it(start: Start, register: Any, ask: Any) -> None:
    api = start(Settings())
    for named in ({"extensions": apq(DIGEST)}, {"documentId": f"sha256:{hash_of(DIGEST)}"}):
        unknown = ask(api, **named)
        assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
        assert unknown.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
        assert unknown.headers["Cache-Control"] == "private, no-cache, must-revalidate"
    assert register(api, query=DIGEST, extensions=apq(DIGEST)).json()["data"]["ruleBook"]["digest"] == shipped().digest
    for named in ({"extensions": apq(DIGEST)}, {"documentId": f"sha256:{hash_of(DIGEST)}"}):
        assert ask(api, **named).json()["data"]["ruleBook"]["digest"] == shipped().digest


def test_a_hash_of_another_document_registers_nothing(start: Start) -> None:
    api = start(Settings())
    wrong = by_post(api, query=DIGEST, extensions=apq(OTHER))
    assert wrong.status_code == httpx.codes.BAD_REQUEST
    assert "data" not in wrong.json()
    for text in (DIGEST, OTHER):
        assert by_post(api, extensions=apq(text)).json()["errors"][0]["message"] == "PersistedQueryNotFound"


def test_an_invalid_document_is_not_registered(start: Start) -> None:
    api = start(Settings())
    invalid = "{ nothing }"
    assert by_post(api, query=invalid, extensions=apq(invalid)).json()["errors"]
    assert by_post(api, extensions=apq(invalid)).json()["errors"][0]["message"] == "PersistedQueryNotFound"


def test_the_store_is_bounded_and_forgets_what_was_asked_longest_ago() -> None:
    store = Persisted({}, only=False)
    texts = [f"{{ a{n} }}{' ' * 90_000}" for n in range(100)]
    for text in texts:
        store.register(hash_of(text), text)
    kept = [text for text in texts if _is_found(store, text)]
    assert kept == texts[-len(kept) :]
    assert sum(map(len, kept)) <= BYTES_KEPT_MOST < sum(map(len, texts))


def _is_found(store: Persisted, text: str) -> bool:
    try:
        return store.find(hash_of(text)) == text
    except Rejected:
        return False


CODEGEN = {hash_of(DIGEST): DIGEST, "any-id": REGIONS}
MANIFEST = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [
        {"id": hash_of(DIGEST), "body": DIGEST, "name": "", "type": "query"},
        {"id": "any-id", "body": REGIONS, "name": "Regions", "type": "query"},
    ],
}


@pytest.mark.parametrize("listed", [CODEGEN, MANIFEST])
def test_a_list_can_be_the_only_source_of_documents(start: Start, tmp_path: Path, listed: dict[str, Any]) -> None:
    file = tmp_path / "documents.json"
    file.write_text(json.dumps(listed), "utf-8")
    api = start(Settings(documents=file, documents_only=True))
    for document_id in (f"sha256:{hash_of(DIGEST)}", hash_of(DIGEST), "any-id"):
        for ask in (by_post, by_get):
            assert "errors" not in ask(api, documentId=document_id).json()
    assert "errors" not in by_post(api, query=REGIONS).json()
    assert "errors" not in by_post(api, extensions=apq(DIGEST)).json()
    assert "errors" not in by_post(api, query=DIGEST, extensions=apq(DIGEST)).json()
    for refused in (
        by_post(api, query=OTHER),
        by_get(api, query=OTHER),
        by_post(api, documentId=f"sha256:{hash_of(OTHER)}"),
        by_post(api, documentId="another-id"),
        by_post(api, extensions=apq(OTHER)),
    ):
        assert refused.status_code == httpx.codes.FORBIDDEN
        assert refused.json()["errors"][0]["extensions"]["code"] == "QUERY_NOT_IN_SAFE_LIST"
    registering = by_post(api, query=OTHER, extensions=apq(OTHER))
    assert registering.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert "errors" in by_post(api, extensions=apq(OTHER)).json()


def test_a_list_beside_other_documents_is_known_from_the_start(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "documents.json"
    file.write_text(json.dumps(CODEGEN), "utf-8")
    api = start(Settings(documents=file))
    assert "errors" not in by_get(api, documentId="any-id").json()
    assert "errors" not in by_post(api, query=OTHER, extensions=apq(OTHER)).json()
    assert "errors" not in by_post(api, extensions=apq(OTHER)).json()


@pytest.mark.parametrize(
    "content",
    ["", "[", "[]", '{"a": 5}', '{"format": "apollo-persisted-query-manifest"}', "\xff"],
)
def test_a_file_that_is_no_list_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "documents.json"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(NotAList, match="documents"):
        read_list(file)


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAList, match="cannot be read"):
        read_list(tmp_path / "none.json")


def test_a_list_that_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list.json")
    with pytest.raises(NotAList, match="it is a pipe, not a regular file"):
        read_list(tmp_path / "list.json")
