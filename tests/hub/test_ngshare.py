"""The way of a reflection over ngshare, as on many machines: a real hub with hub/kubernetes/hub_config.py,
the real service in an environment of its own, three learners and a facilitator, each with their own server.

What lies between them is HTTP alone; who somebody is, ngshare has from the token that the hub gave them.
"""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from facilitation import serve
from facilitation.exchange import COURSE
from facilitation.release import generate
from facilitation.taking_in import LEARNER

CHECKOUT = Path(__file__).parents[2]
KUBERNETES = CHECKOUT / "hub" / "kubernetes"
PROXY = CHECKOUT / "hub" / "proxy"
ASSIGNMENT, NOTEBOOK = "01-trial-da", "trial.ipynb"
LEARNERS = ("bente", "søren", "mia")
FACILITATOR = "lone"
ADMIN = "t" * 40
PATIENCE = 150  # seconds; two cores may be shared with others
PASSWORD = "a word for the tests"
# ngshare listens on every address of its machine: in a pod that is right, on a developer's desk it is not
LAUNCH = """
import runpy
from tornado.httpserver import HTTPServer
listen = HTTPServer.listen
HTTPServer.listen = lambda server, port, address=None, **more: listen(server, port, "127.0.0.1", **more)
runpy.run_module("ngshare", run_name="__main__", alter_sys=True)
"""
CONFIG = """
import json, os
from pathlib import Path
given = json.loads(os.environ["TEST_GIVEN"])
c = get_config()
for section, values in given["config"].items():
    c[section].update(values)
learner = lambda *parts: lambda spawner: str(Path(given["homes"], spawner.user.name, *parts))
c.Spawner.environment = given["environment"] | {
    "NETVAERK_FOLDER": learner("course"), "JUPYTER_DATA_DIR": learner("data"), "HOME": learner(),
}
get_config = lambda key: given["values"][key]
exec(compile(Path(given["hub_config"]).read_text(), given["hub_config"], "exec"))
"""


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait(what):
    for _ in range(PATIENCE * 10):
        try:
            if found := what():
                return found
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="module")
def packages(pytestconfig, uv):
    """ngshare's own Python, and the folder with the course's client of it: as pinned for the images."""
    place = Path(pytestconfig.cache.mkdir("ngshare"))
    pins = KUBERNETES / "image" / "ngshare-requirements.txt"
    python = place / "venv" / "bin" / "python"
    if not (place / pins.name).exists() or (place / pins.name).read_text() != pins.read_text():
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, place / "venv"], check=True)
        install = [uv, "pip", "install", "-q", "--python", python]
        subprocess.run([*install, "--require-hashes", "-r", pins], check=True)
        shutil.copy(pins, place)
    client = next(
        line.split()[0]
        for line in (KUBERNETES / "image" / "requirements.txt").read_text().splitlines()
        if line.startswith("ngshare-exchange==")
    )
    if not (place / client).is_dir():
        target = ["--no-deps", "--target", place / client]
        subprocess.run([uv, "pip", "install", "-q", "--python", sys.executable, *target, client], check=True)
    return python, place / client


@pytest.fixture(scope="module")
def proxy():
    command = PROXY / "node_modules" / ".bin" / "configurable-http-proxy"
    if not command.exists():
        pytest.skip("the proxy is missing: npm ci --prefix hub/proxy")
    return command


class Room:
    """The hub, ngshare, and everybody's way to both."""

    def __init__(self, folder, packages, proxy):
        self.folder, self.homes, self.course = folder, folder / "homes", folder / "course"
        self.python, self.client = packages
        self.processes = []
        self.tokens = {}
        ports = {name: free_port() for name in ("public", "hub", "proxy", "ngshare")}
        self.url = f"http://127.0.0.1:{ports['public']}"
        api = f"http://127.0.0.1:{ports['hub']}/hub/api"
        self.ngshare_port = ports["ngshare"]
        self.ngshare = f"http://127.0.0.1:{ports['ngshare']}/services/ngshare"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "NETVAERK", "CONFIGPROXY"))
        }
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self._start_ngshare(api)
        self._start_hub(ports, proxy)
        wait(lambda: self.ask("GET", f"{api}/", ADMIN).ok)
        wait(lambda: requests.get(f"{self.ngshare}/healthz", timeout=5).ok)

    def _start_ngshare(self, api):
        kept = self.folder / "ngshare"
        kept.mkdir()
        self.start(
            [
                *(self.python, "-c", LAUNCH, "--admins", "enrolment"),
                *("--database", f"sqlite:///{kept}/ngshare.db", "--storage", f"{kept}/files/"),
            ],
            "ngshare",
            JUPYTERHUB_API_URL=api,
            JUPYTERHUB_API_TOKEN="none",
            JUPYTERHUB_CLIENT_ID="none",
            JUPYTERHUB_SERVICE_PREFIX="/services/ngshare/",
            JUPYTERHUB_SERVICE_URL=f"http://127.0.0.1:{self.ngshare_port}/",
        )

    def _start_hub(self, ports, proxy):
        settings = self.folder / "settings"
        settings.mkdir()
        shutil.copy(KUBERNETES / "image" / "nbgrader_config.py", settings)
        # the pages themselves are tests/hub/test_cycle.py's
        pages = ("jupyterlab", "notebook_shim", "jupyter_lsp", f"{serve.NBGRADER}.course_list")
        shown = {"jpserver_extensions": serve.DESK_EXTENSIONS | dict.fromkeys(pages, False)}
        (settings / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": shown}))
        services = [{"name": "enrolment", "api_token": "e" * 40}, {"name": "tests", "api_token": ADMIN}]
        given = {
            "hub_config": str(KUBERNETES / "hub_config.py"),
            "homes": str(self.homes),
            "environment": {
                "JUPYTER_CONFIG_PATH": str(settings),
                "PYTHONPATH": os.pathsep.join([str(self.client), str(CHECKOUT)]),
                "NETVAERK_NGSHARE": self.ngshare,
            },
            "values": {
                "custom.ngshare": self.ngshare,
                "custom.facilitators": [FACILITATOR],
                "custom.facilitator": {
                    "environment": {"NETVAERK_COURSE": str(self.course)},
                    "notebook_dir": str(self.course),
                },
            },
            "config": {
                "JupyterHub": {
                    "authenticator_class": "dummy",
                    "spawner_class": "simple",
                    "bind_url": self.url,
                    "hub_bind_url": f"http://127.0.0.1:{ports['hub']}",
                    "db_url": f"sqlite:///{self.folder}/hub.sqlite",
                    "cookie_secret_file": str(self.folder / "cookie_secret"),
                    "services": services,
                    "load_roles": [
                        {
                            "name": "tests",
                            "services": ["tests"],
                            "scopes": ["admin:users", "admin:servers", "tokens"],
                        }
                    ],
                },
                "ConfigurableHTTPProxy": {
                    "command": [str(proxy)],
                    "api_url": f"http://127.0.0.1:{ports['proxy']}",
                    "pid_file": str(self.folder / "proxy.pid"),
                },
                "DummyAuthenticator": {"password": PASSWORD, "allow_all": True},
                "SimpleLocalProcessSpawner": {"home_dir_template": f"{self.homes}/{{username}}"},
                "Spawner": {
                    "cmd": [sys.executable, "-m", "jupyterhub.singleuser"],
                    "args": ["--allow-root", "--Application.log_level=WARN"],
                    "http_timeout": PATIENCE,
                    "start_timeout": PATIENCE,
                },
            },
        }
        (self.folder / "jupyterhub_config.py").write_text(CONFIG)
        line = [sys.executable, "-m", "jupyterhub", "-f", self.folder / "jupyterhub_config.py"]
        self.start(line, "hub", TEST_GIVEN=json.dumps(given))

    def start(self, line, log, **more):
        with (self.folder / f"{log}.log").open("wb") as file:
            self.processes.append(
                subprocess.Popen(line, cwd=self.folder, env=self.environment | more, stdout=file, stderr=file)
            )
        return self.processes[-1]

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()

    def sign_in(self, name):
        """The answer to the sign-in page."""
        browser = requests.Session()
        browser.get(f"{self.url}/hub/login", timeout=10)
        fields = {"username": name, "password": PASSWORD, "_xsrf": browser.cookies["_xsrf"]}
        return browser.post(f"{self.url}/hub/login", data=fields, timeout=10, allow_redirects=False)

    def open_servers(self, *names):
        for name in names:
            self.reflection(name).parents[1].mkdir(parents=True)
            assert self.sign_in(name).status_code == 302, name
            made = self.ask("POST", f"{self.hub(name)}/tokens", ADMIN, json={})
            self.tokens[name] = made.json()["token"]
            assert self.ask("POST", f"{self.hub(name)}/server", self.tokens[name]).status_code in (201, 202)
        for name in names:
            wait(
                lambda name=name: (
                    self.ask("GET", self.hub(name), ADMIN).json()["servers"].get("", {}).get("ready")
                )
            )

    def close_server(self, name):
        self.ask("DELETE", f"{self.hub(name)}/server", ADMIN)
        wait(lambda: not self.ask("GET", self.hub(name), ADMIN).json()["servers"])

    def hub(self, name):
        return f"{self.url}/hub/api/users/{name}"

    def ask(self, method, url, token, **more):
        head = {"Authorization": f"token {token}"}
        return requests.request(method, url, headers=head, timeout=120, **more)

    def server(self, name, method, path, **more):
        """What ``name``'s own server answers; nbgrader's says in the JSON whether it could."""
        answer = self.ask(method, f"{self.url}/user/{name}/{path}", self.tokens[name], **more)
        assert answer.ok, answer.text
        return answer.json() if answer.text else None

    def at_ngshare(self, name, method, path, **more):
        """What ngshare answers to somebody who speaks to it past nbgrader: (status, JSON or None)."""
        answer = self.ask(method, f"{self.ngshare}/{path}", self.tokens[name], allow_redirects=False, **more)
        try:
            return answer.status_code, answer.json()
        except ValueError:
            return answer.status_code, None

    def grader(self, path, method="POST", **more):
        answer = self.server(FACILITATOR, method, f"formgrader/api/{path}", **more)
        assert answer is None or not isinstance(answer, dict) or answer.get("success", True), answer
        return answer

    def assignments(self, name, action, **fields):
        kind = "GET" if action == "assignments" else "POST"
        path = action if action == "assignments" else f"assignments/{action}"
        fields = {"course_id": COURSE, "assignment_id": ASSIGNMENT} | fields
        key = "params" if kind == "GET" else "data"
        answer = self.server(name, kind, path, **{key: fields})
        assert answer["success"], answer
        return answer["value"]

    def comment(self, name, words):
        """What a person does in formgrader: three points for the plan, and some words."""
        course = f"{ASSIGNMENT}/{NOTEBOOK.removesuffix('.ipynb')}"
        (one,) = (
            one for one in self.grader(f"submitted_notebooks/{course}", "GET") if one["student"] == name
        )
        for what, given in (("grade", {"manual_score": 3}), ("comment", {"manual_comment": words})):
            found = self.grader(f"{what}s", "GET", params={"submission_id": one["id"]})
            (cell,) = (cell for cell in found if cell["name"] == "plan")
            self.server(FACILITATOR, "PUT", f"formgrader/api/{what}/{cell['id']}", json=given)

    def reflection(self, name):
        return self.homes / name / "course" / "reflections" / ASSIGNMENT / NOTEBOOK

    def write(self, name, words):
        """Fill in the answers, as the page does."""
        path = self.reflection(name)
        nb = json.loads(path.read_text("utf-8"))
        for cell in nb["cells"]:
            if cell["id"] in ("learnt", "plan"):
                cell["source"] = words
        path.write_text(json.dumps(nb), "utf-8")


@pytest.fixture(scope="module")
def room(tmp_path_factory, packages, proxy):
    folder = tmp_path_factory.mktemp("ngshare")
    shutil.copytree(
        CHECKOUT / "tests" / "fixtures" / "cycle" / "source" / ASSIGNMENT,
        folder / "course" / "source" / ASSIGNMENT,
    )
    generate(folder / "course", ASSIGNMENT)
    room = Room(folder, packages, proxy)
    try:
        room.open_servers(FACILITATOR, *LEARNERS)
        yield room
    finally:
        room.stop()


@pytest.fixture(scope="module")
def came_home(room):
    """The whole way, once: out, home, filled in, in again, marked, read by a person, and feedback home."""
    room.grader(f"assignment/{ASSIGNMENT}/release")
    for name in LEARNERS:
        room.assignments(name, "fetch")
        room.write(name, f"Hvis det er mandag, så ringer {name}.")
        room.assignments(name, "submit")
    room.grader(f"assignment/{ASSIGNMENT}/collect")
    for name in LEARNERS:
        room.grader(f"submission/{ASSIGNMENT}/{name}/autograde")
    for name in LEARNERS:
        room.comment(name, f"Godt, {name}!")
    room.grader(f"assignment/{ASSIGNMENT}/generate_feedback")
    room.grader(f"assignment/{ASSIGNMENT}/release_feedback")
    for name in LEARNERS:
        room.assignments(name, "fetch_feedback")
    return room


def one_file(path, words="x"):
    return {"files": json.dumps([{"path": path, "content": base64.b64encode(words.encode()).decode()}])}


def test_a_reflection_goes_all_the_way_over_ngshare_and_each_gets_their_own_feedback(came_home):
    for name in LEARNERS:
        (page,) = came_home.reflection(name).parent.glob("feedback/*/trial.html")
        words = page.read_text("utf-8")
        assert f"Godt, {name}!" in words
        assert not any(f"Godt, {other}!" in words for other in LEARNERS if other != name)
    marks = {one["student"]: one["score"] for one in came_home.grader(f"submissions/{ASSIGNMENT}", "GET")}
    assert marks.keys() == set(LEARNERS)
    assert set(marks.values()) == {4.0}


def test_the_learners_page_finds_its_hand_in_with_its_time_and_its_feedback(came_home):
    for name in LEARNERS:
        listed = came_home.assignments(name, "assignments")
        (mine,) = (one for one in listed if one["status"] == "submitted")
        (hand_in,) = mine["submissions"]
        # as lab/extensions/netvaerk-calm/static/handin.js reads them
        when = datetime.strptime(hand_in["timestamp"], "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC)
        assert abs(datetime.now(UTC) - when) < timedelta(minutes=30)
        assert hand_in["has_local_feedback"]
        assert not hand_in["feedback_updated"]
        page = came_home.homes / name / hand_in["local_feedback_path"] / "trial.html"
        assert page.is_file()
        assert hand_in["notebooks"][0]["notebook_id"] == "trial"


REFUSED = {
    "another's hand-in": ("GET", f"submission/{COURSE}/{ASSIGNMENT}/bente", {}),
    "their own hand-in of another's": ("GET", f"submissions/{COURSE}/{ASSIGNMENT}/bente", {}),
    "all the hand-ins": ("GET", f"submissions/{COURSE}/{ASSIGNMENT}", {}),
    "another's feedback": ("GET", f"feedback/{COURSE}/{ASSIGNMENT}/bente", {"params": {"timestamp": "now"}}),
    "feedback of one's own making": (
        "POST",
        f"feedback/{COURSE}/{ASSIGNMENT}/mia",
        {"data": one_file("a.html")},
    ),
    "a release": ("POST", f"assignment/{COURSE}/99-mine", {"data": one_file("a.ipynb")}),
    "taking a release back": ("DELETE", f"assignment/{COURSE}/{ASSIGNMENT}", {}),
    "the roll": ("GET", f"students/{COURSE}", {}),
    "becoming a facilitator": (
        "POST",
        f"instructor/{COURSE}/mia",
        {"data": {"first_name": "", "last_name": "", "email": ""}},
    ),
    "putting another out": ("DELETE", f"student/{COURSE}/bente", {}),
    "a course of one's own": ("POST", "course/mine", {}),
    "the whole database": ("GET", "initialize-Data6ase", {"params": {"action": "dump"}}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_learner_is_refused(came_home, what):
    method, path, more = REFUSED[what]
    status, answer = came_home.at_ngshare("mia", method, path, **more)
    assert (status, answer["success"]) == (403, False)
    # and a facilitator is not, or the path is merely wrong
    if method == "GET" and "initialize" not in path:
        assert came_home.at_ngshare(FACILITATOR, method, path, **more)[0] in (200, 400)


@pytest.mark.parametrize(
    "path", ["../../../../tmp/forged.ipynb", "/etc/cron.d/forged", "a/../../forged", "", ".", "a/./b"]
)
def test_a_hand_in_names_no_file_outside_its_own_folder(came_home, path):
    where = f"submission/{COURSE}/{ASSIGNMENT}"
    status, answer = came_home.at_ngshare("mia", "POST", where, data=one_file(path))
    assert (status, answer["success"]) == (400, False)


def test_a_hand_in_belongs_to_whoever_the_hub_says_sent_it_whatever_they_write(came_home):
    where = f"submission/{COURSE}/{ASSIGNMENT}"
    forged = one_file(NOTEBOOK) | {"user": "bente", "student_id": "bente"}
    before = came_home.at_ngshare(FACILITATOR, "GET", f"submissions/{COURSE}/{ASSIGNMENT}")[1]["submissions"]
    params = {"user": "bente"}
    assert came_home.at_ngshare("mia", "POST", where, data=forged, params=params)[0] == 200
    after = came_home.at_ngshare(FACILITATOR, "GET", f"submissions/{COURSE}/{ASSIGNMENT}")[1]["submissions"]
    assert [one["student_id"] for one in after if one not in before] == ["mia"]


def test_a_hand_in_that_is_no_notebook_is_not_taken_among_the_collected(came_home):
    taken = came_home.course / "submitted" / "mia" / ASSIGNMENT
    where = f"submission/{COURSE}/{ASSIGNMENT}"
    assert came_home.at_ngshare("mia", "POST", where, data=one_file(NOTEBOOK, "no notebook"))[0] == 200
    log = came_home.grader(f"assignment/{ASSIGNMENT}/collect")["log"]
    # nbgrader has thrown away the older one by then; what counts is that this one is not there
    assert "mia" in log
    assert not (taken / NOTEBOOK).exists()


def test_nobody_without_a_token_of_the_hub_gets_anything(room):
    for token in ("", "x" * 32, ADMIN[:-1]):
        answer = room.ask("GET", f"{room.ngshare}/courses", token, allow_redirects=False)
        assert answer.status_code == 302  # to the hub's sign-in
        assert COURSE not in answer.text


def test_nobody_signs_in_as_the_service_that_keeps_the_roll(room):
    assert room.sign_in("enrolment").status_code == 403
    assert room.sign_in("Enrolment").status_code == 403


@pytest.mark.parametrize("name", ["../../bente", "a/b", "_a", "a+b", "x" * 70])
def test_a_name_that_is_no_folder_of_its_own_does_not_sign_in(room, name):
    assert not LEARNER.fullmatch(name)
    assert room.sign_in(name).status_code in (400, 403)


def test_ngshare_knows_names_and_no_more(came_home):
    _, answer = came_home.at_ngshare(FACILITATOR, "GET", f"students/{COURSE}")
    assert {one["username"] for one in answer["students"]} == set(LEARNERS)
    assert {(one["first_name"], one["last_name"], one["email"]) for one in answer["students"]} == {
        ("", "", "")
    }
