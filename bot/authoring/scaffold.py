"""New entries as text: a template of each kind. Pure."""

from __future__ import annotations

HINT = "# yaml-language-server: $schema={schema}"
# Beside what an import generated: each key that is taken out of its comment counts in place of the generated one.
OWN_FACTS = """# Your own facts on this API, which no import touches. Take a line out of its comment to use it.
# `auth401 knowledge schema providers` names all keys, and `auth401 knowledge lint` checks them.
#
# docs: {auth: 'https://docs.example.com/authentication', rotate: 'https://app.example.com/keys'}
# audiences: ['https://api.example.com']
# homes:
#   - {hosts: [api.example.com], environment: live}
#   - {hosts: [staging.example.com], environment: test}
# credentials:
#   - id: live-key
#     kind: secret-key
#     regex: 'acme_live_[0-9a-f]{32}'
#     distinctive: true
#     environment: live
#     example-parts: [acme_li, ve_, '00000000000000000000000000000000']
#     near-misses: [[acme_li, ve_]]
#     source: 'wiki: keys'
# answers:
#   - {match: E1042, status: 401, causes: [credential-revoked], source: 'wiki: error codes'}
"""
# What a person knows of an API, an example each; a template shows them as comments.
_OWN = """# A call that changes nothing and tells whether a credential is good.
whoami:
  - {method: GET, url: 'https://api.example.com/v1/me', source: 'wiki: keys'}
# How long tokens live (15 min, 1 h, 30 d), and the networks that alone may call.
token-lifetime: 1 h
networks: [203.0.113.0/24, '2001:db8::/32']
# What goes on: said in every answer from its beginning to its end (without `to`: until you take it out).
incidents:
  - from: 2026-11-28T09:30Z
    to: 2026-11-28T12:00Z
    say: 'keys made today are rejected'
    paths: ['/v1/*']
    link: 'https://status.example.com/incidents/12'
status-page: 'https://status.example.com'
# Your own words, and a page, for a step of the checklist (`auth401 knowledge list steps`).
steps:
  reissue-key: {say: 'Order a new key in the key portal, tab Production', docs: 'https://docs.example.com/keys'}
# Whom to turn to, by channel and hour; the first that fits. One for all is: escalate: '#api-on-call'
escalate:
  - {to: '#api-on-call', days: [mon, tue, wed, thu, fri], hours: '09:00-17:00', zone: Europe/Vienna}
  - {to: 'the night shift, +1 555 0100'}
"""
OWN_FACTS += "".join(f"# {line}\n" for line in _OWN.splitlines())
TEMPLATES: dict[str, str] = {
    "causes": """# The class of fault, in at most 60 characters; of the headlines, the first that is true is said.
title: 'The key belongs to another warehouse'
headline:
  - 'This key belongs to another warehouse than the one at {worded.host}'
check-by: 'look up the warehouse of the key on the page for keys'
# Facts are named check-id.fact (`auth401 check --verbose` shows them); all of one sign must hold.
# weighs: decisive, strong, fair, weak, or decisive-against to weak-against.
signs:
  - when: {answer.message: {contains: 'another warehouse'}, answer.refused: true}
    weighs: decisive
    because: 'the answer says: {answer.message}'
# Ids of steps (`auth401 knowledge list steps`), the most useful first.
steps: [compare-with-dashboard, contact-support-with-evidence]
source: 'RFC and section, or the page by its title'
# Run by `auth401 knowledge lint`: a paste for which it wins, and a near miss that its neighbour wins.
examples:
  match:
    - name: the API says so
      paste: |
        curl https://api.example.com/me -H 'Authorization: Bearer q7Yd93kfPz0aLmN4vB8x'
        HTTP/1.1 401 Unauthorized

        {"message": "another warehouse owns this key"}
  no-match:
    - name: no key at all
      instead: credential-missing
      paste: |
        curl https://api.example.com/me
        HTTP/1.1 401 Unauthorized

        {"error": "missing key"}
""",
    "steps": """# One instruction in one line; of several wordings, the first whose names all have a value.
# A cause names this step by its id, under `steps`.
line:
  - 'Do this at {provider.rotate}'
  - 'Do this on the page for API keys, in at most 140 characters.'
text: 'The longer form: why, and what to look out for. The page is {provider.rotate}'
commands:
  any: 'curl -sS -i {origin}/ -H "{header.start}$TOKEN"'
  windows: 'PowerShell: curl.exe -sS -i {origin}/ -H "{header.start}$env:TOKEN"'
see: 'What you should see afterwards.'
source: 'RFC and section, or the page by its title'
""",
    "providers": """# For a described API use `auth401 knowledge import-openapi`; here stands what no description holds.
name: 'Name as people know it'
hosts: [api.example.com]
# in: header, basic, query, body, path, cookie, client-certificate, digest or signature
placement:
  - {in: header, name: Authorization, scheme: Bearer, source: 'the page by its title'}
# What it says literally when it refuses, and what that means, most probable cause first.
answers:
  - match: 'the words that it says'
    status: 401
    causes: [credential-invalid]
    source: 'the page by its title'
docs: {auth: 'https://docs.example.com/authentication', rotate: 'https://app.example.com/keys'}
# The form of its keys. distinctive: it alone says whose it is; environment: live, test …
credentials:
  - id: live-key
    kind: secret-key
    regex: 'acme_live_[0-9a-f]{32}'
    distinctive: true
    environment: live
    example-parts: [acme_li, ve_, '00000000000000000000000000000000']
    near-misses: [[acme_li, ve_]]
    source: 'the page by its title'
"""
    + "".join(f"# {line}\n" if line[:1] != "#" else f"{line}\n" for line in _OWN.splitlines())
    + """examples:
  match:
    - name: its host
      paste: |
        curl https://api.example.com/me
        HTTP/1.1 401 Unauthorized
  no-match:
    - name: a look-alike
      paste: |
        curl https://api.example.com.attacker.test/me
        HTTP/1.1 401 Unauthorized
""",
    "credentials": """# The form of one sort of key. distinctive: it alone says whose it is; environment: live, test …
# The parts joined are an example that matches, and near misses that do not: no whole key stands in a file.
kind: api-key
regex: 'acme_[0-9a-f]{32}'
distinctive: true
example-parts: [ac, me_, '00000000000000000000000000000000']
near-misses:
  - [ac, me_, '0000']
source: 'the page by its title'
""",
    "frameworks": """name: 'Name as people know it'
kind: framework
answers:
  - match: 'the access voucher has expired'
    status: 401
    causes: [token-expired]
    source: 'the file or page by its title'
source: 'the file or page by its title'
examples:
  match:
    - name: it says why
      cause: token-expired
      paste: |
        curl https://api.example.com/me -H 'Authorization: Bearer q7Yd93kfPz0aLmN4vB8x'
        HTTP/1.1 401 Unauthorized

        the access voucher has expired
  no-match:
    - name: other words
      paste: |
        curl https://api.example.com/me
        HTTP/1.1 401 Unauthorized
""",
    "story": """question: 'What does the asker tell?'
yes:
  - 'a sentence that says it, as people write it'
  - 'another one, in other words'
  - 'a third one'
no: []
near:
  - 'a sentence with the same words that says something else'
source: 'why it matters: the page or thread by its title'
""",
    "contacts": """hosts: ['*.example.com']
channels: []
escalate: 'the on-call of the API team'
""",
}


def new_entry(kind: str, schema: str) -> str:
    """The text of a new entry of a kind, with the hint by which an editor finds its JSON Schema."""
    return f"{HINT.format(schema=schema)}\n{TEMPLATES[kind]}"
