"""Flask-Login with a token in a header of its own, behind Flask-WTF's CSRF protection."""

import sys

from flask import Flask, jsonify
from flask_login import LoginManager, UserMixin, login_required
from flask_wtf.csrf import CSRFProtect

app = Flask(__name__)
app.secret_key = "0" * 40
CSRFProtect(app)
login = LoginManager(app)


class Known(UserMixin):
    """Whoever has the token."""

    id = "sam"


@login.request_loader
def by_token(request):
    """The token, or nobody."""
    return Known() if request.headers.get("X-Auth-Token") == sys.argv[2] else None


@app.route("/orders", methods=["GET", "POST"])
@login_required
def orders():
    """For the known."""
    return jsonify(ok=True)


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]))
