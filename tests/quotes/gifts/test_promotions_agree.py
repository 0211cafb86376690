"""Engine and reference agree on random promotions of gifts, and every trace replays."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ratecard.quotes.gifts.listing import list_gifts
from ratecard.quotes.gifts.lists import GiftList
from ratecard.quotes.gifts.quotes import GiftQuote
from ratecard.quotes.gifts.quoting import quote_gift
from ratecard.quotes.requests import GiftListRequest, GiftRequest, UsedBefore
from ratecard.refusals import AboveLimit
from ratecard.rulefiles.values.limits import CountOf
from tests.quotes.gifts.promoted import DAY, EACH, GIFTS, TOTAL, promoting
from tests.quotes.gifts.test_promotions import assert_replays
from tests.quotes.small_chain import BOOK, DE, TAXES, noon, payouts
from tests.reference import earning, reading
from tests.reference.told import OverLimit

EARNINGS = (
    EACH,
    TOTAL,
    "{base: coins, diamonds: 1 per 3, rounding: half even, scope: each}",
    "{base: coins, split: {creator: 70 %, agency: rest}, rounding: down, scope: each}",
    "{base: coins, split: {creator: 1/3, agency: 1/3, platform: rest}, rounding: down, scope: total}",
)
IDS = ("a", "b", "c")
OF = ("gifts: [rose]", "kinds: [live]", "gifts: [rose, lion], kinds: [video]", "kinds: [live, video]")
MORE = ("exclusive: yes", "code: ROSES", "when: {buyer.level: {at least: 5}}")
UNITS = ("gifts", "coins", "purchases")
BY_LEVEL = ("{by: buyer.level, from: {0: 1 gift, 5: 3 gifts}}", "{by: buyer.level, from: {0: 2 gifts, 5: none}}")
NOW = noon(DAY)


@st.composite
def promotions(draw: st.DrawFn) -> str:
    """Up to three promotions of gifts, as a file of rules states them."""
    lines = []
    for name in IDS[: draw(st.integers(1, 3))]:
        of = draw(
            st.sampled_from(
                ["gifts: [rose]", "kinds: [live]", "gifts: [rose, lion], kinds: [video]", "kinds: [live, video]"]
            )
        )
        off = draw(
            st.integers(1, 100).map(lambda share: f"discount: {share} %")
            | st.integers(1, 7).map(lambda parts: f"discount: 1/{parts}")
            | st.integers(1, 130).map(lambda coins: f"discount: {coins} coins")
            | st.integers(0, 130).map(lambda coins: f"price: {coins}")
            | st.integers(1, 50).map(
                lambda share: f"discount: {{by: buyer.level, from: {{0: {share} %, 5: 9 coins}}, other: none}}"
            )
        )
        parts = [f"name: {name.upper()}", of, off, f"borne_by: {draw(st.sampled_from(['platform', 'creator']))}"]
        if draw(st.booleans()):
            most = draw(st.sampled_from(["2 gifts", "1 gift", "300 coins", "1 purchase", *BY_LEVEL]))
            per = draw(st.sampled_from(["", ", per: purchase", ", per: gift", ", of: gift"]))
            parts.append(f"limits: {{cap: {{most: {most}{per}}}}}")
        parts += draw(
            st.lists(
                st.sampled_from(["exclusive: yes", "code: ROSES", "when: {buyer.level: {at least: 5}}"]),
                unique=True,
                max_size=2,
            )
        )
        lines.append(f"  {name}: {{{', '.join(parts)}}}\n")
    return "".join(lines)


MOST = {
    "coins": ("300 coins", "99 coins", "{by: buyer.level, from: {0: 100 coins, 5: 600 coins}}"),
    "gifts": ("3 gifts", "{by: buyer.level, from: {5: 1 gift}, other: 5 gifts}"),
}
WINDOWS = ("", ", per: gift", ", per: calendar day", ", per: rolling 24 hours", ", of: gift")
OF_SENDERS = {"daily": "spending.limits.daily", "once": "gifts.rose.limits.once"}


@st.composite
def limits_of_senders(draw: st.DrawFn) -> dict[str, tuple[str, str]]:
    """Some limits of all spending and of one gift by name: in what, and as a file of rules states them."""
    found = {}
    for name in draw(st.lists(st.sampled_from([*OF_SENDERS]), unique=True)):
        unit = draw(st.sampled_from([*MOST]))
        found[name] = unit, f"{{most: {draw(st.sampled_from(MOST[unit]))}{draw(st.sampled_from(WINDOWS))}}}"
    return found


def stating(limits: dict[str, tuple[str, str]]) -> str:
    """The limits in two sections, as a file of rules states them."""
    own = {name: f"limits: {{{name}: {text}}}" for name, (_, text) in limits.items()}
    spending = f"spending: {{{own['daily']}}}\n" if "daily" in own else ""
    return spending + GIFTS.replace("coins: 99,", f"coins: 99, {own['once']}," if "once" in own else "coins: 99,")


@settings(max_examples=settings().max_examples, deadline=None)
@given(promotions(), st.sampled_from(EARNINGS), limits_of_senders(), st.data())
def test_engine_and_reference_answer_the_same(
    stated: str, earnings: str, limits: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    rules = promoting(stated, earnings, gifts=stating(limits))
    kinds = f"earnings: {{live: {earnings}, video: {earnings}}}\n"
    worth = "prices: {c: 1.00}\nworth_at: {package: c, rounding: half up}\n"
    text = BOOK + TAXES + stating(limits) + kinds + payouts() + f"promotions:\n{stated}"
    referred = reading.read({"rules/book.yaml": text, "regions/de.yaml": DE + worth})
    caps = {f"{name}.cap": unit for name in IDS for unit in UNITS if cap_in(stated, name, unit)}
    used = tuple(
        UsedBefore(f"promotions.{limit}", CountOf(data.draw(st.integers(0, 3)), unit))
        for limit, unit in caps.items()
        if data.draw(st.booleans())
    )
    used += tuple(
        UsedBefore(OF_SENDERS[name], CountOf(data.draw(st.integers(0, 3)) * (99 if unit == "coins" else 1), unit))
        for name, (unit, _) in limits.items()
        if data.draw(st.booleans())
    )
    facts = data.draw(st.sampled_from([{}, {"buyer.level": 4}, {"buyer.level": 5}]))
    codes = data.draw(st.sampled_from([(), ("roses",), ("Roses ", "x")]))
    gift, kind = data.draw(st.sampled_from([("rose", None), ("rose", "video"), ("lion", None)]))
    request = GiftRequest("DE", "ios", "DE", gift, NOW, data.draw(st.integers(1, 6)), kind, facts, used, codes)
    quote, expected = quote_gift(rules, request), earning.send(referred, request)
    if isinstance(expected, OverLimit):
        assert isinstance(quote, AboveLimit), quote
        assert (quote.limit_id, quote.assumed_facts) == (expected.limit.id, tuple(sorted(expected.assumed)))
    else:
        assert isinstance(quote, GiftQuote), quote
        assert isinstance(expected, earning.Earned), expected
        assert compared(quote) == referred_figures(expected)
        assert_replays(quote)
    listed = list_gifts(rules, GiftListRequest("DE", "ios", NOW, facts, used, codes))
    every = earning.gift_list(referred, GiftListRequest("DE", "ios", NOW, facts, used, codes))
    assert isinstance(listed, GiftList)
    assert isinstance(every, earning.Gifts)
    assert [(own.gift.id, own.coins, own.worth_minor) for own in listed.gifts] == [own[:3] for own in every.gifts]
    above = {name: why.limit_id for name, why in listed.refused if isinstance(why, AboveLimit)}
    assert above == {name: limit.id for name, limit in every.over.items()}
    assert listed.assumed == tuple(sorted(every.assumed))


def cap_in(stated: str, name: str, unit: str) -> bool:
    """Whether a promotion has a limit in this unit that counts from one question to the next."""
    line = next((line for line in stated.splitlines() if line.startswith(f"  {name}: ")), "")
    return f" {unit[:-1]}" in line.partition("limits: ")[2].partition("}")[0] and "per: " not in line


def compared(quote: GiftQuote) -> dict[str, object]:
    """The engine's figures, by the reference's names."""
    return {
        "coins": quote.coins,
        "regular": quote.regular_coins,
        "subsidy": quote.subsidy,
        "diamonds": quote.diamonds,
        "amount": quote.amount,
        "parts": {each.id: part for each, part in quote.shares},
        "worth": quote.worth_minor,
        "runs": [(run.gifts, run.coins, run.earning, tuple(each.id for each in run.applied)) for run in quote.runs],
        "open": [(each.terms.id, None if each.run is None else each.run.coins) for each in quote.open_promotions],
        "codes": [(code, outcome.name) for code, outcome in quote.codes],
        "uses": [(use.limit_id, str(use.amount), use.gift) for use in quote.uses],
        "open limits": sorted(limit.limit_id for limit in quote.open_limits),
        "assumed": sorted(quote.assumed),
    }


def referred_figures(expected: earning.Earned) -> dict[str, object]:
    """The reference's figures."""
    said = expected.deal.said
    return {
        "coins": expected.coins,
        "regular": expected.regular,
        "subsidy": expected.subsidy,
        "diamonds": expected.diamonds,
        "amount": expected.amount,
        "parts": dict(expected.parts),
        "worth": expected.worth,
        "runs": [(run.gifts, run.coins, run.earning, run.applied) for run in expected.deal.runs],
        "open": [(each.id, None if each.unit is None else each.unit.listed) for each in said.open],
        "codes": list(said.codes),
        "uses": [(use.limit, use.amount, use.package) for use in expected.uses],
        "open limits": [limit.id for limit in expected.limits if limit.is_open],
        "assumed": sorted(expected.assumed),
    }
