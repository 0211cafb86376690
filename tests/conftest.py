"""Settings shared by all tests: how hard the properties try, and which worker runs what, in one place.

RATECARD_PROFILE names the profile: `default` at the desk, `ci` (the same examples at every run),
`thorough` (for a long afternoon), `mutants` (a few examples and no shrinking, for thousands of runs).
"""

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from xdist.remote import Producer

    from tests.scheduling import FileByFile

# What the shipped book accepts ends one day: `ratecard check` and `ratecard guards` of tests are of this day.
os.environ["RATECARD_TODAY"] = "2026-11-28"

# No deadline anywhere: a slow machine is not a failure.
settings.register_profile("default", max_examples=100, deadline=None)
settings.register_profile("ci", max_examples=40, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", max_examples=5_000, deadline=None)
settings.register_profile(
    "mutants", max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("RATECARD_PROFILE", "default"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "FileByFile | None":
    """Tests go to the workers file by file, where they go by groups at all (`--dist loadgroup`)."""
    from tests.scheduling import FileByFile

    return FileByFile(config, log) if config.getvalue("dist") == "loadgroup" else None
