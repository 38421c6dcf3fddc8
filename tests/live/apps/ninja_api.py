"""Django Ninja: a bearer token, a key in a header, a key in the query, a cookie."""

import os
import sys

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="0" * 40,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={},
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=["django.contrib.contenttypes"],
)
django.setup()

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from ninja import NinjaAPI  # noqa: E402
from ninja.security import APIKeyCookie, APIKeyHeader, APIKeyQuery, HttpBearer  # noqa: E402

KEY = sys.argv[2]
api = NinjaAPI(docs_url=None)


class Bearer(HttpBearer):
    """The one token."""

    def authenticate(self, request, token):
        """Is it the one?"""
        return token if token == KEY else None


def known(base, name):
    """A class that takes the key where ``base`` looks."""
    return type(
        base.__name__, (base,), {"param_name": name, "authenticate": lambda self, request, key: key == KEY or None}
    )()


@api.get("/bearer", auth=Bearer())
def bearer(request):
    """For the token."""
    return "ok"


@api.get("/header", auth=known(APIKeyHeader, "X-API-Key"))
def header(request):
    """For the key in the header."""
    return "ok"


@api.get("/query", auth=known(APIKeyQuery, "api_key"))
def query(request):
    """For the key in the query."""
    return "ok"


@api.get("/cookie", auth=known(APIKeyCookie, "key"))
def cookie(request):
    """For the key in the cookie."""
    return "ok"


urlpatterns = [path("", api.urls)]
os.environ.setdefault("NINJA_SKIP_REGISTRY", "yes")
server = ThreadedWSGIServer(("127.0.0.1", int(sys.argv[1])), WSGIRequestHandler)
server.set_app(get_wsgi_application())
server.serve_forever()
