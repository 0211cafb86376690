"""Another library of the world than the installed one: a folder, or what it held in a git revision."""

from ratecard.book.library import FOLDER
from ratecard.loading.revisions import Revision
from ratecard.loading.sources import Folder
from ratecard.loading.world import World, world_of


def world_in(source: Folder | Revision) -> World:
    """The library that a folder holds, or held in a revision. Raises NoBook or ValueError where it holds none."""
    if isinstance(source, Revision):
        found = source.texts(".yaml")
    else:
        files = sorted(source.path.rglob("*.yaml"))
        found = {path.relative_to(source.path).as_posix(): path.read_bytes() for path in files if path.is_file()}
    return world_of({FOLDER + path: text for path, text in found.items()})
