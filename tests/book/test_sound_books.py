"""A sound book answers every question about all that it declares, or refuses for a reason that lies in the question."""

from random import Random

from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from ratecard.diagnostics.text import render_lines
from ratecard.loading import load_texts
from tests.book.everything import faults
from tests.strategies.books import Book
from tests.strategies.chains import chains
from tests.strategies.drawing import Drawer
from tests.strategies.restructuring import Trees, lacking, restructured, texts_of, trees_of

VARIANTS = 8


def _look(trees: Trees, seed: int) -> bool:
    texts = texts_of(trees)
    loaded = load_texts(texts)
    if loaded.book is None:
        return False
    found = faults(loaded.book, Random(seed), 60)
    note("\n".join(f"--- {path}\n{text}" for path, text in texts.items()))
    assert not found, "\n".join(found[:3])
    return True


S = [0, 0]


@settings(max_examples=settings().max_examples, phases=[Phase.generate])
@given(book=chains(), data=st.data())
def test_a(book: Book, data: st.DataObject) -> None:
    drawer, trees = Drawer(data.draw), trees_of(book.files)
    for _ in range(VARIANTS):
        S[0] += 1
        S[1] += _look(restructured(drawer, trees, drawer.number(1, 3)), drawer.number(0, 99))


@settings(max_examples=settings().max_examples, phases=[Phase.generate])
@given(book=chains(), data=st.data())
def test_b(book: Book, data: st.DataObject) -> None:
    drawer, trees = Drawer(data.draw), trees_of(book.files)
    for _ in range(VARIANTS):
        _look(lacking(drawer, trees, drawer.number(1, 3)), drawer.number(0, 99))
