"""The files by which it is deployed say what the program knows: settings, commands, pages and metrics."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot.__main__ import main
from bot.faces.slack.metrics import Metrics
from bot.settings import VARIABLES
from tests.faces.slack.stand import stand

ROOT = Path(__file__).parents[1]
OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, each with what follows its name."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    found = [line.partition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in found]


def composed() -> dict[str, Any]:
    """The services of compose.yaml."""
    services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return services


def unit() -> list[tuple[str, str]]:
    """The settings of the systemd unit."""
    lines = (ROOT / "deploy" / "auth401.service").read_text().splitlines()
    return [(name, value) for name, is_setting, value in (line.partition("=") for line in lines if line[:1].isalpha())]


def health_check() -> list[str]:
    """The command in the Dockerfile."""
    (check,) = [rest.partition("CMD ")[2] for name, rest in instructions() if name == "HEALTHCHECK"]
    command: list[str] = json.loads(check)
    return command


def test_environments_name_settings() -> None:
    """What is set and what is filled in, in all files."""
    image = [one.partition("=")[0] for name, rest in instructions() if name == "ENV" for one in shlex.split(rest)]
    services = composed()
    ours = [name for service in services for name in services[service]["environment"] if service != "database"]
    (started,) = [value for name, value in unit() if name == "ExecStart"]
    by_unit = [word.partition("=")[0] for word in shlex.split(started) if "=" in word]
    assert image
    assert by_unit
    assert {*image, *ours, *by_unit} <= set(VARIABLES)
    assert set(services["database"]["environment"]) <= OF_POSTGRES
    filled_in = re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text())
    assert set(filled_in) <= {*VARIABLES, *OF_POSTGRES}


def test_commands_are_the_programs() -> None:
    """Each command line begins with auth401 and goes on with a command that it has, without further words."""
    given = dict(instructions())
    lines = [shlex.join(json.loads(given["ENTRYPOINT"]) + json.loads(given["CMD"]))]
    lines += [shlex.join(["auth401", *service["command"]]) for service in composed().values() if "command" in service]
    lines += [line.partition(": ")[2] for line in (ROOT / "Procfile").read_text().splitlines()]
    lines += [value.rpartition("AUTH401_DATA=/var/lib/auth401 ")[2] for name, value in unit() if name == "ExecStart"]
    assert len(lines) == 6
    for line in lines:
        program, command = shlex.split(line)
        assert Path(program).name == "auth401"
        assert command in main.list_commands(click.Context(main))


def test_the_image_is_no_root_and_holds_no_more_than_it_needs() -> None:
    """The last stage runs as somebody; what is copied exists and is let through."""
    assert int(dict(instructions())["USER"]) > 0
    copied = [
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied)
    assert all((ROOT / source).exists() for source in copied)


async def test_the_health_check_works(tmp_path: Path) -> None:
    """It succeeds while the app listens, and fails when it does not any more."""
    command = [sys.executable, *health_check()[1:]]

    async def status(port: str) -> int:
        variables = {"PORT": port, "http_proxy": "http://127.0.0.1:1"}
        process = await asyncio.create_subprocess_exec(*command, env=variables, stderr=asyncio.subprocess.DEVNULL)
        return await process.wait()

    async with stand(tmp_path) as slack:
        port = slack.url.rpartition(":")[2]
        assert await status(port) == 0
    assert await status(port) == 1


def test_the_dashboard_shows_each_metric_and_no_other() -> None:
    """By the names in its queries."""
    panels = json.loads((ROOT / "deploy" / "grafana.json").read_text())["panels"]
    queries = [target["expr"] for panel in panels for target in panel["targets"]]
    shown = {re.sub(r"_(total|bucket)$", "", name) for query in queries for name in re.findall(r"auth401_\w+", query)}
    assert shown == {family.name for family in Metrics().registry.collect()}


def test_operators_are_told_of_each_metric() -> None:
    """`docs/operating.md` says what each is watched for."""
    page = (ROOT / "docs" / "operating.md").read_text()
    assert [family.name for family in Metrics().registry.collect() if f"`{family.name}`" not in page] == []


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """With the program where it is on this machine."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    text = (ROOT / "deploy" / "auth401.service").read_text()
    copy = tmp_path / "auth401.service"
    copy.write_text(text.replace("/opt/auth401/bin/auth401", sys.executable))
    ran = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    assert [line for line in ran.stderr.splitlines() if copy.name in line] == []
