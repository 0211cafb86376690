"""Examples of diagnostics that no text on a page can show. Each gets a folder with the smallest book and changes it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from ratecard.loading.gathering import FILES_MOST
from ratecard.rulefiles.decoding import BYTES_MOST


def nothing(folder: Path) -> None:
    """Leaves the book as it is."""


def empty_folder(folder: Path) -> None:
    shutil.rmtree(folder / "rules")
    shutil.rmtree(folder / "regions")


def no_region_files(folder: Path) -> None:
    (folder / "regions" / "de.yaml").unlink()


def folder_named_like_a_file(folder: Path) -> None:
    (folder / "regions" / "fr.yaml").mkdir()


def link_to_elsewhere(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere.yaml"
    elsewhere.write_text("region: FR\n", encoding="utf-8")
    (folder / "regions" / "fr.yaml").symlink_to(elsewhere)


def many_files(folder: Path) -> None:
    for number in range(FILES_MOST + 1):
        (folder / "rules" / f"note_{number}.yaml").write_text("note: nothing\n", encoding="utf-8")


def large_file(folder: Path) -> None:
    with (folder / "regions" / "de.yaml").open("a", encoding="utf-8") as file:
        file.write("# " + "x" * BYTES_MOST + "\n")


def umlaut_in_latin_1(folder: Path) -> None:
    file = folder / "regions" / "de.yaml"
    file.write_bytes(file.read_bytes() + "# für Käufer\n".encode("latin-1"))


def umlaut_in_utf_8(folder: Path) -> None:
    file = folder / "regions" / "de.yaml"
    file.write_bytes(file.read_bytes() + "# für Käufer\n".encode())


def backspace_in_a_price(folder: Path) -> None:
    file = folder / "regions" / "de.yaml"
    file.write_bytes(file.read_bytes().replace(b"12.99", b"12.98\b9"))


BUILT: dict[str, Callable[[Path], None]] = {
    "an empty folder": empty_folder,
    "a folder with rules and regions": nothing,
    "a book without region files": no_region_files,
    "a book with one region file": nothing,
    "a folder with the name of a rule file": folder_named_like_a_file,
    "no such folder": nothing,
    "a link to a file elsewhere": link_to_elsewhere,
    "no such link": nothing,
    "5,001 rule files": many_files,
    "a few rule files": nothing,
    "a file of 4 MB": large_file,
    "a file of usual size": nothing,
    "an umlaut in Latin-1": umlaut_in_latin_1,
    "an umlaut in UTF-8": umlaut_in_utf_8,
    "a backspace in a price": backspace_in_a_price,
    "a price without it": nothing,
}
