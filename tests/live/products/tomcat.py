"""Tomcat: the manager behind Basic and roles."""

from __future__ import annotations

from pathlib import Path

from tests.live.box import Box, NotInstalledError, basic


def start(box: Box) -> dict[str, str]:
    """One user who may, one who may not."""
    home, admin = Path("/usr/share/tomcat10"), Path("/usr/share/tomcat10-admin")
    if not home.is_dir() or not admin.is_dir():
        raise NotInstalledError("tomcat10 is not installed")
    port, password = box.port(), "correct-horse-1t"
    for name in ("conf", "logs", "temp", "webapps", "work"):
        (box.folder / name).mkdir()
    box.write(
        "conf/server.xml",
        f"""<Server port="-1"><GlobalNamingResources>
<Resource name="UserDatabase" type="org.apache.catalina.UserDatabase" pathname="conf/tomcat-users.xml"
 factory="org.apache.catalina.users.MemoryUserDatabaseFactory"/></GlobalNamingResources>
<Service name="Catalina"><Connector port="{port}" address="127.0.0.1" protocol="HTTP/1.1" bindOnInit="false"/>
<Engine name="Catalina" defaultHost="localhost">
<Realm className="org.apache.catalina.realm.UserDatabaseRealm" resourceName="UserDatabase"/>
<Host name="localhost" appBase="webapps"><Context path="/manager" docBase="{admin}/manager" privileged="true"/>
</Host></Engine></Service></Server>
""",
    )
    box.write(
        "conf/tomcat-users.xml",
        f"""<tomcat-users><role rolename="manager-script"/><role rolename="other"/>
<user username="sam" password="{password}" roles="manager-script"/>
<user username="mia" password="{password}" roles="other"/></tomcat-users>""",
    )
    box.write("conf/web.xml", (Path("/etc/tomcat10/web.xml")).read_text())
    env = {"CATALINA_HOME": str(home), "CATALINA_BASE": str(box.folder), "JAVA_OPTS": "-Xmx128m"}
    box.run("/bin/sh", str(home / "bin" / "catalina.sh"), "run", port=port, env=env)
    url = f"http://127.0.0.1:{port}"
    return {
        "url": url,
        "resource": f"{url}/manager/text/serverinfo",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
