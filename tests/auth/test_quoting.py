"""quoting: whatever a value holds, it is one word of the shell that it is quoted for, or it is left out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.auth.quoting import Variable, anywhere, cmd, filled, posix, powershell, word
from tests._shell import ran, words_of_cmd, words_of_powershell

HOSTILE = (
    "$(touch pwned)", "`touch pwned`", "$({touch,pwned})", "';touch pwned;'", '";touch pwned;"',
    "a|touch pwned", "a&touch pwned", "a;touch pwned", "a\ntouch pwned", "a\r\ntouch pwned", ">pwned",
    "<pwned", "2>pwned", "!!", "a!touch", "!?touch?", "$'\\x41'", '$"a"', "$HOME", "${HOME}", "$((1+1))",
    "$[1]", "{a,b}", "{1..9}", "[a-z]", "*", "?", "~", "~root", "#", "a #b", "=ls", "(x)", "\\", "a\\", "\\\\",
    "-o/etc/passwd", "--output", "-", "@/etc/passwd", "@-", "%PATH%", "%0a", "^&calc", "a^", "‘;touch pwned;’",
    "’;calc;‘", "‚a‛", "“;calc;”", "a’b", "\x00", "\x1b[2J", "\u202ea", "\u200b", "a\u2028b", "\ud800", "",
    " ", "a b", "\tb", "it's", 'say "a"', "x=1", "https://a.example/?b=1&c=%20", "é", "日本", "a,b", "a;b",
)  # fmt: skip
MANY = st.text(st.characters(blacklist_categories=()), max_size=20)
HARD = st.text(st.sampled_from("ab$`'\"\\!{}()[]*?~#&|;<>%^@-= \n\t‘’‚‛“”é…"), max_size=20)
VALUES = st.one_of(st.sampled_from(HOSTILE), MANY, HARD)
SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_posix(values: list[str], shell: str) -> None:
    """Each value that is taken comes out as one word, and nothing else happens."""
    taken = [(value, quoted) for value in values if (quoted := posix(value)) is not None]
    line = "\n".join(f"curl {number:03} {quoted} x{quoted}x" for number, (_, quoted) in enumerate(taken))
    calls, files = ran(line, shell)
    assert calls == [("curl", f"{number:03}", value, f"x{value}x") for number, (value, _) in enumerate(taken)]
    assert files == []


@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_hostile_values_are_words_of_a_posix_shell(shell: str) -> None:
    """Expansions, quotes, operators, globs, history, redirections: none happens in bash or dash."""
    check_posix(list(HOSTILE), shell)


@SLOW
@given(st.lists(VALUES, max_size=40))
def test_any_value_is_a_word_of_bash(values: list[str]) -> None:
    """Any text is one word of bash, as in a terminal, or is not taken."""
    check_posix(values, "bash")


@settings(max_examples=400)
@given(VALUES)
def test_any_value_is_a_word_of_windows_shells(value: str) -> None:
    """PowerShell and cmd.exe read it as one word, by their own strict rules, or it is not taken."""
    for quote, words in ((powershell, words_of_powershell), (cmd, words_of_cmd)):
        quoted = quote(value)
        assert quoted is None or words(f"curl {quoted} x") == ["curl", value, "x"]
    plain = anywhere(value)
    assert plain in (None, value)
    assert plain is None or words_of_cmd(plain) == words_of_powershell(plain) == [value]


@pytest.mark.parametrize("value", ["-x", "--next", "@file", "", "a\nb", "\x1b", "`id`", "a\ud800", "a\u202eb"])
def test_what_is_no_word_is_left_out(value: str) -> None:
    """An option, curl's @file, nothing, a second line, what cannot be printed: in no shell."""
    assert {quote(value) for quote in (posix, powershell, cmd, anywhere)} == {None}
    for shell in ("posix", "powershell", "cmd", "any"):
        assert filled("curl {v}", lambda _: value, shell) == ""  # type: ignore[arg-type]
        assert filled('curl "{v}"', lambda _: value, shell) == ""  # type: ignore[arg-type]


# a template and the word that its place is in, $T being t
TEMPLATES = {
    "curl {v}": "{v}",
    "curl {v}/x": "{v}/x",
    'curl -H "A: {v} $T"': "A: {v} t",
    "curl -H 'A: {v}'": "A: {v}",
    'curl "{v}"/x': "{v}/x",
    'curl a\\"{v}': 'a"{v}',
}


@SLOW
@given(st.lists(VALUES, min_size=1, max_size=40))
def test_a_template_is_filled_with_words(values: list[str]) -> None:
    """Bare, glued to text, and between double or single quotation marks of the template: always inside one word."""
    lines, expected = [], []
    for value in values:
        for template, inside in TEMPLATES.items():
            if line := filled(template, {"v": value}.__getitem__, "posix"):
                expected.append((f"{len(lines):04}", inside.replace("{v}", value)))
                lines.append(line.replace("curl", f"curl {len(lines):04}", 1))
    calls, files = ran("\n".join(lines), T="t")
    assert files == []
    assert [(call[1], call[-1]) for call in calls] == expected


@SLOW
@given(st.lists(st.lists(st.one_of(VALUES, st.just(Variable("TOKEN"))), max_size=5), max_size=30))
def test_texts_and_variables_are_one_word(words: list[list[str | Variable]]) -> None:
    """Literal parts stay literal, variables are expanded and never split."""
    made = [(parts, done) for parts in words if (done := word(*parts)) is not None]
    calls, files = ran("\n".join(f"curl {n:03} {done}" for n, (_, done) in enumerate(made)), TOKEN="$(touch x) *")
    assert files == []
    expected = ["".join(part if isinstance(part, str) else "$(touch x) *" for part in parts) for parts, _ in made]
    assert [call[1:] for call in calls] == [(f"{n:03}", text) for n, text in enumerate(expected)]


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (("https://api.example.com/me",), "'https://api.example.com/me'"),
        (("https://a.example/x?b=1&c=2",), '"https://a.example/x?b=1&c=2"'),
        (("https://a.example/x?$top=1",), "'https://a.example/x?$top=1'"),
        (("Authorization: Bearer ", Variable("TOKEN")), '"Authorization: Bearer $TOKEN"'),
        (("https://a.example/bot", Variable("TOKEN"), "/getMe"), '"https://a.example/bot$TOKEN/getMe"'),
        (("a", Variable("TOKEN"), "b"), '"a${TOKEN}b"'),
    ],
)
def test_a_word_is_written_as_people_write_it(parts: tuple[str | Variable, ...], written: str) -> None:
    """Single quotes for a literal, double ones for variables and what cmd.exe would read in single ones."""
    assert word(*parts) == written
