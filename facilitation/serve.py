"""Runs JupyterLab on one folder, in this very process, so that Ctrl+C and kill reach it on every system."""

import os
import secrets
import signal
import socket
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from facilitation.kernels import parent as kernels
from facilitation.laying import BOOKS, read_json
from facilitation.problems import Problem

FIRST_PORT = 8888
ALONE = {"page_config_data": {"netvaerkAlone": "true"}}  # JupyterLab passes it on to the page
NBGRADER = "nbgrader.server_extensions"
HAND_IN = "facilitation.pages.hand_in"
LEARNER_EXTENSIONS = {
    HAND_IN: True,
    f"{NBGRADER}.assignment_list": False,  # HAND_IN loads it
    f"{NBGRADER}.validate_assignment": False,
    f"{NBGRADER}.formgrader": False,
    f"{NBGRADER}.course_list": False,
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "notebook": False,
    "facilitation.pages.first_text": True,
}
DESK_EXTENSIONS = LEARNER_EXTENSIONS | {
    f"{NBGRADER}.validate_assignment": True,
    f"{NBGRADER}.formgrader": True,
    f"{NBGRADER}.course_list": True,
    "facilitation.pages.first_text": False,  # what a facilitator reads is theirs
    "jupyter_lsp": True,  # the desk's plain JupyterLab asks for it
}


@dataclass(frozen=True)
class Page:
    """What to serve: a folder, the course it comes from, which of lab/'s settings, and where to begin."""

    folder: Path
    root: Path
    settings: str  # "learner" or "desk"
    first: str  # address after the server's own, e.g. /lab/tree/da/00-welcome.ipynb
    extensions: dict
    alone: bool = False  # nobody collects what is handed in here

    @property
    def books(self) -> Any:
        return self.folder / BOOKS


def front(language: str) -> str:
    """The address of the desk's front page, as a `Page` has it."""
    return f"/lab/tree/workshops/{language}/desk-front.ipynb"


def environment(
    page: Any,
    *,
    exchange_root: Path | None = None,
    store: Any = None,
    language: str = "da",
    learner: bool = True,
) -> Any:
    """The environment variables for the server and its kernels.

    Everything Jupyter keeps (settings, signatures, kernel files, hand-in receipts, history) goes into the
    folder's own ``.netvaerk/``, and no Jupyter settings of the user's own reach in here.
    """
    # not resolved: in a virtual environment the link's own folder is the one with the commands
    commands = str(Path(sys.executable).parent)
    folders = {
        "JUPYTER_CONFIG_DIR": page.books / "config",
        "JUPYTER_CONFIG_PATH": page.root,
        "JUPYTER_DATA_DIR": page.books / "data",
        "JUPYTER_RUNTIME_DIR": page.books / "data" / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": page.books / "lab" / "user-settings",
        "JUPYTERLAB_WORKSPACES_DIR": page.books / "lab" / "workspaces",
        "IPYTHONDIR": page.books / "ipython",
        ("NETVAERK_FOLDER" if learner else "NETVAERK_COURSE"): page.folder,
        "NETVAERK_EXCHANGE": exchange_root,
        "NETVAERK_STORE": store,
    }
    return {
        "NETVAERK_LANGUAGE": language,
        # nbgrader calls alembic by its bare name
        "PATH": os.pathsep.join([commands, os.environ.get("PATH", "")]),
        **{name: str(folder) for name, folder in folders.items() if folder},
    }


def arguments(page: Page, port: int | None, browser: bool, token: str | None) -> list[str]:
    """JupyterLab's command line. It stays inside this process: nobody can read the token in a task list."""
    return [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={FIRST_PORT if port is None else port}",
        f"--ServerApp.port_retries={50 if port is None else 0}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.open_browser={browser}",
        # browsers from a snap cannot read a file in a hidden folder
        "--ServerApp.use_redirect_file=False",
        # as root, in a container: the server listens on this machine alone
        "--ServerApp.allow_root=True",
        # a page that was left needs no kernel; one that is open keeps its own, however long it is read
        "--MappingKernelManager.cull_idle_timeout=60",
        *([f"--ServerApp.tornado_settings={ALONE}"] if page.alone else []),
        *calm(page),
    ]


def calm(page: Page) -> list[str]:
    """What makes a JupyterLab the course's own page, on whatever address it is served."""
    lab = page.root / "lab"
    extensions = [f"--ServerApp.jpserver_extensions={name}={on}" for name, on in page.extensions.items()]
    return [
        f"--ServerApp.root_dir={page.folder}",
        "--ServerApp.terminals_enabled=False",
        # said here, too, for a process that had imported JupyterLab before it knew whose it would be
        f"--LabApp.user_settings_dir={page.books / 'lab' / 'user-settings'}",
        f"--LabApp.workspaces_dir={page.books / 'lab' / 'workspaces'}",
        # on a shared computer nobody else may listen to what an exercise and its kernel tell each other
        "--MappingKernelManager.transport_encryption=auto",
        "--MappingKernelManager.cull_interval=20",
        "--MappingKernelManager.kernel_manager_class=facilitation.kernels.jupyter.Kernel",
        "--KernelProvisionerFactory.default_provisioner_name=netvaerk-warm",
        "--ServerApp.contents_manager_class=facilitation.pages.contents.Contents",
        "--ServerApp.kernel_websocket_connection_class=facilitation.kernels.jupyter.Connection",
        # errors only, and to the window alone: no log can tell what somebody wrote
        "--Application.log_level=ERROR",
        # who comes without the address is told where it stands, and not asked for a "token"
        f"--ServerApp.extra_template_paths={lab / 'templates'}",
        f"--LabApp.default_url={page.first}",
        f"--LabApp.app_settings_dir={lab / page.settings}",
        f"--LabApp.extra_labextensions_path={lab / 'extensions'}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.collaborative=False",
        *extensions,
    ]


def running(page: Page) -> Any:
    """The address of a server that is already open on the folder, None where there is none."""
    for file in sorted((page.books / "data" / "runtime").glob("jpserver-*.json")):
        info = read_json(file)
        if Path(info.get("root_dir", "")) != page.folder:
            continue
        status = Request(f"{info['url']}api/status", headers={"Authorization": f"token {info['token']}"})
        try:
            with urlopen(status, timeout=2):
                return address(info["url"], page.first, info["token"])
        except (URLError, OSError, ValueError):
            continue
    return None


def address(url: str, first: str, token: str | None) -> str:
    path = quote(first, safe="/?=&")
    return f"{url.rstrip('/')}{path}{'&' if urlsplit(path).query else '?'}token={token}"


def free(port: int) -> None:
    """Raise Problem unless this user may listen on ``port``."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        if os.name == "posix":  # elsewhere it would share a port that is in use
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            other = FIRST_PORT + 11 if port != FIRST_PORT + 11 else FIRST_PORT
            raise Problem("port_taken", port=port, other=other) from error


def run(
    page: Any, variables: Any, *, port: int | None = None, browser: bool = True, announce: Any = print
) -> None:
    """Serve until Ctrl+C or a terminate signal; ``announce`` is given the address once it answers.

    ``port`` None takes the first free one from 8888 on. Raises Problem when there is none.
    """
    os.environ.update(variables)
    os.chdir(page.folder)
    kernels.ours.begin()
    # imported late, since JupyterLab reads its folders from the environment on import
    from jupyterlab import commands

    # where there is Node it would be started, to ask which registry packages are fetched from: none are
    commands._yarn_config = lambda logger: {"yarn config": {}, "npm config": {}}
    from jupyterlab.labapp import LabApp

    token = secrets.token_hex(24)
    try:
        server = LabApp.initialize_server(arguments(page, port, browser, token))
    except SystemExit as stop:
        raise Problem("port_taken" if port else "no_port", port=port, other=FIRST_PORT) from stop

    def close(*_):
        server.stop(from_signal=True)

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, close)
    # the server listens from the loop's first turn, and the loop keeps its callbacks in order
    server.io_loop.add_callback(announce, address(server.connection_url, page.first, token))
    server.start()


def show(url: str) -> None:
    """Open ``url`` in the browser, if there is one."""
    try:
        webbrowser.open(url)
    except webbrowser.Error:
        return
