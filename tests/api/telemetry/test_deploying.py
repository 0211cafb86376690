"""The files in deploy/, each as far as a machine without what runs them can check it."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ratecard.api.callers.callers import Callers
from ratecard.api.serving.settings import Settings
from ratecard.api.telemetry.families import CLOSED, CODES, PREFIX
from ratecard.cli.serve import serve
from ratecard.loading import load_book
from tests.api.http.running import SMALLEST
from tests.api.telemetry.test_failures import names_of_metrics
from tests.books import sound

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "ratecard.service"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNIT.read_text("utf-8").replace("\\\n", " "))
    return parser


def options_of(command: Any) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


def test_every_option_of_the_unit_is_one_of_the_command() -> None:
    words = shlex.split(unit()["Service"]["ExecStart"])
    assert words[0].endswith("/bin/ratecard")
    assert words[1] == serve.name
    given = {word for word in words if word.startswith("--")}
    assert given
    assert given <= options_of(serve)


def test_the_unit_waits_for_the_drain_and_the_stop() -> None:
    service = unit()["Service"]
    words = shlex.split(service["ExecStart"])
    seconds = {name: int(words[words.index(name) + 1]) for name in ("--drain-seconds", "--stop-seconds")}
    assert int(service["TimeoutStopSec"]) >= sum(seconds.values()) + 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """With a program that is there in the place of the one that is to be installed."""
    text = UNIT.read_text("utf-8").replace("/usr/local/lib/ratecard/.venv/bin/ratecard", sys.executable)
    copy = tmp_path / UNIT.name
    copy.write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False, timeout=60
    )
    said = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert said == []


def test_every_variable_of_the_dockerfile_is_a_setting() -> None:
    named = set(re.findall(r"RATECARD_(\w+)=", DOCKERFILE))
    assert named - {"BOOK"} <= {name.upper() for name in Settings.__struct_fields__}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim"] * 2  # of no registry by name


def test_the_proxy_speaks_tls_and_http2_to_the_port_of_the_unit() -> None:
    assert NGINX.count("{") == NGINX.count("}")
    code = [line.strip() for line in NGINX.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert [line for line in code if not line.endswith((";", "{", "}"))] == []
    assert {"listen 443 ssl;", "http2 on;"} <= set(code)
    words = shlex.split(unit()["Service"]["ExecStart"])
    assert f"server 127.0.0.1:{words[words.index('--port') + 1]};" in code
    assert f"server_name {words[words.index('--allowed-hosts') + 1]};" in code
    assert "proxy_set_header X-Request-Id $request_id;" in code
    (scrape,) = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
    port = words[words.index("--metrics-port") + 1]
    assert scrape["static_configs"] == [{"targets": [f"127.0.0.1:{port}"]}]


def expressions() -> list[str]:
    """What alert rules and the dashboard ask of Prometheus."""
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    board = json.loads((DEPLOY / "dashboard.json").read_text("utf-8"))
    asked = [rule["expr"] for rule in group["rules"]]
    return asked + [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_every_metric_that_is_asked_for_is_told() -> None:
    known = names_of_metrics(sound(load_book(SMALLEST)))
    values = {
        "code": {*CODES},
        "source": {"cache", "executed"},
        "state": {"read"},
        "job": {"ratecard"},
        "reason": {*CLOSED},
    }
    for expression in expressions():
        named = set(re.findall(rf"\b{PREFIX}\w+", expression))
        assert named <= known, expression
        assert named or "up{" in expression
        assert expression.count("(") == expression.count(")")
        for label, value in re.findall(r'(\w+)!?="([^"]*)"', expression):
            assert value in values[label], expression
    assert f"{PREFIX}nothing_total" not in known
    assert Callers().directories == ()


def test_every_alert_says_what_it_is() -> None:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    names = [rule["alert"] for rule in group["rules"]]
    assert len(set(names)) == len(names)
    for rule in group["rules"]:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]


def test_every_file_is_told_of_on_the_page() -> None:
    page = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    for file in DEPLOY.iterdir():
        assert f"../deploy/{file.name}" in page
