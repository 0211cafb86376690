"""The platform that a cell of a sheet names, in the words that people have for stores."""

PLATFORMS = {
    "ios": "ios; iphone; ipad; apple; app store; appstore; apple app store; itunes",
    "android": "android; google; google play; play store; play; googleplay",
    "web": "web; website; web shop; webshop; site; browser; online; stripe",
}
_PLATFORM_OF = {word: platform for platform, words in PLATFORMS.items() for word in words.split("; ")}


def platform_named(text: str) -> str | None:
    """The platform that a text names: "ios" for "App Store"; None where it is not one."""
    return _PLATFORM_OF.get(text.casefold())
