"""The record of the key `promotions`."""

from ratecard.audience import Audience
from ratecard.book.records import Hidden, Home, Key, Names, TableOf, TermsOf
from ratecard.keys.lacking_promotions import lacking
from ratecard.keys.limits import limits_at
from ratecard.keys.package_names import item_at, package_at
from ratecard.keys.promotions import check_promotions
from ratecard.rulefiles.keys.facts import KIND
from ratecard.rulefiles.keys.promotions import PROMOTIONS
from ratecard.terms.effects import is_figure
from ratecard.terms.promotions import edges_of, promotion_terms

PROMOTED = (
    Key(
        name="promotions",
        home=Home.MARKET,
        shape=PROMOTIONS,
        audience=Audience.PUBLIC,
        terms=(
            TermsOf(path=("promotions",), build=promotion_terms, by_id=True, ends=edges_of, apart=is_figure),
            limits_at(("promotions", "*", "limits")),
        ),
        tables=(TableOf(path=("promotions",), named=True),),
        names=(
            *[
                package_at("promotions", "*", *below)
                for below in (("packages",), ("discount", "*"), ("price", "*"), ("bonus", "*"))
            ],
            item_at("promotions", "*", "items"),
            Names(
                path=("promotions", "*", "gifts"),
                table=("gifts",),
                code="unknown-gift",
                sentence="{} is a gift to which no file gives coins",
                hint="state gifts: {{}: {coins: …, kinds: […]}}",
            ),
            Names(
                path=("promotions", "*", "kinds"),
                table=("earnings",),
                or_value_of=KIND,
                code="unknown-kind",
                sentence="{} is a kind of spending without earnings",
                hint="state earnings: {{}: …}",
            ),
        ),
        written={("promotions", "*", "borne_by"): "platform or creator: who bears a promotion of gifts"},
        hidden=(Hidden(("promotions", "*", "borne_by"), Audience.SERVICE, stand_in="platform"),),
        opens=("promotions", "*", "from"),
        lacks=lacking,
        check=check_promotions,
    ),
)
