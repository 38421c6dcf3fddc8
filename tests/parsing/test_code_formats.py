"""Snippets, commands and traces kept as data: what is read from each paste."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.diagnosis.surroundings import surroundings
from bot.listing import modules
from bot.model import Request
from bot.parsing import formats
from bot.parsing import parse as parsing
from bot.parsing._reading import NOTHING
from bot.parsing.parse import parse
from tests.parsing.test_formats import FILES

_CASES = [(name, case) for name, cases in FILES.items() for case in cases if "paste" in case]
_KEYS = {"name", "paste", "requests", "status", "problems"}


@pytest.mark.parametrize("name", modules(formats))
def test_each_format_reads_something(name: str) -> None:
    """Of all cases of all files, one at least is read by this format itself: a format without a case is not held."""
    reader = modules(formats)[name]
    curl = yaml.safe_load(Path(__file__).with_name("formats").joinpath("curl.yaml").read_text("utf-8")).values()
    cases = [case for file in (*FILES.values(), curl) for case in file]
    texts = [str(case.get("text") or case.get("paste") or case.get("repeat", "")) for case in cases]
    assert any(reader.read(text) != NOTHING for text in texts)


def test_a_format_declares_itself() -> None:
    """Its id is the name of its file, and nobody else compares such ids: readers ask for traits."""
    found = modules(formats)
    assert [module.FORMAT.id for module in found.values()] == list(found)
    compared = re.compile(r"(?<!\banswer)(?<!\btold)\.format(?:\.id)? (?:[!=]=|(?:not )?in) ")  # theirs is a body's
    sources = Path(formats.__path__[0]).parents[1].rglob("*.py")
    assert [path.name for path in sources if compared.search(path.read_text("utf-8"))] == []


def test_a_new_format_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module in the folder is read and its requests have its traits, without a line elsewhere."""
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    tmp_path.joinpath("new_tool.py").write_text(
        "from bot.model import Format\nfrom bot.parsing._reading import Reading, make_request\n"
        'FORMAT = Format("new-tool", "script", system="windows")\nMARKS = ("new-tool ",)\n'
        "def read(text):\n    return Reading(requests=(make_request(FORMAT, 'GET', text.split()[1]),))\n"
    )
    parsing._formats.cache_clear()
    try:
        report = parse("new-tool https://api.example/me")
    finally:
        parsing._formats.cache_clear()
    assert [(str(request.format), request.format.is_command) for request in report.requests] == [("new-tool", True)]
    assert surroundings(report) == {"windows"}


def _shown(request: Request) -> dict[str, object]:
    shown: dict[str, object] = {"request": f"{request.method} {request.url}"}
    if request.headers:
        shown["headers"] = [f"{name}: {value}" for name, value in request.headers]
    if request.body is not None:
        shown["body"] = request.body.decode()
    if request.credentials:
        shown["credentials"] = [f"{c.kind} {c.location} {c.secret.reveal()}" for c in request.credentials]
    return shown


@pytest.mark.parametrize(("name", "case"), _CASES, ids=[f"{name}: {case['name']}" for name, case in _CASES])
def test_a_paste_is_read_as_its_case_says(name: str, case: dict[str, object]) -> None:
    """Method, address, fields, body, credentials, status and problems are those that the case names."""
    assert case.keys() <= _KEYS
    report = parse(str(case["paste"]))
    assert [_shown(request) for request in report.requests] == case["requests"]
    assert (report.observed.status if report.observed else None) == case.get("status")
    assert sorted({problem.code for problem in report.problems}) == case.get("problems", [])


@pytest.mark.parametrize("name", sorted({name for name, _ in _CASES}))
def test_each_format_has_whole_and_damaged_cases(name: str) -> None:
    """Every format is held to at least six cases, one of them damaged and one that is no such paste."""
    names = [case["name"] for shown, case in _CASES if shown == name]
    assert len(names) >= 6
    assert any("damaged" in shown for shown in names)
    assert any(shown.startswith("no ") for shown in names)
