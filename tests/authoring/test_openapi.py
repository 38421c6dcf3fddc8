"""A description becomes an entry; what is broken in it costs itself and one sentence."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.authoring.document import document_of
from bot.authoring.openapi import Imported, imported
from bot.faces.terminal.commands.knowledge import command as knowledge
from bot.knowledge.load import load

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Orders", "version": "1"},
    "servers": [
        {"url": "https://api.orders.test/v1", "description": "Production"},
        {"url": "https://{region}.orders.test/v1", "variables": {"region": {"default": "eu"}}},
        {"url": "https://sandbox.orders.test/{version}", "variables": {"version": {"enum": ["v1", "v2"]}}},
    ],
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Orders-Key"},
            "app": {"type": "apiKey", "in": "query", "name": "app"},
            "login": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://login.orders.test/token", "scopes": {"a": ""}}},
            },
            "oidc": {
                "type": "openIdConnect",
                "openIdConnectUrl": "https://id.orders.test/.well-known/openid-configuration",
            },
            "plain": {"type": "http", "scheme": "Basic", "description": "Deprecated, use a key."},
            "cert": {"type": "mutualTLS"},
        }
    },
    "security": [{"key": [], "app": []}, {"plain": []}],
    "paths": {
        "/orders": {"get": {}, "post": {"security": [{"login": ["orders:write"]}]}},
        "/orders/{id}": {"get": {}, "parameters": []},
        "/health": {"get": {"security": []}},
    },
}


def run(*words: str, given: str | None = None, **env: str) -> tuple[int, str]:
    """Exit status and output of ``auth401 knowledge import-openapi …``."""
    settings = {"AUTH401_KNOWLEDGE": None, **env}
    done = CliRunner().invoke(knowledge, ["import-openapi", *words], input=given, env=settings)
    return done.exit_code, done.output


def changed(**keys: Any) -> Imported:
    """The description with other keys."""
    return imported({**DESCRIPTION, **keys})


def written(tmp_path: Path, document: Any) -> Path:
    """A file with a document."""
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_hosts_environments_schemes_and_operations_are_taken_over(tmp_path: Path) -> None:
    """What a person would write by hand stands in the entry that the program then reads."""
    status, out = run(str(written(tmp_path, DESCRIPTION)), "--id", "orders", "--out", str(tmp_path / "ours"))
    assert status == 0
    assert "4 operations, 3 hosts, 6 security schemes" in out
    entry = load(tmp_path / "ours").providers["orders"]
    assert entry.hosts == ("*.orders.test", "api.orders.test", "sandbox.orders.test")
    assert {home.environment: home.hosts for home in entry.homes}["sandbox"] == ("sandbox.orders.test",)
    assert "https://sandbox.orders.test/v2" in entry.servers
    kinds = {name: (one.type, one.place, one.name, one.scheme, one.deprecated) for name, one in entry.schemes.items()}
    assert kinds == {
        "key": ("apiKey", "header", "X-Orders-Key", "", False),
        "app": ("apiKey", "query", "app", "", False),
        "login": ("oauth2", "", "", "", False),
        "oidc": ("openIdConnect", "", "", "", False),
        "plain": ("http", "", "", "basic", True),
        "cert": ("mutualTLS", "", "", "", False),
    }
    assert entry.schemes["oidc"].issuer == "https://id.orders.test"
    assert entry.schemes["login"].token_url == "https://login.orders.test/token"
    assert {call: each.security for each in entry.operations for call in each.calls} == {
        "GET /orders": ({"key": (), "app": ()}, {"plain": ()}),
        "POST /orders": ({"login": ("orders:write",)},),
        "GET /orders/{id}": ({"key": (), "app": ()}, {"plain": ()}),
        "GET /health": (),
    }


def test_swagger_2_is_read_too() -> None:
    """The older form names its host and security definitions otherwise."""
    made = imported(
        {
            "swagger": "2.0",
            "host": "api.old.test",
            "basePath": "/v2/",
            "paths": {"/a": {"get": {"security": [{"k": []}]}}},
            "securityDefinitions": {"k": {"type": "apiKey", "in": "query", "name": "key"}, "b": {"type": "basic"}},
        }
    ).entry
    assert (made["hosts"], made["servers"]) == (["api.old.test"], ["https://api.old.test/v2"])
    assert [place["in"] for place in made["placement"]] == ["query", "basic"]


YAML = """openapi: 3.0.3
info: {title: Orders, version: 1.0}
servers: [{url: 'https://api.orders.test'}]
components:
  securitySchemes:
    key: &key {type: apiKey, in: header, name: X-Key, x-default: no}
    other: *key
paths:
  /a:
    get: {security: [{key: []}], responses: {401: {description: no}}}
"""


def test_yaml_of_others_is_read_from_standard_input() -> None:
    """Aliases, bare words and numbers of a stranger's YAML are no fault of the operator."""
    status, out = run("-", "--id", "orders", given=YAML)
    assert status == 0
    assert "other: {type: apiKey, in: header, name: X-Key}" in out
    assert "- GET /a" in out


def test_a_second_import_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    """Two files, one id: the person's keys count, the rest is renewed, and what changed is said."""
    ours, source = tmp_path / "ours", written(tmp_path, DESCRIPTION)
    run(str(source), "--id", "orders", "--out", str(ours))
    own = ours / "providers/orders.yaml"
    own.write_text("escalate: '#orders'\nname: Our orders\n", encoding="utf-8")
    fewer = {path: item for path, item in DESCRIPTION["paths"].items() if path != "/health"}
    written(tmp_path, {**DESCRIPTION, "paths": {**fewer, "/refunds": {"post": {}}}})
    status, out = run(str(source), "--id", "orders", "--out", str(ours))
    assert status == 0
    assert "+ operation POST /refunds" in out
    assert "- operation GET /health" in out
    assert "counts in place of what was generated for: name" in out
    assert own.read_text(encoding="utf-8") == "escalate: '#orders'\nname: Our orders\n"
    entry = load(ours).providers["orders"]
    assert (entry.name, entry.escalate, len(entry.schemes)) == ("Our orders", "#orders", 6)
    assert "nothing changed" in run(str(source), "--id", "orders", "--out", str(ours))[1]


BROKEN = [
    ({"servers": None}, "servers: no server with a host"),
    (
        {"paths": {**DESCRIPTION["paths"], "/x": {"$ref": "#/nowhere"}}},
        "paths./x: $ref #/nowhere: it points to nothing",
    ),
    (
        {"paths": {**DESCRIPTION["paths"], "/x": {"$ref": "#/paths/~1x"}}},
        "paths./x: $ref #/paths/~1x leads back to itself",
    ),
    (
        {"paths": {**DESCRIPTION["paths"], "/x": {"$ref": "file:///etc/passwd"}}},
        "$ref file:///etc/passwd: not followed",
    ),
    ({"paths": {**DESCRIPTION["paths"], "/x": {"$ref": "https://a.test/b"}}}, "$ref https://a.test/b: not followed"),
    ({"paths": {**DESCRIPTION["paths"], "/x": {"$ref": "../../secret.yaml"}}}, "leaves the description's folder"),
    ({"paths": {**DESCRIPTION["paths"], "/x": {"$ref": "/etc/passwd"}}}, "leaves the description's folder"),
    (
        {"paths": {**DESCRIPTION["paths"], "/x": {"get": {"security": [{"nobody": []}]}}}},
        "the scheme nobody does not exist",
    ),
    ({"openapi": "3.2.0"}, "openapi: version 3.2.0 is read as if it were 3.1"),
    ({"paths": {**DESCRIPTION["paths"], "no-slash": {"get": {}}}}, "paths.no-slash: a path begins with a slash"),
    (
        {"definitions": {"a": {"$ref": "http://a.test/schema.json"}}},
        "definitions.a: $ref http://a.test/schema.json: not",
    ),
]


@pytest.mark.parametrize(("keys", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_what_is_broken_costs_itself_and_a_sentence(keys: dict[str, Any], words: str, tmp_path: Path) -> None:
    """The place in the document is named, everything usable is still imported, and the status is 0."""
    source = written(tmp_path, {**DESCRIPTION, **keys})
    status, out = run(str(source), "--id", "orders", "--out", str(tmp_path / "ours"))
    assert status == 0
    assert words in out
    assert load(tmp_path / "ours").providers["orders"].operations


@pytest.mark.parametrize(
    "text", ["{}", "just words", "[1, 2]", "a: [", '{"openapi": "3.1.0"}', "kind: Deployment\n", ""]
)
def test_what_is_no_description_is_a_usage_error(text: str, tmp_path: Path) -> None:
    """A file that describes no API ends with status 2 and a sentence, never with a traceback."""
    source = tmp_path / "x.yaml"
    source.write_text(text, encoding="utf-8")
    status, out = run(str(source), "--id", "x")
    assert status == 2
    assert "OpenAPI" in out or "cannot be read" in out


@pytest.mark.parametrize("form", ['{"a": ["\\ud83dx"], "\\uDE00": "b"}', "a: ['\ud83dx']\n\ude00: b"])
def test_half_a_surrogate_pair_costs_one_character(form: str) -> None:
    """Escaped in JSON, or as it is: what is read can be written down."""
    assert document_of(form) == {"a": ["\ufffdx"], "\ufffd": "b"}
    assert document_of('{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


BOMB = "openapi: 3.1.0\na0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [(BOMB, "aliases"), ("a: " + "[" * 500, "nested"), ("a: " + "{b: " * 500, "nested"), ('{"a":' * 100_000, "nested")],
)
def test_yaml_bombs_are_refused(text: str, words: str) -> None:
    """Neither aliases of aliases nor depth cost more than a sentence."""
    begun = time.process_time()
    with pytest.raises(ValueError, match=words):
        document_of(text)
    assert time.process_time() - begun < 10


def test_files_below_the_folder_are_read_and_links_out_of_it_are_not(tmp_path: Path) -> None:
    """A description in parts is one description; a link is judged by where it leads."""
    (tmp_path / "secret.yaml").write_text("get: {}\n", encoding="utf-8")
    folder = tmp_path / "api"
    (folder / "paths").mkdir(parents=True)
    (folder / "paths/orders.yaml").write_text("$ref: '../common.yaml#/orders'\n", encoding="utf-8")
    (folder / "common.yaml").write_text("orders: {get: {security: []}}\n", encoding="utf-8")
    (folder / "linked.yaml").symlink_to(tmp_path / "secret.yaml")
    paths = {"/orders": {"$ref": "paths/orders.yaml"}, "/x": {"$ref": "./linked.yaml"}, "/y": {"$ref": "gone.yaml"}}
    source = written(folder, {**DESCRIPTION, "paths": paths})
    status, out = run(str(source), "--id", "orders", "--out", str(tmp_path / "ours"))
    assert status == 0
    assert [each.calls for each in load(tmp_path / "ours").providers["orders"].operations] == [("GET /orders",)]
    assert "paths./x: $ref ./linked.yaml: not followed, as it leaves the description's folder" in out
    assert "paths./y: $ref gone.yaml: cannot be read" in out


class _Server(BaseHTTPRequestHandler):
    """Serves the description, and sends callers of /old there."""

    def do_GET(self) -> None:
        """Answer one request."""
        self.send_response(200 if self.path == "/api/openapi.json" else 302)
        self.send_header("Location", "/api/openapi.json")
        self.end_headers()
        if self.path == "/api/openapi.json":
            self.wfile.write(json.dumps({**DESCRIPTION, "servers": [{"url": "/v3"}]}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_url_goes_through_the_guarded_network() -> None:
    """What the operator did not open is refused in words; a relative server is read from the URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        status, out = run(f"{address}/old", "--id", "x")
        assert status == 2
        assert "cannot be fetched" in out
        status, out = run(f"{address}/old", "--id", "x", AUTH401_ALLOW_HOSTS="127.0.0.1:*")
        assert status == 0
        assert f"- {address}/v3" in out
        server.shutdown()


def test_what_a_person_wrote_into_the_generated_file_is_kept(tmp_path: Path) -> None:
    """A key that no import writes stays, wherever it was put."""
    ours, source = tmp_path / "ours", written(tmp_path, DESCRIPTION)
    run(str(source), "--id", "orders", "--out", str(ours))
    path = ours / "providers/orders.openapi.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "escalate: '#orders'\n", encoding="utf-8")
    assert load(ours).providers["orders"].escalate == "#orders"
    assert (
        "kept, though it belongs into orders.yaml: escalate"
        in run(str(source), "--id", "orders", "--out", str(ours))[1]
    )
    assert load(ours).providers["orders"].escalate == "#orders"


def test_what_is_imported_passes_lint(tmp_path: Path) -> None:
    """The entry and the file for a person's words beside it are clean as they stand."""
    run(str(written(tmp_path, DESCRIPTION)), "--id", "orders", "--out", str(tmp_path / "ours"))
    done = CliRunner().invoke(knowledge, ["lint", str(tmp_path / "ours")])
    assert (done.exit_code, done.output[:8]) == (0, "0 faults")


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    """No traceback for a place that is taken by a file."""
    (tmp_path / "providers").write_text("x", encoding="utf-8")
    status, out = run(str(written(tmp_path, DESCRIPTION)), "--id", "orders", "--out", str(tmp_path))
    assert status == 2
    assert "cannot be written" in out


@pytest.mark.parametrize("name", ["Big", "a/b", "../x", "a b", ""])
def test_an_id_is_a_file_name_and_nothing_else(name: str, tmp_path: Path) -> None:
    """An id cannot lead out of the folder."""
    status, out = run(str(written(tmp_path, DESCRIPTION)), "--id", name, "--out", str(tmp_path / "ours"))
    assert status == 2
    assert "lower-case words" in out
    assert not (tmp_path / "ours").exists()


def test_words_of_a_description_are_plain_in_the_entry() -> None:
    """Titles and names may hold anything; what is written is one YAML document that is read back the same."""
    made = changed(info={"title": "a: b\n---\n\x1b[31m#'\"* &x !t\ud800"}, externalDocs={"url": "javascript:alert(1)"})
    assert "\n" not in made.entry["name"]
    assert "docs" not in made.entry


def test_no_operation_that_says_what_it_wants_is_no_public_api() -> None:
    """Who forgot `security` did not make everything public."""
    made = imported(
        {key: value for key, value in DESCRIPTION.items() if key not in ("security", "paths")}
        | {"paths": {"/a": {"get": {}}}}
    )
    assert made.entry["operations"][0]["security"][0] == {"key": []}
    assert any(words.startswith("security: no operation says") for words in made.warnings)


def test_five_thousand_operations_cost_time_in_proportion(tmp_path: Path) -> None:
    """Ten times the operations cost about ten times the time."""

    def spent(number: int) -> float:
        paths = {f"/things{n}/{{id}}": {"get": {"responses": {"200": {"description": "x"}}}} for n in range(number)}
        begun = time.process_time()
        imported(document_of(json.dumps({**DESCRIPTION, "paths": paths})))
        return time.process_time() - begun

    spent(50)
    assert spent(5000) < 100 * max(spent(500), 0.005)
