"""`python -m tests.benchmarks.http.server PORT BYTES`: the server, with one more route that answers constant bytes.

It runs as `ratecard serve` runs. Nobody is limited by cost: what is measured is speed.
"""

import sys

import uvicorn
from litestar import Response, get

from ratecard.api.context import system_clock
from ratecard.api.current import CurrentBook
from ratecard.api.serving.app import create_app
from ratecard.api.serving.server import config_of
from ratecard.api.serving.settings import Settings
from ratecard.api.serving.workers import freeze_heap
from ratecard.loading import load_book
from ratecard.shipped import shipped_book

CONSTANT = "/constant"


def main(port: int, size: int) -> None:
    """Serves until the process is ended."""
    body = b'{"data":"' + b"x" * max(0, size - 11) + b'"}'

    @get(CONSTANT)
    async def constant() -> Response[bytes]:
        return Response(body, media_type="application/json")

    book = load_book(shipped_book()).book
    assert book is not None
    settings = Settings(port=port, burst=10**12, rate=10**12)
    app = create_app(CurrentBook(book), system_clock, settings, more=[constant])
    config = config_of(app, settings)
    config.port = port
    freeze_heap()
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
