"""What the stores' APIs answer about the prices of products, as JSON that somebody saved.

Their shapes, and where those were read, stand in `store_shapes`.
"""

from typing import TypeVar

import msgspec

from ratecard.currency import CURRENCIES
from ratecard.money import Money, amount_of, decimal_text
from ratecard.sheets.amounts import DIGITS_MOST, NotAPrice, read_amount
from ratecard.sheets.countries import region_named
from ratecard.sheets.faults import Fault, SheetsRefused
from ratecard.sheets.store_prices import StorePrice
from ratecard.sheets.store_shapes import AppleDays, AppleSchedule, GoogleManaged, GoogleOneTime, GoogleOption

ANDROID, IOS = "android", "ios"
MICROS_DIGITS, NANOS_DIGITS = 6, 9
SOLD = frozenset({"", "AVAILABLE"})


class Document(msgspec.Struct, frozen=True):
    """The prices of one saved answer. `names_products` is whether it says itself which products they are of."""

    prices: tuple[StorePrice, ...]
    left_out: tuple[str, ...]
    names_products: bool


Shape = TypeVar("Shape")


def read_document(file: str, content: bytes, product: str) -> Document:
    """The prices of a saved answer; `product` is that of the whole file. Raises SheetsRefused."""
    try:
        whole = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise SheetsRefused(Fault(file, f"the file is not JSON: {wrong}", "save it again as it was answered")) from None
    if not isinstance(whole, dict):
        raise _unknown(file)
    for key, single, read in (
        ("inappproduct", "sku", _Reading.managed),
        ("oneTimeProducts", "productId", _Reading.one_time),
    ):
        if key in whole or single in whole:
            reading = _Reading(file, "")
            read(reading, whole.get(key, [whole]))
            more = whole.get("nextPageToken") or (whole.get("tokenPagination") or {}).get("nextPageToken")
            return reading.document(names_products=True, has_more=bool(more))
    if "data" not in whole:
        raise _unknown(file)
    if not product:
        advice = f"name it: com.example.coins1000={file}"
        raise SheetsRefused(Fault(file, "the App Store's answer does not say which product it is of", advice))
    reading = _Reading(file, product)
    reading.schedule(whole)
    return reading.document(names_products=False, has_more=bool((whole.get("links") or {}).get("next")))


def _unknown(file: str) -> SheetsRefused:
    sentence = "the JSON is not a store's answer about prices"
    advice = "it has inappproduct or oneTimeProducts for Google Play, data and included for the App Store"
    return SheetsRefused(Fault(file, sentence, advice))


class _Reading:
    """The prices of one document so far, and what is wrong with it."""

    def __init__(self, file: str, product: str) -> None:
        self._file, self._product = file, product
        self._prices: list[StorePrice] = []
        self._left_out: list[str] = []
        self._faults: list[Fault] = []

    def document(self, *, names_products: bool, has_more: bool) -> Document:
        """All of it. Raises SheetsRefused where anything is wrong."""
        if self._faults:
            raise SheetsRefused(*self._faults)
        if has_more:
            self._left_out.append(f"{self._file} is one page of several; name the others beside it")
        return Document(tuple(self._prices), tuple(self._left_out), names_products)

    def managed(self, value: object) -> None:
        """Google Play's `inappproducts`."""
        for index, own in enumerate(self._typed(value, list[GoogleManaged], "inappproduct")):
            if own.purchase_type == "subscription" or own.status != "active":
                why = "a subscription" if own.purchase_type == "subscription" else own.status
                self._left_out.append(f"{own.sku} is {why}, and left out")
                continue
            for code, price in own.prices.items():
                where = f"inappproduct[{index}].prices.{code}"
                minor = self._scaled(where, price.price_micros, MICROS_DIGITS)
                self._add(where, ANDROID, own.sku, code, minor, price.currency)

    def one_time(self, value: object) -> None:
        """Google Play's `monetization.onetimeproducts`: of each product the option by which it is bought."""
        for index, own in enumerate(self._typed(value, list[GoogleOneTime], "oneTimeProducts")):
            active = [
                (number, option)
                for number, option in enumerate(own.purchase_options)
                if option.buy_option is not None and option.state == "ACTIVE"
            ]
            legacy = [(n, option) for n, option in active if option.buy_option and option.buy_option.legacy_compatible]
            chosen = active if len(active) == 1 else legacy
            if not active:
                self._left_out.append(f"{own.product_id} has no active option to buy it, and is left out")
            elif len(chosen) != 1:
                names = ", ".join(option.purchase_option_id for _, option in active)
                sentence = f"{own.product_id} can be bought by several options: {names}"
                self._say(f"oneTimeProducts[{index}]", sentence, "leave the one that the book's price is of")
            else:
                self._regional(
                    f"oneTimeProducts[{index}].purchaseOptions[{chosen[0][0]}]", own.product_id, chosen[0][1]
                )

    def _regional(self, where: str, product: str, option: GoogleOption) -> None:
        for number, own in enumerate(option.regional_pricing_and_availability_configs):
            if own.availability not in SOLD or own.price is None:
                continue
            at = f"{where}.regionalPricingAndAvailabilityConfigs[{number}]"
            units, nanos = str(own.price.units), own.price.nanos
            text = f"{units}{nanos:0{NANOS_DIGITS}d}" if units.isdigit() and nanos >= 0 else f"{units} and {nanos}"
            self._add(
                at, ANDROID, product, own.region_code, self._scaled(at, text, NANOS_DIGITS), own.price.currency_code
            )

    def schedule(self, whole: dict[str, object]) -> None:
        """App Store Connect's prices of one product."""
        found = self._typed(whole, AppleSchedule, "")
        included = {(own.type, own.id): own.attributes for own in found.included}
        for index, own in enumerate(found.data):
            where = f"data[{index}]"
            point = included.get(
                ("inAppPurchasePricePoints", own.relationships.in_app_purchase_price_point.data.id), {}
            )
            code = own.relationships.territory.data.id
            territory = included.get(("territories", code), {})
            price, currency = point.get("customerPrice"), territory.get("currency")
            if not isinstance(price, str) or not isinstance(currency, str):
                sentence = "its price point or territory is not included"
                self._say(where, sentence, "download it with include=inAppPurchasePricePoint,territory")
                continue
            self._add(where, IOS, self._product, code, price, currency, own.attributes)

    def _typed(self, value: object, shape: type[Shape], path: str) -> Shape:
        try:
            return msgspec.convert(value, shape)
        except msgspec.ValidationError as wrong:
            sentence, _, at = str(wrong).partition(" - at `$")
            where = f"{self._file}:{path}{at.rstrip('`')}" if at or path else self._file
            advice = "save the answer again as it came"
            raise SheetsRefused(Fault(where, sentence[0].lower() + sentence[1:], advice)) from None

    def _scaled(self, where: str, digits: str, decimals: int) -> str:
        """A number of millionths or billionths as a plain decimal; "" where it is none."""
        if digits.isascii() and digits.isdigit() and len(digits) <= DIGITS_MOST + decimals:
            return decimal_text(int(digits), decimals)
        self._say(where, f"{digits or 'nothing'} is not a price", "save the answer again as it came")
        return ""

    def _add(
        self,
        where: str,
        platform: str,
        product: str,
        code: str,
        amount: str,
        currency: str,
        days: AppleDays | None = None,
    ) -> None:
        """Takes one price, or says why not."""
        region, money = region_named(code), self._money(where, amount, currency)
        if not region:
            self._say(where, f"{code} is not a region", "report it, with the file")
        if region and money is not None:
            period = days or AppleDays()
            self._prices.append(
                StorePrice(
                    platform=platform,
                    region=region,
                    product=product,
                    money=money,
                    says_currency=True,
                    where=f"{self._file}:{where}",
                    start=period.start_date,
                    end=period.end_date,
                )
            )

    def _money(self, where: str, amount: str, currency: str) -> Money | None:
        known = CURRENCIES.get(currency)
        if known is None:
            self._say(where, f"{currency} is not a currency", "write the code of ISO 4217")
            return None
        number = read_amount(amount, known.exponent, ".") if amount else None
        if isinstance(number, NotAPrice):
            self._say(where, number.sentence, number.advice)
            return None
        money = amount_of(number, known) if number else None
        if number and (money is None or not money.minor):
            why = "is nothing" if money is not None else f"has more decimals than {currency}"
            self._say(where, f"{number} {why}", "save the answer again as it came")
            return None
        return money

    def _say(self, where: str, sentence: str, advice: str) -> None:
        self._faults.append(Fault(f"{self._file}:{where}", sentence, advice))
