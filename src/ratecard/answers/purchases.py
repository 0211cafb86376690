"""The figures of price lists, and of quotes of packages and items."""

from ratecard.answers.beside import BESIDE
from ratecard.answers.chosen_listed import LISTED_CHOSEN
from ratecard.answers.exchanges import UNITS
from ratecard.answers.figures import Figure, FigureType, Record
from ratecard.answers.limits import LIMITS_BY_LISTED, OPEN_LIMITS, USES
from ratecard.answers.offered import OFFERED
from ratecard.answers.promotions import CODES, PROMOTIONS, open_promotion
from ratecard.answers.shared import (
    ASSUMED_FACTS,
    AT,
    LOCALE,
    OPEN_CONDITIONS,
    PLATFORM,
    REGION,
    UNKNOWN_VALUES,
    VALIDITY,
    library_values,
    names,
)
from ratecard.audience import Audience
from ratecard.locale.amounts import format_rate
from ratecard.money import Money
from ratecard.quotes.purchases.quotes import PurchaseQuote
from ratecard.quotes.tracing.library_values import of_price_list, of_purchase
from ratecard.terms.tax import TaxStatus
from ratecard.terms.tax_lines import TaxLine

TaxLineAmount = tuple[TaxLine, Money]


def _money(quote: PurchaseQuote, minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, quote.currency)


def _tax_lines(quote: PurchaseQuote) -> tuple[TaxLineAmount, ...]:
    return tuple((line, Money(minor, quote.currency)) for line, minor in quote.tax_lines)


def _collected_by(quote: PurchaseQuote) -> str | None:
    """Who pays the tax over; None where none is levied, or where nobody knows."""
    if quote.tax.status is TaxStatus.NONE or quote.tax.collector_unknown is not None:
        return None
    return "seller" if quote.tax.seller_collects else "store"


TAX_LINE = Record(
    "TaxLine",
    (
        Figure("tax_line_id", FigureType.ID, lambda line: line[0].id),
        *names(lambda line: line[0].names, lambda line: line[0].id),
        Figure("rate", FigureType.RATE, lambda line: line[0].rate),
        Figure(
            "rate_formatted",
            FigureType.TEXT,
            lambda line, reader: format_rate(line[0].rate, reader.locale),
            for_readers=True,
        ),
        Figure("amount", FigureType.MONEY, lambda line: line[1]),
    ),
)

PRICE = Record(
    "Price",
    (
        Figure("regular", FigureType.MONEY, lambda quote: _money(quote, quote.regular_minor)),
        Figure("discount", FigureType.MONEY, lambda quote: _money(quote, quote.discount_minor)),
        Figure("listed", FigureType.MONEY, lambda quote: _money(quote, quote.listed_minor)),
        Figure("gross", FigureType.MONEY, lambda quote: _money(quote, quote.gross_minor), nullable=True),
        Figure("net", FigureType.MONEY, lambda quote: _money(quote, quote.net_minor), nullable=True),
        Figure("tax", FigureType.MONEY, lambda quote: _money(quote, quote.tax_minor), nullable=True),
        Figure("tax_status", FigureType.WORD, lambda quote: quote.tax.status),
        Figure("lines", TAX_LINE, _tax_lines, many=True),
    ),
)

ECONOMICS = Record(
    "PurchaseEconomics",
    tuple(
        Figure(name, kind, read, nullable=True, audience=Audience.FINANCE)
        for name, kind, read in (
            ("commission", FigureType.MONEY, lambda quote: _money(quote, quote.commission_minor)),
            ("withheld", FigureType.MONEY, lambda quote: _money(quote, quote.withheld_minor)),
            ("proceeds", FigureType.MONEY, lambda quote: _money(quote, quote.proceeds_minor)),
            ("remittance", FigureType.MONEY, lambda quote: _money(quote, quote.remittance_minor)),
            ("collected_by", FigureType.WORD, _collected_by),
        )
    ),
)

LABEL = (
    Figure("names", FigureType.NAMES, lambda quote: dict(quote.package.names)),
    Figure("label", FigureType.TEXT, lambda quote, reader: reader.package_label(quote.package)[0], for_readers=True),
    Figure(
        "label_locale",
        FigureType.LOCALE,
        lambda quote, reader: reader.package_label(quote.package)[1],
        for_readers=True,
    ),
)
PACKAGE_FIGURES = (
    Figure("coins", FigureType.COINS, lambda quote: quote.coins),
    Figure("bonus", FigureType.COINS, lambda quote: quote.bonus),
    Figure("total", FigureType.COINS, lambda quote: quote.total),
    UNITS,
    Figure("price", PRICE, lambda quote: quote),
    Figure("per_coin", FigureType.UNIT_PRICE, lambda quote: quote.per_coin),
    *BESIDE,
)
OPEN_PROMOTION = open_promotion(PRICE)
PROMOTED = (
    PROMOTIONS,
    Figure("open_promotions", OPEN_PROMOTION, lambda quote: quote.open_promotions, many=True),
    CODES,
)
CURRENCY = Figure("currency", FigureType.CURRENCY, lambda answer: answer.market.currency)

TOLD = (
    ASSUMED_FACTS,
    OPEN_CONDITIONS,
    USES,
    OPEN_LIMITS,
    LIMITS_BY_LISTED,
    UNKNOWN_VALUES,
    library_values(of_purchase),
)
ITEM_FIGURES = (Figure("price", PRICE, lambda quote: quote), *BESIDE)

PURCHASE_QUOTE = Record(
    "PurchaseQuote",
    (
        REGION,
        PLATFORM,
        Figure("package_id", FigureType.ID, lambda quote: quote.request.package),
        *LABEL,
        *OFFERED,
        Figure("quantity", FigureType.COUNT, lambda quote: quote.request.quantity),
        AT,
        LOCALE,
        CURRENCY,
        *VALIDITY,
        *PACKAGE_FIGURES,
        *PROMOTED,
        Figure("economics", ECONOMICS, lambda quote: quote, audience=Audience.FINANCE),
        *TOLD,
    ),
)

PRICED_PACKAGE = Record(
    "PricedPackage",
    (
        Figure("package_id", FigureType.ID, lambda quote: quote.package.id),
        *LABEL,
        *OFFERED,
        *PACKAGE_FIGURES,
        *PROMOTED,
        *TOLD,
    ),
)

ITEM_QUOTE = Record(
    "ItemQuote",
    (
        REGION,
        PLATFORM,
        Figure("item_id", FigureType.ID, lambda quote: quote.request.package),
        *LABEL,
        *OFFERED,
        Figure("quantity", FigureType.COUNT, lambda quote: quote.request.quantity),
        AT,
        LOCALE,
        CURRENCY,
        *VALIDITY,
        *ITEM_FIGURES,
        *PROMOTED,
        Figure("economics", ECONOMICS, lambda quote: quote, audience=Audience.FINANCE),
        *TOLD,
    ),
)

PRICED_ITEM = Record(
    "PricedItem",
    (
        Figure("item_id", FigureType.ID, lambda quote: quote.package.id),
        *LABEL,
        *OFFERED,
        *ITEM_FIGURES,
        *PROMOTED,
        *TOLD,
    ),
)

WITHHELD_ITEM = Record(
    "WithheldItem",
    (
        Figure("item_id", FigureType.ID, lambda refused: refused.item),
        Figure("refusal", FigureType.REFUSAL, lambda refused: refused.refusal),
    ),
)

WITHHELD_PACKAGE = Record(
    "WithheldPackage",
    (
        Figure("package_id", FigureType.ID, lambda refused: refused.package),
        Figure("refusal", FigureType.REFUSAL, lambda refused: refused.refusal),
    ),
)

PRICE_BOUNDS = Record(
    "PriceBounds",
    (
        Figure("least", FigureType.MONEY, lambda bounds: bounds.least),
        Figure("most", FigureType.MONEY, lambda bounds: bounds.most),
    ),
)

ITEMS = (
    Figure("items", PRICED_ITEM, lambda listed: listed.items, many=True),
    Figure("withheld_items", WITHHELD_ITEM, lambda listed: listed.refused_items, many=True),
)

PRICES_BY_WAY = Record(
    "PricesByWay",
    (
        Figure("way_id", FigureType.ID, lambda listed: listed.way.id),
        *names(lambda listed: listed.way.names, lambda listed: listed.way.id),
        Figure("packages", PRICED_PACKAGE, lambda listed: listed.packages, many=True),
        Figure("withheld", WITHHELD_PACKAGE, lambda listed: listed.refused, many=True),
        *ITEMS,
        *LISTED_CHOSEN,
        ASSUMED_FACTS,
    ),
)

PRICE_LIST = Record(
    "PriceList",
    (
        REGION,
        PLATFORM,
        CURRENCY,
        LOCALE,
        AT,
        *VALIDITY,
        Figure("price_bounds", PRICE_BOUNDS, lambda listed: listed.price_bounds, nullable=True),
        Figure("packages", PRICED_PACKAGE, lambda listed: listed.packages, many=True),
        Figure("best_value", FigureType.ID, lambda listed: listed.best_value, nullable=True),
        Figure("sells_nothing", FigureType.FLAG, lambda listed: listed.sells_nothing),
        Figure("sells_from", FigureType.INSTANT, lambda listed: listed.sells_from, nullable=True),
        Figure("withheld", WITHHELD_PACKAGE, lambda listed: listed.refused, many=True),
        *ITEMS,
        *LISTED_CHOSEN,
        CODES,
        Figure("ways", PRICES_BY_WAY, lambda listed: listed.by_way, many=True),
        ASSUMED_FACTS,
        UNKNOWN_VALUES,
        library_values(of_price_list),
    ),
)
