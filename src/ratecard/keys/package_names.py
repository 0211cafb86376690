"""What records say of the places at which a package, an item or a unit is named: each must be stated in some file."""

from ratecard.book.records import Names


def package_at(*path: str, hint: str = "state packages: {{}: {coins: …}}") -> Names:
    """That a package is named at this path, in which * stands for any identifier."""
    return Names(
        path=path,
        table=("packages",),
        code="unknown-package",
        sentence="{} is a package to which no file gives coins",
        hint=hint,
    )


def item_at(*path: str) -> Names:
    """That an item is named at this path."""
    return Names(
        path=path,
        table=("items",),
        code="unknown-item",
        sentence="{} is an item that no file declares",
        hint="state items: {{}: {name: …}}",
    )


def unit_at(*path: str) -> Names:
    """That a unit is named at this path."""
    return Names(
        path=path,
        table=("units",),
        code="unknown-unit",
        sentence="{} is a unit that no file declares",
        hint="declare it under rules/: units: {{}: {name: …}}",
    )
