"""Java and Kotlin snippets -> requests: OkHttp, HttpClient, HttpURLConnection, Spring, Apache, Unirest."""

from __future__ import annotations

import re

from bot.auth.basic import basic
from bot.model import Format
from bot.parsing._reading import NOTHING, Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Call, Items, Text, Value, string_of, text_of
from bot.parsing.formats._snippet import Draft, host_in, is_address, is_rest_client, joined_url, reading, statements
from bot.regex import lazy

FORMAT = Format("java-okhttp", "code", userinfo="by-library")
MARKS = (
    *("ktor", 'header("', "bearerauth(", "setbody(", "headers {", "request.builder", "httprequest"),
    *("openconnection", "setrequestproperty", "httpget(", "httppost(", "httpput(", "httpdelete("),
    *("resttemplate", "httpheaders", "unirest", "webclient", "restclient", "given()", "okhttp"),
    *("requestentity", "feign", "retrofit", ".post {", ".get {", ".put {", ".patch {", ".delete {"),
)
_LANGUAGE = Language(
    interpolates=lazy(r"\$\{([^{}\n]{1,120})\}|\$([A-Za-z_]\w*)"), in_quotes='"', comments=("//", "/*")
)
_VERBS = "get|post|put|patch|delete|head|options"
_EVENT = lazy(
    r"\b(?P<begin>WebClient\s*\.\s*create|RestClient\s*\.\s*create|Request\s*\.\s*Builder|HttpRequest\s*\.\s*newBuilder|new\s+URL|URL|URI\s*\.\s*create|given"
    r"|new\s+Http(?:Get|Post|Put|Patch|Delete|Head|Options)|new\s+HttpEntity|new\s+HttpHeaders|HttpHeaders)\s*+(?:<[^<>()\n]{0,60}>\s*+)?\("
    r"|@(?P<declared>GET|POST|PUT|PATCH|DELETE|Headers)\("
    rf"|\.(?P<block>{_VERBS})\s{{0,4}}(?=\{{\s{{0,20}}\w)"
    rf"|\bUnirest\s*\.\s*(?P<unirest>{_VERBS})\s*\("
    r"|(?<![\w.])(?P<bare>header|url|bearerAuth|basicAuth|append|setBody|contentType)\s*\("
    r"|(?<!HttpUrl)(?<!mutate\(\))\.\s*(?P<step>url|uri|header|addHeader|setHeader|headers|set|add|setRequestMethod|setRequestProperty|addRequestProperty|method"
    r"|basicAuth|setBasicAuth|setBearerAuth|GET|POST|PUT|DELETE|HEAD|get|post|put|patch|delete|head|options|exchange|getForObject"
    r"|getForEntity|postForObject|postForEntity|body|setEntity|queryString|queryParam|defaultHeader|target|path|write|oauth2|basic|bodyValue|baseUrl|baseUri|setBaseUri|retrieve"
    r"|setDoOutput|request)\s*\("
)
_FIELD_STEPS = frozenset(
    (
        "header",
        "defaultHeader",
        "addHeader",
        "setHeader",
        "setRequestProperty",
        "addRequestProperty",
        "set",
        "add",
        "append",
    )
)
_OF_HEADERS = lazy(r"\$\{HttpHeaders\.|(?:Authorization|Cookie|Accept|[A-Za-z]+(?:-[A-Za-z]+)+)\Z", re.IGNORECASE)
_OTHERS = lazy(r"extraHTTPHeaders|^[ \t]*(?:def \w+\(|import \w+$|const \w+ = )", re.MULTILINE)  # Python, JavaScript
_NOWHERE = 1 << 40  # a draft begins there until a statement of it is found
_HTTP_METHOD = lazy(rf"\bmethod\s*=\s*HttpMethod\s*\.\s*({_VERBS})", re.IGNORECASE)
_NAMED_VERB = lazy(r"Http(Get|Post|Put|Patch|Delete|Head|Options)$")


def read(text: str) -> Reading:
    """Every request that a Java or Kotlin snippet builds."""
    if is_rest_client(text) or _OTHERS.search(text):
        return NOTHING
    source = Source(text, _LANGUAGE)
    told = _HTTP_METHOD.search(source.text)
    builder = _Builder(told[1] if told else "get")
    for match in statements(_EVENT.finditer(source.text), builder.done):
        if match["block"]:  # Ktor's client.post { url("…") }
            builder.begun(match["block"])
            continue
        args, _, end = source.arguments(match.end())
        begin = re.sub(r"\s+", "", match["begin"] or "")
        if match["declared"]:
            builder.declared(match["declared"], args)
        else:
            builder.take(begin, match["unirest"] or "", match["step"] or match["bare"] or "", args)
        builder.draft.reach(match.start(), end)
    return reading(text, builder.finished())


class _Builder:
    """The request that the statements so far describe."""

    def __init__(self, told: str) -> None:
        self.told = told  # the method that Ktor's request(url) is told in its block
        self.done: list[Draft] = []
        self.base: Text | None = None
        self.draft = Draft(FORMAT, start=_NOWHERE)
        self.is_target = False

    def finished(self) -> list[Draft]:
        """Every draft that has an address."""
        self._close()
        return [draft for draft in self.done if draft.start < _NOWHERE]

    def _close(self) -> None:
        if self.draft.url is not None:
            self.done.append(self.draft)
            self.draft = Draft(FORMAT, start=_NOWHERE)

    def _address(self, value: Value) -> None:
        text = text_of(value)
        if not is_address(text, self.base):
            return
        text = joined_url(self.base, text)
        if self.draft.url is not None and text is not None and self.draft.url.value != text.value:
            self._close()
        if self.base is not None and host_in(text) != host_in(self.base):  # what its client was given is not for it
            self.draft.headers, self.draft.basic = [], None
        self.draft.url = text

    def _rebase(self, base: Text | None) -> None:
        """The address of a client: what another one was given is not its own."""
        if self.base is not None and host_in(base) != host_in(self.base):
            self._close()
            self.draft = Draft(FORMAT, start=_NOWHERE)
        self.base = base

    def declared(self, name: str, args: tuple[Value, ...]) -> None:
        """An annotation of Retrofit's: fields of a header, or the verb with its path."""
        if name == "Headers":
            self.draft.put_all(Items(args))
        elif args and self.base is not None:
            self._address(args[0])
            self.draft.method = name

    def begun(self, verb: str) -> None:
        """A request whose address its block tells."""
        self._close()
        self.draft.method = verb

    def take(self, begin: str, unirest: str, step: str, args: tuple[Value, ...]) -> None:
        """One call of the snippet."""
        if begin:
            self._begin(begin, args)
        elif unirest:
            self._close()
            self.draft.method = unirest
            if args:
                self._address(args[0])
        elif step.lower() in _VERBS.split("|"):
            self._verb(step.lower(), args)
        elif step == "request":
            if args and is_address(text_of(args[0])):
                self._verb(self.told, args)
        else:
            self._step(step, args)

    def _begin(self, begin: str, args: tuple[Value, ...]) -> None:
        if begin.endswith("Client.create"):
            self._rebase(text_of(args[0]) if args else None)
            return
        verb = _NAMED_VERB.search(begin)
        if begin.startswith(("Request.", "HttpRequest.", "given")):
            self._close()
        if verb:
            self._close()
            self.draft.method = verb[1]
        if begin == "newHttpEntity" and args:
            self._body(args[0])
        elif args and (verb or "UR" in begin or begin.startswith("HttpRequest.")):
            self._address(args[0])

    def _verb(self, verb: str, args: tuple[Value, ...]) -> None:
        """``.get()`` of a builder, or ``.get("address")``; a map's ``.get("key")`` is none."""
        text = text_of(args[0]) if args else None
        if args and isinstance(args[0], Text) and verb in ("get", "delete", "head", "options"):
            if not is_address(text, self.base):
                return
            self._address(args[0])
            self.draft.method = verb
        elif not self.draft.method:
            self.draft.method = verb
            if args and is_address(text) and isinstance(args[0], Text) and self.draft.url is None:
                self._address(args[0])
            elif args:
                self._body(args[0])

    def _step(self, step: str, args: tuple[Value, ...]) -> None:
        first = args[0] if args else None
        if step in ("url", "uri", "target") and first is not None:
            self.is_target = step == "target"  # of JAX-RS, whose path(…) goes on with it
            self._address(first)
        elif step in ("baseUrl", "baseUri", "setBaseUri"):
            self._rebase(text_of(first))
        elif step in ("setRequestMethod", "method"):
            method = text_of(first)
            self.draft.method = _verb_of(method.value) if method else ""
            if len(args) > 1:
                self._body(args[1])
        elif (
            step in ("exchange", "getForObject", "getForEntity", "postForObject", "postForEntity") and first is not None
        ):
            self._address(first)
            method = text_of(args[1]) if step == "exchange" and len(args) > 1 else None
            self.draft.method = _verb_of(method.value) if method else step[: 4 if step[0] == "p" else 3]
        elif step in ("basicAuth", "setBasicAuth", "basic") and len(args) >= 2:
            self.draft.put_basic(*args[:2])
        elif step in ("setBearerAuth", "bearerAuth", "oauth2"):
            self.draft.put_bearer(first)
        elif step == "path" and self.is_target and self.draft.url is not None:
            self.draft.url = joined_url(self.draft.url, text_of(first))
        elif step in ("queryString", "queryParam") and len(args) >= 2:
            name, value = text_of(args[0]), text_of(args[1])
            self.draft.params += [(name.value, value)] if name and value else []
        elif step == "write" and self.draft.method.upper() not in ("POST", "PUT", "PATCH"):
            return  # of any stream
        elif step in ("body", "setEntity", "bodyValue", "setBody", "write") and first is not None:
            self._body(first)
        elif step == "contentType":
            self.draft.put("Content-Type", _media_type(text_of(first)))
        elif step != "append" or _OF_HEADERS.match(string_of(first)):  # Ktor's, which it has for parameters too
            self._header(step, args)

    def _header(self, step: str, args: tuple[Value, ...]) -> None:
        if step in _FIELD_STEPS:
            name = text_of(args[0]) if len(args) >= 2 else None
            if name and re.fullmatch(r"[A-Za-z][\w.-]{0,60}|\$\{HttpHeaders\.\w+\}", name.value):
                self.draft.put(_header_name(name.value), _credentials(args[1]))
        elif step == "headers":
            for name_value, value in zip(args[::2], args[1::2], strict=False):
                name = text_of(name_value)
                self.draft.put(name.value if name else "", text_of(value))

    def _body(self, value: Value) -> None:
        if isinstance(value, Text) and value.value:
            self.draft.body = value
        elif isinstance(value, Call):
            texts = [arg for arg in value.args if isinstance(arg, Text)]
            texts = [text for text in texts if "/" not in text.value or "{" in text.value] or texts
            self.draft.body = texts[-1] if texts else None


def _media_type(text: Text | None) -> Text | None:
    """``ContentType.Application.Json`` -> ``application/json``."""
    *_, kind, name = ("", "", *text.value.strip("${}").split(".")) if text else ("", "")
    return Text(f"{kind}/{name}".lower()) if kind else None


def _verb_of(value: str) -> str:
    return value.strip("${}").rpartition(".")[2]


def _header_name(name: str) -> str:
    """``HttpHeaders.AUTHORIZATION`` -> ``Authorization``."""
    constant = name.strip("${}").rpartition(".")[2] if name.startswith("${") else name
    return "-".join(part.capitalize() for part in constant.split("_")) if name.startswith("${") else name


def _credentials(value: Value) -> Text | None:
    """A header's value; ``Credentials.basic(user, password)`` is computed as OkHttp does."""
    if isinstance(value, Call) and value.name.endswith("basic") and len(value.args) >= 2:
        user, password = (text_of(arg) or Text("") for arg in value.args[:2])
        return Text(basic(f"{user.value}:{password.value}"), user.unset + password.unset)
    return text_of(value)
