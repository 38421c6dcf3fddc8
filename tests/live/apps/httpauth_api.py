"""Flask-HTTPAuth: basic, digest (its nonce in a session cookie), token behind Bearer, in an own scheme or header."""

import sys

from flask import Flask, request
from flask_httpauth import HTTPBasicAuth, HTTPDigestAuth, HTTPTokenAuth

app = Flask(__name__)
app.config["SECRET_KEY"] = "0" * 32
basic, digest = HTTPBasicAuth(), HTTPDigestAuth()
bearer, bare = HTTPTokenAuth(scheme="Bearer"), HTTPTokenAuth(header="X-API-Key")
own = HTTPTokenAuth(scheme="AcmeKey")
made = []


@basic.verify_password
def verify_password(user, password):
    """The one user."""
    return user if (user, password) == ("sam", sys.argv[2]) else None


@basic.get_user_roles
def roles(user):
    """Nobody is an admin."""
    return []


@digest.get_password
def get_password(user):
    """The one user's."""
    return sys.argv[2] if user == "sam" else None


@bearer.verify_token
@bare.verify_token
@own.verify_token
def verify_token(token):
    """The one token."""
    return "sam" if token == sys.argv[3] else None


@app.route("/basic", methods=["GET", "POST", "DELETE"])
@basic.login_required
def by_password():
    """For whoever has the password; a write is counted."""
    if request.method != "GET":
        made.append(request.method)
    return "ok"


@app.get("/made")
def count():
    """How many writes there were."""
    return str(len(made))


@app.get("/admin")
@basic.login_required(role="admin")
def admin():
    """For nobody."""
    return "ok"


@app.get("/digest")
@digest.login_required
def by_digest():
    """For whoever answers the digest challenge."""
    return "ok"


@app.get("/token")
@bearer.login_required
def by_token():
    """For whoever has the token."""
    return "ok"


@app.get("/key")
@bare.login_required
def by_key():
    """For whoever has the key."""
    return "ok"


@app.get("/own")
@own.login_required
def by_own():
    """For whoever has the token behind a scheme that only this API knows."""
    return "ok"


@app.get("/logout")
@basic.login_required
def logout():
    """An act behind a GET."""
    made.append("logout")
    return "bye"


app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
