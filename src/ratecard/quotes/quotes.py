"""What a purchase comes to: frozen figures in minor units, with what they were computed from."""

from enum import Enum

import msgspec

from ratecard.currency import Currency
from ratecard.instants import Instant
from ratecard.money import Coins, UnitPrice
from ratecard.quotes.refusals import Condition, Refusal
from ratecard.quotes.requests import PriceListRequest, PurchaseRequest
