"""The locales that every test of formatting goes through: those shipped, and one of each kind that is odd."""

SHIPPED_LOCALES = (
    # Of the shipped rules' languages and regions.
    "en", "en-US", "en-CA", "fr-CA", "fr", "de", "ja", "ar", "ar-KW", "bg", "nb", "pl",
    # Own digits: Persian, Bengali, Marathi (which groups amounts and numbers differently), Burmese, Nepali, Kurdish.
    "fa", "bn", "mr", "my", "ne", "ckb",
    # Lakhs and crores; right to left with Latin digits; own groups and signs.
    "hi", "en-IN", "he", "ur", "de-CH", "de-AT", "fr-CH", "pt-BR", "pt-PT", "es", "es-MX", "sv", "th", "lt", "nl",
    "it", "ru", "tr", "zh-Hant-TW", "sr-Latn", "ro", "sw",
    # Digits that are asked for.
    "ar-EG-u-nu-latn", "en-u-nu-arab", "hi-u-nu-deva", "th-u-nu-thai", "km-u-nu-khmr",
)  # fmt: skip
