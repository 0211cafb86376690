"""What records say of the places at which a package is named: each has to be one that some file gives coins."""

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
