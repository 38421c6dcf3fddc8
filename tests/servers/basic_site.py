"""A Flask site with Flask-HTTPAuth: Basic, Digest, a token scheme and an API key header."""

from __future__ import annotations

from flask import Flask
from flask_httpauth import HTTPBasicAuth, HTTPDigestAuth, HTTPTokenAuth

USER, PASSWORD = "sam", "correct-horse-battery"
TOKEN = "tok-0123456789abcdef0123456789"
API_KEY = "key-fedcba9876543210fedcba98"


def application() -> Flask:
    """``/basic``, ``/digest``, ``/token`` (Bearer) and ``/key`` (X-API-Key)."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "sessions-of-a-test-server"
    basic, digest = HTTPBasicAuth(realm="office"), HTTPDigestAuth(realm="vault", use_ha1_pw=False)
    token, key = HTTPTokenAuth("Bearer", realm="api"), HTTPTokenAuth("Bearer", header="X-API-Key")
    basic.verify_password(lambda user, password: user if (user, password) == (USER, PASSWORD) else None)
    digest.get_password(lambda user: PASSWORD if user == USER else None)
    token.verify_token(lambda value: USER if value == TOKEN else None)
    key.verify_token(lambda value: USER if value == API_KEY else None)
    for path, auth in (("/basic", basic), ("/digest", digest), ("/token", token), ("/key", key)):
        app.add_url_rule(path, path, auth.login_required(lambda: {"ok": True}))
    return app
