"""A sound book answers every question about all that it declares, or refuses for a reason that lies in the question.

Books are tried that lack what their author has not written yet, and books with every structural mistake: values ended,
groups dropped, currencies moved, sections moved under platforms or into other files, names gone. What `check` calls
sound must answer; most of them it does not call so.
"""

from random import Random

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from ratecard.loading import load_texts
from tests.book.everything import faults
from tests.books import folder_texts
from tests.cases.smallest import CASES
from tests.strategies.books import Book, books
from tests.strategies.chains import chains
from tests.strategies.drawing import Drawer
from tests.strategies.restructuring import Trees, lacking, restructured, texts_of, trees_of

VARIANTS = 6
QUESTIONS_MOST = 60
MISTAKES = (1, 1, 1, 2, 3)
KNOWN = [trees_of(folder_texts(folder)) for folder in sorted((CASES / "good").iterdir())]
FULL = [trees for trees in KNOWN if any("payouts" in tree for tree in trees.values())]

patiently = settings(
    max_examples=max(settings().max_examples // 4, 5),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def is_sound(trees: Trees, seed: int) -> bool:
    """Whether a book loads without an error; then it is asked, and every answer must be as it should."""
    files = texts_of(trees)
    loaded = load_texts(files)
    if loaded.book is None:
        return False
    found = faults(loaded.book, Random(seed), QUESTIONS_MOST)
    if found:
        note("\n".join(f"--- {file}\n{text}" for file, text in files.items()))
    assert not found, "\n".join(found[:3])
    return True


@patiently
@given(book=chains(), data=st.data())
def test_a_book_in_which_parts_are_not_written_yet_is_unsound_or_answers(book: Book, data: st.DataObject) -> None:
    drawer, trees = Drawer(data.draw), trees_of(book.files)
    assert is_sound(trees, 0)
    for _ in range(VARIANTS):
        is_sound(lacking(drawer, trees, drawer.one(MISTAKES)), drawer.number(0, 99))


@patiently
@given(book=st.one_of(chains(), books()), data=st.data())
def test_a_book_with_structural_mistakes_is_unsound_or_answers(book: Book, data: st.DataObject) -> None:
    drawer, trees = Drawer(data.draw), trees_of(book.files)
    for _ in range(VARIANTS):
        is_sound(restructured(drawer, trees, drawer.one(MISTAKES)), drawer.number(0, 99))


@patiently
@given(data=st.data())
def test_a_known_book_with_structural_mistakes_is_unsound_or_answers(data: st.DataObject) -> None:
    drawer = Drawer(data.draw)
    for _ in range(VARIANTS * 2):
        trees = drawer.one(FULL if drawer.maybe(60) else KNOWN)
        change = drawer.one((restructured, restructured, lacking))
        is_sound(change(drawer, trees, drawer.one(MISTAKES)), drawer.number(0, 99))
