"""A real hub on this machine, with an account for each learner: as `sudo netvaerk hub` starts it.

Fixtures
    ``hub``         a `Hub` of lesson 1 with its Danish reflection, open, once a module
    ``facilitator`` whoever teaches there, with the desk open
    ``start_hub``   ``start_hub(*words, lessons=…, sources=…)`` starts another with more words on its
                    command line; all are stopped with the module
    ``uv``          the program that makes environments and installs into them
    ``python_with`` ``python_with(name, *packages)``: a Python of its own with these packages
    ``postgres``    a `Postgres` with the databases of hub/kubernetes, once a run

``Hub``
    ``url`` ``folder`` ``root`` (its course) ``code`` ``facilitator_code`` ``authority`` (for ``verify=``)
    ``sign_in(name, word=…, code=None, lang="da") -> Person`` or `NotLetIn`, whose words are the page's
    ``stranger(name) -> Person`` who has not signed in, ``facilitator() -> Person``, ``home(person)``
    ``FACILITATOR`` ``WORD`` the name of whoever teaches, and the word that all choose
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
import glob
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
import urllib.parse
from html import unescape
from pathlib import Path
from typing import ClassVar

import pytest
import requests
import yaml

from facilitation.hub.accounts import account_name
from facilitation.hub.settings import new_code

CHECKOUT = Path(__file__).parents[2]
KUBERNETES = CHECKOUT / "hub" / "kubernetes"
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

    def sign_in(self, name, word, code, lang, **more):
        page = self.get(f"/hub/login?lang={lang}").text
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)) | {"lang": lang}
        fields |= {"username": name, "password": word, "code": code} | more
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
            # as the page does by itself that says that one's server is not running
            path = "/hub/spawn" if page.status_code == 424 and not self.teaches else f"{self.base}lab"
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

    FACILITATOR, WORD = FACILITATOR, WORD

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

    def stranger(self, name):
        """Somebody who has not signed in yet."""
        return Person(self, name)

    def sign_in(self, name, word=WORD, code=None, lang="da"):
        return self.stranger(name).sign_in(name, word, self.code if code is None else code, lang)

    def facilitator(self):
        person = Person(self, FACILITATOR, teaches=True)
        return person.sign_in(FACILITATOR, WORD, self.facilitator_code, "da")

    def home(self, person):
        """The home folder of somebody's account, with the course in it."""
        return self.folder / "homes" / person.name

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
                self.process.wait(PATIENCE)
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
        """Process numbers of what was started by this hub or belongs to its accounts, however it ended."""
        folder, found = str(self.folder).encode(), []
        theirs = {pwd.getpwnam(name).pw_uid for name in self.accounts()}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if (
                    place.stat().st_uid in theirs
                    or folder in (place / "environ").read_bytes()
                    or folder in (place / "cmdline").read_bytes()
                ):
                    found.append(int(place.name))
            except (OSError, ProcessLookupError):
                continue
        return found


@pytest.fixture(scope="session")
def uv():
    """The program itself: a wrapper that a version manager put on the path does not run in a sandbox."""
    here = (os.environ.get("UV", ""), CHECKOUT / ".tools" / "bin" / "uv", f"{sys.base_prefix}/bin/uv")
    return next((Path(one) for one in here if Path(one).is_file()), None) or Path(shutil.which("uv"))


@pytest.fixture(scope="session")
def python_with(pytestconfig, uv):
    """`python_with(name, *packages)`: a Python of its own with these, kept from one run to the next."""

    def make(name, *packages):
        place = Path(pytestconfig.cache.mkdir(name))
        python, note = place / "venv" / "bin" / "python", place / "packages"
        if not note.exists() or note.read_text() != " ".join(packages):
            made = [uv, "venv", "-q", "--clear", "--python", sys.executable, place / "venv"]
            subprocess.run(made, check=True)
            subprocess.run([uv, "pip", "install", "-q", "--python", python, *packages], check=True)
            note.write_text(" ".join(packages))
        return python

    return make


class Postgres:
    """A server of Debian's that listens on a socket in a folder of its own alone, with the databases and the
    roles that hub/kubernetes/postgres.yaml makes."""

    WORDS: ClassVar = {"owner": "o'w", "hub": "h'u$b", "gradebook": "g", "exchange": "e"}

    def __init__(self, place):
        self.place, self.programs = place, Path(max(glob.glob("/usr/lib/postgresql/*/bin")))
        self.as_server = []
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
            self.as_server = ["runuser", "-u", "postgres", "--"]
        word = Path(place, "word")
        word.write_text(self.WORDS["owner"] + "\n")
        owner = ("-U", "owner", "-A", "scram-sha-256", f"--pwfile={word}", "--no-sync", "-E", "UTF8")
        self.run(self.programs / "initdb", "-D", f"{place}/data", *owner, check=True)
        self.start()
        script = self._objects()["databases.sh"]
        # as the image does with what lies in docker-entrypoint-initdb.d
        given = [f"{name}_password={word}" for name, word in self.WORDS.items()]
        self.shell(script, "POSTGRES_USER=owner", *given)

    @staticmethod
    def _objects():
        text = (CHECKOUT / "hub" / "kubernetes" / "postgres.yaml").read_text("utf-8")
        return next(one["data"] for one in yaml.safe_load_all(text) if one["kind"] == "ConfigMap")

    def start(self):
        options = f"-k {self.place} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
        line = ("-D", f"{self.place}/data", "-w", "-l", f"{self.place}/log", "-o", options, "start")
        self.run(self.programs / "pg_ctl", *line, check=True)

    def stop(self):
        self.run(self.programs / "pg_ctl", "-D", f"{self.place}/data", "-m", "immediate", "stop")

    def run(self, *line, **more):
        return subprocess.run(
            [*self.as_server, *line], cwd=self.place, capture_output=True, text=True, **more
        )

    def shell(self, script, *given):
        """Run a script of ours as the database's owner."""
        owner = (f"PGHOST={self.place}", f"PGPASSWORD={self.WORDS['owner']}", "PGUSER=owner")
        path = f"PATH={self.programs}:/usr/bin:/bin"
        done = self.run("env", *owner, *given, path, "sh", "-ceu", script)
        assert done.returncode == 0, done.stderr

    def ask(self, role, database, password, question="select current_user"):
        line = (self.programs / "psql", "-h", self.place, "-U", role, "-d", database, "-Atc", question)
        done = self.run("env", f"PGPASSWORD={password}", *line)
        return done.stdout.strip() or done.stderr

    def url(self, name):
        """SQLAlchemy's address of a role's own database."""
        word = urllib.parse.quote(self.WORDS[name], safe="")
        return f"postgresql+psycopg://{name}:{word}@/{name}?host={self.place}"


@pytest.fixture(scope="session")
def postgres():
    if not glob.glob("/usr/lib/postgresql/*/bin"):
        pytest.skip("needs Debian's postgresql")
    place = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # a socket's path is short
    made = None
    try:
        made = Postgres(place)
        yield made
    finally:
        if made:
            made.stop()
        shutil.rmtree(place)


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


@pytest.fixture(scope="module")
def facilitator(hub):
    person = hub.facilitator()
    person.open()
    return person


def _can_run():
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("accounts for learners need root")
    for program in ("useradd", "unshare", "caddy"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing: apt-get install passwd util-linux caddy")


def _small_course(root, lessons, sources):
    for language in ("da", "en"):
        (root / "lessons" / language).mkdir(parents=True)
        for lesson in lessons:
            shutil.copy(CHECKOUT / "lessons" / language / f"{lesson}.ipynb", root / "lessons" / language)
    for room in ("lessons/images", "lab", "workshops", *(f"source/{name}" for name in sources)):
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


# what the chart's hub has of what we use (images/hub/requirements.txt at its tag 4.4.0), and the hub's own
# version as hub/kubernetes/image pins it
CHART_HUB = (
    re.findall(r"^jupyterhub==[\d.]+", (KUBERNETES / "image" / "hub-requirements.txt").read_text(), re.M)[0],
    *("jupyterhub-kubespawner==7.0.0", "jupyterhub-ltiauthenticator==1.6.3", "oauthenticator==17.4.0"),
    *("pycurl==7.47.0", "psycopg2-binary==2.9.12"),
)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
