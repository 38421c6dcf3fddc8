"""text -> spans: who said which part of a paste. All that is concluded from words asks for a speaker first.

What a format's reader took belongs to the speaker that the format declares (``SPEAKER``; ``request`` without one);
the rest is judged line by line by its shape. A line that has no shape of a program's is the asker's prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from bot.model import Span, Speaker
from bot.regex import lazy

Claim = tuple[int, int, str]  # (start, end, what the format declares)

_LOOKED_AT = 400  # characters of a line that decide
_WORDS = lazy(r"[A-Za-zÀ-ÿ']{1,24}")
_FUNCTION_WORDS = """
a about after all also always am an and any anyone are as at back be because been before but by can cannot can't
could did didn't do does doesn't don't else even every everything for from get gets getting had has have he her
here his how however i i'm i've if in into is isn't it it's just like made make may me my no not nothing now of
off on one only or other our out over please same see seems she should since so some still such sure than that
that's the their them then there these they this those to too tried try trying under until up us use used using
very want was wasn't we we're well were what when where which while who why will with without won't work works
would yes yesterday you your ich wir und nicht der die das den dem ein eine einen mit auf ist sind war bei von zu
im für aber wenn wie was kann keine noch auch nur seit nach hat habe haben es je nous et pas le la les un une des
du avec sur est sont était pour mais quand comme qui que dans depuis ne mon ma mes el los las una con sin por para
pero cuando como está son era desde mi no se al del o os as um uma com sem por mas quando como está são era desde
meu minha não ao na no em il lo gli di che non per ma quando è sono het een en niet met van maar naar
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_QUOTE = lazy(r">+ ?(?!(?:[A-Z]{3,10} \S+ HTTP/|[A-Za-z-]{2,40}: ))")
_TRANSCRIPT = {">": "request", "<": "server", "*": "client"}
_TRANSCRIPT_LINE = lazy(r"[<>*](?: |$)")
_STATUS_LINE = lazy(r"HTTP/\d(?:\.\d)? \d{3}\b")
_REQUEST_LINE = lazy(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) \S{1,2000}(?: HTTP/\d(?:\.\d)?)?$")
_HEADER = lazy(r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){0,5}|ETag): ?\S")
_OF_SERVER_WORDS = """
www-authenticate proxy-authenticate server date set-cookie content-length location vary via age etag expires
x-powered-by x-cache cf-ray cf-cache-status retry-after strict-transport-security last-modified pragma x-frame-
options x-content-type-options x-xss-protection x-request-id x-amzn-requestid x-amzn-errortype x-amz-cf-id x-amz-
apigw-id allow access-control-allow-origin access-control-allow-headers access-control-allow-methods connection
transfer-encoding cache-control content-type request-id x-runtime x-served-by alt-svc nel report-to referrer-
policy content-security-policy x-ms-request-id
"""
_OF_SERVER = frozenset(_OF_SERVER_WORDS.split())
_OF_REQUEST_WORDS = """
host user-agent accept accept-encoding accept-language authorization cookie origin referer x-api-key proxy-
authorization x-auth-token access-control-request-method access-control-request-headers apikey api-key x-csrf-
token x-xsrf-token x-requested-with if-none-match dpop sec-fetch-mode x-amz-date
"""
_OF_REQUEST = frozenset(_OF_REQUEST_WORDS.split())
_TRACE = lazy(
    r"\s*(?:at (?:async )?[\w$.<>\[\] /@-]{1,200}[(:]|File \"[^\"]{1,300}\", line \d|Traceback \(most recent"
    r"|Caused by: |\.\.\. \d{1,5} (?:more|common frames)|goroutine \d|panic: |from [\w./-]{1,200}:\d{1,6}:in |#\d{1,3} "
    r"|--- End of (?:inner|stack)|in [\w./-]{1,200}\.(?:py|rb|php|js|ts|go)(?::| on line )\d|\^{1,80}$|~{2,80}"
    r"|At (?:line:\d|[A-Z]:\\)|\+ (?:CategoryInfo|FullyQualifiedErrorId|~)|\+ +~)"
)
_ERROR = lazy(
    r"\W{0,6}(?:uncaught |unhandled |fatal |\(node:\d{1,6}\) )?[\w.$\\:]{0,120}"
    r"(?:error|exception|(?<!de)fault|panic|failure)"
    r"(?:<[^>]{1,80}>)?(?: \[[^\]]{1,60}\])?(?: ?\(\w[^)]{0,40}\))? ?[:(\[{]"
    r"|(?:curl: \(\d|Invoke-(?:RestMethod|WebRequest) ?: "
    r"|npm (?:ERR!|error)|fatal: |remote: |error: |warning: |warn: |info: |debug: |fail(?:ed)?: |err! "
    r"|Error response from daemon|rpc error|AADSTS\d|IDX\d|E: |W: |ERR_|FAILED\b|FATAL\b|denied: |unauthorized: )",
    re.IGNORECASE,
)
_LOG = lazy(
    r"\W{0,3}(?:\d{4}[-/]\d\d[-/]\d\d[T ,]|\d{2}[:/]\d{2}[:/]\d{2}|\d{2}/\w{3}/\d{4}|\w{3} +\d{1,2} \d\d:\d\d:\d\d"
    r"|[IWEF]\d{4} \d\d:\d\d|(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|SEVERE|CRITICAL)\b ?[\]:|\d ([]"
    r"|\[?(?:trace|debug|info|warn(?:ing)?|error|fatal|crit)\]? ?[\]:|]|time=|level=|ts=|\d{1,3}(?:\.\d{1,3}){3} - )"
)
_STATUS_TOLD = lazy(
    r"\W{0,3}(?:response|status(?: code)?|statuscode|http(?: status| code| error)?|code|answer|error|result"
    r"|returns?|body"
    r"|output|message)\W{0,6}(?:HTTP )?[1-5]\d\d\b(?!\w)|\W{0,3}40[137](?: \w{1,20}){0,2}\W{0,3}$",
    re.IGNORECASE,
)
_MARKUP = lazy(r"\s*</?[A-Za-z!?][^>\n]{0,300}>")
_CONFIG_MARKUP = lazy(
    r"\s*</?(?:add|server|servers|settings|configuration|property|bean|appSettings|VirtualHost|Location|Directory"
    r"|dependency|repository|packageSource\w*|username|password|id|url|system\.\w+|policies|inbound|security|http"
    r"|intercept"
    r"-url|Files|IfModule|Proxy|RequireA\w+)\b",
    re.IGNORECASE,
)
_JSON = lazy(r"\s*(?:[\[\]{}],?|\"[^\"\n]{1,80}\" ?:|'[\w-]{1,60}' ?:|\},? ?\{|\{ ?[\"'\\])")
_CLAIMS = lazy(r"[\"'](?:iss|aud|exp|iat|nbf|azp|alg|kid|typ|scp|sub|roles|amr)[\"'] ?:")
_CODE = lazy(
    r"\s*(?:import |from [\w.]{1,80} import |const |let |var |await |async |return\b|def |class |public |private "
    r"|func |fn "
    r"|if ?\(|if err|for ?\(|try\b ?[:{]|catch ?\(|except\b|using |package |namespace |\$\w+ ?=|\$this|self\.|this\."
    r"|@\w+(?:\(|$)|#include|//|/\*|\*/|=begin|puts |print\(|console\.|System\.|fetch\(|axios|requests\.|http\."
    r"|curl_setopt"
    r"|new \w+\(|\w{1,40}\.\w{1,40}\([^)]{0,200}\)[;{]? ?$|\w[\w.]{0,60} ?(?::=|=(?!=)) ?[\w\"'{\[$(@]|\.\w{1,40}\("
    r"|[})\]]{1,6}[;,)]{0,4}\s*$|headers ?[=:]|auth ?[=:] ?[(\"']|-H |--?\w[\w-]{1,40}[ =])"
)
# What a line of code is said to have got: `// HTTP 401 {"error": …}`, `# => 401`, `-- {"message": …}`
_COMMENT = lazy(
    r"(?:^|(?<=\s))(?://|#|--(?= )|;;)\s{0,4}"
    r"(?:(?:=>|->|→|>{1,3}|output|prints?|response|returns?|result|gives?|gets?)\W{0,3})?"
    r"(?P<answer>(?:HTTP(?:/\d(?:\.\d)?)?|status(?: code)?)?\W{0,2}[1-5]\d\d\b(?![\w.]).{0,300}|\{ ?[\"'].{1,400})$",
    re.IGNORECASE,
)
_CODE_END = lazy(r"[;{]\s*$|=> ?\{?\s*$|\\\s*$|\)\s*[{,]\s*$|,\s*$")
_CONFIG = lazy(
    r"\s*(?:-? ?[A-Za-z_][\w.\-/]{0,60}: ?(?:$|[\"'\[{|>&$<]|\S{1,200}$)|[A-Z][A-Z0-9_]{2,60}=|export [A-Z_]"
    r"|\[[\w. \"-]{1,60}\]$|(?:proxy_|auth_|fastcgi_|location |server \{|upstream |listen |add_header |limit_)\w?"
    r"|(?:SetEnvIf|RewriteRule|RewriteCond|CGIPassAuth|WSGIPassAuthorization|ProxyPass|AuthType|AuthName|Require)\b"
    r"|[\w.-]{3,60} ?= ?\S{1,120}$|//[\w./-]{3,120}/:_auth|machine \S+ login )"
)
_SETTING = lazy(r"[A-Z][A-Z0-9_]{2,60}=\S|[a-z][a-z_]{2,40}_[a-z]{2,20}=\S|\[[\w. \"-]{2,60}\]$")
_VARIABLE = lazy(
    r"(?:- +|export +)?[\"']?[A-Z][A-Z0-9_]{2,60}=(?:\"[^\"]{0,300}\"|'[^']{0,300}'|[^\s\"']{1,300})[\"']?$"
)
_SECTION = lazy(r"\[{1,2}[A-Za-z][\w. \"-]{1,60}\]{1,2}$")
_KEY_SETTING = lazy(
    r"//[\w./-]{3,120}/:_\w{2,20}=\S+$"
    r"|[A-Za-z][\w.-]{0,60}(?:_key|_token|_secret|_password|Key|Token|Secret|Password)[\"']?\s?[:=]\s?[\"']?[^\s(]{1,400}$"
)
_PROMPT = lazy(r"\s*(?:[\w.@~:/-]{0,60}[$#%❯➜]|PS [^>\n]{0,80}>|>>>|C:\\[^>\n]{0,80}>) ?\S")
_COMMAND = lazy(
    r"\s*(?:sudo )?(?:curl|wget|https?|xh|npx|npm|yarn|pnpm|docker|podman|kubectl|helm|mvnw?|\./?\\?mvnw|gradlew?"
    r"|git|gh|glab|aws|az"
    r"|gcloud|terraform|ansible\S*|pip3?|twine|poetry|python3?|node|composer|gem|bundle|cargo|go|dotnet|nuget|cat"
    r"|echo|openssl"
    r"|vault|consul|oc|skopeo|crane|rclone|restic|s3cmd|mc|ssh|cd|export|source|jx|nomad)(?:\.exe)? (?=\S{1,60}(?: "
    r"|$))[^.?!]{0,380}$"
)
_SAY_ERROR = lazy(
    r"\b(?:errors?|failed|failure|invalid|denied|unauthori[sz]ed|forbidden|expired|exception|missing|rejected|incorrect"
    r"|unable to|could not|cannot|not (?:found|valid|allowed|authori[sz]ed)|refused|required|mismatch|unknown)\b",
    re.IGNORECASE,
)
_PERSON = lazy(
    r"\b(?:i|i'm|i've|we|we're|we've|my|our|me|us|anyone|anybody|somebody|please|thanks|hi|hello|hey|why"
    r"|any (?:idea|help)|hasn't|haven't|isn't|aren't|wasn't|weren't|nothing else|ich"
    r"|wir|mein\w*|unser\w*|je|nous|mon|mes|notre|mi|mis|nuestr\w*|meu|minha|nosso|does|should|when|but|after|since)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = lazy(
    r"\b(?:i(?!\.e\b)|i'm|i've|my|mine|anyone|anybody|works? (?:on|in|with|from|fine)|ich|mein\w*|mon|mi|meu)\b",
    re.IGNORECASE,
)
_ENDS = lazy(r"[.;,)}\]\"'] +(?=[A-Za-z])")
_SENTENCE = lazy(r"[^.;!?]{12,200}")
_FIELD = lazy(r"\s*[\w$-]{1,60}: ?\S.{0,300},$|\s*[\w$-]{1,60}: ?[\[{(]{1,2}$")
_HEADING = lazy(r"#{1,6} |\*\*|[-*] \w|\d{1,2}[.)] |[A-Za-z]{2,9},$")
_SAID = lazy(
    r"(?:says?|said|saying|error|message|response|respon[ds]\w*|answer\w*|returns?|returned|get|got|gives?|gets"
    r"|with|body|"
    r"see|reads?|throws?|fails?|is|meldet|fehler|antwort|kommt|erreur|répond|dice|erro|responde)\W{0,3}\s*$",
    re.IGNORECASE,
)
_QUOTED = lazy(r"[\"“„«`]([^\"“”„«»`\n]{6,300})[\"”“»`]|(?P<json>\{ ?[\"'][^\n{}]{3,600}\})")
_CITED = lazy(r"(?<![=:(\[{\w])(?<![=:] )[\"“„«`][^\"“”„«»`\n]{3,300}[\"”“»`]")
_FOREIGN = lazy(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DOCUMENTATION = lazy(
    r"(?:docs?|documentation|manual|readme|guide|reference|tutorial|page|doku|rfc)\b[^\n]{0,60}(?:says?|states?"
    r"|reads|:)\s*$",
    re.IGNORECASE,
)


def spans_of(text: str, claims: Iterable[Claim], fenced: Sequence[tuple[int, int]] = ()) -> tuple[Span, ...]:
    """Every part of ``text`` that is not blank, in order, with who speaks. Neighbours of one speaker are one span.

    ``claims`` are (start, end, speaker) of what readers took; ``mixed`` as speaker: a transcript, told apart by its
    lines. ``fenced`` are the places of code blocks: what stands there and has no shape is output, not prose.
    """
    pieces: list[tuple[int, int, Speaker]] = []
    position = 0
    for start, end, speaker in sorted(claims):
        start = max(start, position)
        if end <= start:
            continue
        pieces += _gap(text, position, start, fenced, _head_above(text, pieces))
        pieces += _transcript(text, start, end) if speaker == "mixed" else _taken(text, start, end, speaker)
        position = end
    pieces += _gap(text, position, len(text), fenced, _head_above(text, pieces))
    return tuple(_joined(text, pieces))


def _known(speaker: str) -> Speaker:
    return speaker if speaker in ("server", "client") else "request"  # type: ignore[return-value]


def _taken(text: str, start: int, end: int, speaker: str) -> Iterator[tuple[int, int, Speaker]]:
    """What a reader took; the answer that a comment in code shows is the server's, what a person says behind an error
    the asker's.
    """
    known = _known(speaker)
    for begin, stop, line in _lines(text, start, end) if known != "server" else ():
        told = _COMMENT.search(line) if known == "request" else None
        if told is not None and not _is_prose(told["answer"].partition("{")[0]):
            yield start, begin + told.start(), known
            yield begin + told.start("answer"), stop, "server"
            start = stop
        elif known == "client" and (behind := _told_behind(line)):
            yield start, begin + behind, known
            yield begin + behind, stop, "asker"
            start = stop
    yield start, end, known


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, its beginning) of every line between two places."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop + 1
        yield start, stop, text[start : min(stop, start + _LOOKED_AT)].rstrip("\n")
        start = stop


def _transcript(text: str, start: int, end: int) -> Iterator[tuple[int, int, Speaker]]:
    """A transcript's or a message's lines: marked ones by their mark, others go on as the last head began."""
    speaker: Speaker = "request"
    for begin, stop, line in _lines(text, start, end):
        bare = line.strip()
        if _TRANSCRIPT_LINE.match(bare):
            yield begin, stop, _TRANSCRIPT[bare[0]]  # type: ignore[misc]
            speaker = "server" if bare[0] == "<" else speaker
            continue
        if _STATUS_LINE.match(bare):
            speaker = "server"
        elif _REQUEST_LINE.match(bare):
            speaker = "request"
        yield begin, stop, speaker


def _head_above(text: str, pieces: Sequence[tuple[int, int, Speaker]]) -> bool:
    """Does a server's answer stand above that has no body of its own yet?"""
    if not pieces or pieces[-1][2] != "server":
        return False
    return not text[pieces[-1][0] : pieces[-1][1]].rstrip().endswith(("}", "]", ">"))


def _gap(
    text: str, start: int, end: int, fenced: Sequence[tuple[int, int]], below_head: bool
) -> Iterator[tuple[int, int, Speaker]]:
    """What no reader took, line by line; a line without a shape of its own between two of one speaker is theirs.

    The first line below a server's head is its body, be it a sentence, unless a person speaks in it.
    """
    lines = list(_lines(text, start, end))
    said: list[Speaker | None] = []
    before: Speaker | None = None
    is_first = True
    block = bisect_right(fenced, (start, len(text)))
    for begin, _, line in lines:
        while block < len(fenced) and fenced[block][0] <= begin:
            block += 1
        inside = block > 0 and begin < fenced[block - 1][1]
        before = _speaker(line, before, inside)
        if below_head and before == "asker" and is_first and _may_be_a_body(line):
            before = "server"
        is_first = is_first and before is None
        said.append(before)
    for place, (begin, stop, line) in enumerate(lines):
        speaker = said[place]
        if speaker is None:
            around = [each for each in (*said[max(0, place - 1) : place], *said[place + 1 : place + 2]) if each]
            speaker = around[0] if around and line.strip() == "" else "asker"
        if speaker == "asker":
            yield from _with_quotations(text, begin, stop)
        elif speaker == "client" and (behind := _told_behind(line)):
            yield begin, begin + behind, speaker
            yield from _with_quotations(text, begin + behind, stop)
        else:
            yield begin, stop, speaker


def _told_behind(line: str) -> int:
    """Where behind an error, on its line, the asker goes on (``… 401 Unauthorized, but it works on my laptop``); 0."""
    if _ERROR.match(line.strip()) is None or _FIRST_PERSON.search(line) is None:
        return 0
    for end in _ENDS.finditer(line):
        sentence = _SENTENCE.match(line, end.end())
        said = sentence.group() if sentence else ""
        if _FIRST_PERSON.search(said) and _is_prose(said) and not _SAY_ERROR.search(said):
            return end.end()
    return 0


def _may_be_a_body(line: str) -> bool:
    return len(line) < _LOOKED_AT // 2 and not _PERSON.search(line) and not line.rstrip().endswith(("?", ":"))


def _speaker(line: str, before: Speaker | None, inside: bool) -> Speaker | None:
    """Who speaks in a line, None for a blank one."""
    bare = line.strip()
    if not bare:
        return before if inside else None
    prose = _is_prose(bare)
    told = _COMMENT.match(bare)
    if told is not None and not _is_prose(told["answer"].partition("{")[0]):
        return "server"
    if _QUOTE.match(bare) and len(bare) > 2:
        return "documentation"
    if _STATUS_LINE.match(bare):
        return "server"
    if _TRACE.match(line) or (_LOG.match(bare) and not (prose and not re.match(r"\W?\d", bare))):
        return "client"
    header = _HEADER.match(bare)
    if header and (found := _header(header["name"].lower(), before)):
        return found
    if _REQUEST_LINE.match(bare) or (_PROMPT.match(line) and not prose):
        return "request"
    if _ERROR.match(bare):
        return "client"
    if before == "client" and line[:2].isspace():
        return "client"
    if _VARIABLE.match(bare) or _SECTION.match(bare):
        return before if before in ("request", "client", "server") and not inside else "configuration"
    if _HEADING.match(bare) and not inside and "{" not in bare and "=" not in bare:
        return "asker"
    if _COMMAND.match(line):
        return "request"
    if _is_said_by_program(bare, prose=prose):
        return before if before in ("server", "client") else "client"
    if _STATUS_TOLD.match(bare) and len(bare) < 120 and not prose:
        return "server"
    if _CLAIMS.match(bare.lstrip("{[ ")):
        return "token"
    if _CONFIG_MARKUP.match(line):
        return "configuration"
    if _MARKUP.match(line):
        return "configuration" if before == "configuration" else "server"
    if _FIELD.match(line):
        return before if before in ("request", "configuration", "server", "client") else "request"
    if _JSON.match(line):
        return before if before in ("request", "configuration", "token", "server", "client") else "server"
    if _KEY_SETTING.match(bare) and not bare.endswith((",", ";", "{")):
        return before if before in ("request", "server", "client") else "configuration"
    if prose and not inside:
        return "asker"
    if _SETTING.match(bare) or (before == "configuration" and _CONFIG.match(line)):
        return "configuration"
    if _CODE.match(line) and (inside or not prose):
        return "request"
    if _CONFIG.match(line) and not prose:
        return before if before in ("client", "server") else "configuration"
    if _CODE_END.search(bare) and not prose:
        return before if before in ("request", "configuration") else "request"
    if inside:
        return before if before in ("request", "configuration", "server", "client") and not prose else "client"
    return "asker"


def _is_said_by_program(line: str, *, prose: bool) -> bool:
    """A line that names a failure and no person: what a program prints, nobody tells, quotes or announces."""
    if len(line) > 300 or _PERSON.search(line) or not _SAY_ERROR.search(_CITED.sub("", line) if prose else line):
        return False
    return not line.endswith(("?", ":") if prose else "?") and not line[0].islower()


def _header(name: str, before: Speaker | None) -> Speaker | None:
    """A header line by its name; one that both sides send goes with the lines above it."""
    if name in _OF_REQUEST:
        return "request"
    if name in _OF_SERVER:
        goes_on = before == "request" and name in ("content-type", "connection", "cache-control")
        return "request" if goes_on else "server"
    return before if before in ("request", "server") and "-" in name else None


def _is_prose(line: str) -> bool:
    """Are these words of a person: function words among them, and more words than signs?"""
    if _FOREIGN.search(line):
        return True
    words = _WORDS.findall(line)
    if not words:
        return False
    spoken = sum(word.lower() in _FUNCTION for word in words)
    signs = sum(letter in '{}[]()=<>;|\\/$#_"' for letter in line)
    if len(words) <= 3:
        return spoken >= 1 and signs <= 1
    return spoken / len(words) >= 0.22 and signs <= len(words)


def _with_quotations(text: str, start: int, end: int) -> Iterator[tuple[int, int, Speaker]]:
    """A line of prose; what it quotes as an answer ("it says …", a JSON object) is the server's."""
    position = start
    for found in _QUOTED.finditer(text, start, end):
        is_answer = found["json"] is not None or _SAID.search(text, max(position, found.start() - 40), found.start())
        if is_answer and not _DOCUMENTATION.search(text, max(start, found.start() - 100), found.start()):
            yield position, found.start(), "asker"
            yield found.start(), found.end(), "server"
            position = found.end()
    yield position, end, "asker"


def _joined(text: str, pieces: Iterable[tuple[int, int, Speaker]]) -> Iterator[Span]:
    open_: tuple[int, int, Speaker] | None = None
    for start, end, speaker in pieces:
        if not text[start:end].strip():
            continue
        if open_ and open_[2] == speaker and not text[open_[1] : start].strip():
            open_ = (open_[0], end, speaker)
            continue
        if open_:
            yield Span(speaker=open_[2], text=text[open_[0] : open_[1]], start=open_[0])
        open_ = (start, end, speaker)
    if open_:
        yield Span(speaker=open_[2], text=text[open_[0] : open_[1]], start=open_[0])
