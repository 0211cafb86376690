"""The record of the key `promotions`."""

from ratecard.audience import Audience
from ratecard.book.records import Hidden, Home, Key, TableOf, TermsOf
from ratecard.keys.limits import limits_at
from ratecard.keys.package_names import package_at
from ratecard.keys.promotions import check_promotions, lacking_rounding
from ratecard.rulefiles.keys.promotions import PROMOTIONS
from ratecard.terms.promotions import edges_of, promotion_terms

PROMOTED = (
    Key(
        name="promotions",
        home=Home.MARKET,
        shape=PROMOTIONS,
        audience=Audience.PUBLIC,
        terms=(
            TermsOf(path=("promotions",), build=promotion_terms, by_id=True, ends=edges_of),
            limits_at(("promotions", "*", "limits")),
        ),
        tables=(TableOf(path=("promotions",), named=True),),
        names=tuple(
            package_at("promotions", "*", *below)
            for below in (("packages",), ("discount", "*"), ("price", "*"), ("bonus", "*"))
        ),
        hidden=(Hidden(("promotions", "*", "borne_by"), Audience.FINANCE, stand_in="platform"),),
        opens=("promotions", "*", "from"),
        lacks=lacking_rounding,
        check=check_promotions,
    ),
)
