"""The images of hub/kubernetes/image, as far as they can be built and started without a container engine."""

import contextlib
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
IMAGE = CHECKOUT / "hub" / "kubernetes" / "image"


def stages():
    """The Dockerfile's stages by name, each with the one it begins from and its instructions in order."""
    text = re.sub(r"\\\n", " ", (IMAGE / "Dockerfile").read_text("utf-8"))
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = {}
    for word, rest in lines:
        if word == "FROM":
            base, name = rest.split(" AS ")
            found[name] = (base, [])
        elif found:
            found[name][1].append((word, rest))
    return found


def all_of(name):
    """The instructions of a stage and of those it begins from, first to last."""
    base, own = stages()[name]
    return (all_of(base) if base in stages() else []) + own


def copied(instructions):
    """What is copied from the checkout: (paths there, place in the image)."""
    for word, rest in instructions:
        words = rest.split()
        if word == "COPY" and not words[0].startswith("--from"):
            yield words[:-1], words[-1]


def test_every_image_is_of_a_pinned_release_and_runs_as_nobody_in_particular():
    text = (IMAGE / "Dockerfile").read_text()
    bases = dict(re.findall(r"^ARG (\w+)=(.+)$", text, re.MULTILINE))
    assert re.fullmatch(r"python:3\.\d+-slim-bookworm", bases["BASE"])
    assert bases["HUB"] == "quay.io/jupyterhub/k8s-hub:4.4.0"
    for name in ("learner", "facilitator", "hub"):
        assert [rest for word, rest in all_of(name) if word == "USER"][-1] == "1000:1000", name
        assert "--require-hashes" in " ".join(
            rest for word, rest in all_of(name) + all_of("built") if word == "RUN"
        )


def test_the_model_answers_are_in_the_facilitators_image_alone():
    def has_answers(name):
        return any("source" in paths or "." in paths for paths, _ in copied(all_of(name)))

    assert has_answers("facilitator")
    assert not has_answers("learner")
    assert not has_answers("built")


def pins(file):
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", file.read_text("utf-8"), re.MULTILINE))


def test_the_image_has_the_versions_that_the_tests_ran_with():
    locked = {}
    for one in tomllib.loads((CHECKOUT / "uv.lock").read_text("utf-8"))["package"]:
        # some have one version for each Python
        locked.setdefault(one["name"], set()).add(one["version"])
    image = pins(IMAGE / "requirements.txt")
    assert len(image) > 100
    other = {name: version for name, version in image.items() if version not in locked.get(name, {version})}
    # the hub's own version is of the line that the chart has
    assert other == pins(IMAGE / "hub-requirements.txt")
    assert tuple(map(int, other["jupyterhub"].split("."))) >= (5, 5, 4)
    course = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    extras = course["optional-dependencies"]
    wanted = [*course["dependencies"], *extras["desk"], *extras["cluster"]]
    # an extra names the course itself where it holds another one
    names = {re.match(r"[\w-]+", one)[0].lower() for one in wanted} - {"netvaerk"}
    assert "numpy" in names and names <= image.keys()


class Image:
    """Stages built in a folder: their COPY and RUN lines in a box, with this machine's Debian and Python.

    Left out are the lines that change Debian itself or fetch uv: those no test has run.
    """

    OURS = ("/opt", "/src", "/home/learner", "/srv/netvaerk", "/tmp")
    LEFT_OUT = ("apt-get", "useradd", "pip install --no-cache-dir uv")

    def __init__(self, root, uv):
        self.root, self.folder, self.environment, self.command = root, "/", {}, []
        self.uv = uv.resolve().parent
        for place in self.OURS:
            self.at(place).mkdir(parents=True)

    def at(self, place):
        return self.root / place.lstrip("/")

    def build(self, *names):
        """Build one stage on the other, in this one folder."""
        steps = {
            "COPY": self._copy,
            "RUN": self._run,
            "ENV": self._env,
            "WORKDIR": self._go,
            "CMD": self._cmd,
        }
        for name in names:
            for word, rest in stages()[name][1]:
                steps.get(word, lambda _: None)(rest)

    def _copy(self, rest):
        *paths, place = rest.split()
        if paths[0].startswith("--from"):
            return
        target = self.at(place if place.startswith("/") else f"{self.folder}/{place}")
        for path in paths:
            if (CHECKOUT / path).is_dir():
                shutil.copytree(CHECKOUT / path, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(CHECKOUT / path, target)

    def _run(self, rest):
        if any(word in rest for word in self.LEFT_OUT):
            return
        cache = subprocess.run([self.uv / "uv", "cache", "dir"], capture_output=True, text=True, check=True)
        cache = cache.stdout.strip()
        # links and no bytecode: a test's image need not be fast, but soon ready
        more = {"UV_CACHE_DIR": cache, "UV_LINK_MODE": "symlink", "UV_PYTHON": sys.executable}
        # how this machine reaches the packages, if it says so
        way = re.compile(
            "UV_(DEFAULT_INDEX|INDEX.*|SYSTEM.*|NATIVE.*)|SSL_.*|https?_proxy|no_proxy", re.IGNORECASE
        )
        more |= {name: value for name, value in os.environ.items() if way.fullmatch(name)}
        self.cache = ["--bind", cache, cache]
        done = subprocess.run([*self.box(more, "UV_COMPILE_BYTECODE"), "sh", "-c", rest], capture_output=True)
        assert done.returncode == 0, done.stderr.decode()

    def _env(self, rest):
        for key, value in (pair.split("=", 1) for pair in rest.split()):
            self.environment[key] = value.replace("$PATH", self.environment.get("PATH", "/usr/bin:/bin"))

    def _go(self, rest):
        self.folder = rest

    def _cmd(self, rest):
        self.command = json.loads(rest)

    def box(self, more, *without, shut=()):
        environment = {"PATH": "/usr/bin:/bin"} | self.environment | more
        environment["PATH"] += f":{self.uv}"
        python = {sys.base_prefix, str(Path(sys.executable).parent)}
        line = ["bwrap", "--die-with-parent", "--unshare-pid", "--clearenv", "--ro-bind", "/usr", "/usr"]
        for name in ("bin", "lib", "lib64", "sbin"):
            line += ["--symlink", f"usr/{name}", f"/{name}"]
        for place in ("/home", "/root", "/root/.cache", "/srv"):
            line += ["--perms", "0755", "--dir", place]
        for place in self.OURS:
            line += ["--ro-bind" if place in shut else "--bind", self.at(place), place]
        # after ours: a checkout may lie in /tmp
        for place in sorted({"/etc", str(self.uv), *python} - {"/usr", "/usr/bin"}):
            line += ["--ro-bind", place, place]
        for name, value in environment.items():
            line += ["--setenv", name, value] if name not in without else []
        return [*line, *self.cache, "--proc", "/proc", "--dev", "/dev", "--chdir", self.folder]

    def as_learner(self, command, **environment):
        """The line that runs ``command`` as the image's own account, which writes only what is its own.

        It may read all the same: the packages are links to a cache that is somebody else's.
        """
        become = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"]
        become += [
            f"--{which}=-all,+dac_read_search" for which in ("inh-caps", "ambient-caps", "bounding-set")
        ]
        return [*self.box(environment, shut=("/opt", "/src")), *become, *command]


class Around(http.server.BaseHTTPRequestHandler):
    """The hub and the exchange, as far as a server asks them when it starts."""

    released: ClassVar = []

    def answer(self, **found):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"version": "5.5.4"} | found).encode())

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer()

    def do_PUT(self):
        self.do_POST()
        self.released += re.findall("/services/exchange/releases/(.+)", self.path)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def around():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Around)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="module")
def image(tmp_path_factory, uv):
    if os.geteuid() != 0 or shutil.which("bwrap") is None:
        pytest.skip("building an image in a folder takes root and bubblewrap")
    found = Image(tmp_path_factory.mktemp("image"), uv)
    found.build("base", "built", "learner")
    for place in ("/home/learner", "/srv/netvaerk", "/tmp"):
        os.chown(found.at(place), 1000, 1000)
    return found


@contextlib.contextmanager
def served(image, around):
    """The image's own command, until it answers; the block gets its address."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    url = f"http://127.0.0.1:{port}/user/bente/"
    hub = {
        **{"JUPYTERHUB_API_TOKEN": "t" * 32, "JUPYTERHUB_API_URL": f"{around}/hub/api"},
        **{"JUPYTERHUB_BASE_URL": "/", "JUPYTERHUB_SERVICE_PREFIX": "/user/bente/"},
        **{"JUPYTERHUB_SERVICE_URL": url, "JUPYTERHUB_USER": "bente"},
        **{"JUPYTERHUB_CLIENT_ID": "x", "JUPYTERHUB_OAUTH_SCOPES": '["access:servers"]'},
        **{
            "JUPYTERHUB_ACTIVITY_URL": f"{around}/hub/api",
            "NETVAERK_EXCHANGE_URL": f"{around}/services/exchange",
        },
        **{"NETVAERK_EXCHANGE_TOKEN": "e" * 32, "NETVAERK_SETTINGS": "/opt/netvaerk/settings"},
    }
    with (image.root / "log").open("wb") as log:
        # without bytecode in the image every program would read all of Python's packages anew
        hub |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": "/tmp/bytecode"}
        line = image.as_learner(image.command, **hub)
        process = subprocess.Popen(line, stdout=log, stderr=log)
    try:
        for _ in range(600):
            assert process.poll() is None, (image.root / "log").read_text()
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                with urllib.request.urlopen(f"{url}api", timeout=5) as answer:
                    assert "version" in json.load(answer)
                break
            time.sleep(0.2)
        else:
            raise AssertionError((image.root / "log").read_text())
        yield url
    finally:
        process.terminate()
        process.wait(30)


def test_a_learners_image_lays_the_course_in_the_home_and_asks_the_hub_who_comes(image, around):
    with served(image, around) as url:
        (course,) = image.at("/home/learner").glob("*/da")
        assert (course / "00-welcome.ipynb").stat().st_uid == 1000
        released = {path.name for path in (CHECKOUT / "release").iterdir()}
        assert {path.name for path in (course.parent / "reflections").iterdir()} == released
        with pytest.raises(urllib.error.HTTPError) as stranger:
            urllib.request.build_opener(NoRedirect).open(f"{url}lab", timeout=10)
        assert stranger.value.code == 302
        assert "/hub/api/oauth2/authorize" in stranger.value.headers["Location"]
    assert not list(image.at("/opt/netvaerk/share/netvaerk").glob("source*"))


EVENING = """
import asyncio, os, types
from jupyterhub.services.auth import HubOAuth
from tornado.httpclient import AsyncHTTPClient
from tornado.testing import bind_unused_port
from facilitation.evening_service import __main__, app
from facilitation.hub import join

async def main():
    public = os.environ["JUPYTERHUB_PUBLIC_URL"]
    service = app.Service(types.SimpleNamespace(engine=None), HubOAuth.instance(), public, "/hub/home")
    socket, port = bind_unused_port()
    service.server().add_socket(socket)
    url = f"http://127.0.0.1:{port}/services/evening/tonight"
    found = await AsyncHTTPClient().fetch(url, follow_redirects=False, raise_error=False)
    print(found.code, found.headers["Location"], *found.headers.get_list("Set-Cookie"), sep="\\n")
    print("svg" in join.elsewhere(public, "da"))

asyncio.run(main())
"""


def test_the_evenings_pages_are_in_a_learners_image_and_send_people_to_the_hubs_own_address(image):
    (pages,) = (
        one["spec"]["template"]["spec"]["containers"][0]
        for one in yaml.safe_load_all((IMAGE.parent / "evening.yaml").read_text("utf-8"))
        if one["kind"] == "Deployment"
    )
    given = {one["name"]: one["value"] for one in pages["env"] if "value" in one}
    line = image.as_learner(["/opt/netvaerk/bin/python", "-c", EVENING], **given, JUPYTERHUB_API_TOKEN="t")
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code, location, *cookies, drawn = done.stdout.splitlines()
    parts = urllib.parse.urlsplit(location)
    asked = dict(urllib.parse.parse_qsl(parts.query))
    assert (code, drawn) == ("302", "True")
    assert (
        f"{parts.scheme}://{parts.netloc}{parts.path}"
        == f"{given['JUPYTERHUB_HOST']}/hub/api/oauth2/authorize"
    )
    assert asked["redirect_uri"] == given["JUPYTERHUB_OAUTH_CALLBACK_URL"]
    (state,) = (one for one in cookies if one.startswith("__Host-service-evening-oauth-state="))
    assert "Secure" in state and "Path=/" in state and "HttpOnly" in state


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_a_facilitators_image_opens_the_desk_and_gives_the_exchange_what_it_lacks(image, around):
    image.build("facilitator")
    there = image.at("/opt/netvaerk/share/netvaerk/source")
    assert {path.name for path in there.iterdir()} == {path.name for path in (CHECKOUT / "source").iterdir()}
    # all of them take a minute
    for path in sorted(there.iterdir())[1:]:
        shutil.rmtree(path)
    Around.released.clear()
    with served(image, around):
        assert Around.released == [path.name for path in there.iterdir()]
        settings = image.at("/srv/netvaerk/nbgrader_config.py").read_text("utf-8")
        assert settings == (CHECKOUT / "nbgrader_config.py").read_text("utf-8")


def test_row_116_a_box_in_a_facilitators_image_shows_no_model_answer(image):
    there = image.at("/opt/netvaerk/share/netvaerk/source")
    if not there.exists():
        image.build("facilitator")
    assert any(there.rglob("*.ipynb"))
    script = "from facilitation.grading import sandbox; print(*sandbox.readable(), sep='\\n')"
    line = image.as_learner(["/opt/netvaerk/bin/python", "-c", script])
    shown = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    assert any(place.startswith("/opt/netvaerk/lib") for place in shown)
    answers = Path("/opt/netvaerk/share/netvaerk/source")
    for place in map(Path, shown):
        assert not answers.is_relative_to(place) and not place.is_relative_to(answers), place
