"""The build hook: a wheel carries rules/, regions/, world/ and schema/ as data; an editable install does not.

A static include would copy them into editable installs too, where the copy would go stale at the first edit.
`ratecard.shipped` finds the book in either case.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("rules", "regions", "world", "schema")
LEFT_OUT = "rules/tests/"
"""Where files say what the book should answer, and state no rules."""


class CarryTheBook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folders in CARRIED to a standard wheel, as ratecard/_shipped/rules and so on."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map each file to its place in the wheel; `version` is "standard" or "editable"."""
        if version == "editable":
            return
        for folder in CARRIED:
            for path in sorted(Path(self.root, folder).rglob("*")):
                name = path.relative_to(self.root).as_posix()
                if path.is_file() and not name.startswith(LEFT_OUT):
                    build_data["force_include"][str(path)] = f"ratecard/_shipped/{name}"
