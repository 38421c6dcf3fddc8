"""``auth401 knowledge``: what an editor of the knowledge types, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.authoring.scaffold import TEMPLATES, new_entry
from bot.faces.terminal.commands.knowledge import command as knowledge
from bot.knowledge.entries import entry_of
from bot.knowledge.load import builtin_folder
from bot.knowledge.schema import KINDS


def run(*words: str, given: str | None = None, **env: str) -> tuple[int, str]:
    """Exit status and output of ``auth401 knowledge …``."""
    settings = {"AUTH401_KNOWLEDGE": None, **env}
    done = CliRunner().invoke(knowledge, list(words), input=given, env=settings)
    return done.exit_code, done.output


def test_list_names_every_kind() -> None:
    """All ids can be listed, or those of one kind."""
    status, out = run("list", "causes")
    assert status == 0
    assert "causes/token-expired  The token or key has expired" in out
    assert "providers/github" in run("list")[1]


def test_show_prints_the_file_and_its_override(tmp_path: Path) -> None:
    """An entry is shown as it stands on disk, the overriding file last."""
    ours = tmp_path / "steps/flush-dns.yaml"
    ours.parent.mkdir()
    ours.write_text("text: 'Ours.'\nsource: x\n", encoding="utf-8")
    status, out = run("show", "steps/flush-dns", AUTH401_KNOWLEDGE=str(tmp_path))
    assert status == 0
    assert out.index("ipconfig /flushdns") < out.index("Ours.")


def test_show_prints_the_facts_of_a_check() -> None:
    """Each with its type and its sentence, those of the answer that every probe has among them."""
    status, out = run("show", "given-probe")
    assert status == 0
    assert "given-probe.left_out: list of str: " in out
    assert "given-probe.retry_after: str: " in out


def test_show_of_nothing_is_a_usage_error() -> None:
    """An unknown id ends with status 2 and says where all are listed."""
    status, out = run("show", "no-such-thing")
    assert status == 2
    assert "knowledge list" in out


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_json_schema_without_what_the_loader_fills_in(kind: str) -> None:
    """Editors get a JSON Schema of each kind; id stands in no file, so it is not in the schema."""
    status, out = run("schema", kind)
    made = json.loads(out)
    assert status == 0
    assert "id" not in made["$defs"][KINDS[kind].__name__]["properties"]
    assert made["$defs"][KINDS[kind].__name__]["additionalProperties"] is False


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_new_entry_is_an_entry(kind: str) -> None:
    """The template of each kind is valid as it stands."""
    assert entry_of(new_entry(kind, "x.json"), kind=kind, id="fresh").id == "fresh"


def test_new_writes_a_template_with_its_schema_beside_it(tmp_path: Path) -> None:
    """An editor finds the schema by the hint in the first line, and a second time nothing is overwritten."""
    status, _ = run("new", "causes", "quota-used-up", "--folder", str(tmp_path))
    path = tmp_path / "causes/company/quota-used-up.yaml"
    hint = path.read_text(encoding="utf-8").splitlines()[0]
    assert status == 0
    assert hint == "# yaml-language-server: $schema=../../.schema/causes.json"
    assert (path.parent / hint.partition("=")[2]).resolve().is_file()
    assert run("new", "causes", "quota-used-up", "--folder", str(tmp_path))[0] == 2


def test_lint_complains_of_an_overlay_alone(tmp_path: Path) -> None:
    """Faults of an overlay folder are named by file and line, with status 1."""
    path = tmp_path / "steps/ours.yaml"
    path.parent.mkdir()
    path.write_text("text: 'Ask {hosst}.'\nsource: x\n", encoding="utf-8")
    status, out = run("lint", str(tmp_path))
    assert status == 1
    assert f"{tmp_path.name}/steps/ours.yaml:1: text: {{hosst}}: no such check" in out
    assert "knowledge/causes" not in out


@pytest.mark.parametrize("kind", [kind.removesuffix("s") for kind in KINDS])
def test_a_starting_point_is_clean_as_it_stands(kind: str, tmp_path: Path) -> None:
    """What `knowledge new` writes passes `knowledge lint`, its examples included."""
    assert run("new", kind, "acme-first", "--folder", str(tmp_path))[0] == 0
    status, out = run("lint", str(tmp_path))
    assert (status, out[:8]) == (0, "0 faults")


@pytest.mark.parametrize("name", ["../x", "A", "a/b", "a b"])
def test_a_new_entry_s_id_is_no_path(name: str, tmp_path: Path) -> None:
    """An id cannot lead out of the folder."""
    assert run("new", "cause", name, "--folder", str(tmp_path / "ours"))[0] == 2
    assert not (tmp_path / "ours").exists()


def test_lint_names_a_headline_that_is_too_long_in_the_cause_s_own_example(tmp_path: Path) -> None:
    """A headline that would be passed over for its length is told by its place and as it would read."""
    ours = tmp_path / "causes/signature/digest-required.yaml"
    ours.parent.mkdir(parents=True)
    text = (builtin_folder() / "causes/signature/digest-required.yaml").read_text(encoding="utf-8")
    long = f"headline:\n  - '{{worded.host}} {'asks ' * 15}for Digest'\n"
    ours.write_text(text.replace("headline:\n", long), encoding="utf-8")
    status, out = run("lint", str(tmp_path))
    assert status == 1
    assert "headline 0 is " in out
    assert "characters here; at most 90 is right: camera.example.com asks asks" in out


def test_try_diagnoses_by_the_overlay_as_it_is_on_disk(tmp_path: Path) -> None:
    """An editor sees at once what a paste is answered with the new words."""
    path = tmp_path / "frameworks/ours.yaml"
    path.parent.mkdir()
    path.write_text(
        "name: Ours\nkind: gateway\nsource: x\n"
        "answers:\n  - {match: 'the magic ended', causes: [token-expired], source: x}\n",
        encoding="utf-8",
    )
    command = "curl https://api.example.com/me -H 'Authorization: Bearer q7Yd93kfPz0aLmN4vB8x'"
    paste = f"{command}\nHTTP/1.1 401 Unauthorized\n\nthe magic ended\n"
    status, out = run("try", "--folder", str(tmp_path), "-", given=paste)
    assert status == 0
    assert "expired" in out


MISSING = "curl https://api.example.com/me\nHTTP/1.1 401 Unauthorized\n\nmissing key\n"


def test_try_compares_a_folder_of_pastes_with_what_is_expected(tmp_path: Path) -> None:
    """Texts in folders that are called like causes, and files of cases; status 1 with the differences."""
    (tmp_path / "credential-missing").mkdir()
    (tmp_path / "credential-missing/monday.txt").write_text(MISSING, encoding="utf-8")
    cases = [{"name": "a talk", "paste": "we fixed it", "cause": ""}]
    (tmp_path / "more.yaml").write_text(json.dumps({"cases": cases}), encoding="utf-8")
    status, out = run("try", str(tmp_path))
    assert (status, out) == (0, "2 of 2 as expected\n")
    (tmp_path / "token-expired").mkdir()
    (tmp_path / "token-expired/tuesday.txt").write_text(MISSING, encoding="utf-8")
    status, out = run("try", str(tmp_path))
    assert status == 1
    assert "token-expired/tuesday.txt: token-expired expected, credential-missing said" in out
    assert "2 of 3 as expected" in out


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.yaml", "cases: []", "no cases here"),
        ("a.yaml", "cases: [{name: a, paste: b, cause: nothing-like-it}]", "no such cause: nothing-like-it"),
        ("a.yaml", "cases: [{name: a, paste: b}]", "cause"),
        ("a.yaml", "just words", "cases with name, paste and cause"),
        ("a.yaml", "a: &b c", "anchor"),
        ("unheard-of/a.txt", "x", "no such cause: unheard-of"),
    ],
)
def test_what_cannot_be_tried_is_a_usage_error(name: str, text: str, words: str, tmp_path: Path) -> None:
    """A misspelt cause or an empty folder is no success."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    status, out = run("try", str(tmp_path))
    assert status == 2
    assert words in " ".join(out.split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_beside_the_entries_are_fresh(kind: str) -> None:
    """What an editor reads beside the built-in entries is what the program would print now."""
    kept = builtin_folder() / "schema" / f"{kind}.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == json.loads(run("schema", kind)[1])
