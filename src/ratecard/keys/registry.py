"""The keys of the rule language: a record for each, in the order in which files are best written."""

from functools import partial

from ratecard.audience import Audience
from ratecard.book.keys import Keys
from ratecard.book.records import ANY_ID, AsksFact, CountsIn, Hidden, Home, Key, Names, Need, TableOf, TermsOf
from ratecard.keys.book_wide import BOOK_WIDE
from ratecard.keys.buyers import PURCHASED, SPENT
from ratecard.keys.chosen import check_chosen
from ratecard.keys.compared import COMPARED
from ratecard.keys.computed_prices import with_computed_prices
from ratecard.keys.derives import check_derives, doubt_derives
from ratecard.keys.exchanged import EXCHANGED
from ratecard.keys.exchanges import check_exchanges
from ratecard.keys.late_roundings import check_late_roundings, doubt_ended_roundings
from ratecard.keys.limits import check_number_of_limits, limits_at
from ratecard.keys.package_names import item_at, package_at, unit_at
from ratecard.keys.packages import check_packages
from ratecard.keys.paid_in import PAID_IN
from ratecard.keys.price_bounds import check_bounds
from ratecard.keys.price_standing import outranks
from ratecard.keys.proceeds import doubt_proceeds
from ratecard.keys.promoted import PROMOTED
from ratecard.keys.required import check_requirements
from ratecard.keys.rounds_below import doubt_rounding
from ratecard.keys.shares import FEE_OF_A_METHOD, lacking_payouts, lacking_worth
from ratecard.keys.signed import SIGNED
from ratecard.rulefiles.keys.commission import COMMISSION
from ratecard.rulefiles.keys.earnings import EARNINGS
from ratecard.rulefiles.keys.eligibility import ELIGIBILITY
from ratecard.rulefiles.keys.fx import FX
from ratecard.rulefiles.keys.gifts import GIFTS, WORTH_AT
from ratecard.rulefiles.keys.limits import LIMITS
from ratecard.rulefiles.keys.packages import ITEMS, PACKAGES
from ratecard.rulefiles.keys.payouts import PAYOUTS
from ratecard.rulefiles.keys.prices import PRICES
from ratecard.rulefiles.keys.pricing import PRICE_BOUNDS, PRICE_POINTS, PRICING
from ratecard.rulefiles.keys.tax import TAX
from ratecard.terms.commission import commission_terms
from ratecard.terms.earnings import earnings_terms, reveals
from ratecard.terms.eligibility import eligibility_terms
from ratecard.terms.fx import expiries, fx_terms
from ratecard.terms.gifts import LEVEL_FACT, gift_terms, worth_terms
from ratecard.terms.methods import method_terms
from ratecard.terms.packages import item_terms, package_terms
from ratecard.terms.payouts import CLASS_FACT, diamond_terms, hold_terms, minimum_terms, payout_terms, value_currency
from ratecard.terms.price_points import bound_terms, point_terms
from ratecard.terms.prices import plain_price_terms, price_terms
from ratecard.terms.pricing import pricing_terms
from ratecard.terms.resolved import Reads
from ratecard.terms.shows import shown_of_gift, shown_of_item, shown_terms
from ratecard.terms.tax import tax_terms
from ratecard.terms.withholding import withholding_terms

CURRENCY = frozenset({Reads.CURRENCY})

SOLD = (
    Key(
        name="packages",
        home=Home.MARKET,
        shape=PACKAGES,
        audience=Audience.PUBLIC,
        terms=(
            TermsOf(path=("packages",), build=package_terms, by_id=True),
            TermsOf(path=("packages", ANY_ID, "shows"), build=shown_terms),
            limits_at(("packages", ANY_ID, LIMITS)),
        ),
        tables=(TableOf(path=("packages",), declared_by="coins", beside=("items",), removable=False),),
        names=(package_at("packages", "*"), unit_at("packages", "*", "with", "*")),
        written={("packages", "*"): "{coins: …}"},
        check=check_packages,
    ),
    Key(
        name="items",
        home=Home.MARKET,
        shape=ITEMS,
        audience=Audience.PUBLIC,
        terms=(
            TermsOf(path=("items",), build=item_terms, by_id=True),
            TermsOf(path=("items", ANY_ID, "shows"), build=shown_of_item),
            limits_at(("items", ANY_ID, LIMITS)),
        ),
        tables=(TableOf(path=("items",), declared_by=ANY_ID, named=True, removable=False),),
        written={("items", "*"): "{name: …}"},
    ),
    Key(
        name="prices",
        home=Home.MARKET,
        shape=PRICES,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("prices",), build=price_terms, by_id=True, reads=CURRENCY, plain=plain_price_terms),),
        names=(package_at("prices", "*"), package_at("prices", "*", "as")),
        completes=with_computed_prices,
        check=check_chosen,
        doubts=doubt_rounding,
        outranks=outranks,
        needs=(Need(("tax",)), Need(("commission",), of_platform=True), Need(("packages", "*")), Need(("items", "*"))),
    ),
    Key(
        name="price_points",
        home=Home.MARKET,
        shape=PRICE_POINTS,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("price_points",), build=point_terms, by_id=True),),
        tables=(TableOf(path=("price_points",)),),
    ),
    Key(
        name="price_bounds",
        home=Home.MARKET,
        shape=PRICE_BOUNDS,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("price_bounds",), build=bound_terms, by_id=True),),
        tables=(TableOf(path=("price_bounds",)),),
        check=check_bounds,
    ),
    Key(
        name="pricing",
        home=Home.MARKET,
        shape=PRICING,
        audience=Audience.PUBLIC,
        terms=(
            TermsOf(path=("pricing",), build=pricing_terms, reads=CURRENCY, of=(("price_points",), ("price_bounds",))),
        ),
        names=(package_at("pricing", "derive", "packages"), item_at("pricing", "derive", "items")),
        check=check_derives,
        doubts=doubt_derives,
    ),
    EXCHANGED,
    PURCHASED,
    PAID_IN,
    Key(
        name="tax",
        home=Home.MARKET,
        shape=TAX,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("tax",), build=tax_terms, reads=frozenset({Reads.CURRENCY, Reads.SUBDIVISION})),),
        tables=(TableOf(path=("tax", "lines"), named=True, removable=False, adds_up=True),),
        hidden=(Hidden(("tax", "collected_by"), Audience.FINANCE, stand_in="store"),),
        written={
            ("tax", "lines"): (
                "{vat: {name: VAT, rate: …}}, or depends_on: subdivision where a state or province decides"
            ),
        },
    ),
    Key(
        name="commission",
        home=Home.MARKET,
        shape=COMMISSION,
        audience=Audience.FINANCE,
        terms=(TermsOf(path=("commission",), build=commission_terms, reads=CURRENCY),),
        tables=(TableOf(path=("commission", "lines"), removable=False, adds_up=True),),
        doubts=doubt_proceeds,
        written={
            ("commission", "lines"): "{store: {rate: …, base: …}}",
            ("commission", "lines", "*", "rate"): "for example 19 %, or fixed: with an amount",
        },
    ),
)

GIVEN = (
    Key(
        name="gifts",
        asleep=True,
        home=Home.MARKET,
        shape=GIFTS,
        audience=Audience.PUBLIC,
        own_periods=True,
        terms=(
            TermsOf(path=("gifts",), build=gift_terms, by_id=True),
            TermsOf(path=("gifts", "*", "shows"), build=shown_of_gift),
            limits_at(("gifts", ANY_ID, LIMITS)),
        ),
        tables=(TableOf(path=("gifts",), declared_by="coins", named=True),),
        names=(
            Names(
                path=("gifts", "*", "rarity"),
                table=("rarities",),
                code="unknown-rarity",
                sentence="{} is a rarity that no file declares",
                hint="declare it: rarities: {{}: {order: 1, name: …}}",
            ),
            Names(
                path=("gifts", "*", "kinds"),
                table=("earnings",),
                code="unknown-kind",
                sentence="{} is a kind of spending without earnings",
                hint="state earnings: {{}: …}",
            ),
        ),
        asks=(AsksFact(path=("gifts", "*", "level"), fact=LEVEL_FACT, kind="count"),),
        written={("gifts", "*", "kinds"): "for example [live], with each kind of spending that it is for"},
        check=partial(check_number_of_limits, "gifts"),
    ),
    SPENT,
    Key(
        name="worth_at",
        home=Home.MARKET,
        shape=WORTH_AT,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("worth_at",), build=worth_terms, reads=CURRENCY),),
        names=(package_at("worth_at", "package", hint="write the id of a package"),),
        written={("worth_at",): "{package: …, rounding: …}"},
        lacks=lacking_worth,
    ),
)

EARNED = (
    Key(
        name="earnings",
        asleep=True,
        home=Home.REGION,
        shape=EARNINGS,
        audience=Audience.SERVICE,
        unit="diamond",
        terms=(TermsOf(path=("earnings",), build=earnings_terms, by_id=True, reveals=reveals),),
        tables=(TableOf(path=("earnings",)),),
        written={
            ("earnings", "*", "diamonds"): "for example 1 per 2, or split:, or share: with base: net",
            ("earnings", "*", "share"): "for example 19 %, or split:, or diamonds: with base: coins",
        },
        check=check_late_roundings,
        doubts=doubt_ended_roundings,
    ),
    Key(
        name="payouts",
        asleep=True,
        home=Home.REGION,
        shape=PAYOUTS,
        audience=Audience.SERVICE,
        unit="diamond",
        terms=(
            TermsOf(path=("payouts",), build=payout_terms, reads=CURRENCY),
            TermsOf(path=("payouts", "diamond"), build=diamond_terms),
            TermsOf(path=("payouts", "hold"), build=hold_terms),
            TermsOf(path=("payouts", "minimum"), build=minimum_terms, reads=CURRENCY),
            TermsOf(path=("payouts", "withholding"), build=withholding_terms, reads=CURRENCY),
            limits_at(("payouts", LIMITS)),
            TermsOf(path=("payouts", "methods"), build=method_terms, by_id=True, reads=CURRENCY),
        ),
        tables=(
            TableOf(path=("payouts", LIMITS)),
            TableOf(path=("payouts", "methods"), named=True),
            TableOf(path=("payouts", "withholding", "lines"), named=True, adds_up=True),
        ),
        asks=(AsksFact(path=("payouts", "order"), fact=CLASS_FACT, kind="one of", item="class"),),
        counts_in=CountsIn(
            ("payouts", "diamond"),
            value_currency,
            code="diamond-in-two-currencies",
            sentence="a diamond has values in {} at one time",
            hint="state all cases in one currency",
            noun="the value of a diamond",
        ),
        names_currencies=True,
        stated_by_none=(FEE_OF_A_METHOD,),
        written={
            ("payouts", "order"): "[oldest], or [class, oldest]",
            ("payouts", "pays"): "{from: request}, or {from: month end}",
            ("payouts", "methods"): "{bank: {name: …, fee: …}}",
            ("payouts", "methods", "*", "fee"): (
                "{rate: …, fixed: …, floor: …, rounding: …}, or none where it costs nothing"
            ),
            ("payouts", "methods", "*", "fee", "rate"): "for example 19 %, or fixed: or floor: with an amount",
            ("payouts", "withholding", "lines", "*", "of"): (
                "whole, or domestic with domestic: and a region, for example US"
            ),
        },
        lacks=lacking_payouts,
        check=partial(check_number_of_limits, "payouts"),
    ),
    Key(
        name="fx",
        home=Home.REGION,
        shape=FX,
        audience=Audience.SERVICE,
        terms=(TermsOf(path=("fx",), build=fx_terms, reads=frozenset({Reads.ZONE, Reads.DATES}), ends=expiries),),
        tables=(TableOf(path=("fx", "rates")),),
        names_currencies=True,
        lent=True,
        may_begin_later=(("fx", "rates", "*"),),
        check=check_exchanges,
    ),
    Key(
        name="eligibility",
        home=Home.BOTH,
        shape=ELIGIBILITY,
        audience=Audience.PUBLIC,
        terms=(TermsOf(path=("eligibility",), build=eligibility_terms),),
        tables=(TableOf(path=("eligibility", "buyer")), TableOf(path=("eligibility", "creator"))),
        asks=(AsksFact(path=("eligibility", "buyer", "*")), AsksFact(path=("eligibility", "creator", "*"))),
        check=check_requirements,
    ),
)

KEYS = Keys((*BOOK_WIDE, *SOLD, *PROMOTED, *COMPARED, SIGNED, *GIVEN, *EARNED))
"""All keys."""
