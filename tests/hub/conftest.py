"""A real hub on this machine, with an account for each learner: as `sudo netvaerk hub` starts it.

Fixtures
    ``hub``         a `Hub` of lesson 1 with its Danish reflection, open, once a module
    ``start_hub``   ``start_hub(*words, lessons=…, sources=…)`` starts another with more words on its
                    command line; all are stopped with the module
    ``uv``          the program that makes environments and installs into them

``Hub``
    ``url`` ``folder`` ``root`` (its course) ``code`` ``facilitator_code`` ``authority`` (for ``verify=``)
    ``sign_in(name, word=…, code=None, lang="da") -> Person`` or `NotLetIn`, whose words are the page's
    ``facilitator() -> Person``
    ``accounts()``  names of the Unix accounts it has made
    ``stop()``, ``kill()`` (-9, the learners' servers live on), ``start()`` (again, same folder)
``Person``
    ``name`` (hub user, Unix account and nbgrader's student), ``session`` (requests, signed in)
    ``open()`` waits until their own page answers (a facilitator's: the desk) and returns its HTML
    ``api(path, method="GET", json=None, **query)`` asks that server as its page does; decoded JSON
    ``get(path)`` any address of the hub, redirects followed, no error raised: a requests.Response

Learners' names begin with ``hub.NAME``, so that nobody takes their accounts for a person's; all accounts
whose homes lie in a hub's folder are removed with it. Where this Python or checkout lies in a folder that
only root may enter, the hub is started in a mount namespace where that folder holds nothing else. Needs root.
"""

import contextlib
import json
import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path

import pytest
import requests

from facilitation.hub.accounts import account_name
from facilitation.hub.settings import new_code

CHECKOUT = Path(__file__).parents[2]
NAME = "Nvprøve"
FACILITATOR = f"{NAME} Facilitator"
WORD = "blå kande"
PATIENCE = 180  # seconds; two cores may be shared with others
MAIN = (
    "import sys; from pathlib import Path; from facilitation.command import main; "
    "sys.exit(main(sys.argv[2:], root=Path(sys.argv[1])))"
)


class NotLetIn(Exception):
    """What the page for signing in says."""


class Person:
    """Somebody's browser, without a browser."""

    def __init__(self, hub, name, teaches=False):
        self.hub, self.name, self.teaches = hub, account_name(name), teaches
        self.session = requests.Session()
        # a machine's own settings for certificates would win over `verify`
        self.session.trust_env = False
        self.session.verify = hub.verify
        self.base = "/services/netvaerk/" if teaches else f"/user/{self.name}/"
        self.token = None

    def sign_in(self, name, word, code, lang):
        page = self.get(f"/hub/login?lang={lang}").text
        fields = {"_xsrf": re.search(r'name="_xsrf" value="([^"]+)"', page)[1], "lang": lang}
        fields |= {"username": name, "password": word, "code": code}
        answer = self.session.post(
            f"{self.hub.url}/hub/login", data=fields, timeout=PATIENCE, allow_redirects=False
        )
        if answer.status_code != 302:
            answer.encoding = "utf-8"
            raise NotLetIn(unescape(re.search(r'role="alert"[^>]*>([^<]*)', answer.text)[1]))
        return self

    def get(self, path):
        return self.session.get(f"{self.hub.url}{path}", timeout=PATIENCE)

    def open(self):
        end = time.monotonic() + PATIENCE
        path = f"{self.base}lab" if self.teaches else "/hub/spawn"
        while True:
            page = self.get(path)
            if found := re.search(r'id="jupyter-config-data"[^>]*>([^<]*)<', page.text):
                self.token = json.loads(found[1])["token"]
                return page.text
            assert page.status_code < 500 and time.monotonic() < end, (page.status_code, page.url)
            path = f"{self.base}lab"
            time.sleep(0.3)

    def api(self, path, method="GET", json=None, **query):
        answer = self.session.request(
            method,
            f"{self.hub.url}{self.base}{path}",
            json=json,
            params=query,
            headers={"Authorization": f"token {self.token}"},
            timeout=PATIENCE,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None


class Hub:
    """See the module."""

    def __init__(self, words=(), lessons=("00-welcome", "01-why-network"), sources=("01-why-network-da",)):
        # another hub on this machine must not have used the same names
        self.NAME = f"{NAME} {new_code(3)}"
        # pytest's own folders are closed to other accounts
        self.top = Path(tempfile.mkdtemp(prefix="netvaerk-hub-"))
        self.top.chmod(0o755)
        self.root, self.folder, self.log = self.top / "course", self.top / "srv", self.top / "hub.log"
        self.code = "fyr42"
        self.port = _free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.words = [
            *("hub", "--folder", self.folder, "--address", "127.0.0.1", "--port", self.port),
            *("--code", self.code, "--facilitator", FACILITATOR, "--tls", "own"),
            *words,
        ]
        if "none" in words:
            self.url = self.url.replace("https", "http")
        _small_course(self.root, lessons, sources)

    @property
    def authority(self):
        return self.folder / "authority.crt"

    @property
    def verify(self):
        return str(self.authority) if self.url.startswith("https") else True

    @property
    def facilitator_code(self):
        return (self.folder / "hub" / "facilitator-code").read_text().strip()

    def start(self):
        line = [*_reachable(self.top / "python"), sys.executable, "-c", MAIN, self.root, *self.words]
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "NETVAERK", "PYTEST"))
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in line], stdout=log, stderr=log, env=environment, start_new_session=True
            )
        end = time.monotonic() + PATIENCE
        while True:
            assert self.process.poll() is None and time.monotonic() < end, self.log.read_text()[-3000:]
            with contextlib.suppress(requests.RequestException, OSError):
                if Person(self, "").get("/hub/login").ok:
                    return self
            time.sleep(0.3)

    def sign_in(self, name, word=WORD, code=None, lang="da"):
        return Person(self, name).sign_in(name, word, self.code if code is None else code, lang)

    def facilitator(self):
        person = Person(self, FACILITATOR, teaches=True)
        return person.sign_in(FACILITATOR, WORD, self.facilitator_code, "da")

    def accounts(self):
        homes = f"{self.folder}/homes/"
        return sorted(one.pw_name for one in pwd.getpwall() if one.pw_dir.startswith(homes))

    def kill(self):
        """The hub alone, as when it crashes."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self):
        """Everything of it: what still runs, accounts, files."""
        self.stop()
        for pid in self.left():
            os.kill(pid, signal.SIGKILL)
        while self.left():
            time.sleep(0.1)
        for name in self.accounts():
            subprocess.run(["userdel", name], check=True, capture_output=True)
        shutil.rmtree(self.top)

    def left(self):
        """Process numbers of what was started by this hub, however it ended."""
        folder, found = str(self.folder).encode(), []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if folder in (place / "environ").read_bytes() or folder in (place / "cmdline").read_bytes():
                    found.append(int(place.name))
            except (OSError, ProcessLookupError):
                continue
        return found


@pytest.fixture(scope="session")
def uv():
    """The program itself: a wrapper that a version manager put on the path does not run in a sandbox."""
    here = (os.environ.get("UV", ""), CHECKOUT / ".tools" / "bin" / "uv", f"{sys.base_prefix}/bin/uv")
    return next((Path(one) for one in here if Path(one).is_file()), None) or Path(shutil.which("uv"))


@pytest.fixture(scope="module")
def start_hub():
    _can_run()
    hubs = []

    def start(*words, **options):
        hubs.append(Hub(words, **options))
        return hubs[-1].start()

    yield start
    for hub in hubs:
        hub.remove()


@pytest.fixture(scope="module")
def hub(start_hub):
    return start_hub()


def _can_run():
    from facilitation.hub.configure import PROXY_COMMAND

    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("accounts for learners need root")
    for program in ("useradd", "unshare", "node"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing: apt-get install passwd util-linux nodejs")
    if not PROXY_COMMAND.exists():
        pytest.skip("the proxy is missing: npm ci --prefix hub/proxy")


def _small_course(root, lessons, sources):
    for language in ("da", "en"):
        (root / "lessons" / language).mkdir(parents=True)
        for lesson in lessons:
            shutil.copy(CHECKOUT / "lessons" / language / f"{lesson}.ipynb", root / "lessons" / language)
    for room in ("lessons/images", "lab", *(f"source/{name}" for name in sources)):
        shutil.copytree(CHECKOUT / room, root / room)
    for file in ("nbgrader_config.py", "references.bib"):
        shutil.copy(CHECKOUT / file, root)


def _reachable(hold):
    """The beginning of a command line that lets every account run this Python and read this checkout."""
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, CHECKOUT)}
    needed = sorted(path for path in needed if not needed & set(path.parents))
    closed = {_closed(path) for path in needed} - {None}
    if not closed:
        return []
    held = {path: hold / str(at) for at, path in enumerate(needed) if _closed(path)}
    for place in held.values():
        place.mkdir(parents=True, exist_ok=True)
    steps = [
        *(("mount", "--bind", path, place) for path, place in held.items()),
        *(("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", top) for top in sorted(closed)),
        *(("mkdir", "-p", path) for path in held),
        *(("mount", "--bind", place, path) for path, place in held.items()),
    ]
    script = " && ".join(shlex.join(map(str, step)) for step in steps)
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", f'{script} && exec "$@"', "sh"]


def _closed(path):
    """The first folder on the way to ``path`` that only its owner may enter, None where there is none."""
    return next((above for above in reversed(path.parents) if not above.stat().st_mode & 0o001), None)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
