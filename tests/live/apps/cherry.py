"""CherryPy: Basic and Digest by its own tools."""

import sys

import cherrypy
from cherrypy.lib import auth_digest


class Site:
    """Two pages."""

    @cherrypy.expose
    def basic(self):
        """For the password."""
        return "ok"

    @cherrypy.expose
    def digest(self):
        """For the digest."""
        return "ok"


users = {"sam": sys.argv[2]}
cherrypy.config.update(
    {
        "server.socket_host": "127.0.0.1",
        "server.socket_port": int(sys.argv[1]),
        "log.screen": False,
        "engine.autoreload.on": False,
    }
)
cherrypy.quickstart(
    Site(),
    "/",
    {
        "/basic": {
            "tools.auth_basic.on": True,
            "tools.auth_basic.realm": "live",
            "tools.auth_basic.checkpassword": lambda realm, user, word: users.get(user) == word,
        },
        "/digest": {
            "tools.auth_digest.on": True,
            "tools.auth_digest.realm": "live",
            "tools.auth_digest.key": "0" * 16,
            "tools.auth_digest.get_ha1": auth_digest.get_ha1_dict_plain(users),
        },
    },
)
