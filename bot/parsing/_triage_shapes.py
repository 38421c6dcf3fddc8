"""Shapes that tell what a text is without its words: code and tests, printed output, enumerated status codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_CODE_UNDER_WORK = re.compile(
    "|".join(
        (
            # A test runner's line.
            r"^(?:(?:fail|pass|passed|failed):? [^\s]{0,60}(?:[/:_]|test|\.\w)|(?:not )?ok \d|--- (?:fail|pass):?)",
            r"^ {0,20}[✓✗✔✘×✅❌√] ",
            # A description of an API, a diff, a table of codes, a changelog's heading.
            r"^\s*['\"]?40[17]['\"]?:\s*(?:$|\n?\s*(?:description|\$ref|content))",
            r"^(?:diff --git|@@ -\d|[+-]{3} [ab]/)",
            r"^ *\|[^\n]*\b40\d\b[^\n]*\|",
            r"^[+-] ?.*\b(?:return|status|raise|throw|if|assert|expect)\b",
            r"^(?:change ?log|release ?notes?|what's new)\b",
            r"^(?:#{1,3} )?\[?v?\d+\.\d+\.\d+\]?(?: |$)",
            # Tests and handlers that make a 401.
            r"\bassert\b.*40[17]|expect\(.*40[17]|tobe\(40[17]\)|assertequal|should\.(?:have\.status|equal)",
            r"\.expect\(40[17]\)|\.reply\(40|\bit\('|\bdescribe\('|\bdef test_|\bfunc test|@test\b|^@\w{1,60}\(",
            r"status_code ?={2,3} ?40[17]|[!=]==? ?40[17]\b|\bcase 40[17]:|errorhandler\(40[17]",
            r"httpexception\(|abort\(40[17]|status\(40[17]\)\.|res\.(?:status|sendstatus)\(|http\.error\(",
            r"\breturn 40[17] ?;|\breturn (?:new )?(?:unauthorized|response)|\bthrow new \w{1,60}exception",
            r"httpstatus\.unauthorized|statusunauthorized|http_401_unauthorized",
            r"statuscodes?\.(?:status)?_?(?:401_)?unauthorized",
            r"\bexpected (?:http )?(?:status )?(?:code )?(?:to be )?40[17]",
            r"\bcy\.\w|\bintercept\(|statuscode: ?40[17] ?\}",
            r"^\s*for \w+ in \w|^\s*def \w+\(|^\s*(?:const|let|var) \w+ =",
            r"^ *(?:scenario:? [^\n]{0,99}\n? *)?given\b[^\n]{1,99}\n? *\bwhen\b[^\n]{1,99}\n? *\bthen\b",
            r"\bresponses:? *\{?\s{0,20}['\"]?40[17]",
            # Queries over logs and metrics.
            r"\bselect\b.{0,200}\bfrom\b|\b(?:rate|sum|count|increase)\(|\bgrep ",
        )
    ),
    re.MULTILINE,
)
_RELAPSE = re.compile(
    r"(?:[,.;!…] ?(?:(?:a+n+d+|und|et|y|e|en|i|и|ve|och|og|dan|then|boom|bam|hop|puis|luego|dann)[ ,.]*){1,3}"
    r"|[.!…] ?)"
    r"(?:a |an |un |ein |another |nochmal |)40[17]s?[ ]?(?:\W{0,12}|:\w{1,30}:)$",
    re.MULTILINE,
)
_SHOULD = re.compile(r"\bshould (?:\w+ ){1,4}(?:return|give|respond|answer|be|send|reply|yield)\b")
_SIMPLY_WORKS = re.compile(r"it works|works with|working fine|works fine|that works|works")
_CLAUSE_START = re.compile(r"(?:^|[,.;:!?\n(] ?|\b(?:but|and) )(?=[^,.;:!?\n(]*$)")
_APART = re.compile(
    r"(?:but |and )?(?:\w+ing|with|without|as|from|in|on|using|via|at|for|if|when|over|through|locally)\b"
)
_STOP = re.compile(r"[.!?\n]")
_FLOW = re.compile(
    r"40[17]s?,? (?:then |and |and then |und |et |puis )?"
    r"(?:it |he |puis |dann )?(?:refreshes|retries|renews|logs in again|re-?authenticates|holt|rafraichit)"
)
_MAPPED = re.compile(r"(?:→|->|=>) ?40[17]\b[^\n→]{1,40}(?:→|->|=>) ?(?!40[17])4\d\d\b")  # expired → 401, scope → 403
_HEADLINE = re.compile(
    r"(?:\A|[.!?\n] ?)(?:constant |random |still )?(?:http )?40[17]s? (?:unauthorized )?"
    r"(?:from|on|at|when|calling|auf|bei|vom|von"
    r"|sur|en|al|no|na|su|dal|sul|van|op|bij|przy|od|на|от|при|від)\b(?![^,.;\n?]*\?)(?![^\n]*(?:→|->|[2-5]\d\d\b))"
)
_THANKS = re.compile(
    unicodedata.normalize(
        "NFKD",
        r"\W{0,6}(?:(?:ok|ah|oh|great|super|cool|ach so|ah ok)\W{1,3})?(?:many |vielen )?"
        r"(?:thanks|thank you|thx|ty|danke|merci|gracias|obrigad[oa]|valeu"
        r"|grazie|bedankt|dank je|dzieki|dziekuje|спасибо|дякую|tesekkurler|sagol|diky|dekuji"
        r"|tack|tak|takk|makasih|terima kasih|cam on|شكرا|kiitos|koszi|koszonom|multumesc|mersi|ευχαριστω|תודה|ขอบคุณ)\b"
        r"|ありがとう|谢谢|感谢|감사",
    )
)
_SUCCESS = re.compile(r"(?<![\w.:/-])20[0-46]\b")
_WITHOUT = re.compile(
    unicodedata.normalize(
        "NFKD",
        r"(?:\b(?:without|no|missing|ohne|sans|sin|sem|senza|zonder|bez|без|utan|uden|uten|tanpa|khong co|bina|wrong"
        r"|anonymous|anonym|falscher|fara|ilman|nelkul|بدون)\b|siz\b)[^.;\n]{0,24}40[17]\b(?! (?:and|und) with)"
        r"|(?:なし|없으면|없이|不带|没带)[^.;\n]{0,12}40[17]",
    )
)
_APPROVED = re.compile(
    r"40[17]\W{0,3}(?:✅|✔|👌|👍|:white_check_mark:|:\+1:|:ok_hand:)"
    r"|[,.;:!-] ?(?:that's |that is |which is |all |so |c'est |das ist |es |e |is )?(?:fine|handy|makes sense"
    r"|nice work"
    r"|well done|great work|good job|as required[^.]{0,40}|as it should(?: be)?|as designed|so ist das gedacht"
    r"|so soll(?:'s| es) sein|passt|passt so|top|super so|conforme|bravo|bon boulot|c'est voulu|correcto|buen trabajo"
    r"|como debe ser|bom trabalho|como deve ser|corretto|ottimo lavoro|come deve essere|klopt|mooi|goed werk"
    r"|zgodnie ze specyfikacja|dobra robota|tak ma byc|как и должно быть|молодцы|так и надо|молодци|так і має бути"
    r"|elinize saglik|dogru|olmasi gerektigi gibi|mantap|snyggt|bra jobbat|som det ska vara|tot qua)[!. \W]*$"
)
_TITLE = re.compile(
    r"\A(?:commit:?|fix|add|handle|support|improve|update|document|refactor|return|map|use) (?!me\b|it\b|this\b|please)"
)
_OUTPUT = re.compile(
    "|".join(
        (
            r"^(?:[<>] |\{|\[?\{\"|http/[\d.]+ \d|traceback|npm err|rpc error|fatal: |remote: )",
            r"^(?:curl: \(|idx\d|aadsts\d)",
            r"^(?:[\w.$]*(?:error|exception|fault))\b ?[:(]|^[\w.\\]+(?:error|exception): ",
            r"^\d{4}-\d\d-\d\dt?[ \d]|^\[?\d{2,4}[/:-]\d\d|^(?:warn|error|info|debug)\b ?[\[:]",
            r"^(?:get|post|put|delete|patch) https?://\S+ 40[17]",
        )
    ),
    re.MULTILINE,
)
_AND = "and|und|et|y|e|i|и|och|en|ve|oraz"
_OTHERWISE = "or|oder|ou|o|или|чи|czy|lub|of|mi|nebo|eller|veya|または|か|と|和|还是|或|과|와|또는|아니면"
_OR = rf"(?: ?(?:/|vs\.?|versus|into|instead of|,? not|{_AND}|{_OTHERWISE}) ?)"
_ARTICLE = r"(?:a |an |un |ein )?'?\(?"
_WEIGHED = re.compile(rf"40[17]'?\)?(?:{_OR}| ?, ?){_ARTICLE}[345]\d\d" rf"|[345]\d\d'?\)?{_OR}{_ARTICLE}40[17]")
_ENUMERATED = re.compile(rf"[2-5]\d\d(?:(?: ?[,/、] ?|,? (?:{_AND}|{_OTHERWISE}) )[2-5]\d\d\b){{2}}")
_STATUS = re.compile(r"[2-5]\d\d")
_FAILURE = re.compile(r"(?<![\w.:/-])[45]\d\d(?![\w.:/-])")
# "still 401 after I fixed the token": what was repaired is told as the setting, not as the outcome.
_SETTING_BEFORE = re.compile(
    r"(?:\b(?:after|although|though|even tho|since|nachdem|obwohl|nach|apres|depuis que|bien que|alors qu"
    r"|tras|despues de|aunque|depois d|embora|apesar de|dopo|anche se|nonostante|nadat|hoewel|ook al|po tym"
    r"|mimo|chociaz|choc|po|после|хотя|несмотря|писля|хоча|pote|ackoli|prestoze|i kdyz|efter|etter|selv om"
    r"|trots|trods|setelah|meski|meskipun|walaupun|padahal|sau khi|du|mac du|بعد|رغم|مع ان)\b)[^.!?;,\n]{0,24}$"
)
_SETTING_AFTER = re.compile(
    unicodedata.normalize(
        "NFKD",
        r"[^.!?;,\n]{0,6}(?:のに|後も|あとも|後でも|ても|けど|が、|tikten sonra|diktan sonra|ktan sonra|mesine ragmen"
        r"|masina ragmen|halde|후에도|는데도|는데|지만|ke baad bhi|ke baad|के बाद|之后还|后还|后仍|后也|但|可)",
    )
)
# "the 404 is gone": another trouble is over, not this one.
_OTHER_CODE = re.compile(r"(?<![\w.:/-])(?!40[17])[45]\d\d(?![\w:/-])[^.!?;,\n]{0,14}$")
_OTHER_CODE_AFTER = re.compile(r"[^.!?;,\n\d]{0,6}(?<![\w.:/-])(?!40[17])[45]\d\d(?![\w:/-])")
_WORKS = re.compile(
    unicodedata.normalize(
        "NFKD",
        "work|now|again|geht|lauft|funkt|klappt|march|fonct|funcion|funzion|dziala|работ|прац|calis|動|正常|작동|됩|되"
        "|jalan|bisa|chay|gone|stop|jetzt|wieder|nu|virk",
    )
)


def is_subordinate(text: str, start: int, end: int) -> bool:
    """Does the phrase at ``start``:``end`` of the plain ``text`` only tell when, or despite what, it was?"""
    if _OTHER_CODE.search(text, max(0, start - 24), start) or _OTHER_CODE_AFTER.match(text, end):
        return True
    return _WORKS.search(text, start, end) is None and (
        _SETTING_BEFORE.search(text, max(0, start - 36), start) is not None
        or _SETTING_AFTER.match(text, end) is not None
    )


def is_code_under_work(text: str) -> bool:
    """Is the plain ``text`` a diff, a test, a handler, a query, a description or a change's title?"""
    return _CODE_UNDER_WORK.search(text) is not None


def relapses(text: str, place: int) -> bool:
    """Does a line of the plain ``text`` end in a refusal as the outcome: "fixed x, and 401"?"""
    return _RELAPSE.search(text, place) is not None


def asks_what_is_right(text: str) -> bool:
    """Does the plain ``text`` ask or say what a service should answer?"""
    return _SHOULD.search(text) is not None


def is_contrast(text: str, start: int, end: int, places: Sequence[int]) -> bool:
    """Does "works" at ``start``:``end`` tell what works beside a refusal: "with the old key it works"?"""
    if not _SIMPLY_WORKS.fullmatch(text, start, end):
        return False
    clause = _CLAUSE_START.search(text, max(0, start - 60), start)
    if clause is not None and _APART.match(text, clause.end()):
        return True
    return any(end <= place < end + 60 and not _STOP.search(text, end, place) for place in places)


def is_test_matrix(text: str) -> bool:
    """Does the plain ``text`` tell what a refusal is for: no credential, or a client's cue to get a new one?"""
    if _FLOW.search(text) or _MAPPED.search(text):
        return True
    return _SUCCESS.search(text) is not None and _WITHOUT.search(text) is not None


def has_headline(text: str) -> bool:
    """Does a sentence of the plain ``text`` open with a refusal and where it is: "401 from the orders api"?"""
    return _HEADLINE.search(text) is not None


def opens_with_thanks(text: str) -> bool:
    """Does the plain ``text`` open with thanks, as an answer to help does?"""
    return _THANKS.match(text) is not None


def is_approved(text: str) -> bool:
    """Does the plain ``text`` end in, or mark, a refusal as what is wanted?"""
    return _APPROVED.search(text) is not None


def is_title(text: str) -> bool:
    """Does the plain ``text`` read like a commit's or a change's title?"""
    return _TITLE.match(text) is not None


def output_lines(text: str) -> set[int]:
    """Where in the plain ``text`` lines begin that a program printed: errors, log lines, answers."""
    return {match.start() for match in _OUTPUT.finditer(text)}


def lists_codes(text: str) -> bool:
    """Are status codes enumerated or weighed against each other, as in documentation and in questions?"""
    for pattern in (_ENUMERATED, _WEIGHED):
        if any(len(set(_STATUS.findall(match.group()))) > 1 for match in pattern.finditer(text)):
            return True
    return len({match.group() for match in _FAILURE.finditer(text)}) >= 3


def names_codes(text: str) -> bool:
    """Are two different status codes of failures named?"""
    return len({match.group() for match in _FAILURE.finditer(text)}) >= 2


def names_others(text: str) -> bool:
    """Is a failure's status code named that is no refusal?"""
    return any(match.group() not in ("401", "407") for match in _FAILURE.finditer(text))
