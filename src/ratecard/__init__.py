"""Ratecard: exact, explained prices for virtual currencies, stated in YAML and answered over GraphQL."""

__version__ = "0.1.0"
