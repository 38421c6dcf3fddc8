"""url: the one parse. It takes any text, never raises, and gives one origin to all spellings of one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.url import Url, host_of, is_same_origin, joined, url_of

# text -> the rule that its fault has
NO_URLS = {
    "https://[your-domain]/api/v1/me": "host",
    "https://[host]": "host",
    "http://[::1": "host",
    "http://::1]/": "host",
    "http://[::1]x/": "host",
    "http://[fe80::1%25eth0]/": "host",
    "http://[v1.x]/": "host",
    "http://a:99999999/": "port",
    "http://a:0/": "port",
    "http://a:٣/": "host",
    "http://a:-1/": "host",
    "http://a:80:80/": "host",
    "http://a⁄b/": "host",
    "http://a℀b/": "host",
    "http://a／b/": "host",
    "http://ａ：８０/": "host",
    "http://xn--a\ud800/": "url",
    "http://a/\udfff": "url",
    "http://a\n.example/": "url",
    "http://a/\tb": "url",
    "http://a/\u202eb": "url",
    "http://a/\U000e0041": "url",
    "http://-x.example/": "host",
    "http://a$(touch x)/": "url",
    "http://a$({touch,x})/": "host",
    "http://a`id`/": "host",
    "http://%TEMP%/": "host",
    "http://{{host}}/": "host",
    "http:///x": "host",
    "http:/a/x": "url",
    "http:a": "url",
    "//a/x": "url",
    "/v1/me": "url",
    "": "url",
    "javascript:alert(1)": "url",
    "javascript://a/%0aalert(1)": "scheme",
    "ws://a/": "scheme",
    "http://" + "a" * 254 + "/": "host",
    "http://" + "ａ" * 4000 + "/": "host",
}
ONE_ORIGIN = (
    "https://api.example.com/x",
    "HTTPS://API.Example.COM/",
    "https://api.example.com:443",
    "https://api.example.com:0443/y?z#a",
    "https://api.example.com./",
    "https://api.example.com.:443/",
    "https://ａｐｉ.example.com/",
    "https://ⓐⓟⓘ.example。com/",
    "https://bob:pw@api.example.com/",
    "https://api.example.com:/",
)


@pytest.mark.parametrize(("text", "rule"), NO_URLS.items(), ids=[ascii(text[:40]) for text in NO_URLS])
def test_what_is_no_url_says_so_in_words(text: str, rule: str) -> None:
    """No text raises; what cannot be connected to has the rule and words, and no origin."""
    url = url_of(text)
    assert url.rule == rule
    assert url.fault
    assert url.origin == ""


def test_all_spellings_of_a_place_have_one_origin() -> None:
    """Case, default port, leading zeros, final dot, full-width and circled letters, userinfo: one origin."""
    assert {url_of(text).origin for text in ONE_ORIGIN} == {"https://api.example.com"}
    assert url_of("http://[0:0::1]:8080/").origin == url_of("HTTP://[::0001]:8080").origin == "http://[::1]:8080"
    assert url_of("https://bücher.example/").origin == url_of("https://XN--BCHER-KVA.example").origin
    assert url_of("http://api.example.com").origin != url_of("https://api.example.com").origin
    assert not is_same_origin("https://[x]/", "https://[x]/")


def test_a_text_form_shows_no_secret() -> None:
    """Neither userinfo nor path nor query stands in what a log or an exception would show."""
    url = url_of("https://bob:S3cretPw@api.example.com/hooks/T0pSecret?key=T0pSecret#T0pSecret")
    assert "S3cret" not in f"{url} {url!r}"
    assert "T0pSecret" not in f"{url} {url!r}"
    assert (url.userinfo, url.path, url.query) == ("bob:S3cretPw", "/hooks/T0pSecret", "key=T0pSecret")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://<tenant>.Okta.example/x", "<tenant>.okta.example"),
        ("https://{{base_url}}/v1", "{{base_url}}"),
        ("http://localhost:PORT/", "localhost"),
        ("https://api.example.com.", "api.example.com"),
        ("https://[region].example.com/", ""),
        ("https://bob:p@Hq7#vX@files.example.com/", ""),
        ("https://bob:Hq7/vX@files.example.com/", ""),
        ("https://bob:p@ss@files.example.com/", "files.example.com"),
        ("https://npm:4873/@scope/name", "npm"),
        ("http://bob:pw@gitlab/api/users?mail=ann@example.com", "gitlab"),
        ("http://bob:pw@localhost:8080/users/ann@example.com", "localhost"),
        ("v1/me", ""),
    ],
)
def test_what_stands_in_the_hosts_place_is_told(url: str, host: str) -> None:
    """A placeholder is no host to connect to, and yet what was written can be said."""
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        # RFC 3986 sections 5.4.1 and 5.4.2
        ("g:h", "g:h"),
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../..", "http://a/"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g;x=1/../y", "http://a/b/c/y"),
        # what the standard library raises on
        ("http://[::1", "http://[::1"),
        ("//[your-domain]/x", "http://[your-domain]/x"),
        ("\ud800", "http://a/b/c/\ud800"),
    ],
)
def test_references_are_resolved_as_the_standard_says(reference: str, expected: str) -> None:
    """RFC 3986 section 5.4, and what is no URL stays what it is."""
    assert joined("http://a/b/c/d;p?q", reference) == expected


_TEXT = st.text(st.characters(blacklist_categories=()), max_size=40)
_HARD = st.text(st.sampled_from("ab1.:/?#@[]%{}<>-\\ \n\ud800٣⁄ａ。\u200b"), max_size=30)


@given(st.one_of(_TEXT, _HARD, _HARD.map("http://".__add__), _TEXT.map("https://a".__add__)), _HARD)
def test_no_text_raises(text: str, other: str) -> None:
    """Any text is a value, and so is anything resolved against it; what may be connected to is plain ASCII."""
    url = url_of(text)
    assert isinstance(url, Url)
    assert bool(url.fault) == bool(url.rule) == (url.origin == "")
    assert url.origin.isascii()
    assert url.fault or url_of(url.origin).origin == url.origin
    assert isinstance(url_of(joined(text, other)), Url)
