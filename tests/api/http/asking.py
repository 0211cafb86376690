"""What each audience may ask, and with which status a server answers a bearer of some token."""

from tests.api.servers import Api

PUBLIC = "{ ruleBook { digest } }"
ASKED = '{region: "DE", platform: "ios", packageId: "coins_1000"}'
SERVICE = f"{{ purchaseQuotes(inputs: [{ASKED}]) {{ __typename }} }}"
FINANCE = f"{{ purchaseQuote(input: {ASKED}) {{ ... on PurchaseQuote {{ economics {{ proceeds {{ amount }} }} }} }} }}"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def status(api: Api, query: str, headers: dict[str, str] | None = None) -> int:
    return api.http.post("/graphql", json={"query": query}, headers=headers or {}).status_code


def seen(api: Api, headers: dict[str, str] | None = None) -> list[int]:
    return [status(api, query, headers) for query in (PUBLIC, SERVICE, FINANCE)]
