"""What runs in a learner's server: their folder made ready as by `netvaerk start`, then the calm page.

JupyterHub's own extension (``jupyterhub.singleuser``) stands before the door: it asks the hub who comes, and
lets in nobody but the learner. The folder lies in the learner's home. The server itself, which says who is
let in, reads no settings of the learner's: those in a home, in the folder, or beside a notebook.
"""

import os
import socket
import sqlite3
import sys
from pathlib import Path
from typing import Any

from nbformat import sign
from nbformat.sign import SQLiteSignatureStore
from tornado.netutil import bind_unix_socket

from facilitation import learner_folder, serve
from facilitation.kernels import parent as kernels
from facilitation.language import choose

WELCOME = "00-welcome.ipynb"


def main(listening: Any = None) -> Any:
    """``listening``: the handle of a socket that was bound for this server; without one it finds a port."""
    # what a learner makes is for nobody else to read
    os.umask(0o077)
    root, exchange = Path(os.environ["NETVAERK_ROOT"]), Path(os.environ["NETVAERK_EXCHANGE"])
    asked = os.environ.get("NETVAERK_LANGUAGE")
    folder = learner_folder.default(Path.home(), choose(asked, None, {}))
    language = choose(asked, learner_folder.last_language(folder), {})
    prepared = learner_folder.prepare(folder, root, language, exchange)
    page = serve.Page(
        folder,
        root,
        settings="learner",
        first=f"/lab/tree/{language}/{WELCOME}",
        extensions=serve.LEARNER_EXTENSIONS,
    )
    # a kernel is the larger half of a learner's memory, and comes back by itself
    run(
        page,
        {"exchange_root": exchange, "store": prepared.store, "language": language},
        cull=600,
        listening=listening,
    )


class Signatures(SQLiteSignatureStore):
    """Which notebooks the Lab trusts. Where the disk is full nothing new is remembered; pages still open."""

    def check_signature(self, digest: Any, algorithm: Any) -> Any:
        try:
            return super().check_signature(digest, algorithm)
        except sqlite3.OperationalError:
            self.db.rollback()
            known = "SELECT id FROM nbsignatures WHERE algorithm = ? AND signature = ?"
            return self.db.execute(known, (algorithm, digest)).fetchone() is not None

    def store_signature(self, digest: Any, algorithm: Any) -> None:
        try:
            super().store_signature(digest, algorithm)
        except sqlite3.OperationalError:
            self.db.rollback()


def run(
    page: Any,
    variables: Any,
    *,
    learner: bool = True,
    cull: Any,
    ready: Any = lambda: None,
    listening: Any = None,
) -> None:
    """Serve ``page`` through the hub until it says stop.

    The word with which this server speaks to the hub is taken out of the environment, which every kernel and
    every other process started from here inherits. ``listening`` is a bound socket's handle or the path of
    one to bind, None for what JupyterHub says.
    """
    token = os.environ.pop("JUPYTERHUB_API_TOKEN")
    os.environ.pop("JPY_API_TOKEN", None)
    os.environ.update(serve.environment(page, learner=learner, **variables))
    if learner and (settings := os.environ.pop("NETVAERK_SETTINGS", None)):
        os.environ["JUPYTER_CONFIG_DIR"] = settings
    os.environ["JUPYTERHUB_DEFAULT_URL"] = page.first
    os.chdir(page.folder)
    kernels.ours.begin()
    # imported late, since JupyterLab reads its folders from the environment on import
    from jupyter_server.serverapp import ServerApp
    from jupyterhub.singleuser.extension import JupyterHubSingleUser
    from nbgrader.apps import NbGrader

    class Bound(ServerApp):
        """A server that listens where it was put."""

        def _find_http_port(self):
            pass

        def _bind_http_server(self):
            if isinstance(listening, int):
                bound = socket.socket(fileno=listening)
                bound.setblocking(False)
            else:
                bound = bind_unix_socket(str(listening), mode=0o600)
            self.http_server.add_socket(bound)

    if listening is not None:
        JupyterHubSingleUser.serverapp_class = Bound
    sign.SQLiteSignatureStore = Signatures  # type: ignore[misc]
    if learner:
        # nbgrader would read settings, which are code, from whatever folder a learner has open
        NbGrader.load_cwd_config = False
    ready()
    own = [
        f"--MappingKernelManager.cull_idle_timeout={cull}",
        f"--HubAuth.api_token={token}",
        # these two are read when they are imported, which in a warm start is before the learner is known:
        # a cookie for / would be sent to everybody's server, and the trash would be root's
        f"--HubAuth.base_url={os.environ['JUPYTERHUB_SERVICE_PREFIX']}",
        "--FileContentsManager.delete_to_trash=False",
    ]
    JupyterHubSingleUser.launch_instance([*serve.calm(page), *own])


if __name__ == "__main__":
    sys.exit(main())
