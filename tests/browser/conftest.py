"""A real Chromium and a real JupyterLab for every browser test.

Fixtures: `chromium` (the browser, once a session), `lab_server` (starts JupyterLab on a folder, stopped at
the end of the module) and `visit` (opens a page as a learner would, and fails on a console error or a request
to another host).
"""

import contextlib
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

REPO = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
# the same without a window's frame, which is drawn even where nobody sees it
SHELL = CHROMIUM.with_name("chromium-headless-shell")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "netvaerk-test"
LOCALES = {"da": "da_DK", "en": "en"}
SLOW = 60_000  # ms; two cores may be shared with others
# the `netvaerk` command for another course than this one
PROGRAM = (
    "import sys, pathlib, facilitation.command as c; c.main(sys.argv[2:], root=pathlib.Path(sys.argv[1]))"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, headless. Without it: a skip, but a failure where CI=true."""
    program = SHELL if SHELL.exists() else CHROMIUM
    if not program.exists():
        reason = f"{CHROMIUM} is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=SLOW / 2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class LabServer:
    """JupyterLab on a learner's folder, with the settings that `netvaerk start` gives it."""

    folder: Path
    private: Path
    language: str = "da"
    settings: str = "learner"
    arguments: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.private / "server.log"

    def address(self, path: str) -> str:
        return f"{self.url}/lab/tree/{quote(path)}?token={TOKEN}"

    @property
    def locale(self) -> Path:
        return self.private / "settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"

    def speak(self, language: str) -> None:
        self.locale.parent.mkdir(parents=True, exist_ok=True)
        self.locale.write_text(json.dumps({"locale": LOCALES[language]}))

    def start(self) -> "LabServer":
        self.speak(self.language)
        environment = {
            **os.environ,
            "HOME": str(self.private),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "IPYTHONDIR": str(self.private / "ipython"),
            "JUPYTER_CONFIG_DIR": str(self.private / "config"),
            "JUPYTER_DATA_DIR": str(self.private / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.private / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.private / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.private / "workspaces"),
            **self.environment,
        }
        command = [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.folder}",
            f"--IdentityProvider.token={TOKEN}",
            f"--LabApp.app_settings_dir={REPO / 'lab' / self.settings}",
            f"--LabApp.extra_labextensions_path={REPO / 'lab' / 'extensions'}",
            "--ServerApp.contents_manager_class=facilitation.pages.contents.Contents",
            "--MappingKernelManager.kernel_manager_class=facilitation.kernels.jupyter.Kernel",
            "--KernelProvisionerFactory.default_provisioner_name=netvaerk-warm",
            "--ServerApp.kernel_websocket_connection_class=facilitation.kernels.jupyter.Connection",
            *self.arguments,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(600):
            if self.process.poll() is not None:
                pytest.fail(f"JupyterLab stopped at once:\n{self.log.read_text()[-3000:]}")
            try:
                self.api("api/status")
                return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail(f"JupyterLab did not answer:\n{self.log.read_text()[-3000:]}")

    def api(self, endpoint: str, method: str = "GET", body: object = None) -> object:
        """Ask the server as its own front end would; returns the decoded answer."""
        request = urllib.request.Request(
            f"{self.url}/{endpoint}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def kill(self) -> None:
        """kill -9, kernels and all, as when the machine loses power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture(scope="module")
def lab_server(tmp_path_factory):
    """`lab_server(folder, language="da", private=…, settings="learner", arguments=[…], environment={…})`.

    Returns a started `LabServer`.
    """
    running = []

    def start(folder: Path, language: str = "da", **options) -> LabServer:
        options.setdefault("private", tmp_path_factory.mktemp("private"))
        server = LabServer(folder=folder, language=language, **options)
        running.append(server)
        return server.start()

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def first_server(netvaerk):
    return netvaerk("da")


@pytest.fixture
def server(request, first_server):
    """The course in Danish, one for all tests of a module that ask for no other. What is tried once more
    begins anew: after what the first try wrote it could only be red again, and hide why that was."""
    tried_before = getattr(request.node, "execution_count", 1) > 1
    return request.getfixturevalue("netvaerk")("da") if tried_before else first_server


@pytest.fixture(scope="module")
def small_desk(lab_server):
    """`small_desk(top, *sources) -> LabServer`: what `netvaerk desk` serves, for a course that has only these
    reflections: all of them take a minute to make. Its exchange is `aflevering` in `top`."""
    from facilitation import serve
    from facilitation.desk_folder import prepare

    def start(top: Path, *sources: str) -> LabServer:
        root, folder, exchange = top / "kursus", top / "Mit bord på Møn", top / "aflevering"
        (root / "source").mkdir(parents=True)
        for room in ("workshops", *(f"source/{name}" for name in sources)):
            shutil.copytree(REPO / room, root / room)
        shutil.copy(REPO / "nbgrader_config.py", root)
        prepare(folder, root, "da", exchange if sources else None)
        page = serve.Page(folder, root, "desk", "", serve.DESK_EXTENSIONS)
        environment = serve.environment(page, exchange_root=exchange, learner=False)
        extensions = [f"--ServerApp.jpserver_extensions={name}={on}" for name, on in page.extensions.items()]
        return lab_server(folder, "da", settings="desk", arguments=extensions, environment=environment)

    return start


READY = """path => {
    const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    const here = decodeURIComponent(location.pathname);
    const shown = panel?.dataset.nvReady === 'true';
    return shown && (!path || (panel.dataset.nvPath.endsWith(path) && here.endsWith(path)));
}"""


class Visit:
    """One learner's browser: its pages, and what went wrong in them."""

    def __init__(self, context: BrowserContext):
        self.context = context
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.allowed: list[str] = []
        context.on("page", self._watch)
        context.on("request", self._request)

    def open(self, server: LabServer, path: str, ready: bool = True) -> Page:
        """A new tab on a page of the course, by its path in the learner's folder."""
        page = self.context.new_page()
        page.goto(server.address(path))
        if ready:
            self.ready(page, path)
        return page

    def ready(self, page: Page, path: str | None = None, timeout: float = SLOW) -> None:
        """Wait until every exercise of the page (of `path`, if given) has run and can take a click."""
        # Asked again and again from here: a wait inside the page does not outlive that page's reloading.
        end = time.monotonic() + timeout / 1000
        while time.monotonic() < end:
            with contextlib.suppress(PlaywrightError):  # between two pages there is none to ask
                if page.evaluate(READY, path):
                    return
            page.wait_for_timeout(150)
        pytest.fail(f"the page was not ready after {timeout / 1000:.0f} s: {page.url}")

    def course_page(self, page: Page) -> Locator:
        """The page being read, without JupyterLab around it; one left behind may still be there, hidden."""
        return page.locator(".nv-page:not(.lm-mod-hidden)")

    def barriers(self, page: Page) -> list[str]:
        """What axe-core finds on the page being read, as `rule: element` lines; empty is good."""
        found = Axe().run(page, context={"include": [[".nv-page:not(.lm-mod-hidden)"]]})
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]

    def allow(self, pattern: str) -> None:
        """Console errors that belong to what the test does, such as asking for a page that is not there."""
        self.allowed.append(pattern)

    def allow_server_away(self) -> None:
        """What Chromium says of a server that is gone, or goes while it is being asked."""
        self.allow(
            "ERR_(CONNECTION|INTERNET|EMPTY_RESPONSE)|WebSocket|Failed to fetch|NetworkError|Connection lost"
        )

    def put_into_storage(self, server: LabServer, items: list) -> None:
        """Let the browser keep these names and values for a server's pages while none of them is open."""
        bare = self.context.new_page()
        bare.goto(f"{server.url}/api")
        bare.evaluate("items => items.forEach(([name, value]) => localStorage.setItem(name, value))", items)
        bare.close()

    def check(self) -> None:
        unexpected = [
            error for error in self.errors if not any(re.search(pattern, error) for pattern in self.allowed)
        ]
        assert unexpected == [], "console errors"
        assert self.strangers == [], "requests to other hosts"

    def _watch(self, page: Page) -> None:
        page.set_default_timeout(SLOW)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (None, "127.0.0.1", "localhost"):
            self.strangers.append(request.url)


@pytest.fixture
def visit(chromium):
    """`visit(width=1280, height=900, steps=False, profile=None, **context_options) -> Visit`; checked and
    closed after it.

    Without `steps` a lesson is read as a learner reads it who has chosen "all on one page". `profile` is the
    folder of a browser of its own, with settings of its own.
    """
    visits = []

    def start(
        width: int = 1280, height: int = 900, steps: bool = False, profile: Path | None = None, **options
    ) -> Visit:
        options |= {"viewport": {"width": width, "height": height}}
        if profile is None:
            context = chromium.new_context(**options)
        else:
            context = chromium.browser_type.launch_persistent_context(
                profile, executable_path=str(CHROMIUM), args=CHROMIUM_ARGS, **options
            )
        if not steps:
            context.add_init_script("try { localStorage.setItem('netvaerk-reading', 'whole') } catch {}")
        visits.append(Visit(context))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
    for one in visits:
        one.check()


@dataclass
class Served(LabServer):
    """`netvaerk start` or `netvaerk desk` as a person runs it, with a home folder of its own; `opens` is the
    address that it gives them."""

    command: str = "start"
    program: list = field(default_factory=lambda: [Path(sys.executable).with_name("netvaerk")])

    def address(self, path: str) -> str:
        return f"{self.url}/lab/tree/{quote(path)}?token={self.token}"

    def start(self) -> "Served":
        self.private.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"HOME": str(self.private), "NETVAERK_FAULTS": "print"} | self.environment
        for name in ("NETVAERK_STORE", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            environment.pop(name, None)
        command = [*self.program, self.command, "--no-browser"]
        command += ["--port", str(self.port), "--folder", self.folder, "--language", self.language]
        command += ["--exchange", self.private / "exchange", *self.arguments]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        for line in self.process.stdout:
            if found := re.search(r"http://\S+[?&]token=(\w+)", line):
                self.opens, self.token = found.group(0, 1)
                return self
        pytest.fail(f"netvaerk {self.command} stopped at once:\n{self.log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def netvaerk(tmp_path_factory):
    """`netvaerk(language="da", command="start", folder=…, private=…, only=…) -> Served`: the real course,
    served.

    Its `folder` is the learner's (or facilitator's) own; `private` is the home folder, with the exchange.
    `only` is the one reflection that a course has: all of them take a minute to make.
    """
    running = []

    def start(language: str = "da", **options) -> Served:
        private = options.pop("private", None) or tmp_path_factory.mktemp("hjem æøå")
        command = options.get("command", "start")
        if only := options.pop("only", None):
            root = tmp_path_factory.mktemp("kursus")
            shutil.copytree(REPO / "source" / only, root / "source" / only)
            for name in ("lab", "lessons", "workshops", "nbgrader_config.py", "references.bib"):
                (root / name).symlink_to(REPO / name)
            options["program"] = [sys.executable, "-c", PROGRAM, root]
        options.setdefault("folder", private / ("Min mappe" if command == "start" else "Mit bord"))
        server = Served(private=private, language=language, **options)
        running.append(server)
        return server.start()

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def hub():
    """A real hub, open: see tests/hub/conftest.py."""
    helpers = runpy.run_path(str(REPO / "tests" / "hub" / "conftest.py"))
    helpers["_can_run"]()
    made = helpers["Hub"]()
    yield made.start()
    made.remove()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The course in a browser alone, built once a run and served as a web host would."""
    if shutil.which("node") is None or not (REPO / "facilitation/site/node_modules/pyodide").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("node or pyodide is missing: make site")
        pytest.skip("node or pyodide is missing: make site")
    from facilitation.site import serving
    from static_site import Site, built

    folder = built(tmp_path_factory)
    with serving.server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


@pytest.fixture(scope="session")
def walk():
    """The steps that a desk and a hub share: see desk_walk.py."""
    return runpy.run_path(str(Path(__file__).with_name("desk_walk.py")))["Walk"]()
