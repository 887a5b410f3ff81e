"""The way of a reflection over the exchange's service, as on many machines, and what a learner tries on it.

A real JupyterHub of the version that the images have, with hub/kubernetes/hub_config.py; the real service on
a real PostgreSQL; three learners and a facilitator, each with a server of their own. There is no proxy
between: people's servers are asked where they listen.
"""

import hashlib
import html
import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
import requests
import yaml

from exercises.texts import Texts
from facilitation import serve
from facilitation.evening.evening import Evening
from facilitation.exchange import COURSE
from facilitation.exchange_service import packing, plugins, shelf
from facilitation.exchange_service.client import Client, Unserved
from facilitation.exchange_service.evenings import Carrier
from facilitation.exchange_service.refusals import STATUS
from facilitation.exchange_service.shelf import Shelf
from facilitation.language import LANGUAGES, TEXTS
from facilitation.release import generate
from facilitation.taking_in import LEARNER, STAMP, STAMPS
from tests.hub.conftest import CHART_HUB, CHECKOUT, KUBERNETES, PATIENCE, _free_port

ASSIGNMENT, NOTEBOOK = "01-trial-da", "trial.ipynb"
LEARNERS = ("bente", "søren", "mia")
FACILITATOR, LAST_WEEK = "lone", "vera"
ADMIN = "t" * 40
OTHER_SERVICE, EVENING_SERVICE = "o" * 40, "e" * 40
PASSWORD = "a word for the tests"
ACCESS = "access:services!service=exchange"
CONFIG = """
import json, os
from pathlib import Path
from jupyterhub.auth import DummyAuthenticator
from jupyterhub.proxy import Proxy

given = json.loads(os.environ["TEST_GIVEN"])
c = get_config()
for section, values in given["config"].items():
    c[section].update(values)


class Nobody(Proxy):
    should_start = False
    routes = {}

    async def add_route(self, spec, target, data):
        self.routes[spec] = {"routespec": spec, "target": target, "data": data}

    async def delete_route(self, spec):
        self.routes.pop(spec, None)

    async def get_all_routes(self):
        return self.routes


class SaysGroups(DummyAuthenticator):
    async def authenticate(self, handler, data):
        name = await super().authenticate(handler, data)
        return name and {"name": name, "groups": json.loads(Path(given["groups"]).read_text()).get(name, [])}


c.JupyterHub.proxy_class, c.JupyterHub.authenticator_class = Nobody, SaysGroups
learner = lambda *parts: lambda spawner: str(Path(given["homes"], spawner.user.name, *parts))
c.Spawner.environment = given["environment"] | {
    "NETVAERK_FOLDER": learner("course"), "JUPYTER_DATA_DIR": learner("data"), "HOME": learner(),
    "NETVAERK_EXCHANGE": learner("exchange"), "JUPYTERHUB_USER": lambda spawner: spawner.user.name,
}
get_config = lambda key: given["values"][key]
exec(compile(Path(given["hub_config"]).read_text(), given["hub_config"], "exec"))
"""


def wait(what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


class Room:
    """The hub, the exchange, and everybody's way to both."""

    def __init__(self, folder, python, database):
        self.folder, self.homes, self.course = folder, folder / "homes", folder / "course"
        self.python, self.database = python, database
        self.processes, self.tokens = {}, {}
        self.groups = folder / "groups.json"
        self.say_groups()
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.port = _free_port()
        self.exchange = f"http://127.0.0.1:{self.port}/services/exchange"
        self.evening = f"http://127.0.0.1:{_free_port()}/services/evening"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "NETVAERK", "CONFIGPROXY", "PYTEST"))
        }
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self._start_hub()
        self.start_exchange()
        wait(lambda: self.runs("hub") and self.ask("GET", f"{self.url}/hub/api/", ADMIN).ok)

    def start_exchange(self):
        self.start(
            "exchange",
            [sys.executable, "-m", "facilitation.exchange_service"],
            PYTHONPATH=str(CHECKOUT),
            JUPYTERHUB_API_URL=f"{self.url}/hub/api",
            JUPYTERHUB_SERVICE_PREFIX="/services/exchange/",
            JUPYTERHUB_SERVICE_URL=f"http://127.0.0.1:{self.port}/",
            NETVAERK_EXCHANGE_DATABASE=self.database,
        )
        wait(lambda: self.runs("exchange") and requests.get(f"{self.exchange}/health", timeout=5).ok)

    def start_evening(self):
        (pages,) = (
            one["spec"]["template"]["spec"]["containers"][0]
            for one in yaml.safe_load_all((KUBERNETES / "evening.yaml").read_text())
            if one["kind"] == "Deployment"
        )
        given = {one["name"]: one["value"] for one in pages["env"] if "value" in one} | {
            "JUPYTERHUB_API_URL": f"{self.url}/hub/api",
            "JUPYTERHUB_SERVICE_URL": self.evening,
            "JUPYTERHUB_HOST": self.url,
            "JUPYTERHUB_PUBLIC_URL": f"{self.evening}/",
            "JUPYTERHUB_PUBLIC_HUB_URL": f"{self.url}/hub/",
            "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{self.evening}/oauth_callback",
            # takes https, which is the proxy's
            "JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED": "",
            "JUPYTERHUB_API_TOKEN": EVENING_SERVICE,
            "NETVAERK_EXCHANGE_DATABASE": self.database,
        }
        self.start("evening", [sys.executable, *pages["command"][1:]], PYTHONPATH=str(CHECKOUT), **given)
        wait(lambda: self.runs("evening") and requests.get(f"{self.evening}/health", timeout=5).ok)

    def runs(self, name):
        assert self.processes[name].poll() is None, self.log(name)[-3000:]
        return True

    def say_groups(self, **groups):
        """What the sign-in says from now on of whom."""
        self.groups.write_text(json.dumps(groups))

    def _start_hub(self):
        settings = self.folder / "settings"
        settings.mkdir()
        shutil.copy(CHECKOUT / "nbgrader_config.py", settings)
        # the pages themselves are tests/hub/test_cycle.py's
        pages = ("jupyterlab", "notebook_shim", "jupyter_lsp", f"{serve.NBGRADER}.course_list")
        shown = {"jpserver_extensions": serve.DESK_EXTENSIONS | dict.fromkeys(pages, False)}
        (settings / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": shown}))
        own = {"NETVAERK_COURSE": str(self.course), "NETVAERK_EXCHANGE": str(self.course / "exchange")}
        given = {
            "hub_config": str(KUBERNETES / "hub_config.py"),
            "homes": str(self.homes),
            "groups": str(self.groups),
            "environment": {
                "JUPYTER_CONFIG_PATH": str(settings),
                "PYTHONPATH": str(CHECKOUT),
                "NETVAERK_EXCHANGE_URL": self.exchange,
            },
            "values": {
                "custom.facilitators": [FACILITATOR],
                "custom.facilitator": {"environment": own, "notebook_dir": str(self.course)},
            },
            "config": {
                "JupyterHub": {
                    "spawner_class": "simple",
                    "bind_url": f"http://127.0.0.1:{_free_port()}",
                    "hub_bind_url": self.url,
                    "db_url": f"sqlite:///{self.folder}/hub.sqlite",
                    "cookie_secret_file": str(self.folder / "cookie_secret"),
                    "services": [
                        {"name": "tests", "api_token": ADMIN},
                        {"name": "other", "api_token": OTHER_SERVICE},
                        # as the chart makes it of hub.services
                        {
                            **yaml.safe_load((KUBERNETES / "values.yaml").read_text())["hub"]["services"][
                                "evening"
                            ],
                            "name": "evening",
                            "api_token": EVENING_SERVICE,
                            "url": self.evening.partition("/services")[0],
                            "oauth_redirect_uri": f"{self.evening}/oauth_callback",
                        },
                    ],
                    "load_roles": [
                        {
                            "name": "tests",
                            "services": ["tests"],
                            "scopes": ["admin:users", "admin:servers", "tokens", "proxy"],
                        }
                    ],
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
        line = [self.python, "-m", "jupyterhub", "-f", self.folder / "jupyterhub_config.py"]
        self.start("hub", line, TEST_GIVEN=json.dumps(given))

    def start(self, name, line, **more):
        with (self.folder / f"{name}.log").open("ab") as file:
            self.processes[name] = subprocess.Popen(
                line, cwd=self.folder, env=self.environment | more, stdout=file, stderr=file
            )

    def log(self, name):
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def stop(self):
        for process in reversed(self.processes.values()):
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()

    def sign_in(self, name):
        """The answer to the sign-in page."""
        browser = requests.Session()
        browser.get(f"{self.url}/hub/login", timeout=PATIENCE)
        fields = {"username": name, "password": PASSWORD, "_xsrf": browser.cookies["_xsrf"]}
        return browser.post(f"{self.url}/hub/login", data=fields, timeout=PATIENCE, allow_redirects=False)

    def token(self, name, *scopes):
        """A word of ``name``'s own, as they could make one on the hub's page: all they may, or ``scopes``."""
        asked = {"scopes": scopes} if scopes else {}
        made = self.ask("POST", f"{self.hub(name)}/tokens", ADMIN, json=asked)
        assert made.status_code == 201, made.text
        return made.json()["token"]

    def open_servers(self, *names):
        for name in names:
            self.reflection(name).parents[1].mkdir(parents=True, exist_ok=True)
            assert self.sign_in(name).status_code == 302, name
            self.tokens[name] = self.token(name)
            assert self.ask("POST", f"{self.hub(name)}/server", self.tokens[name]).status_code in (201, 202)
        for name in names:
            wait(lambda name=name: self._server(name).get("ready"))

    def _server(self, name):
        return self.ask("GET", self.hub(name), ADMIN).json()["servers"].get("", {})

    def close_server(self, name):
        self.ask("DELETE", f"{self.hub(name)}/server", ADMIN)
        wait(lambda: not self._server(name))

    def word(self, name):
        """The word for the exchange that the hub has given ``name``'s server."""
        return self.given(name)["NETVAERK_EXCHANGE_TOKEN"]

    def given(self, name):
        for process in psutil.Process(self.processes["hub"].pid).children(recursive=True):
            environment = process.environ()
            if environment.get("JUPYTERHUB_USER") == name:
                return environment
        raise AssertionError(f"{name} has no server")

    def hub(self, name):
        return f"{self.url}/hub/api/users/{name}"

    def ask(self, method, url, token, **more):
        head = {"Authorization": f"token {token}"} | more.pop("headers", {})
        return requests.request(method, url, headers=head, timeout=PATIENCE, **more)

    def server(self, name, method, path, **more):
        """What ``name``'s own server answers; nbgrader's says in the JSON whether it could."""
        routes = self.ask("GET", f"{self.url}/hub/api/proxy", ADMIN).json().values()
        at = next(one["target"] for one in routes if one["data"].get("user") == name)
        answer = self.ask(method, f"{at}/user/{name}/{path}", self.tokens[name], **more)
        assert answer.ok, answer.text
        return answer.json() if answer.text else None

    def client(self, name, language="en"):
        return Client(self.exchange, self.word(name), language)

    def at_exchange(self, who, method, path, data=None, **more):
        """What the service answers to somebody who speaks to it past nbgrader: (status, JSON or bytes)."""
        token = self.word(who) if who in (*LEARNERS, FACILITATOR) else who
        head = {} if data is None else {"X-Digest": hashlib.sha256(data).hexdigest()}
        head |= more.pop("headers", {})
        answer = self.ask(method, f"{self.exchange}/{path}", token, data=data, headers=head, **more)
        try:
            return answer.status_code, answer.json()
        except ValueError:
            return answer.status_code, answer.content

    def hand_in(self, who, files, assignment=ASSIGNMENT, **more):
        data = files if isinstance(files, bytes) else packing.pack(files)
        return self.at_exchange(who, "POST", f"hand-ins/{assignment}", data, **more)

    def all_lines(self, person=None):
        lines = list(self.client(FACILITATOR).hand_ins(ASSIGNMENT))
        return [one for one in lines if person in (None, one["person"])]

    def sql(self, question, *values):
        url = self.database.replace("+psycopg", "")
        with psycopg.connect(url) as database:
            done = database.execute(question, values)
            return done.fetchall() if done.description else done.rowcount

    def grader(self, path, method="POST", **more):
        answer = self.server(FACILITATOR, method, f"formgrader/api/{path}", **more)
        assert answer is None or not isinstance(answer, dict) or answer.get("success", True), answer
        return answer

    def assignments(self, name, action, **fields):
        kind = "GET" if action == "assignments" else "POST"
        path = action if action == "assignments" else f"assignments/{action}"
        fields = {"course_id": COURSE, "assignment_id": ASSIGNMENT} | fields
        return self.server(name, kind, path, **{"params" if kind == "GET" else "data": fields})

    def listed(self, name, action="assignments"):
        answer = self.assignments(name, action)
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

    def written(self, name, words):
        """The reflection with its answers filled in, as the page does it: bytes."""
        nb = json.loads(self.reflection(name).read_text("utf-8"))
        for cell in nb["cells"]:
            if cell["id"] in ("learnt", "plan"):
                cell["source"] = words
        return json.dumps(nb).encode()

    def write(self, name, words):
        self.reflection(name).write_bytes(self.written(name, words))


@pytest.fixture(scope="module")
def room(tmp_path_factory, python_with, postgres):
    folder = tmp_path_factory.mktemp("exchange")
    source = CHECKOUT / "tests" / "fixtures" / "cycle" / "source" / ASSIGNMENT
    shutil.copytree(source, folder / "course" / "source" / ASSIGNMENT)
    generate(folder / "course", ASSIGNMENT)
    room = Room(folder, python_with("chart-hub", *CHART_HUB), postgres.url("exchange"))
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
        room.listed(name, "fetch")
        room.write(name, f"Hvis det er mandag, så ringer {name}.")
        room.listed(name, "submit")
    room.grader(f"assignment/{ASSIGNMENT}/collect")
    for name in LEARNERS:
        room.grader(f"submission/{ASSIGNMENT}/{name}/autograde")
    for name in LEARNERS:
        room.comment(name, f"Godt, {name}!")
    room.grader(f"assignment/{ASSIGNMENT}/generate_feedback")
    room.grader(f"assignment/{ASSIGNMENT}/release_feedback")
    for name in LEARNERS:
        room.listed(name, "fetch_feedback")
    return room


# -- The way -------------------------------------------------------------------------------------------------


def test_a_reflection_goes_all_the_way_and_each_gets_their_own_feedback(came_home):
    for name in LEARNERS:
        (page,) = came_home.reflection(name).parent.glob("feedback/*/trial.html")
        words = page.read_text("utf-8")
        assert f"Godt, {name}!" in words
        assert not any(f"Godt, {other}!" in words for other in LEARNERS if other != name)
    marks = {one["student"]: one["score"] for one in came_home.grader(f"submissions/{ASSIGNMENT}", "GET")}
    assert marks == dict.fromkeys(LEARNERS, 4.0)


def test_the_learners_page_finds_its_hand_in_with_the_services_time_and_its_feedback(came_home):
    for name in LEARNERS:
        (mine,) = (one for one in came_home.listed(name) if one["status"] == "submitted")
        (hand_in,) = mine["submissions"]
        # as lab/extensions/netvaerk-calm/page/handin.js reads them
        when = datetime.strptime(hand_in["timestamp"], STAMPS).replace(tzinfo=UTC)
        (line,) = came_home.all_lines(name)
        assert when == datetime.fromisoformat(line["at"])
        assert abs(datetime.now(UTC) - when) < timedelta(minutes=30)
        assert hand_in["has_local_feedback"]
        assert not hand_in["feedback_updated"]
        page = came_home.homes / name / hand_in["local_feedback_path"] / "trial.html"
        assert page.is_file()
        assert hand_in["notebooks"][0]["notebook_id"] == "trial"


def test_what_counts_as_the_time_of_a_hand_in_is_the_services(came_home):
    for name in LEARNERS:
        (line,) = came_home.all_lines(name)
        stamp = (came_home.course / "submitted" / name / ASSIGNMENT / STAMP).read_text()
        received = datetime.strptime(stamp, STAMPS).replace(tzinfo=UTC)
        assert received == datetime.fromisoformat(line["at"])


def test_a_service_that_is_away_is_told_of_and_nothing_is_said_to_be_handed_in(came_home):
    before = came_home.listed("mia")
    process = came_home.processes["exchange"]
    process.terminate()
    assert process.wait(30) == 0
    try:
        answer = came_home.assignments("mia", "submit")
        assert not answer["success"]
        said = [Texts("exchange_service", one, folder=TEXTS)("client.unreachable") for one in LANGUAGES]
        assert any(one in answer["value"] for one in said)
        assert came_home.listed("mia") == before
    finally:
        came_home.start_exchange()


# -- The word that the service sees --------------------------------------------------------------------------


def test_the_word_that_a_server_sends_says_who_it_is_and_opens_nothing_else(came_home):
    word = came_home.word("mia")
    found = came_home.ask("GET", f"{came_home.url}/hub/api/user", word).json()
    itself = {f"read:users:{what}!user=mia" for what in ("name", "groups")}
    assert (found["name"], set(found["scopes"])) == ("mia", {ACCESS} | itself)
    routes = came_home.ask("GET", f"{came_home.url}/hub/api/proxy", ADMIN).json().values()
    at = next(one["target"] for one in routes if one["data"].get("user") == "mia")
    refused = (
        ("GET", f"{at}/user/mia/api/contents"),
        ("GET", f"{came_home.hub('mia')}/tokens"),
        ("POST", f"{came_home.hub('mia')}/tokens"),
        ("DELETE", f"{came_home.hub('mia')}/server"),
        ("POST", f"{came_home.hub('mia')}/activity"),
        ("GET", came_home.hub("bente")),
    )
    for method, url in refused:
        answer = came_home.ask(method, url, word, json={}, allow_redirects=False)
        assert answer.status_code in (302, 403, 404), (method, url)
    # who they are, and no more
    told = came_home.ask("GET", came_home.hub("mia"), word).json()
    assert told == {"kind": "user", "name": "mia", "groups": [], "admin": False}


def test_a_word_that_can_do_more_is_refused(came_home):
    for token in (came_home.given("mia")["JUPYTERHUB_API_TOKEN"], came_home.tokens["mia"]):
        status, answer = came_home.at_exchange(token, "GET", "releases")
        assert (status, answer["error"]) in ((403, "too_wide"), (403, "other_service"))
    wide = came_home.token("mia", ACCESS, "read:users:activity!user")
    assert came_home.at_exchange(wide, "GET", "releases")[1]["error"] == "too_wide"


def test_words_of_others_and_of_nobody_are_refused(came_home):
    words = {
        "": "unknown",
        "x" * 32: "unknown",
        ADMIN[:-1]: "unknown",
        "x y": "unknown",
        "../../user": "unknown",
        OTHER_SERVICE: "other_service",
        ADMIN: "other_service",
        came_home.token("mia", "read:users:name!user"): "other_service",
    }
    for token, key in words.items():
        status, answer = came_home.at_exchange(token, "GET", "releases")
        assert (status, answer["error"]) == (STATUS[key], key), token
        status, answer = came_home.hand_in(token, {NOTEBOOK: came_home.written("mia", "x")})
        assert answer["error"] == key


def test_a_servers_word_ends_with_it_and_the_next_has_another(came_home):
    word = came_home.word("søren")
    assert came_home.at_exchange(word, "GET", "releases")[0] == 200
    came_home.close_server("søren")
    wait(lambda: came_home.at_exchange(word, "GET", "releases")[1].get("error") == "unknown")
    came_home.open_servers("søren")
    assert came_home.word("søren") != word
    assert came_home.at_exchange("søren", "GET", "releases")[0] == 200


def test_a_facilitator_of_last_week_is_a_learner_at_the_next_call(came_home):
    came_home.say_groups(**{LAST_WEEK: [f"formgrade-{COURSE}"]})
    assert came_home.sign_in(LAST_WEEK).status_code == 302
    word = came_home.token(LAST_WEEK, ACCESS)
    assert came_home.at_exchange(word, "GET", f"hand-ins/{ASSIGNMENT}")[0] == 200
    came_home.say_groups()
    came_home.sign_in(LAST_WEEK)
    status, answer = came_home.at_exchange(word, "GET", f"hand-ins/{ASSIGNMENT}")
    assert (status, answer["error"]) == (403, "not_facilitator")
    (line, *_) = came_home.all_lines("mia")
    assert came_home.at_exchange(word, "GET", f"hand-in/{line['id']}")[1]["error"] == "not_there"


def test_a_hub_that_does_not_answer_lets_nobody_in(came_home, postgres):
    silent = f"http://127.0.0.1:{_free_port()}/hub/api"
    port = _free_port()
    came_home.start(
        "deaf",
        [sys.executable, "-m", "facilitation.exchange_service"],
        PYTHONPATH=str(CHECKOUT),
        JUPYTERHUB_API_URL=silent,
        JUPYTERHUB_SERVICE_PREFIX="/services/exchange/",
        JUPYTERHUB_SERVICE_URL=f"http://127.0.0.1:{port}/",
        NETVAERK_EXCHANGE_DATABASE=postgres.url("exchange"),
    )
    at = f"http://127.0.0.1:{port}/services/exchange"
    wait(lambda: requests.get(f"{at}/health", timeout=5).ok)
    answer = came_home.ask("GET", f"{at}/releases", came_home.word(FACILITATOR))
    assert (answer.status_code, answer.json()["error"]) == (503, "hub_silent")
    came_home.processes.pop("deaf").kill()


# -- What a learner tries ------------------------------------------------------------------------------------

PAGE = b"<p>a page</p>"
REFUSED = {
    "everybody's hand-ins": ("GET", "everybodys", None),
    "all the hand-ins": ("GET", f"hand-ins/{ASSIGNMENT}", None),
    "feedback of one's own making": ("PUT", f"feedback/{'0' * 32}.html?person=mia&assignment=x", PAGE),
    "feedback to another": ("PUT", f"feedback/{'0' * 32}.html?person=bente&assignment=x", PAGE),
    "a release": ("PUT", "releases/99-mine", packing.pack({"a.ipynb": b"{}"})),
    "taking a release back": ("DELETE", f"releases/{ASSIGNMENT}", None),
    "erasing another": ("DELETE", "people/bente", None),
    "erasing oneself": ("DELETE", "people/mia", None),
    "erasing the course": ("DELETE", "course", None),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_learner_is_refused(came_home, what):
    lines = came_home.all_lines()
    status, answer = came_home.at_exchange("mia", *REFUSED[what])
    assert (status, answer["error"]) == (403, "not_facilitator")
    assert came_home.all_lines() == lines
    assert came_home.client("bente").releases().keys() == {ASSIGNMENT}


def test_a_learner_reads_their_own_hand_ins_and_no_others_whatever_number_they_try(came_home):
    lines = came_home.all_lines()
    for line in lines:
        status, answer = came_home.at_exchange("mia", "GET", f"hand-in/{line['id']}")
        assert status == (200 if line["person"] == "mia" else 404), line
        if status == 404:
            assert answer["error"] == "not_there"
    own = came_home.at_exchange("mia", "GET", "hand-ins?person=bente&assignment=%25")[1]["hand_ins"]
    assert {one["person"] for one in own} == {"mia"}
    for number in ("0", "-1", "999999", "1%20or%201=1", "1;select%201", "9" * 30):
        assert came_home.at_exchange("mia", "GET", f"hand-in/{number}")[0] == 404


def test_a_learner_reads_their_own_feedback_and_no_others(came_home):
    names = {name: list(came_home.client(name).feedback()) for name in LEARNERS}
    assert all(len(pages) == 1 for pages in names.values())
    assert came_home.at_exchange("bente", "GET", f"feedback/{names['bente'][0]}")[0] == 200
    for person in ("", "?person=bente"):
        status, answer = came_home.at_exchange("mia", "GET", f"feedback/{names['bente'][0]}{person}")
        assert (status, answer["error"]) == (404, "not_there")


def test_a_hand_in_belongs_to_whoever_the_hub_says_sent_it_whatever_they_write(came_home):
    before = came_home.all_lines()
    forged = {NOTEBOOK: came_home.written("mia", "Jeg er Bente.")}
    more = {
        "params": {"person": "bente", "at": "2020-01-01", "id": "1"},
        "headers": {"X-Forwarded-User": "bente"},
    }
    status, line = came_home.hand_in("mia", forged, **more)
    assert (status, line["person"]) == (200, "mia")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(line["at"])) < timedelta(minutes=1)
    assert [one["person"] for one in came_home.all_lines() if one not in before] == ["mia"]


def zip_of(*entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        *("../../../tmp/forged.ipynb", "/etc/cron.d/forged.ipynb", "a/b.ipynb", "..\\x.ipynb", "c:x.ipynb"),
        *(STAMP, "bente+01-trial-da.ipynb\n", "notes.txt", "nbgrader_config.py", f"{'x' * 200}.ipynb"),
        ".x.ipynb",
    ],
)
def test_a_hand_in_holds_no_file_but_its_own(came_home, name):
    """Neither a path out of its folder, nor a time of its own, nor anything that is no reflection."""
    before = came_home.all_lines()
    status, answer = came_home.hand_in(
        "mia", zip_of((NOTEBOOK, came_home.written("mia", "x")), (name, b"{}"))
    )
    assert (status, answer["error"]) == (400, "strange_file")
    assert came_home.all_lines() == before


def test_the_same_name_twice_is_refused(came_home):
    right = came_home.written("mia", "x")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zip_of((NOTEBOOK, right), (NOTEBOOK, b"{}"))
    assert came_home.hand_in("mia", twice)[1]["error"] == "strange_file"


def memory(came_home):
    return psutil.Process(came_home.processes["exchange"].pid).memory_info().rss


def test_a_zip_that_unpacks_into_more_than_it_may_is_refused_and_costs_little(came_home):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(NOTEBOOK, "w") as file:
        for _ in range(1_000):
            file.write(bytes(1_000_000))
    bomb = bomb.getvalue()
    assert len(bomb) < 2_000_000
    before, kept = memory(came_home), came_home.all_lines()
    for _ in range(3):
        assert came_home.hand_in("mia", bomb)[1]["error"] == "too_large"
    # the size that it claims is a lie
    small = bomb.replace((1_000_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert small != bomb
    assert came_home.hand_in("mia", small)[1]["error"] in ("too_large", "broken")
    assert memory(came_home) - before < 200_000_000
    assert came_home.all_lines() == kept


def test_a_zip_in_zips_many_files_and_no_zip_are_refused(came_home):
    many = zip_of(*((f"{number}.ipynb", b"{}") for number in range(packing.MOST_NAMES + 1)))
    assert came_home.hand_in("mia", many)[1]["error"] == "too_many_files"
    assert came_home.hand_in("mia", zip_of(("in.zip", many)))[1]["error"] == "strange_file"
    for data in (b"", b"PK", b"no zip", many[: len(many) // 2], zip_of()):
        assert came_home.hand_in("mia", data)[1]["error"] in ("broken", "no_notebook")


def test_what_is_larger_than_it_may_be_is_refused_before_it_has_come(came_home):
    with pytest.raises(Unserved, match="20 MB"):
        came_home.client("mia").hand_in(ASSIGNMENT, bytes(packing.MOST_PACKED + 1))
    head = {"Content-Length": str(10**12), "Authorization": f"token {came_home.word('mia')}"}
    before = memory(came_home)
    with requests.Session() as session:
        asked = requests.Request(
            "POST", f"{came_home.exchange}/hand-ins/{ASSIGNMENT}", headers=head
        ).prepare()
        asked.headers["Content-Length"] = str(10**12)
        answer = session.send(asked, timeout=PATIENCE)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert memory(came_home) - before < 50_000_000


def test_another_assignments_reflection_and_no_reflection_are_refused_with_words_for_the_learner(came_home):
    nb = json.loads(came_home.written("mia", "x"))
    nb["metadata"]["course"]["assignment"] = "02-other-da"
    assert came_home.hand_in("mia", {NOTEBOOK: json.dumps(nb).encode()})[1]["error"] == "other_assignment"
    for data in (b"no notebook", b"[" * 100_000, b'{"cells": 7}', b"\xff\xfe"):
        assert came_home.hand_in("mia", {NOTEBOOK: data})[1]["error"] == "no_notebook"
    assert came_home.hand_in("mia", {"figures.json": b"{}"})[1]["error"] == "no_notebook"
    status, answer = came_home.hand_in("mia", {NOTEBOOK: b"{}"}, assignment="99-nowhere")
    assert (status, answer["error"]) == (404, "not_released")
    assert "facilitator" in answer["da"] and "facilitator" in answer["en"]


def test_what_was_changed_on_the_way_is_refused(came_home):
    data = packing.pack({NOTEBOOK: came_home.written("mia", "x")})
    for head in ({"X-Digest": "0" * 64}, {"X-Digest": ""}):
        assert came_home.hand_in("mia", data, headers=head)[1]["error"] == "altered"


def test_the_same_hand_in_sent_again_is_the_one_that_is_there_and_an_older_one_is_a_new_one(came_home):
    first, second = ({NOTEBOOK: came_home.written("mia", words)} for words in ("et", "to"))
    lines = [came_home.hand_in("mia", files)[1] for files in (first, first, second, first)]
    assert lines[0] == lines[1]
    numbers = [one["id"] for one in lines]
    assert numbers[1] < numbers[2] < numbers[3]
    # another's hand-in that somebody has got hold of becomes their own, and changes nothing of the other's
    bentes = came_home.all_lines("bente")
    line = came_home.hand_in("mia", came_home.client("bente").files(bentes[0]))[1]
    assert line["person"] == "mia"
    assert came_home.all_lines("bente") == bentes


SQL = [
    "x'; DROP TABLE hand_ins; --",
    "' OR '1'='1",
    "%",
    "_",
    "\\",
    "01-trial-da' UNION SELECT 1",
    "a\0b",
    "$$",
]


@pytest.mark.parametrize("words", SQL)
def test_sql_in_a_name_is_a_name(came_home, words):
    quoted = requests.utils.quote(words, safe="")
    before = came_home.all_lines()
    assert came_home.hand_in("mia", {NOTEBOOK: b"{}"}, assignment=quoted)[0] in (400, 404)
    assert came_home.at_exchange("mia", "GET", f"releases/{quoted}")[0] in (400, 404)
    assert came_home.at_exchange("mia", "GET", f"feedback/{quoted}")[0] in (400, 404)
    assert came_home.at_exchange("mia", "GET", f"hand-ins?after={quoted}")[0] == 400
    status, answer = came_home.at_exchange(FACILITATOR, "DELETE", f"people/{quoted}")
    assert status in (400, 404) or set(answer.values()) == {0}
    assert came_home.all_lines() == before


@pytest.mark.parametrize("name", ["../../bente", "a/b", "_a", "a+b", "x" * 70])
def test_a_name_that_is_no_folder_of_its_own_does_not_sign_in(room, name):
    assert not LEARNER.fullmatch(name)
    assert room.sign_in(name).status_code in (400, 403)


def test_every_refusal_has_a_number_and_a_sentence_in_both_languages():
    said = {language: Texts("exchange_service", language, folder=TEXTS) for language in LANGUAGES}
    assert said["da"].data["refused"].keys() == STATUS.keys()
    for key, language in itertools.product(STATUS, LANGUAGES):
        assert said[language](f"refused.{key}", most=7).endswith(".")


def test_the_log_tells_neither_who_nor_what(came_home):
    log = came_home.log("exchange")
    assert not any(word in log for word in (*LEARNERS, "ringer", ASSIGNMENT, came_home.word("mia")))


# -- One hand-in and all the others --------------------------------------------------------------------------


def collect(room):
    return room.grader(f"assignment/{ASSIGNMENT}/collect")["log"]


def answers(room, name):
    path = room.course / "submitted" / name / ASSIGNMENT / NOTEBOOK
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["id"] == "plan")


def damage(room, person, files, digest=None):
    """Lay a row among the hand-ins that came some other way than through the service."""
    question = "insert into hand_ins (person, assignment, digest, size, files) values (%s, %s, %s, %s, %s)"
    mark = digest or hashlib.sha256(files).hexdigest()
    room.sql(question, person, ASSIGNMENT, mark, len(files), files)


def test_one_broken_hand_in_is_told_of_counts_for_nothing_and_harms_no_other(came_home):
    right = packing.pack({NOTEBOOK: came_home.written("søren", "Sørens hele.")})
    assert came_home.hand_in("søren", right)[0] == 200
    damage(came_home, "søren", b"no zip")
    damage(came_home, "søren", right, digest="0" * 64)
    damage(came_home, "søren", packing.pack({NOTEBOOK: b"{}"}))
    assert came_home.hand_in("bente", {NOTEBOOK: came_home.written("bente", "Bentes nye.")})[0] == 200
    log = collect(came_home)
    assert "søren" in log
    assert answers(came_home, "søren") == "Sørens hele."
    assert answers(came_home, "bente") == "Bentes nye."
    came_home.sql("delete from hand_ins where person = 'søren' and (size < 1000 or digest = %s)", "0" * 64)


def test_a_desk_that_looks_brings_each_hand_in_once_and_no_broken_one_stops_it(came_home, tmp_path):
    client = came_home.client(FACILITATOR)
    damage(came_home, "søren", b"no zip")
    assert (
        came_home.hand_in("bente", {NOTEBOOK: came_home.written("bente", "Til den, der ser efter.")})[0]
        == 200
    )
    lines = came_home.all_lines()
    last = plugins.bring_all(client, tmp_path)
    assert last == lines[-1]["id"]
    inbound = tmp_path / COURSE / "inbound"
    whole = [one for one in lines if one["size"] > 100]
    assert {path.name.rpartition("+")[2] for path in inbound.iterdir()} == {str(one["id"]) for one in whole}
    marks = {path.name: path.stat().st_mtime_ns for path in inbound.iterdir()}
    for after in (last, 0):
        assert plugins.bring_all(client, tmp_path, after) == last
    assert {path.name: path.stat().st_mtime_ns for path in inbound.iterdir()} == marks
    came_home.sql("delete from hand_ins where size < 100")


def test_collecting_finds_hand_ins_that_came_since_and_the_newest_counts(came_home):
    for words in ("Den første.", "Den anden."):
        came_home.write("mia", words)
        came_home.listed("mia", "submit")
    collect(came_home)
    assert answers(came_home, "mia") == "Den anden."


def test_many_at_once_are_all_kept_each_once(came_home):
    clients = [came_home.client(name) for name in LEARNERS]
    before = {one["id"] for one in came_home.all_lines()}
    sent = [
        (client, packing.pack({NOTEBOOK: came_home.written(name, f"{name} {number}")}))
        for number in range(3)
        for client, name in zip(clients, LEARNERS, strict=True)
    ]
    with ThreadPoolExecutor(3) as pool:
        turns = [
            pool.submit(lambda mine: [one[0].hand_in(ASSIGNMENT, one[1]) for one in mine], sent[at::3])
            for at in range(3)
        ]
        assert sum(len(turn.result()) for turn in turns) == 9
    marks = [one["digest"] for one in came_home.all_lines() if one["id"] not in before]
    assert sorted(marks) == sorted(packing.digest(data) for _, data in sent)


def test_two_at_once_of_one_person_are_told_apart_and_bounded(came_home):
    data = packing.pack({NOTEBOOK: came_home.written("mia", "langsomt")})
    url, word, gate = f"{came_home.exchange}/hand-ins/{ASSIGNMENT}", came_home.word("mia"), threading.Event()

    def slowly():
        yield data[:10]
        gate.wait(PATIENCE)
        yield data[10:]

    class Sized:
        def __iter__(self):
            return slowly()

        def __len__(self):
            return len(data)

    head = {"X-Digest": packing.digest(data)}
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(came_home.ask, "POST", url, word, data=Sized(), headers=head)
        wait(lambda: came_home.hand_in("mia", data)[1].get("error") == "one_at_a_time")
        gate.set()
        assert first.result().status_code == 200
    assert came_home.hand_in("mia", data)[0] == 200


def test_one_who_hangs_up_in_the_middle_leaves_nothing_and_can_hand_in_again(came_home):
    before = came_home.all_lines()
    connection = requests.packages.urllib3.HTTPConnectionPool("127.0.0.1", came_home.port)._new_conn()
    connection.putrequest("POST", f"/services/exchange/hand-ins/{ASSIGNMENT}")
    for name, value in (("Authorization", f"token {came_home.word('mia')}"), ("Content-Length", "100000")):
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(b"PK" * 100)
    time.sleep(0.5)
    connection.close()
    assert came_home.all_lines() == before
    files = {NOTEBOOK: came_home.written("mia", "Efter den afbrudte.")}
    wait(lambda: came_home.hand_in("mia", files)[0] == 200)


def test_what_was_confirmed_is_there_when_the_service_is_killed(came_home):
    client, confirmed = came_home.client("bente"), []

    def send():
        for number in range(200):
            data = packing.pack({NOTEBOOK: came_home.written("bente", f"Nummer {number}.")})
            try:
                client.hand_in(ASSIGNMENT, data)
            except Unserved:
                return
            confirmed.append(packing.digest(data))

    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send)
        wait(lambda: len(confirmed) > 5)
        came_home.processes["exchange"].kill()
        sending.result()
    came_home.start_exchange()
    rows = came_home.sql("select digest from hand_ins where person = 'bente' order by id")
    kept = [mark for (mark,) in rows]
    assert [mark for mark in kept if mark in confirmed] == confirmed
    # what was not confirmed is there whole or not at all
    for (files,) in came_home.sql("select files from hand_ins where files is not null and person = 'bente'"):
        assert NOTEBOOK in packing.unpack(bytes(files))


# -- The shelf by itself -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_shelf(postgres):
    """A shelf in a database of its own."""
    postgres.shell("psql -q -d postgres -c 'create database shelf owner exchange'")
    made = Shelf(postgres.url("exchange").replace("@/exchange", "@/shelf"))
    made.make()
    made.make()  # again, as at every start
    yield made
    made.engine.dispose()


def test_the_newest_few_keep_their_zip_and_all_their_line(own_shelf):
    sent = [b"%d" % number for number in range(shelf.KEPT + 3)]
    for data in sent:
        own_shelf.hand_in("anna", "a", data)
    lines = own_shelf.hand_ins("a", "anna")
    assert [one["digest"] for one in lines] == [packing.digest(data) for data in sent]
    kept = own_shelf.hand_ins("a", "anna", kept=True)
    assert [own_shelf.files(one["id"]) for one in kept] == sent[3:]


def test_the_order_of_hand_ins_is_that_in_which_they_came_whatever_the_clock(own_shelf):
    numbers = [own_shelf.hand_in("bo", "a", data)["id"] for data in (b"1", b"2")]
    with own_shelf.engine.begin() as database:
        back = shelf.update(shelf.HAND_INS).where(shelf.HAND_INS.c.id == numbers[1])
        database.execute(back.values(at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert [one["id"] for one in own_shelf.hand_ins("a", "bo")] == numbers


def test_one_person_hands_in_so_often_and_so_much_and_no_more(own_shelf, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_A_DAY", 4)
    for number in range(4):
        own_shelf.hand_in("carl", "a", b"c%d" % number)
    with pytest.raises(shelf.Refusal) as often:
        own_shelf.hand_in("carl", "b", b"more")
    assert often.value.key == "too_often"
    with own_shelf.engine.begin() as database:
        old = shelf.update(shelf.HAND_INS).where(shelf.HAND_INS.c.person == "carl")
        database.execute(old.values(at=datetime.now(UTC) - timedelta(days=2)))
    monkeypatch.setattr(shelf, "MOST_OF_ONE", 20)
    assert own_shelf.hand_in("carl", "b", b"more")["person"] == "carl"
    with pytest.raises(shelf.Refusal) as full:
        own_shelf.hand_in("carl", "b", bytes(20))
    assert full.value.key == "full"
    # and nobody else is stopped by it
    assert own_shelf.hand_in("dora", "b", bytes(10))["person"] == "dora"


def test_limits_hold_where_many_come_at_once(own_shelf, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_A_DAY", 5)

    def send(number):
        try:
            return own_shelf.hand_in("emma", "a", b"e%d" % number)["id"]
        except shelf.Refusal:
            return None

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for number in pool.map(send, range(24)) if number]
    assert len(numbers) == len(set(numbers)) == 5


def test_a_long_list_is_read_page_by_page_each_line_once(own_shelf):
    rows = [
        {"person": f"p{n}", "assignment": "long", "digest": f"{n}", "size": 1, "files": b"x"}
        for n in range(1_200)
    ]
    with own_shelf.engine.begin() as database:
        database.execute(shelf.insert(shelf.HAND_INS), rows)
    found, after = [], 0
    while lines := own_shelf.hand_ins("long", after=after):
        assert len(lines) <= shelf.PAGE
        found += lines
        after = lines[-1]["id"]
    assert sorted(one["person"] for one in found) == sorted(one["person"] for one in rows)


def test_one_persons_all_and_a_courses_all_can_be_erased(own_shelf):
    own_shelf.release("a", "a.ipynb", "m", b"zip")
    for person in ("frida", "gerd"):
        own_shelf.hand_in(person, "a", person.encode())
        own_shelf.give_feedback(person, "a", "p.html", b"page")
    assert own_shelf.forget("frida") == {"hand_ins": 1, "feedback": 1, "told": 0}
    assert not own_shelf.hand_ins(person="frida") and not own_shelf.feedback("frida")
    assert own_shelf.hand_ins(person="gerd") and own_shelf.feedback("gerd")
    gone = own_shelf.forget_all()
    assert gone["releases"] == 1 and gone["feedback"] == 1 and gone["hand_ins"] > 1_000
    with own_shelf.engine.connect() as database:
        for table in shelf.TABLES.sorted_tables:
            assert database.execute(shelf.select(shelf.func.count()).select_from(table)).scalar() == 0


# -- The evening by telephone --------------------------------------------------------------------------------


class Phone:
    """Somebody's telephone, without one: signs in at the hub when it is sent there, and comes back."""

    def __init__(self, room, name):
        self.room, self.session = room, requests.Session()
        page = self.get("tonight")
        assert page.url.startswith(f"{room.url}/hub/login"), page.url
        fields = {
            "username": name,
            "password": PASSWORD,
            "_xsrf": self.session.cookies.get("_xsrf", path="/hub/"),
        }
        self.page = self.session.post(page.url, data=fields, timeout=PATIENCE)

    def get(self, path):
        return self.session.get(f"{self.room.evening}/{path}", timeout=PATIENCE)

    def send(self, path, **typed):
        page = self.get(f"{path}?lang=en").text
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)) | typed
        return self.session.post(f"{self.room.evening}/{path}?lang=en", data=fields, timeout=PATIENCE)


@pytest.fixture(scope="module")
def host(came_home):
    """The host's desk, in the facilitator's folder, and what carries between it and the exchange."""
    came_home.start_evening()
    evening = Evening(came_home.course)
    evening.set_date(DAY)
    evening.note(sender="Mikronet")
    carrier = Carrier(came_home.client(FACILITATOR), came_home.course)
    carrier.carry()
    return evening, carrier


@pytest.fixture(scope="module")
def phones(came_home, host):
    return {name: Phone(came_home, name) for name in LEARNERS}


DAY = "2027-02-04"


def test_telephones_sign_in_as_everywhere_on_the_hub_and_what_they_tell_is_on_the_hosts_desk(
    came_home, host, phones
):
    evening, carrier = host
    t = Texts("hub", "en", folder=TEXTS)
    for name, phone in phones.items():
        assert phone.page.url == f"{came_home.evening}/tonight"
        assert t("tonight.who") in phone.get("tonight?lang=en").text
        page = phone.send("evening", name=name.title(), comes="yes", shown="yes")
        assert page.ok and t("evening.saved") in page.text
    assert carrier.carry() == 3 and evening.take_answers() == 3
    assert [row.name for row in evening.shown] == ["Bente", "Mia", "Søren"]
    evening.use_sign_ups()
    evening.open_vote("Priser\nFoto")
    evening.look_up()
    evening.schedule(1, 4)
    evening.press("start", 1.0)
    carrier.carry()
    seen = phones["bente"].get("tonight?lang=en").text
    assert "Priser" in seen and t("tonight.beside", names="Mia, Søren") in html.unescape(seen)
    mark = phones["bente"].get("tonight?seen=").text
    assert phones["mia"].send("tonight", met="Bente").ok
    assert carrier.carry() == 1 and evening.take_told() == 1
    told = {"votes": "Foto", "can": "garn", "met": "Mia", "promised": "yes", "what": "Alle kom"}
    answer = phones["bente"].send("tonight", **told)
    assert answer.ok and t("tonight.saved") in answer.text
    # what is told is kept though everything between is killed, and comes once
    for process in (came_home.processes[name] for name in ("evening", "exchange")):
        process.kill()
        process.wait()
    came_home.start_exchange()
    came_home.start_evening()
    assert 'value="garn"' in phones["bente"].get("tonight").text
    assert carrier.carry() == 1 and carrier.carry() == 0
    assert evening.take_told() == 1
    assert evening.poll.ballots == {"Bente": ("Foto",)} and evening.kept["offers"] == [["Bente", "garn"]]
    assert evening.kept["met"]["Bente"]["names"] == ["Mia"] and evening.kept["promises"]["made"] == 1
    assert evening.looked_back["what"] == ["Alle kom"]
    evening.close_vote()
    carrier.carry()
    assert phones["bente"].get("tonight?seen=").text != mark


def test_nobody_tells_for_another_and_the_host_alone_reads_it(came_home, phones):
    stranger = requests.post(f"{came_home.evening}/tonight", data={"can": "x"}, timeout=PATIENCE)
    assert stranger.status_code == 403
    # a page elsewhere has no mark of this one
    phone = phones["mia"]
    sent = phone.session.post(f"{came_home.evening}/tonight", data={"can": "x"}, timeout=PATIENCE)
    assert sent.status_code == 403
    assert phone.get("join").status_code == 403
    wall = Phone(came_home, FACILITATOR).get("join?lang=da").content.decode()
    assert Texts("hub", "da", folder=TEXTS)(
        "join.as_usual"
    ) in wall and f"{came_home.evening}/" in wall.replace("<wbr>", "")
    assert came_home.at_exchange("mia", "GET", "told")[0] == 403
    assert came_home.at_exchange("mia", "PUT", "evening", b"{}")[0] == 403
    for broken in (b"[]", b"{", b'{"lists": 7}'):
        assert came_home.at_exchange(FACILITATOR, "PUT", "evening", broken)[0] == 400
    (shown,) = came_home.sql("select kept from shown")
    assert "ballots" not in shown[0] and "offers" not in shown[0]
    assert came_home.log("evening") == ""


def test_a_database_that_is_away_is_said_and_shows_what_it_showed(came_home, phones):
    t = Texts("hub", "en", folder=TEXTS)
    came_home.sql("alter table told rename to away")
    try:
        page = phones["mia"].session.get(f"{came_home.evening}/tonight", timeout=PATIENCE)
        assert page.status_code == 503 and t("error.busy") in page.text
        assert came_home.at_exchange(FACILITATOR, "GET", "told")[0] == 503
    finally:
        came_home.sql("alter table away rename to told")
    assert phones["mia"].get("tonight").ok
    assert came_home.log("evening").splitlines() == ["OSError in Tonight", "503 Tonight"]


# -- The end -------------------------------------------------------------------------------------------------


def command(room, who, *words):
    environment = room.environment | {
        "NETVAERK_EXCHANGE_URL": room.exchange,
        "NETVAERK_EXCHANGE_TOKEN": room.word(who),
        "NETVAERK_LANGUAGE": "en",
    }
    line = [sys.executable, "-m", "facilitation.exchange_service", *words]
    return subprocess.run(line, env=environment, cwd=CHECKOUT, capture_output=True, text=True)


def test_a_facilitator_erases_one_person_and_then_the_course_and_nobody_else_does(came_home):
    refused = command(came_home, "mia", "forget", "bente")
    assert (refused.returncode, refused.stderr) == (2, "Only a facilitator can do that.\n")
    done = command(came_home, FACILITATOR, "forget", "bente")
    assert done.returncode == 0 and "1 pages of feedback, 1 answers" in done.stdout, done.stderr
    assert not came_home.all_lines("bente") and came_home.all_lines("mia")
    # nor what others told of her
    assert came_home.sql("select strpos(said, 'Bente') > 0 from told") == [(False,), (False,)]
    for half in (("forget-all",), ("forget-all", "mia"), ("forget",), ("forget", "mia", "bente")):
        assert command(came_home, FACILITATOR, *half).returncode == 2
    assert came_home.all_lines("mia")
    assert command(came_home, FACILITATOR, "forget-all", COURSE).returncode == 0
    for table in ("hand_ins", "feedback", "releases", "told", "shown"):
        assert came_home.sql(f"select count(*) from {table}") == [(0,)]
