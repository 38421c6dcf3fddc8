"""C# snippets -> requests: HttpClient, RestSharp, HttpWebRequest, WebClient, Flurl."""

from __future__ import annotations

import re

from bot.model import Format
from bot.parsing._reading import Reading
from bot.parsing.formats._code import Source
from bot.parsing.formats._code_language import Language
from bot.parsing.formats._code_values import Call, Items, Map, Text, Value, text_of
from bot.parsing.formats._snippet import Draft, host_in, is_address, joined_url, reading, resolved_url, statements
from bot.regex import lazy

FORMAT = Format("csharp-httpclient", "code")
MARKS = (
    *("httprequestmessage", "httpclient", "restclient", "restrequest", "httpwebrequest", "webrequest.create"),
    *("webclient", "defaultrequestheaders", "authenticationheadervalue", "getasync(", "postasync("),
    *("getstringasync(", "withoauthbearertoken", "appendpathsegment", "jsonasync("),
)
_LANGUAGE = Language(
    interpolates=lazy(r"\{([A-Za-z_][^{}\n:]{0,100})(?::[^{}]{0,20})?\}"),
    prefixes="$",
    joins="+&",
    comments=("//", "/*"),
)
_EVENT = lazy(
    r"\bnew\s+(?P<new>HttpRequestMessage|RestClientOptions|RestClient|RestRequest|Uri|HttpBasicAuthenticator|JwtAuthenticator"
    r"|OAuth2AuthorizationRequestHeaderAuthenticator|AuthenticationHeaderValue|NetworkCredential|StringContent)\s*\("
    r"|\.(?P<step>Add|TryAddWithoutValidation|AddHeader|AddOrUpdateHeader|AddDefaultHeader|AddParameter|AddQueryParameter|AddUrlSegment"
    r"|AddStringBody|AddJsonBody|AddBody|GetAsync|PostAsync|PutAsync|PatchAsync|DeleteAsync|GetStringAsync|GetFromJsonAsync"
    r"|(?:Post|Put|Patch)AsJsonAsync|GetByteArrayAsync|DownloadString|UploadString|WithHeader|WithOAuthBearerToken|WithBasicAuth|GetJsonAsync|(?:Post|Put|Patch)JsonAsync|AppendPathSegment)"
    r"\s*(?:<[^<>()\n]{0,60}>)?\("
    r"|\"(?P<flurl>https?://[^\"\n]{1,400})\"(?=\s*\.(?:AppendPath|With|(?:Get|Post|Put|Patch|Delete)\w{0,9}Async))"
    r"|\b(?:Http)?WebRequest\.(?P<create>Create)(?:Http)?\s*\("
    r"|\.Headers\[(?P<key>[^\]\n]{1,80})\]\s*=\s*"
    r"|[.{,]\s*(?P<attribute>Method|RequestUri|BaseAddress|Authorization)\s*=\s*(?!=)"
)
_SENDS = lazy(r"^(Get|Post|Put|Patch|Delete)\w*Async$|^(?:Download|Upload)String$")


def read(text: str) -> Reading:
    """Every request that a C# snippet makes."""
    source = Source(text, _LANGUAGE)
    builder = _Builder()
    for match in statements(_EVENT.finditer(source.text), builder.done):
        if match["key"] or match["attribute"]:
            value, end = source.value_at(match.end())
            builder.set((match["key"] or match["attribute"]).strip("\"' "), value, is_header=bool(match["key"]))
        elif match["flurl"]:
            end = match.end()
            builder.chain(Text(match["flurl"]))
        else:
            args, _, end = source.arguments(match.end())
            builder.take(match["new"] or match["step"] or "Create", args)
        builder.draft.reach(match.start(), end)
    return reading(text, builder.finished())


class _Builder:
    """The request that the statements so far describe, and what its client was given."""

    def __init__(self) -> None:
        self.done: list[Draft] = []
        self.base: Text | None = None
        self.joins = resolved_url  # how the client puts a path behind its base address
        self.draft = Draft(FORMAT, start=1 << 40)
        self._started = False
        self._home = ""  # the host that a client's headers go to
        self._chained = False  # on an address, as Flurl's calls are

    def finished(self) -> list[Draft]:
        """Every request, the last one too; a client with a base address alone is one as well."""
        if self.draft.url is None and self.base is not None and (self.draft.headers or self._started):
            self.draft.url = self.base
        self._close()
        return self.done

    def _close(self) -> None:
        if self.draft.url is not None:
            self.done.append(self.draft)
            self.draft = Draft(FORMAT, start=self.draft.end, headers=list(self.draft.headers))
        self._chained = False

    def _address(self, value: Value | None) -> bool:
        text = text_of(value)
        if text is None or not (is_address(text) or self.base):
            return False
        if self.draft.url is not None:
            self._close()
        asked = host_in(text)
        self._home = self._home or host_in(self.base) or asked
        if asked not in ("", self._home):  # what a client was given is not for another host
            self.draft.headers = []
        self.draft.url = self.joins(self.base, text)
        return True

    def _rebase(self, base: Text | None) -> None:
        """The address of a client: what another one was given is not its own."""
        if self.base is not None and host_in(base) != host_in(self.base):
            self._close()
            self.draft.headers = []
        self.base, self._home = base, ""

    def chain(self, address: Text) -> None:
        """The address that Flurl's calls follow."""
        self._address(address)
        self._chained = True

    def take(self, name: str, args: tuple[Value, ...]) -> None:
        """One call or construction."""
        first = args[0] if args else None
        sends = _SENDS.match(name)
        if sends:
            if self._chained and not is_address(text_of(first)):
                self.draft.method = sends[1]
                self._json(first)
                self._close()
            elif self.joins is joined_url and self.draft.url is not None and not isinstance(first, Text):
                self.draft.method = self.draft.method or sends[1]  # RestSharp's, which is given the request
            elif self._address(first):
                self.draft.method = sends[1] or ("GET" if name[0] == "D" else "POST")
                self._content(args[1] if len(args) > 1 else None)
                if name.endswith("AsJsonAsync"):
                    self.draft.put("Content-Type", Text("application/json; charset=utf-8"))
                    self._json(args[1] if len(args) > 1 else None)
        elif name == "HttpRequestMessage":
            self._started = True
            self._message(args)
        elif name in ("RestClient", "RestClientOptions"):
            self._rebase(first if isinstance(first, Text) and is_address(first) else self.base)
            self.joins = joined_url
        elif name == "RestRequest":
            self._started = True
            self._rest_request(args)
        elif name == "AppendPathSegment" and self._chained:
            self.draft.url = joined_url(self.draft.url, text_of(first))
        elif name == "Create":
            self._address(first)
        elif name == "StringContent":
            self._content(Call("StringContent", args))
        else:
            self._add(name, args)

    def _message(self, args: tuple[Value, ...]) -> None:
        if len(args) >= 2:
            self._address(args[1])
        method = text_of(args[0]) if args else None
        if method:
            self.draft.method = _verb(method.value)

    def _rest_request(self, args: tuple[Value, ...]) -> None:
        texts = [text for text in map(text_of, args) if text]
        method = next((text for text in texts if "Method." in text.value), None)
        path = next((text for text in texts if "Method." not in text.value), None)
        if path and path.value:
            self._address(path)
        if method:
            self.draft.method = _verb(method.value)

    def _add(self, name: str, args: tuple[Value, ...]) -> None:
        first = args[0] if args else None
        label, value = text_of(first), text_of(args[1]) if len(args) > 1 else None
        if name in ("HttpBasicAuthenticator", "NetworkCredential", "WithBasicAuth") and len(args) >= 2:
            self.draft.put_basic(*args[:2])
        elif name in ("JwtAuthenticator", "WithOAuthBearerToken", "OAuth2AuthorizationRequestHeaderAuthenticator"):
            self.draft.put_bearer(first)
        elif name == "AuthenticationHeaderValue" and label:
            self.draft.put("Authorization", _authorization(label, value))
        elif name in ("AddJsonBody", "AddBody") and isinstance(first, Map):
            self._json(first)
        elif name in ("AddStringBody", "AddBody", "AddJsonBody"):
            self.draft.body = label if isinstance(first, Text) else self.draft.body
        elif label is None or value is None:
            return
        elif name == "AddUrlSegment" and self.draft.url is not None:
            self.draft.url = Text(self.draft.url.value.replace(f"{{{label.value}}}", value.value), self.draft.url.unset)
        elif name == "AddQueryParameter" or (name == "AddParameter" and len(args) == 2):
            self.draft.params.append((label.value, value))
        elif name == "AddParameter":
            self.draft.body = value
        elif re.fullmatch(r"[A-Za-z][\w-]{0,60}", label.value):
            self.draft.put(label.value, value)

    def _json(self, value: Value | None) -> None:
        """A body that the client serialises, names in camel case (JsonSerializerDefaults.Web)."""
        if isinstance(value, Map | Items):
            self.draft.put_json(_in_camel_case(value), compact=True)

    def _content(self, value: Value | None) -> None:
        if isinstance(value, Call) and value.args:
            texts = [text for text in map(text_of, value.args) if text]
            if texts:
                self.draft.body = texts[0]
            if len(texts) > 1 and "/" in texts[-1].value:
                self.draft.put("Content-Type", texts[-1])
        elif isinstance(value, Text) and value.value:
            self.draft.body = value

    def set(self, name: str, value: Value, *, is_header: bool) -> None:
        """One assignment to a member or to a header by index."""
        text = text_of(value)
        if is_header:
            self.draft.put(name.rpartition(".")[2], text)
        elif name == "Method" and text:
            self.draft.method = _verb(text.value)
        elif name == "BaseAddress":
            self._rebase(text)
        elif name == "RequestUri":
            self._address(value)
        elif isinstance(value, Call) and value.name.endswith("AuthenticationHeaderValue"):
            self._add("AuthenticationHeaderValue", value.args)


def _in_camel_case(value: Value) -> Value:
    if isinstance(value, Items):
        return Items(tuple(map(_in_camel_case, value.values)))
    if not isinstance(value, Map):
        return value
    return Map(tuple((name[:1].lower() + name[1:], _in_camel_case(inner)) for name, inner in value.pairs))


def _authorization(scheme: Text, token: Text | None) -> Text:
    return Text(f"{scheme.value} {token.value}", scheme.unset + token.unset) if token else scheme


def _verb(source: str) -> str:
    return source.strip("${}").rpartition(".")[2].rpartition(" ")[2] or "GET"
