"""Operations of every audience and kind, those among them that ask for the most work; and what answers them in here."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import msgspec
from graphql import get_introspection_query

from ratecard.api.context import Context
from ratecard.api.current import BesideBook
from ratecard.api.documents.costs import REQUEST
from ratecard.api.documents.documents import Documents
from ratecard.api.documents.executing import execute
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.errors import executed
from ratecard.api.types.schema import make_schema
from ratecard.book.rulebook import RuleBook
from ratecard.diagnostics.diagnostic import Note, Place
from ratecard.guards.findings import Finding, Unproved
from ratecard.guards.running import Guarded, guard
from ratecard.guards.settings import Accepted
from ratecard.guards.verdicts import summary_of
from ratecard.live.standing import BookStanding
from ratecard.quotes.requests import PurchaseRequest
from tests.api.documents.working import steps_of
from tests.api.servers import NOW, RECHARGE
from tests.books import shipped
from tests.signing.made import KEYS, signed

Variables = Mapping[str, Any]
AT = 'at: "2026-07-01T00:00:00Z"'


class Worker:
    """Answers operations from the shipped book without HTTP, as the endpoint does."""

    def __init__(self) -> None:
        self.schema = make_schema(ordered=False).core
        self.documents = Documents(self.schema, Limits(), Counters(), introspection=True)
        self.book = shipped()

    @cached_property
    def beside(self) -> BesideBook:
        """What guards would say of a bad book. They run when it is first asked for, not at collection."""
        return BesideBook(BookStanding(NOW), summary_of(many_findings(self.book)))

    def units(self, document: str, variables: Variables) -> int:
        """What the operation costs. Raises Rejected where it is not taken."""
        asking = self.documents.prepare(document).operation(None).asking(variables)
        asking.check_lots(Limits().lots)
        return REQUEST + asking.cost(self.book)

    def answer(self, document: str, variables: Variables) -> bytes:
        """The answer as JSON, of a document that is known: counted for its cost, executed, and written."""
        prepared = self.documents.prepare(document)
        self.units(document, variables)
        context = Context(self.book, NOW, self.beside, lambda: KEYS)
        name = prepared.operation(None).name
        result = execute(self.schema, prepared.plan, context, dict(variables), name).result
        assert result is not None, "too large an answer"
        return msgspec.json.encode(executed(result))

    def steps(self, document: str, variables: Variables) -> int:
        """The steps of work that its answer takes, everything that is kept being kept."""
        self.answer(document, variables)
        return steps_of(lambda: self.answer(document, variables))


def many_findings(book: RuleBook) -> Guarded:
    """What guards would find in a bad book: more of everything than an answer shows, with long tables."""
    found = guard(book, NOW)
    place = Place("regions/de.yaml", 11, 17, 11, 22)
    row = ("coins_1000", "1,050", "15.49 EUR", "1.475238")
    accepted = Accepted(
        "big", "bulk_is_better", ("DE",), None, "as in the shop", "pricing", date(2027, 6, 1), place, place
    )
    finding = Finding(
        guard="bulk_is_better",
        market=book.markets()[0],
        of="coins_1000",
        since=NOW,
        seen=Fraction(11, 10),
        sentence="coins_1000 in DE on ios costs more per coin than coins_500: 1,050 coins for 15.49 EUR",
        place=place,
        hint="write at most 14.11 EUR, or give it more coins",
        notes=(Note(place, "coins_500 costs this"),) * 20,
        table=(row,) * 60,
        question="ratecard quote purchase --region DE --platform ios --package coins_1000",
    )
    return msgspec.structs.replace(
        found,
        findings=(finding,) * 400,
        accepted=((finding, accepted),) * 400,
        unproved=(Unproved("margin", "it is unknown", "live in DE"),) * 400,
    )


def aliases(count: int, field: str) -> str:
    """A field under so many aliases."""
    return " ".join(f"a{number}: {field}" for number in range(count))


def lots(count: int, **more: object) -> list[dict[str, Any]]:
    """Lots of several days, regions and sizes."""
    return [
        {
            "diamonds": 100_000 // max(count, 1) + number % 7,
            "earnedAt": f"202{5 + number % 2}-{1 + number % 6:02}-{1 + number % 28:02}T09:00:00Z",
            "sourceRegion": ("US", "DE", "US-NY")[number % 3],
            **more,
        }
        for number in range(count)
    ]


def payout(count: int, region: str = "US", **more: object) -> dict[str, Any]:
    """A payout of so many lots."""
    creator = {"age": 30, "payouts": 3}
    return {"region": region, "methodId": "paypal", "lots": lots(count), "creator": creator, **more}


FACT = {"name": "buyer.age", "value": "21"}
PURCHASE = {"region": "CA-QC", "platform": "ios", "packageId": "coins_1000"}
GIFT = {"region": "DE", "platform": "ios", "creatorRegion": "US", "giftId": "rose"}
DOLLARS = {"amount": "400.00", "currency": "USD"}
MARKET = f'region: "DE", platform: "ios", locale: "de", {AT}'
MONEY = "{ amount currency exponent formatted minorUnits }"
STEP = "trace { figure operation formula output rounding file line column source since inputs { name value line } }"
ONE_PAYOUT = f"query ($i: PayoutQuoteInput!) {{ payoutQuote(input: $i, {AT}) {{ ... on PayoutQuote {{ %s }} }} }}"
PAYOUTS = f"query ($i: [PayoutQuoteInput!]!) {{ payoutQuotes(inputs: $i, {AT}) {{ ... on PayoutQuote {{ %s }} }} }}"
PURCHASES = f"query ($i: [PurchaseQuoteInput!]!) {{ purchaseQuotes(inputs: $i, {AT}) {{ %s }} }}"
SIGNED = "query ($i: [%s!]!) { %s(inputs: $i, sign: {ttl: 600}) { ... on %s { signed { token quoteId } } } }"
GIFTS = f"query ($i: [GiftQuoteInput!]!) {{ giftQuotes(inputs: $i, {AT}) {{ %s }} }}"
ONE_GIFT = f"query ($i: GiftQuoteInput!) {{ giftQuote(input: $i, {AT}) {{ __typename }} }}"
BY_LOTS = f'payoutQuote(input: {{region: "US", methodId: "paypal", lots: $l}}, {AT}) {{ __typename }}'
ALL_MARKET = "region platform platformName platformNameLocale currency regionName timeZone begins validFrom validUntil"
UNKNOWN = {**PURCHASE, "packageId": "coins_1001"}

OF_2025 = [{"diamonds": 1_000 + number, "earnedAt": "2025-08-01T09:00:00Z"} for number in range(20)]
TOKEN = signed(shipped(), PurchaseRequest("CA-QC", "ios", "coins_1000", NOW, facts={"buyer.age": 21})).token

OPERATIONS: dict[str, tuple[str, Variables]] = {
    "nothing": ("{ __typename }", {}),
    "a field": ("{ ruleBook { digest } }", {}),
    "100 fields": (f"{{ ruleBook {{ {aliases(100, 'digest')} }} }}", {}),
    "the book begins, 100 times": (f"{{ ruleBook {{ {aliases(100, 'begins')} }} }}", {}),
    "its regions, 100 times": (f"{{ ruleBook {{ {aliases(100, 'regions')} }} }}", {}),
    "guards": ("{ guards { guards { name about severity verdict findingCount bounds { name value } } } }", {}),
    "findings of guards": (
        "{ guards { findings { guard region since number sentence file line notes { text line } table question } } }",
        {},
    ),
    "tables of guards": (f"{{ guards {{ findings {{ {aliases(5, 'table')} }} }} }}", {}),
    "accepted and gaps of guards": (
        "{ guards { accepted { sentence exception { reason owner until } } gaps { guard of why isUndecided } } }",
        {},
    ),
    "guards, 100 times": (f"{{ {aliases(100, 'guards { findingCount }')} }}", {}),
    "lists of guards, 100 times": (f"{{ guards {{ {aliases(100, 'accepted { of }')} }} }}", {}),
    "its facts": ("{ ruleBook { facts { name label labelLocale kind values perPackage } } }", {}),
    "a frontend's price list": (RECHARGE, {"region": "DE", "platform": "ios", "locale": "de"}),
    "a price list": (f"{{ priceList({MARKET}) {{ __typename }} }}", {}),
    "50 price lists": (f"{{ {aliases(50, f'priceList({MARKET}) {{ __typename }}')} }}", {}),
    "a price list, 50 facts": (
        f"query ($f: [FactInput!]) {{ priceList({MARKET}, facts: $f) {{ __typename }} }}",
        {"f": [FACT] * 50},
    ),
    "a price list by each way of paying": (
        f"{{ {aliases(20, f'priceList({MARKET}, ways: true) {{ __typename }}'.replace('ios', 'web'))} }}", {}),
    "a price list with traces": (
        f"{{ priceList({MARKET}) {{ ... on PriceList {{ packages {{ {STEP} }} }} }} }}",
        {},
    ),
    "a price list with what is chosen": (
        f'{{ priceList(region: "US-NY", platform: "web", locale: "en", {AT}) {{ __typename }} }}',
        {},
    ),
    "a price list for sliders": (
        f'{{ priceList(region: "US-NY", platform: "web", locale: "en", {AT}) {{ ... on PriceList {{ chosen {{ thingId '
        "... on ChosenCoins { coins { least most step } tiers { fromCoins price { numerator denominator } "
        f"plus {{ numerator denominator }} }} rounding {{ mode step {MONEY} points {{ least {MONEY} most {MONEY} }} "
        f"least {MONEY} most {MONEY} }} }} }} }} }} }}",
        {},
    ),
    "gifts": (f"{{ gifts({MARKET}) {{ __typename }} }}", {}),
    "gifts, 50 facts": (
        f"query ($f: [FactInput!]) {{ gifts({MARKET}, facts: $f) {{ __typename }} }}",
        {"f": [FACT] * 50},
    ),
    "20 gift lists, facts by variable": (
        f"query ($f: [FactInput!]) {{ {aliases(20, f'gifts({MARKET}, facts: $f) {{ __typename }}')} }}",
        {"f": [FACT] * 50},
    ),
    "gifts in full": (
        f"{{ gifts({MARKET}) {{ ... on GiftList {{ gifts {{ giftId name kinds coins level worth {MONEY} "
        "rarity { rarityId name order } openConditions { fact required } } } } }",
        {},
    ),
    "a gift": (ONE_GIFT, {"i": GIFT}),
    "250 gifts": (GIFTS % "__typename", {"i": [GIFT] * 250}),
    "250 gifts with traces": (GIFTS % f"... on GiftQuote {{ {STEP} }}", {"i": [{**GIFT, "count": 7}] * 40}),
    "250 gifts, facts": (GIFTS % "__typename", {"i": [{**GIFT, "facts": [FACT] * 50}] * 200}),
    "250 gifts of creators": (
        GIFTS % "__typename",
        {"i": [{**GIFT, "buyer": {"age": 21, "member": True}, "creator": {"age": 30, "followers": 10}}] * 250},
    ),
    "the most for some money": (
        f'{{ chosenQuote(input: {{region: "DE", platform: "ios", thingId: "coins_1", spend: "9 EUR"}}, {AT}) '
        "{ __typename } }",
        {},
    ),
    "250 items": (
        f"query ($i: [ItemQuoteInput!]!) {{ itemQuotes(inputs: $i, {AT}) {{ __typename }} }}",
        {"i": [{"region": "GB", "platform": "ios", "itemId": "fan_club"}] * 250},
    ),
    "a purchase": (
        f'{{ purchaseQuote(input: {{region: "DE", platform: "ios", packageId: "coins_1"}}, {AT}) {{ __typename }} }}',
        {},
    ),
    "250 purchases": (PURCHASES % "__typename", {"i": [PURCHASE] * 250}),
    "250 purchases, priced": (
        PURCHASES % f"... on PurchaseQuote {{ label price {{ gross {MONEY} net {MONEY} lines {{ name rate }} }} }}",
        {"i": [PURCHASE] * 250},
    ),
    "purchases with traces": (PURCHASES % f"... on PurchaseQuote {{ {STEP} }}", {"i": [PURCHASE] * 50}),
    "250 purchases, facts": (PURCHASES % "__typename", {"i": [{**PURCHASE, "facts": [FACT] * 50}] * 250}),
    "20 signed purchases, facts": (
        SIGNED % ("PurchaseQuoteInput", "purchaseQuotes", "PurchaseQuote"),
        {"i": [{**PURCHASE, "facts": [FACT]}] * 20},
    ),
    "20 signed payouts of lots": (
        SIGNED % ("PayoutQuoteInput", "payoutQuotes", "PayoutQuote"), {"i": [{**payout(0, "DE"), "lots": OF_2025}] * 20}
    ),
    "a token": ("query ($t: String!) { verifyQuote(token: $t) { status differences { figure } } }", {"t": TOKEN}),
    "250 purchases of nothing": (
        PURCHASES % "... on UnknownPackage { nearest message }",
        {"i": [{**PURCHASE, "packageId": f"coins_{number}"} for number in range(250)]},
    ),
    "250 purchases nowhere": (
        PURCHASES % "... on UnknownRegion { nearest message }",
        {"i": [{**PURCHASE, "region": f"{chr(65 + number % 26)}Q"} for number in range(250)]},
    ),
    "250 misread": (PURCHASES % "__typename", {"i": [{**PURCHASE, "region": "?" * 60}] * 250}),
    "a payout": (ONE_PAYOUT % "__typename", {"i": {**payout(0), "diamonds": 20_000}}),
    "250 payouts": (PAYOUTS % "__typename", {"i": [{**payout(0), "diamonds": 20_000}] * 250}),
    "1,000 lots": (ONE_PAYOUT % "__typename", {"i": payout(1_000)}),
    "1,000 lots of Germany": (ONE_PAYOUT % "__typename", {"i": payout(1_000, "DE")}),
    "1,000 lots, class": (ONE_PAYOUT % "__typename", {"i": payout(0, lots=lots(1_000, lotClass="promotional"))}),
    "1,000 lots listed": (
        ONE_PAYOUT % "lots { lot diamonds earnedAt sourceRegion releasedAt }",
        {"i": payout(1_000)},
    ),
    "1,000 lots, days 20 times": (ONE_PAYOUT % aliases(20, "paidOn"), {"i": payout(1_000)}),
    "1,000 lots, taxes 20 times": (ONE_PAYOUT % aliases(20, "withholding { rate }"), {"i": payout(1_000)}),
    "1,000 lots traced": (ONE_PAYOUT % "trace { __typename }", {"i": payout(1_000)}),
    "100 lots traced": (ONE_PAYOUT % STEP, {"i": payout(100)}),
    "1,000 lots, formulas": (ONE_PAYOUT % "trace { formula output }", {"i": payout(1_000)}),
    "1,000 lots, inputs": (ONE_PAYOUT % "trace { inputs { value } }", {"i": payout(1_000)}),
    "100 lots of 50 facts": (
        ONE_PAYOUT % "__typename",
        {"i": payout(0, lots=lots(100, facts=[{"name": "creator.grade", "value": "partner"}] * 50))},
    ),
    "an amount wanted": (ONE_PAYOUT % "diamonds", {"i": payout(0, want=DOLLARS)}),
    "an amount wanted in vain": (ONE_PAYOUT % "diamonds", {"i": payout(1, want={**DOLLARS, "amount": "100000"})}),
    "wanted, 1,000 lots": (ONE_PAYOUT % "diamonds", {"i": payout(1_000, want=DOLLARS)}),
    "wanted in vain, 1,000 lots": (
        ONE_PAYOUT % "diamonds",
        {"i": payout(1_000, want={**DOLLARS, "amount": "100000"})},
    ),
    "10 amounts wanted, 10,000 lots": (
        PAYOUTS % "diamonds",
        {"i": [payout(1_000, want={**DOLLARS, "amount": f"3{number}0"}) for number in range(10)]},
    ),
    "250 amounts wanted, 10,000 lots": (PAYOUTS % "diamonds", {"i": [payout(40, want=DOLLARS)] * 250}),
    "250 payouts of 40 lots": (
        PAYOUTS % f"diamonds lots {{ lot diamonds releasedAt }} paid {MONEY} paidOn",
        {"i": [payout(40)] * 250},
    ),
    "3 aliases, lots by variable": (
        f"query ($l: [LotInput!]) {{ {aliases(3, BY_LOTS)} }}",
        {"l": lots(1_000)},
    ),
    "used limits": (
        ONE_PAYOUT % "__typename",
        {"i": payout(1, used=[{"limitId": f"limit{number}", "amount": "1 payouts"} for number in range(50)])},
    ),
    "eligibility": ('{ eligibility(region: "DE", buyer: {age: 21}, creator: {age: 30}) { __typename } }', {}),
    "eligibility in full": (
        '{ eligibility(region: "DE") { ... on EligibilityCheck { buyer { verdict open { fact required } } '
        "creator { verdict met { fact } unmet { fact } open { fact required } } } } }",
        {},
    ),
    "markets": ("{ markets { __typename } }", {}),
    "markets in full": (f"{{ markets(locale: \"de\") {{ {ALL_MARKET} }} }}", {}),
    "markets, 10 times": (f"{{ {aliases(10, 'markets { __typename }')} }}", {}),
    "introspection": (get_introspection_query(), {}),
    "introspection of types of types": (
        "{ __schema { types { possibleTypes { name } interfaces { name } fields { args { name } type { name } } } } }",
        {},
    ),
    "one type": ('{ __type(name: "PayoutQuote") { fields { name description type { name ofType { name } } } } }', {}),
    "an interface's types": ('{ __type(name: "Refusal") { possibleTypes { name fields { name } } } }', {}),
}  # fmt: skip

CALIBRATING = OPERATIONS["100 fields"]
"""The operation whose units stand for `MICROSECONDS` each, on the machine that calibrates: nothing but plain fields."""

MICROSECONDS = 5
