"""What was chosen for a hub, kept in its own folder so that the next start needs no words."""

import hashlib
import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

from facilitation.exchange import COURSE
from facilitation.laying import read_json

TEMPLATES = Path(__file__).parent / "templates"
FILE = "hub/settings.json"
RUN = Path("/run/netvaerk")
INSIDE = (".local", ".internal", ".lan", ".home.arpa")
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

    In ``run`` lie the sockets on which hub, desk and learners' servers answer the door: a place that root
    alone may change, and no number that another program could take first. ``certificate`` and ``key`` are
    files of the administrator's own, for ``tls`` own.
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
    people: int = 200
    names: int = 24
    subdomains: bool = False
    certificate: str = ""
    key: str = ""

    @property
    def hub(self) -> Any:
        return self.folder / "hub"

    @property
    def exchange(self) -> Any:
        return self.folder / "exchange"

    @property
    def desk(self) -> Any:
        return self.folder / "desk"

    @property
    def homes(self) -> Any:
        return self.folder / "homes"

    @property
    def run(self) -> Any:
        # in small letters: part of an address, which has no others
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(f"/tmp/netvaerk-{os.getuid()}-{name}") if self.demo else RUN / name

    @property
    def hub_url(self) -> Any:
        return socket_url(self.run / "hub.sock")

    @property
    def desk_socket(self) -> Any:
        return self.run / "desk" / "desk.sock"

    @property
    def host(self) -> Any:
        """The address as it was chosen, else this machine's own in the network that it is on now."""
        return self.address or own_address()

    @property
    def desk_name(self) -> Any:
        """The desk's name as a service of the hub."""
        return COURSE

    @property
    def scheme(self) -> Any:
        return "http" if self.tls == "none" else "https"

    @property
    def own_host(self) -> Any:
        """Host and port as a browser writes them."""
        usual = PLAIN_PORT if self.tls == "none" else TLS_PORT
        return self.host if self.port == usual else f"{self.host}:{self.port}"

    @property
    def hosts(self) -> Any:
        """The names that browsers ask for: with subdomains every learner has one of their own."""
        return [self.host, f"*.{self.host}"] if self.subdomains else [self.host]

    @property
    def public(self) -> bool:
        """Whether the world knows the address, and its certificate."""
        if self.tls == "none" or (self.tls == "own" and not self.certificate):
            return False
        try:
            return not ip_address(self.host).is_private
        except ValueError:
            return "." in self.host and not self.host.endswith(INSIDE)

    @property
    def url(self) -> str:
        """Where learners find it."""
        return f"{self.scheme}://{self.own_host}/"

    @property
    def ticket(self) -> Any:
        """The name of the door's cookie. One with ``__Host-`` a browser takes from this very host alone."""
        return "netvaerk-door" if self.tls == "none" or self.subdomains else "__Host-netvaerk-door"

    @property
    def facilitator_code(self) -> str:
        return (self.folder / FACILITATOR_CODE).read_text(encoding="utf-8").strip()

    def complete(self) -> None:
        """Choose what nobody has chosen: the codes."""
        self.code = self.code or new_code(6)
        code = self.folder / FACILITATOR_CODE
        if not code.exists():
            write_private(code, f"{new_code(12)}\n")

    def save(self) -> None:
        kept = {name: value for name, value in asdict(self).items() if name != "folder"}
        write_private(self.folder / FILE, json.dumps(kept | {"root": str(self.root)}, indent=1))


def load(folder: Path, root: Path | None = None) -> Any:
    """The settings kept in ``folder``, or new ones for the course in ``root``."""
    kept = read_json(folder / FILE)
    known = {one.name for one in fields(Settings)}
    chosen = {name: value for name, value in kept.items() if name in known}
    return Settings(**chosen | {"folder": Path(folder), "root": Path(root or kept.get("root", ""))})


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody but its owner may ever read."""
    spare = path.with_name(f".{path.name}.new")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(handle, 0o600)
        file.write(text)
    os.replace(spare, path)


def new_code(length: Any) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def own_address() -> Any:
    """This machine's address in its network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(("192.0.2.1", 9))
            return trial.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def socket_url(path: Path) -> str:
    """A Unix socket's address as JupyterHub writes it."""
    return f"http+unix://{quote(str(path), safe='')}"
