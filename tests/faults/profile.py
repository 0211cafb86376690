"""How the agreement tests are run against a fault: few examples, no shrinking, the same ones at every run."""

import os

import pytest
from hypothesis import Phase, settings

EXAMPLES = 250
SEED = 2026


@pytest.hookimpl
def pytest_sessionstart(session: pytest.Session) -> None:
    """Loads the profile after that of conftest.py, and makes sure that the faulty copy is what is tested."""
    import ratecard

    assert str(ratecard.__file__).startswith(os.environ["RATECARD_FAULTY"]), (ratecard.__file__, session)
    settings.register_profile(
        "faults", max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
    )
    settings.load_profile("faults")
