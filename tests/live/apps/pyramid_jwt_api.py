"""Pyramid behind pyramid_jwt, whose scheme is JWT."""

import sys
from wsgiref.simple_server import make_server

from pyramid.authorization import ACLAuthorizationPolicy, Allow, Authenticated
from pyramid.config import Configurator
from pyramid.response import Response


class Root:
    """Who is known may read; administrators do more."""

    __acl__ = [(Allow, Authenticated, "read"), (Allow, "role:admin", "admin")]  # noqa: RUF012 (the framework's shape)

    def __init__(self, request):
        self.request = request


def refuse(request):
    """401 to the unknown, 403 to the others, and no word more."""
    status = 403 if request.authenticated_userid else 401
    return Response(json_body={"error": {401: "Unauthorized", 403: "Forbidden"}[status]}, status=status)


with Configurator(root_factory=Root) as config:
    config.set_authorization_policy(ACLAuthorizationPolicy())
    config.include("pyramid_jwt")
    config.set_jwt_authentication_policy(
        sys.argv[2], algorithm="HS256", auth_type="JWT", callback=lambda user, request: []
    )
    for name, permission in (("me", "read"), ("admin", "admin")):
        config.add_route(name, f"/{name}")
        config.add_view(lambda request: {"ok": True}, route_name=name, permission=permission, renderer="json")
    config.add_forbidden_view(refuse)
    app = config.make_wsgi_app()
make_server("127.0.0.1", int(sys.argv[1]), app).serve_forever()
