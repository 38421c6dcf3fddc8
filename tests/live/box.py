"""box: where a server product runs for the length of a test: folder, ports, processes that end with it, tokens."""

from __future__ import annotations

import base64
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIVE = ROOT / ".venv-live" / "bin"
NODE = HERE / "npm"
READY_S = 40.0


class NotInstalledError(Exception):
    """The product is not on this machine; the text says which file is missing."""


class Box:
    """One product's surroundings. Use as a context manager: every process that it started is ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._given: set[int] = set()

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)
        for straggler in self._stragglers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(straggler, signal.SIGKILL)

    def _stragglers(self) -> list[int]:
        """Those that left their process group (a wrapper's `su`, Erlang's epmd): they have our folder as their HOME."""
        home = f"HOME={self.folder}\0".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if home in environ.read_bytes() + b"\0":
                    found.append(int(environ.parent.name))
        return found

    def port(self) -> int:
        """A free port of loopback, given once, that no system hands out by itself to whoever asks for any port.

        Those (RFC 6335, 49152 and up; 32768 and up on Linux) may be taken by another until our server is up.
        """
        while True:
            port = random.randrange(10240, 32768)
            with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
                if port not in self._given:
                    self._given.add(port)
                    return port

    def write(self, name: str, text: str) -> Path:
        """A file in the folder, readable for servers that give up root."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path

    def fill(self, name: str, **values: object) -> Path:
        """``apps/<name>`` with each ``@value@`` filled in, ``@folder@`` among them."""
        text = (HERE / "apps" / name).read_text()
        for key, value in {"folder": self.folder, **values}.items():
            text = text.replace(f"@{key}@", str(value))
        return self.write(name, text)

    def program(self, *names: str) -> str:
        """The first of these programs that is installed, in the live environment or on the machine."""
        for name in names:
            for found in (LIVE / name, Path("/usr/sbin") / name, shutil.which(name)):
                if found and Path(found).exists():
                    return str(found)
        raise NotInstalledError(f"{names[0]} is not installed")

    def run(self, *command: str, port: int | None = None, env: Mapping[str, str] | None = None, **more: Any) -> None:
        """Start a process in the folder; with ``port`` wait until it takes connections there."""
        log = (self.folder / f"{Path(command[0]).name}.log").open("ab")
        process = subprocess.Popen(
            command,
            cwd=more.pop("cwd", self.folder),
            env={**os.environ, "HOME": str(self.folder), **(env or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._running.append(process)
        if port is not None:
            self._await(process, port, Path(log.name))

    def once(self, *command: str) -> str:
        """Run a command in the folder to its end, and what it printed. Raises when it fails."""
        env = {**os.environ, "HOME": str(self.folder)}
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, timeout=60, check=True)
        return done.stdout.decode()

    def htpasswd(self, user: str, password: str, kind: str = "-m") -> Path:
        """A password file by Apache's own tool; ``kind`` -m is apr1, -B bcrypt."""
        path = self.write("htpasswd", self.once(self.program("htpasswd"), "-nb", kind, user, password).strip() + "\n")
        path.chmod(0o644)
        return path

    def python(self, app: str, port: int, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        """Start ``apps/<app>`` with the live environment's Python; it gets the port as its first argument."""
        interpreter = self.program("python") if (LIVE / "python").exists() else None
        if interpreter is None:
            raise NotInstalledError(".venv-live is not there")
        self.run(interpreter, str(HERE / "apps" / app), str(port), *arguments, port=port, env=env)

    def node(self, app: str, port: int, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        """Start ``npm/<app>`` with Node; it gets the port as its first argument."""
        if not (NODE / "node_modules").is_dir():
            raise NotInstalledError("tests/live/npm/node_modules is not there")
        self.run(self.program("node"), str(NODE / app), str(port), *arguments, port=port, env=env)

    def _await(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            if process.poll() not in (None, 0):
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{log.name}: not ready on its port\n{log.read_text(errors='replace')[-2000:]}")


def basic(user: str, password: str) -> str:
    """The credentials of Basic (RFC 7617)."""
    return base64.b64encode(f"{user}:{password}".encode()).decode()


class Issuer:
    """Mints JWTs: HS256 by ``secret``, or RS256 by a key of its own when that is empty."""

    def __init__(self, *, secret: str = "", kid: str = "live-1", **claims: Any) -> None:
        self.key: Any = secret or rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.algorithm = "HS256" if secret else "RS256"
        self.kid = kid
        self.claims = {"sub": "sam", **claims}

    @property
    def jwks(self) -> dict[str, Any]:
        """The public half as a JWK Set (RFC 7517)."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def mint(self, *, age: int = 60, life: int = 3600, drop: tuple[str, ...] = (), **claims: Any) -> str:
        """A token issued ``age`` seconds ago for ``life`` seconds; ``claims`` change or add, ``drop`` leaves out."""
        now = int(time.time())
        body = {**self.claims, "iat": now - age, "exp": now - age + life, **claims}
        body = {name: value for name, value in body.items() if name not in drop}
        return jwt.encode(body, self.key, algorithm=self.algorithm, headers={"kid": self.kid})

    def family(self, **others: Any) -> dict[str, str]:
        """The tokens that the family ``jwt`` of families.yaml speaks of, all but ``token`` faulty."""
        good = self.mint()
        stranger = Issuer(secret="another-secret-that-is-long-enough-for-hs256" if self.algorithm == "HS256" else "")
        stranger.kid, stranger.claims = self.kid, self.claims
        none = jwt.encode(
            {**self.claims, "iat": int(time.time()), "exp": int(time.time()) + 3600}, "", algorithm="none"
        )
        return {
            "token": good,
            "expired": self.mint(age=7200, life=3600),
            "early": self.mint(age=0, life=90000, nbf=int(time.time()) + 7200),
            "stranger": stranger.mint(),
            "none": none,
            "cut": good.rsplit(".", 1)[0],
            "other_audience": self.mint(aud="https://other.example"),
            "other_issuer": self.mint(iss="https://other-issuer.example"),
            "no_exp": self.mint(drop=("exp",)),
            **others,
        }
