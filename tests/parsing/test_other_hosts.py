"""A credential of code is in no request to a host that it was not given for."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
import yaml

from bot.parsing.parse import parse
from bot.url import url_of

CASES: dict[str, str] = yaml.safe_load((Path(__file__).parent / "other-hosts.yaml").read_text())
ITS_HOST, OTHER = "https://api.one.example", "https://api.two.example"
SECRET = "mF9zB5f41JqMkd03Lw7"
PAIR = base64.b64encode(f"ann:{SECRET}".encode()).decode()


@pytest.mark.parametrize("told", ["", "\n# 401 Unauthorized"])
@pytest.mark.parametrize("name", CASES)
def test_no_other_host_gets_the_credential(name: str, told: str) -> None:
    """The other host is asked, and without it."""
    code = CASES[name].replace('A"', f'{ITS_HOST}"').replace("A'", f"{ITS_HOST}'")
    code = (
        code.replace("A/", f"{ITS_HOST}/")
        .replace("B/", f"{OTHER}/")
        .replace('B"', f'{OTHER}"')
        .replace("B'", f"{OTHER}'")
    )
    code = code.replace("Bearer S", f"Bearer {SECRET}").replace('"S"', f'"{SECRET}"').replace("'S'", f"'{SECRET}'")
    assert SECRET in code
    found = [request for request in parse(code + told).requests if url_of(request.url).name == url_of(OTHER).name]
    assert found
    sent = [text for each in found for text in (each.url, str(each.body), *(value for _, value in each.headers))]
    assert not [text for text in sent if SECRET in text or PAIR in text]
    assert not [one for request in found for one in request.credentials if SECRET in one.secret.reveal()]


@pytest.mark.parametrize(
    "lost",
    ["-H X-Api-Key: {}/Pz0=", "-u ann: {}/Pz0", "-d password= {}/Pz0", "-b sid= {}/abc", "-u ann: {}.Pz0/x"],
)
def test_a_value_that_lost_its_quotes_is_no_host(lost: str) -> None:
    """It would be named in the answer, and asked of a name server."""
    requests = parse(f"curl {ITS_HOST}/me {lost.format(SECRET)}\nHTTP/1.1 401 Unauthorized").requests
    assert {url_of(request.url).name for request in requests} == {url_of(ITS_HOST).name}
