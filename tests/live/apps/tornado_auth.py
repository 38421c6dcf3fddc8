"""Tornado: a token in a header, signed cookies for people, and HTML errors."""

import sys

import tornado.ioloop
import tornado.web

KEY = sys.argv[2]


class Api(tornado.web.RequestHandler):
    """For the token; else 401 in Tornado's HTML."""

    def get(self):
        """The one resource."""
        if self.request.headers.get("X-Auth-Token") != KEY:
            self.set_header("WWW-Authenticate", 'Token realm="live"')
            raise tornado.web.HTTPError(401)
        self.write("ok")


class Page(tornado.web.RequestHandler):
    """For whoever logged in."""

    def get_current_user(self):
        """By the signed cookie."""
        return self.get_signed_cookie("user")

    @tornado.web.authenticated
    def get(self):
        """The one page."""
        self.write("hello")

    @tornado.web.authenticated
    def post(self):
        """A write, guarded by its XSRF cookie."""
        self.write("done")


app = tornado.web.Application(
    [("/api", Api), ("/page", Page)], cookie_secret="0" * 32, login_url="/login", xsrf_cookies=True
)
with open("cookie", "w") as file:
    file.write(tornado.web.create_signed_value("0" * 32, "user", "sam").decode())
app.listen(int(sys.argv[1]), "127.0.0.1")
tornado.ioloop.IOLoop.current().start()
