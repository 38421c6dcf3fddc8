"""An OAuth 2 server by Authlib in Flask: client credentials, and a resource that wants a scope."""
# ruff: noqa: D102 (the shapes and the order are the framework\'s)

import sys
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from flask import Flask

app = Flask(__name__)
TOKENS = {}


class Client(ClientMixin):
    """The one client."""

    client_id = "live-client"

    def get_client_id(self):
        return self.client_id

    def check_client_secret(self, secret):
        return secret == sys.argv[2]

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_grant_type(self, grant):
        return grant == "client_credentials"

    def get_allowed_scope(self, scope):
        return scope or "read"


class Granted(TokenMixin):
    """An opaque access token."""

    def __init__(self, scope, expires_at, revoked=False):
        self.scope, self.expires_at, self.revoked = scope, expires_at, revoked

    def get_scope(self):
        return self.scope

    def is_expired(self):
        return self.expires_at < time.time()

    def is_revoked(self):
        return self.revoked


class Validator(BearerTokenValidator):
    """Looks a token up."""

    def authenticate_token(self, token_string):
        return TOKENS.get(token_string)


def save(token, request):
    """Keep what was granted."""
    TOKENS[token["access_token"]] = Granted(token.get("scope", ""), time.time() + 3600)


server = AuthorizationServer(
    app, query_client=lambda name: Client() if name == "live-client" else None, save_token=save
)
server.register_grant(
    type("Grant", (grants.ClientCredentialsGrant,), {"TOKEN_ENDPOINT_AUTH_METHODS": ["client_secret_basic"]})
)
require = ResourceProtector()
require.register_token_validator(Validator())
TOKENS.update(
    {
        sys.argv[3]: Granted("read", time.time() + 3600),
        sys.argv[4]: Granted("read", time.time() - 60),
        sys.argv[5]: Granted("read", time.time() + 3600, True),
    }
)


@app.post("/oauth/token")
def token():
    """The token endpoint."""
    return server.create_token_response()


@app.get("/read")
@require("read")
def read():
    """For the scope `read`."""
    return "ok"


@app.get("/write")
@require("write")
def write():
    """For the scope `write`."""
    return "ok"


app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
