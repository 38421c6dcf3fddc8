"""The option table of curl, and the generator that makes it from curl's option pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.parsing.formats._curl_options import SHORT, SWITCHES, WITH_ARGUMENT

TOOL = Path(__file__).parents[3] / "tools" / "curl_options.py"


def test_every_credential_option_of_curl_is_known() -> None:
    """Options that carry, refer to or choose a credential stand in the table with the right arity."""
    taking = (
        "user oauth2-bearer header cookie data data-urlencode json form url-query referer variable config aws-sigv4"
    )
    files = "netrc-file cert key pass cert-type cookie-jar tlsuser httpsig-key proxy proxy-user proxy-header preproxy"
    switches = "basic digest ntlm negotiate anyauth netrc netrc-optional location location-trusted insecure get head"
    assert set(f"{taking} {files}".split()) <= WITH_ARGUMENT
    assert set(switches.split()) <= SWITCHES
    assert not WITH_ARGUMENT & SWITCHES


def test_every_letter_names_an_option() -> None:
    """A short option is a known long one, or one that is switched off."""
    names = {name.removeprefix("no-") for name in SHORT.values()}
    assert names <= WITH_ARGUMENT | SWITCHES
    assert {"X": "request", "H": "header", "u": "user", "N": "no-buffer", ":": "next"}.items() <= SHORT.items()


def test_the_generator_takes_facts_from_pages(tmp_path: Path) -> None:
    """Name, letter and arity are read from each page's head; a page of a switched-off option names the option."""
    (tmp_path / "data.md").write_text(
        "---\nLong: data\nShort: d\nArg: <data>\n---\n# text: Arg: no\n", encoding="utf-8"
    )
    (tmp_path / "no-buffer.md").write_text("---\nLong: no-buffer\nShort: N\n---\n", encoding="utf-8")
    (tmp_path / "_HEAD.md").write_text("---\nLong: not-an-option\n---\n", encoding="utf-8")
    made = subprocess.run([sys.executable, TOOL, tmp_path], capture_output=True, text=True, check=True).stdout
    module: dict[str, object] = {}
    exec(made, module)
    assert module["WITH_ARGUMENT"] == {"data"}
    assert module["SWITCHES"] == {"buffer"}
    assert module["SHORT"] == {"d": "data", "N": "no-buffer"}


def test_the_generator_refuses_a_folder_without_pages(tmp_path: Path) -> None:
    """A wrong folder ends with status 1 and a sentence, and prints no module."""
    run = subprocess.run([sys.executable, TOOL, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "no option pages" in run.stderr
    assert not run.stdout
