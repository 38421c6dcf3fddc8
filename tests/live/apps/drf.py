"""Django REST framework: TokenAuthentication, SessionAuthentication with CSRF, simplejwt, and a permission."""
# ruff: noqa: D102, E402, I001, RUF012 (the shapes and the order are the framework\'s)

import json
import os
import sys
from datetime import timedelta

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="0" * 40,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["HOME"] + "/db.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "rest_framework",
        "rest_framework.authtoken",
    ],
    MIDDLEWARE=[
        "django.middleware.common.CommonMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    SIMPLE_JWT={"ACCESS_TOKEN_LIFETIME": timedelta(hours=1)},
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.contrib.sessions.backends.db import SessionStore
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.urls import path
from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.permissions import IsAdminUser, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

made = []


def view(scheme, permission=IsAuthenticated):
    """An API view behind one authentication class."""

    class View(APIView):
        authentication_classes = [scheme]
        permission_classes = [permission]

        def get(self, request):
            return Response({"user": str(request.user)})

        def post(self, request):
            made.append(1)
            return Response({"made": len(made)})

    return View.as_view()


class Made(APIView):
    """How many writes there were."""

    authentication_classes = []
    permission_classes = []

    def get(self, request):
        return Response(len(made))


urlpatterns = [
    path("token/", view(TokenAuthentication)),
    path("admin/", view(TokenAuthentication, IsAdminUser)),
    path("session/", view(SessionAuthentication)),
    path("jwt/", view(JWTAuthentication)),
    path("made/", Made.as_view()),
]

call_command("migrate", verbosity=0)
sam = User.objects.create_user("sam", password="correct-horse")
gone = User.objects.create_user("gone", password="x", is_active=False)
session = SessionStore()
session.update(
    {
        "_auth_user_id": str(sam.pk),
        "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
        "_auth_user_hash": sam.get_session_auth_hash(),
    }
)
session.create()
access, old = AccessToken.for_user(sam), AccessToken.for_user(sam)
old.set_exp(lifetime=timedelta(hours=-1))
with open(os.environ["HOME"] + "/made.json", "w") as file:
    json.dump(
        {
            "key": Token.objects.create(user=sam).key,
            "inactive_key": Token.objects.create(user=gone).key,
            "session": session.session_key,
            "token": str(access),
            "expired": str(old),
            "refresh": str(RefreshToken.for_user(sam)),
        },
        file,
    )


class Server(ThreadedWSGIServer):
    """Django's own, on loopback."""


server = Server(("127.0.0.1", int(sys.argv[1])), WSGIRequestHandler)
server.set_app(get_wsgi_application())
server.serve_forever()
