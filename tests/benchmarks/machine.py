"""What the benchmarks run on: the libraries' versions and the machine, so that figures are read beside them."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from ratecard import __version__
from tests.benchmarks.peers import releases

CPU_INFO = Path("/proc/cpuinfo")


def about(*libraries: str) -> dict[str, str]:
    """Versions, those of further libraries too, cores, the processor's name, and how busy the machine is just now."""
    found = {"ratecard": __version__, "Python": platform.python_version()}
    found |= {name: version(name) for name in ("PyYAML", "msgspec", *libraries)}
    found |= releases()
    busy = " ".join(f"{load:.2f}" for load in os.getloadavg())
    return found | {"processor": processor(), "cores": str(os.cpu_count()), "load average at the start": busy}


def processor(info: Path = CPU_INFO) -> str:
    """The processor's name as Linux tells it; elsewhere, or where it tells none, its kind."""
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
