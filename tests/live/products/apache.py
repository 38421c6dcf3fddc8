"""Apache: Basic, Digest, and CGI that never sees the Authorization header."""

from __future__ import annotations

from tests.live.box import Box, NotInstalledError, basic


def start(box: Box) -> dict[str, str]:
    """One user for both schemes."""
    from pathlib import Path

    apache, modules = box.program("apache2"), Path("/usr/lib/apache2/modules")
    if not modules.is_dir():
        raise NotInstalledError("apache2's modules are not installed")
    port, password = box.port(), "correct-horse-2a"
    users = box.htpasswd("sam", password)
    import hashlib

    digest = hashlib.md5(f"sam:live:{password}".encode()).hexdigest()
    box.write("digests", f"sam:live:{digest}\n").chmod(0o644)
    box.write("site/basic/index.html", "members")
    box.write("site/digest/index.html", "members")
    box.write("site/admin/index.html", "admins")
    box.write(
        "cgi/api",
        '#!/bin/sh\nif [ -z "$HTTP_AUTHORIZATION" ]; then\n'
        "printf 'Status: 401 Unauthorized\\r\\nContent-Type: application/json\\r\\nWWW-Authenticate: Bearer\\r\\n\\r\\n"
        '{"error": "Authorization header not found"}\'\nelse printf \'Content-Type: text/plain\\r\\n\\r\\nok\'\nfi\n',
    )
    names = "mpm_event authn_core authn_file authz_core authz_user auth_basic auth_digest dir cgid alias"
    loads = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names.split())
    box.folder.chmod(0o777)
    box.write(
        "apache.conf",
        f"""
{loads}
ServerRoot {box.folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {box.folder}/apache.pid
ErrorLog {box.folder}/error.log
DefaultRuntimeDir {box.folder}
ScriptSock {box.folder}/cgid.sock
User www-data
Group www-data
DocumentRoot {box.folder}/site
ScriptAlias /cgi/ {box.folder}/cgi/
ScriptAlias /passed/ {box.folder}/cgi/
<Location /passed/>
CGIPassAuth On
</Location>
<Directory {box.folder}>
Require all granted
</Directory>
<Location /basic/>
AuthType Basic
AuthName live
AuthUserFile {users}
Require valid-user
</Location>
<Location /admin/>
AuthType Basic
AuthName live
AuthUserFile {users}
Require user root
</Location>
<Location /digest/>
AuthType Digest
AuthName live
AuthDigestProvider file
AuthUserFile {box.folder}/digests
Require valid-user
</Location>
""",
    )
    box.run(apache, "-X", "-f", str(box.folder / "apache.conf"), port=port)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/basic/",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
        "token": "t0k3n0fth3l1v3su1t3apach3",
    }
