"""What was chosen for a hub, kept in its own folder so that the next start needs no words."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from facilitation.laying import read_json

FILE = "hub/settings.json"
FACILITATOR_CODE = "hub/facilitator-code"
TLS = ("own", "caddy", "none")
DEMO_PORT, PLAIN_PORT, TLS_PORT = 8000, 80, 443
# no letters or digits that look alike on a wall
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass
class Settings:
    """One hub. ``folder`` holds all of it::

        hub/          root's alone: these settings, JupyterHub's database, keys, words
        exchange/     nbgrader's exchange
        desk/         the facilitators' course folder, with the gradebook
        homes/        a home for each learner

    ``ports`` are those on this machine alone: the hub's, the proxy's own, the desk's and Caddy's way in. They
    stay, since the learners' servers outlive a hub that is restarted.
    """

    folder: Path
    root: Path
    address: str = ""
    port: int = TLS_PORT
    tls: str = "own"
    code: str = ""
    facilitators: list = field(default_factory=lambda: ["facilitator"])
    language: str = "da"
    demo: bool = False
    idle: int = 3600  # seconds
    memory: str = "2G"
    ports: dict = field(default_factory=dict)

    @property
    def hub(self):
        return self.folder / "hub"

    @property
    def exchange(self):
        return self.folder / "exchange"

    @property
    def desk(self):
        return self.folder / "desk"

    @property
    def homes(self):
        return self.folder / "homes"

    @property
    def host(self):
        """The address as it was chosen, else this machine's own in the network that it is on now."""
        return self.address or own_address()

    @property
    def url(self):
        """Where learners find it."""
        scheme, usual = ("http", PLAIN_PORT) if self.tls == "none" else ("https", TLS_PORT)
        return f"{scheme}://{self.host}{'' if self.port == usual else f':{self.port}'}/"

    @property
    def facilitator_code(self):
        return (self.folder / FACILITATOR_CODE).read_text(encoding="utf-8").strip()

    def complete(self):
        """Choose what nobody has chosen: codes and ports."""
        self.code = self.code or new_code(6)
        for name in ("hub", "proxy", "desk", "front"):
            self.ports.setdefault(name, free_port())
        code = self.folder / FACILITATOR_CODE
        if not code.exists():
            write_private(code, f"{new_code(12)}\n")

    def save(self):
        kept = {name: value for name, value in asdict(self).items() if name != "folder"}
        write_private(self.folder / FILE, json.dumps(kept | {"root": str(self.root)}, indent=1))


def load(folder, root=None):
    """The settings kept in ``folder``, or new ones for the course in ``root``."""
    kept = read_json(folder / FILE)
    known = {one.name for one in fields(Settings)}
    chosen = {name: value for name, value in kept.items() if name in known}
    return Settings(**chosen | {"folder": Path(folder), "root": Path(root or kept.get("root", ""))})


def write_private(path, text):
    """Write a file that nobody but its owner may ever read."""
    spare = path.with_name(f".{path.name}.new")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(handle, 0o600)
        file.write(text)
    os.replace(spare, path)


def new_code(length):
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def own_address():
    """This machine's address in its network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(("192.0.2.1", 9))
            return trial.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
