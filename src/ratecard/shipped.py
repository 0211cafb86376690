"""Where the shipped rule book and the library of the world lie: in place in a checkout, as data in a wheel."""

from pathlib import Path


def shipped_book() -> Path:
    """The folder that holds the shipped `rules/` and `regions/`.

    An installed wheel has it beside this module, where hatch_build.py put it. A checkout (and so an editable install)
    has it at its top, two folders above the package, so that an edit of a rule counts at the next start.
    """
    carried = Path(__file__).parent / "_shipped"
    return carried if carried.is_dir() else Path(__file__).resolve().parents[2]


def shipped_library() -> Path:
    """The folder of the library of the world, which lies beside the shipped book."""
    return shipped_book() / "world"
