"""Flask-JWT-Extended with its own messages: 401 and 422."""

import sys

from flask import Flask
from flask_jwt_extended import JWTManager, jwt_required

app = Flask(__name__)
app.config.update(JWT_SECRET_KEY=sys.argv[2], JWT_DECODE_AUDIENCE="orders", JWT_DECODE_ISSUER="https://issuer.example")
manager = JWTManager(app)


@manager.token_in_blocklist_loader
def is_revoked(_, claims):
    """The token with this id was withdrawn."""
    return claims.get("jti") == "withdrawn"


@app.get("/me")
@jwt_required()
def me():
    """For an access token."""
    return "ok"


@app.get("/fresh")
@jwt_required(fresh=True)
def fresh():
    """For a token straight from a login."""
    return "ok"


app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
