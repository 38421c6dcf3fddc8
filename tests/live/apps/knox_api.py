"""django-rest-knox: tokens that expire, behind Token."""
# ruff: noqa: D102, E402, RUF012 (the shapes and the order are the framework's)

import json
import os
import sys
from datetime import timedelta
from wsgiref.simple_server import make_server

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="0" * 50,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["HOME"] + "/db.sqlite3"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "knox"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import path
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


class View(APIView):
    """For whoever has a token."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response({"user": str(request.user)})


urlpatterns = [path("me/", View.as_view())]

call_command("migrate", verbosity=0)
sam, gone = User.objects.create_user("sam"), User.objects.create_user("gone")
made = {
    "key": AuthToken.objects.create(sam)[1],
    "expired_key": AuthToken.objects.create(sam, expiry=timedelta(seconds=-60))[1],
    "inactive_key": AuthToken.objects.create(gone)[1],
}
User.objects.filter(username="gone").update(is_active=False)
with open(os.environ["HOME"] + "/made.json", "w") as file:
    json.dump(made, file)
make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application()).serve_forever()
