"""Peers from other packages answer as the engine does, where they are installed; and the growth of cost is drawn."""

from xml.etree import ElementTree

import pytest

from ratecard.book.rulebook import RuleBook
from ratecard.loading import load_texts
from tests.benchmarks import ceiling, cel, engine, growth, openfisca
from tests.benchmarks.peers import CEL_MARKETS, CEL_ROWS, OPENFISCA, OPENFISCA_DAYS, Peer, missing, peers, releases
from tests.benchmarks.plot import Panel, svg, top_of
from tests.benchmarks.quoting import Peers, traced
from tests.benchmarks.rounds import Times
from tests.benchmarks.workload import CODES, Question, Workload, questions, workload

NEEDED = {
    **dict.fromkeys((CEL_ROWS, CEL_MARKETS), ("common-expression-language", cel.INSTALLED)),
    **dict.fromkeys((OPENFISCA, OPENFISCA_DAYS), ("openfisca-core", openfisca.INSTALLED)),
}
needs_openfisca = pytest.mark.skipif(
    not openfisca.INSTALLED, reason="openfisca-core is an extra: `make bench` installs it"
)


@pytest.fixture(scope="module")
def made() -> Workload:
    return workload(14)


@pytest.fixture(scope="module")
def book(made: Workload) -> RuleBook:
    loaded = load_texts(made.texts).book
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def asked(made: Workload) -> list[Question]:
    return questions(made, 500)


@pytest.fixture(scope="module")
def everyone(made: Workload, asked: list[Question]) -> dict[str, Peer]:
    return peers(made, asked)


@pytest.mark.parametrize(
    ("name", "answered"), [(CEL_ROWS, 500), (CEL_MARKETS, 500), (OPENFISCA, 50), (OPENFISCA_DAYS, 500)]
)
def test_a_peer_answers_as_the_engine_does(everyone: dict[str, Peer], book: RuleBook, name: str, answered: int) -> None:
    package, installed = NEEDED[name]
    if not installed:
        pytest.skip(f"{package} is an extra: `make bench` installs it")
    answers = dict(everyone[name].answers())
    assert len(answers) == answered
    for question, figures in answers.items():
        assert figures == engine.figures(book, engine.request_of(question))


def test_each_package_is_told_by_its_version_or_is_told_to_be_missing() -> None:
    assert sorted([*releases(), *missing()]) == ["common-expression-language", "openfisca-core", "zen-engine"]


def test_whoever_asks_fewer_a_round_has_its_times_brought_to_a_whole_round(
    monkeypatch: pytest.MonkeyPatch, made: Workload, book: RuleBook, asked: list[Question]
) -> None:
    few = Peer([[1]], lambda _: None, None, lambda: iter(()), 25)
    monkeypatch.setattr("tests.benchmarks.quoting.peers", lambda *_: {"few": few, "all": few._replace(per_round=250)})
    monkeypatch.setattr(
        "tests.benchmarks.quoting.take_turns", lambda runners, _: Times({name: [1.0] for name in runners})
    )
    seconds = Peers(book, made, asked).measure(1).seconds
    assert (seconds["few"], seconds["all"]) == ([10.0], [1.0])
    assert traced("few") not in seconds


@needs_openfisca
def test_openfisca_changes_the_price_on_the_day_that_the_region_begins(made: Workload) -> None:
    offer = made.offers[0]
    before = Question(offer.region, offer.platform, offer.package, 1, offer.versions[1].start - 1)
    peer, listed = openfisca.OpenFiscaPeer(made.offers), ceiling.FIGURES.index("listed")
    both = [peer.figures(openfisca.simulated([each]))[0] for each in (before, before._replace(at=before.at + 1))]
    assert [figures[listed] for figures in both] == [version.listed_minor for version in offer.versions]


def test_a_region_of_every_code_is_a_sound_book() -> None:
    assert len(set(CODES)) == len(CODES) == 250
    assert load_texts(workload(250).texts).diagnostics == ()


def test_a_book_can_state_more_dates() -> None:
    more = workload(2, versions=growth.DATES)
    assert more.prices == 2 * growth.PRICES_PER_REGION
    assert load_texts(more.texts).diagnostics == ()


def test_growth_is_measured_at_each_size_and_drawn() -> None:
    grown = growth.measure(growth.QUICK)
    assert list(grown.regions.values()) == [2, 4]
    assert list(grown.prices.values()) == [96, 192]
    assert all(kept > 0 for kept in grown.kept.values())
    drawn = ElementTree.fromstring(growth.plot(grown))
    said = ["".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Quotes a second", "with trace", "Load and check, s", "192"} <= set(said)


@pytest.mark.parametrize(("greatest", "top"), [(0.3, 0.5), (1, 1), (1.1, 2), (2.4, 2.5), (460_000, 500_000), (0, 1)])
def test_an_axis_ends_at_a_round_number(greatest: float, top: float) -> None:
    assert top_of(greatest) == pytest.approx(top)


def test_a_line_is_drawn_from_the_corner_upwards() -> None:
    drawn = svg([Panel("a < b", "sizes", {"one": [(1, 1), (2, 2)]})])
    assert "a &lt; b" in drawn
    assert '<polyline points="172.0,117.0 282.0,40.0"' in drawn
