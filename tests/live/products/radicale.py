"""Radicale, calendars and contacts behind Basic."""

from __future__ import annotations

import subprocess

from tests.live.box import Box, basic


def start(box: Box) -> dict[str, str]:
    """One user."""
    port = box.port()
    password = "correct-horse-3r"
    users = box.htpasswd("sam", password)
    box.run(
        box.program("radicale"),
        "--server-hosts",
        f"127.0.0.1:{port}",
        "--auth-type",
        "htpasswd",
        "--auth-htpasswd-filename",
        str(users),
        "--auth-htpasswd-encryption",
        "md5",
        "--auth-delay",
        "0",
        "--storage-filesystem-folder",
        str(box.folder / "store"),
        "--rights-type",
        "owner_only",
        port=port,
    )
    url = f"http://127.0.0.1:{port}"
    event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:live\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n"
    event += "DTSTART:20260101T000000Z\r\nSUMMARY:tea\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    for method, path, body in (("MKCALENDAR", "", ""), ("PUT", "a.ics", event)):
        command = [
            "curl",
            "-sS",
            "-f",
            "-X",
            method,
            f"{url}/sam/cal/{path}",
            "-u",
            f"sam:{password}",
            "--data-binary",
            body,
        ]
        subprocess.run(command, check=True, capture_output=True)
    return {
        "url": url,
        "resource": f"{url}/sam/cal/a.ics",
        "user": "sam",
        "password": password,
        "basic": basic("sam", password),
        "basic_newline": basic("sam", password + "\n"),
    }
