"""RabbitMQ's management API."""

from __future__ import annotations

import time

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """Its own user for loopback, with a password of ours."""
    from tests.live.suite import curl

    box.program("rabbitmq-server")
    server = "/usr/lib/rabbitmq/bin/rabbitmq-server"  # not Debian's wrapper, which changes the user and its home
    port, amqp, dist, password = box.port(), box.port(), box.port(), "correct-horse-8r"
    box.folder.chmod(0o777)
    box.write("enabled_plugins", "[rabbitmq_management].\n")
    box.write(
        "rabbitmq.conf",
        f"listeners.tcp.default = 127.0.0.1:{amqp}\nmanagement.tcp.port = {port}\nmanagement.tcp.ip = 127.0.0.1\n"
        f"default_user = sam\ndefault_pass = {password}\nloopback_users = none\n",
    )
    env = {
        "RABBITMQ_NODENAME": f"live{port}@localhost",
        "RABBITMQ_MNESIA_BASE": str(box.folder / "db"),
        "RABBITMQ_LOG_BASE": str(box.folder),
        "RABBITMQ_CONFIG_FILE": str(box.folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(box.folder / "enabled_plugins"),
        "RABBITMQ_DIST_PORT": str(dist),
        "ERL_EPMD_PORT": str(box.port()),
        "RABBITMQ_PID_FILE": str(box.folder / "pid"),
    }
    box.run(server, port=port, env=env)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        if curl(f"curl {url}/api/whoami -u sam:{password}").status == 200:
            break
        time.sleep(0.2)
    return {
        "url": url,
        "resource": f"{url}/api/whoami",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
