"""The places in which people give a secret: options of commands, what is piped into a login, arguments of calls, pairs.

Its form may be nothing special there. All patterns are for small letters; each is bounded, so all are linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.lists import phrases
from bot.masking._secret import is_sample, is_secretive

# Words of which each place has at least one: without them nothing is looked for
WORDS = (
    *phrases("""
        pass, pwd, token, secret, key, cred, login, auth, basic, bearer, user, stdin, twilio, client, identified by,
        cookie, base64, b64, btoa, getbytes, buffer
    """),
    *("pw ", "://", " -p", " -a ", " -w ", " -u", " -k ", "config ", ".open("),
)
_VALUE = r"[\"']?(?P<value>[^\s\"'`<>|;]{4,1024})"
_NAMES = (
    r"(?:password|passwd|passphrase|pass|pwd|token|secret(?:[_-]?key)?|api-?key|access-?key|creds|credentials?|bearer)"
)
# String::from("X"), Some("X".into()), []byte("X"): what makes a text of a literal
_MADE = r"(?:(?:new )?(?:some|string(?:::from|::new)?|secretstring::(?:new|from)|optional\.of|\[\]byte|bytes)\(){0,2}"


_Place = tuple[tuple[str, ...], re.Pattern[str]]


def _having(words: str, pattern: str) -> _Place:
    """A pattern, each of whose matches has one of the words, which are cheaper to look for; none: not known."""
    return phrases(words) if words else (), re.compile(pattern)


_SURE = (
    # --password X, -token=X, -Dsonar.login=X
    _having("", rf"(?<![\w-])--?[a-z0-9.:_-]{{0,40}}?(?:{_NAMES}(?:-string|-value)?(?:[ \t]+|=)|login=){_VALUE}"),
    # aws ssm put-parameter --value X, -passin pass:X
    _having("--value", rf"\b(?:secret|put-parameter)\b(?=[^\n]{{0,160}}? --value[ \t=]{{1,3}}{_VALUE})"),
    _having("-pass", r"-pass(?:in|out)?[ \t]{1,3}pass:(?P<value>[^\s\"'`<>|;]{4,1024})"),
    # docker login -u bot -p X
    _having(
        "-p",
        r"\b(?:login|logon|upload|user|useradd|snowsql|sshpass|mosquitto_[ps]ub)\b"
        rf"(?=[^\n]{{0,160}}? -p(?!ass|ort)[ \t=]{{0,3}}{_VALUE})",
    ),
    # TOOL -u kim -p X, mysql -u kim -pX
    _having("-p", rf"(?<![\w-])-u[ \t=]{{0,3}}[^\s:]{{1,80}} (?:[^\n]{{0,80}}? )??-p[ \t=]{{1,3}}{_VALUE}"),
    _having("mysql, mariadb", rf"\b(?:mysql|mariadb)\w{{0,10}}\b(?=[^\n]{{0,160}}? -p(?!ass|ort){_VALUE})"),
    _having("htpasswd", rf"\bhtpasswd -[a-z]{{0,6}}b[a-z]{{0,6}} [^\s]{{1,100}} [^\s]{{1,80}} {_VALUE}"),
    _having("redis-cli", rf"\bredis-cli\b(?=[^\n]{{0,160}}? -a[ \t=]{{0,3}}{_VALUE})"),
    _having("ldapsearch", rf"\bldapsearch\b(?=[^\n]{{0,160}}? -w[ \t=]{{0,3}}{_VALUE})"),
    _having("push", rf"\bpush\b(?=[^\n]{{0,160}}? -k[ \t=]{{1,3}}{_VALUE})"),
    # -u kim:X, -ukim:X, -a kim:X, bundle config HOST kim:X
    _having(
        "-a, -u, -xauthfile, bundle config",
        r"(?:(?<![\w-])(?:-a|-u|--auth|-xauthfile)[ \t=]{0,3}|\bbundle config [^\s]{1,100} )[\"']?"
        r"(?![a-z]{1,12}://)[^\s:\"'`]{1,80}:(?P<value>[^\s\"'`<>|;]{3,1024})",
    ),
    # -H 'X-Custom-Auth: X'
    _having(
        "-h",
        r"(?<![\w-])(?:-h|--header)[ \t=]{0,3}[\"'](?=[^\"':\n]{0,60}(?:auth|key|token|secret|pass))[^\"':\n]{1,80}:"
        r"[ \t]{0,3}(?:[a-z][\w-]{1,20}[ \t]{1,3})?(?P<value>[^\s\"'\n]{4,1024})[\"']",
    ),
    # echo X | docker login --password-stdin, gh auth login --with-token <<< X
    _having(
        "echo, printf",
        r"\b(?:echo|printf)[ \t]+(?:-[a-z]{1,3}[ \t]+|[\"'][^\"'\n%]{0,80}%s[^\"'\n]{0,4}[\"'][ \t]+)?"
        r"[\"']?(?P<value>[^\s\"'`<>|;]{4,1024})[\"']?[ \t]*\|(?=[^\n]{0,120}?(?:stdin|token|login|auth))",
    ),
    _having("<<<", rf"(?:token|login|stdin)\b[^\n<]{{0,60}}<<<[ \t]*{_VALUE}"),
    # vault login X, aws configure set aws_secret_access_key X, machine HOST login kim password X
    _having(
        "vault login, http-basic, add_user, alias set, config, machine",
        r"(?:\bvault login|\bhttp-basic[. ][^\s]{1,100} [^\s]{1,60}|\badd_user [^\s]{1,60}"
        r"|\balias set [^\s]{1,60} [^\s]{1,200} [^\s]{1,100}"
        r"|\bconfig(?:ure)? set [^\s]{0,80}(?:key|token|secret|password)"
        r"|\bmachine [^\s]{1,120}\s{1,4}login [^\s]{1,80} password)"
        rf"[ \t]+(?!-){_VALUE}",
    ),
    # SetBasicAuth("kim", "X"), auth=('kim', 'X'), 'auth' => ['kim', 'X']
    _having(
        "",
        r"(?:basic|auth|credential)[a-z_]{0,24}"
        r"(?:[^\w\s\"'\\][^\w\n\"'\\]{0,7}|[\"'][^\w\n\"']{0,6}[(\[][^\w\n\"']{0,3}|[ ,]{1,3})"
        r"(?:[a-z_.]{1,30},\s{0,3})?[\"'][^\"'\n]{0,80}[\"']\s{0,3}(?:,|=>)\s{0,3}"
        rf"{_MADE}[\"'](?P<value>[^\s\"']{{4,1024}})[\"'](?!\s{{0,3}}:)",
    ),
    # client('id', 'X'), login("kim", "X"), headers['X-Api-Key'] = 'X'
    _having(
        "",
        r"(?:client|login|sign_?in[a-z_]{0,30}|oauth\d?|authenticate|credentials?|twilio(?:[\"']\))?)\([\"'][^\"'\n]{1,100}[\"']"
        r"\s{0,3},\s{0,3}[\"'](?P<value>[^\s\"'/]{4,1024})[\"']",
    ),
    _having(
        "'], \"]",
        rf"[\"'][\w-]{{0,40}}(?:{_NAMES}|auth\w{{0,12}})[\"']\][ \t]{{0,3}}=[ \t]{{0,3}}"
        r"[\"'](?P<value>[^\"'\n]{4,1024})[\"']",
    ),
    # <password>X</password>, <add key="apiSecret" value="X"/>, {"name": "API_TOKEN", "value": "X"}, name: … value: X
    _having(
        "",
        rf"<(?:[\w-]{{1,30}}:)?[\w.-]{{0,40}}{_NAMES}(?: [^<>]{{0,100}})?>\s{{0,20}}"
        r"(?P<value>[^\s<>]{4,1024})\s{0,20}</",
    ),
    _having(
        "",
        rf"\b(?:name|key|id|property)[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?[\w.:-]{{0,60}}{_NAMES}[\"']?[\s,]{{1,20}}[\"']?"
        rf"(?:value|val|content)[\"']?\s{{0,3}}[:=][ \t]{{0,3}}{_VALUE}",
    ),
    # identified by 'X', with password 'X', insert into t (name, password) values (X)
    _having(
        "identified, password",
        r"\b(?:identified (?:by|with [\w ]{1,40} by)|password)[ \t]{1,3}'(?P<value>[^'\n]{4,1024})'",
    ),
    _having("values", rf"{_NAMES}[^()\n]{{0,120}}\)\s{{0,3}}values\s{{0,3}}\((?P<value>[^()\n]{{4,1024}})\)"),
    # cookie: sid=X, document.cookie = "sid=X"
    _having("cookie", r"cookie2?(?::|\s?=\s?[\"'])[ \t]{0,3}[\w.-]{1,80}=(?P<value>[^\s;\"',]{4,4096})"),
    # authorization: bearer X
    _having(
        "authorization",
        r"(?m)\bauthorization[\"']?[ \t]{0,3}:[ \t]{0,3}[\"']?(?:bearer|basic|token|apikey)[ \t]{1,3}"
        r"(?P<value>[^\s\"'`<>,]{6,4096})[\"']?[ \t]{0,3}$",
    ),
    # password: | and X in the next line
    _having(
        "",
        rf"(?m)^[ \t>|-]{{0,20}}[\"']?[\w.-]{{0,40}}{_NAMES}[\"']?[ \t]{{0,3}}"
        r"(?::[ \t]{0,3}(?:[|>][+-]?)?)?[ \t]{0,3}\n[ \t]{0,40}"
        r"[\"']?(?P<value>[^\s\"'`<>|;:]{4,1024})[\"']?,?[ \t]{0,20}$",
    ),
    _having(
        "bearer, securestring, curlopt_",
        rf"(?:(?:set_?bearer_?auth|bearer_?auth|authorization::bearer)\({_MADE}"
        r"|securestring[ \t(]{1,4}(?:-string[ \t]+)?|curlopt_(?:password|xoauth2_bearer)\s{0,3},\s{0,3})"
        r"[\"'](?P<value>[^\"'\n]{4,1024})[\"']",
    ),
    _having("securestring", rf"securestring[ \t]{{1,4}}-string[ \t]{{1,4}}{_VALUE}"),
    # base64_encode("kim:X"), GetBytes("kim" + ":" + "X"), CURLOPT_USERPWD, "kim:X"; and "kim:X".encode() before it
    _having(
        "base64, b64, btoa, getbytes, buffer, userpwd",
        r"(?:base64|b64|btoa|getbytes|buffer|userpwd)[^:\n]{0,80}:(?:[\"']\s{0,3}[+.]\s{0,3}[\"'])?"
        r"(?P<value>[^\s\"'`:/][^\s\"'`:]{4,1023})[\"'`]",
    ),
    _having(
        "base64, getbytes, encode",
        r"[\"'][^\s\"':]{1,80}:(?P<value>[^\s\"':/][^\s\"':]{4,1023})[\"'](?=[^\n\"']{0,30}(?:base64|getbytes|encode))",
    ),
    # setItem('token', 'X'), Setenv("API_TOKEN", "X"), environ.get("TOKEN", "X"), Headers.Add("X-Api-Key", "X")
    _having(
        "",
        rf"(?:set|get|add|append|put|insert|env|header|param|property)[a-z_]{{0,20}}\([\"'][\w-]{{0,40}}{_NAMES}[\"'],"
        rf"[ \t]{{0,3}}{_MADE}[\"'](?P<value>[^\s\"']{{4,1024}})[\"'](?!\s{{0,3}}[,:])",
    ),
    # token = String::from("X"), password: Some("X".into())
    _having(
        "",
        rf"{_NAMES}[\"']?\s{{0,3}}(?:=>|:=|[:=])\s{{0,3}}(?=[a-z\[]){_MADE}(?<=\()[\"'](?P<value>[^\"'\n]{{4,1024}})[\"']",
    ),
    # TOKEN || 'X', getenv('TOKEN') ?: 'X', ${TOKEN:-X}
    _having(
        "", rf"{_NAMES}[\"')\]]{{0,3}}[ \t]{{0,3}}(?:\|\||\?\?|\?:)[ \t]{{0,3}}[\"'](?P<value>[^\"'\n]{{4,1024}})[\"']"
    ),
    _having("", rf"\$\{{[\w.]{{0,60}}{_NAMES}:-?(?P<value>[^\s\"'{{}}]{{4,1024}})\}}"),
    # 'Bearer ' + 'X', "Bearer {}".format("X"), sprintf('Bearer %s', 'X')
    _having(
        "",
        r"[\"'](?:bearer|basic|token|apikey)[ \t]?(?:%s|\{\})?[\"'][ \t]{0,3}(?:[+.,%]|\.(?:format|concat)\()[ \t]{0,3}"
        r"[\"'](?P<value>[^\s\"']{4,1024})[\"'](?!\s{0,3}:)",
    ),
    # open('GET', url, true, 'kim', 'X')
    _having(
        ".open(",
        r"\.open\([^\n()]{1,200},\s{0,3}(?:true|false),\s{0,3}[\"'][^\"'\n]{1,80}[\"'],\s{0,3}[\"'](?P<value>[^\"'\n]{4,1024})[\"']",
    ),
    # ENV TOKEN X
    _having(
        "",
        rf"(?m)^[ \t]{{0,8}}(?:env|setx|set -\w{{1,3}})[ \t]{{1,4}}\w{{0,40}}{_NAMES}[ \t]{{1,4}}{_VALUE}[ \t]{{0,8}}$",
    ),
    # Enter host password for user 'kim': X
    _having(
        "for",
        r"(?m)^\W{0,4}(?:(?:please )?(?:enter|type)\b[^\n:]{0,40}\b|\[sudo\] |)"
        rf"{_NAMES} for (?:[\w ]{{1,20}})?(?:'[^'\n]{{1,120}}'|[\w.@-]{{1,60}}):[ \t]{{1,3}}{_VALUE}[ \t]{{0,8}}$",
    ),
    _having(
        "enter, type",
        rf"(?m)^\W{{0,4}}(?:please )?(?:enter|type)\b[^\n:]{{0,40}}\b{_NAMES}:[ \t]{{1,3}}{_VALUE}[ \t]{{0,8}}$",
    ),
    # <input type="password" value="X">, <setting name="Password"><value>X</value>, <entry key="token">X</entry>
    _having("<input", r"<input\b[^<>]{0,100}\bpassword[\"'][^<>]{0,100}?\bvalue=[\"']?(?P<value>[^\s\"'<>]{4,1024})"),
    _having(
        "</",
        rf"\b(?:name|key)=[\"'][\w.:-]{{0,60}}{_NAMES}[\"'][^<>\n]{{0,60}}>\s{{0,20}}(?:<value>\s{{0,20}})?"
        r"(?P<value>[^\s<>]{4,1024})\s{0,20}</",
    ),
    # variable "api_token" { default = "X" }
    _having(
        "variable",
        rf"variable \"\w{{0,60}}{_NAMES}\" \{{[^{{}}]{{0,200}}?\bdefault\s{{0,20}}="
        r"\s{0,3}\"(?P<value>[^\"\n]{4,1024})\"",
    ),
    # Authorization: Hawk id="a", mac="X"
    _having(
        "hawk, mac, digest",
        r"authorization:[ \t]{0,3}(?:hawk|mac|digest)[ \t][^\n]{0,400}?\b(?:mac|response)="
        r"\"(?P<value>[^\"\n]{4,1024})\"",
    ),
    # auth = "kim:X"
    _having("", r"auth[\"']?\s{0,3}=\s{0,3}[\"']?[\w.@-]{1,60}:(?P<value>[^\s\"'/:]{6,1024})"),
    # $pass = "X", pass=X, :_auth=X; a line of settings; the password in a URL
    _having(
        "", r"(?<![a-z])pass(?:word|wd)?[\"']?[ \t]{0,4}(?:=>|:=|[:=])[ \t]{0,4}([\"'])(?P<value>[^\"'\n]{4,1024})\1"
    ),
    _having("pass, :_auth", rf"(?:(?<![a-z])pass(?:wd)? ?=|:_auth(?:token)?=) ?{_VALUE}"),
    _having(
        "",
        r"(?m)^[ \t>|-]{0,20}[\w.-]{0,40}?(?:password|passwd|passphrase|pwd|pass)[ \t]{0,4}:[ \t]{1,4}"
        r"(?P<value>[^\s\"']{3,1023}[^\s\"',;({\[])[ \t]{0,20}$",
    ),
    _having("://", r"://[^\s/@:\"'<>]{0,80}:(?P<value>[^\s/@\"'<>]{3,200})@[\w\[]"),
)
# Where it may be a word of a sentence
_IF_SECRETIVE = (
    # -u kim: X HOST, a blank too many: a name alone, without port, path or dot, is no host that one asks
    _having(
        "-u",
        r"(?<![\w-])(?:-u|--user)[ \t=]{1,3}[\"']?[^\s:\"'`]{1,80}:[\"']?[ \t]{1,3}[\"']?"
        r"(?P<value>(?!localhost\b)[^\s\"'`<>|;./:-][^\s\"'`<>|;./:]{5,1023})[\"']?[ \t]",
    ),
    # echo X | base64
    _having(
        "base64",
        r"\b(?:echo|printf)[ \t]+(?:-[a-z]{1,3}[ \t]+)?[\"']?"
        r"(?P<value>[^\s\"'`<>|;:]{6,1024})[\"']?[ \t]*\|[^\n|]{0,30}base64",
    ),
    _having(
        "",
        r"(?:basic|auth|bearer|pass|key|twilio|token)[a-z_]{0,24}[^\w\n\"']{1,6}(?:[a-z_.]{1,30},\s{0,3})?"
        r"[\"'](?P<value>[^\"'\s]{6,1024})[\"']",
    ),
    _having("", rf"auth[\"']?={_VALUE}"),
    _having(
        "",
        r"\b(?:pass|pwd?|password|passphrase)\b[ \t]{0,3}(?:is|was|=|:)[ \t]{1,3}[\"'`]?"
        r"(?P<value>[^\s\"'`<>,;()]{6,1024})",
    ),
    _having(
        "cred",
        r"\bcred(?:ential)?s?\b(?: are| is)?[: ]{1,3}[^\s/:]{1,60}[ \t]{0,2}[/:]"
        r"[ \t]{0,2}(?P<value>[^\s\"'`<>,;()/=]{6,1024})",
    ),
    _having(
        "",
        r"(?:\b(?:user(?:name)?|login|account)\b[: ]{1,3}[^\s/]{1,60}[ \t]{0,2}/[ \t]{0,2}"
        r"|(?:key|token|secret|password)\b[^\n:.\"'$/…]{0,24}:[ \t]{0,3}[\"'`]?)(?P<value>(?!/)[^\s\"'`<>]{6,1024})",
    ),
)
PLACES = (*_SURE, *_IF_SECRETIVE)
_LETTERS = re.compile(r"[A-Za-z_.,]+")  # a name
_PROSE = re.compile(
    r"(?:options?|flags?|parameters?|arguments?|values?|fields?|instead|needs?|must|with|when|from|does|works?|given|there"
    r"|that|this|which|into|only|also|your|login|auth|authentication|required|optional|missing|invalid|incorrect|wrong"
    r"|empty|string|true|false|none|null|undefined|expired|provided|mismatch|grant|policy|reset|have|will|seems?|here"
    r"|file|stdin|failed|error|help)[.,:;!?)]{0,3}"
)


def find(text: str, lower: str) -> Iterator[tuple[int, int, str]]:
    """The spans of ``text`` that stand in such a place; ``lower`` is the same in small letters."""
    if not any(word in lower for word in WORDS):
        return
    for pattern in _with_their_words(_SURE, lower):
        for match in pattern.finditer(lower):
            if _may_be(text[slice(*match.span("value"))]):
                yield *match.span("value"), "secret"
    for pattern in _with_their_words(_IF_SECRETIVE, lower):
        for match in pattern.finditer(lower):
            value = text[slice(*match.span("value"))]
            if _may_be(value) and _is_odd(value.rpartition(":")[2]):
                yield *match.span("value"), "secret"


def _with_their_words(places: Iterable[_Place], lower: str) -> Iterator[re.Pattern[str]]:
    """The patterns one of whose words is in the text: to look for a word takes a hundredth of the time."""
    return (pattern for words, pattern in places if not words or any(word in lower for word in words))


def _may_be(value: str) -> bool:
    """Is it no option, variable, expression, address, port or word of a sentence, and a value of its own?"""
    if (
        value.startswith(("-", "[", "$", "%", "{", "#{"))
        or value.rpartition(":")[2].startswith("$")
        or "(" in value
        or "//" in value
        or "…" in value
        or (value.replace(":", "").isdigit() and len(value) < (12 if ":" in value else 6))
    ):
        return False
    return not is_sample(value) and _PROSE.fullmatch(value.lower()) is None


def _is_odd(value: str) -> bool:
    return is_secretive(value) and _LETTERS.fullmatch(value) is None and not value.isdigit()
