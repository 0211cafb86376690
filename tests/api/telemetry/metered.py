"""Metrics as a test reads them, by Prometheus's own parser."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

Sample = tuple[str, tuple[tuple[str, str], ...]]


def samples(text: str) -> dict[Sample, float]:
    """Each sample with its labels in order of name."""
    return {
        (sample.name.removeprefix("ratecard_"), tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read(http: httpx.Client, url: str = "/metrics") -> dict[Sample, float]:
    """The metrics of a server."""
    response = http.get(url)
    assert response.status_code == httpx.codes.OK, response.text
    return samples(response.text)


def requests(told: dict[Sample, float], operation: str, code: str = "OK") -> float:
    """How many requests of an operation ended so."""
    return told.get(("requests_total", (("code", code), ("operation", operation))), 0)
