"""What runs in a learner's server: their folder made ready as by `netvaerk start`, then the calm page.

JupyterHub's own extension (``jupyterhub.singleuser``) stands before the door: it asks the hub who comes, and
lets in nobody but the learner. The folder lies in the learner's home.
"""

import os
import sys
from pathlib import Path

from facilitation import learner_folder, serve
from facilitation.language import choose

WELCOME = "00-welcome.ipynb"


def main():
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
    run(page, {"exchange_root": exchange, "store": prepared.store, "language": language}, cull=600)


def run(page, variables, *, learner=True, cull, ready=lambda: None):
    """Serve ``page`` through the hub until it says stop.

    The word with which this server speaks to the hub is taken out of the environment, which every kernel and
    every other process started from here inherits.
    """
    token = os.environ.pop("JUPYTERHUB_API_TOKEN")
    os.environ.pop("JPY_API_TOKEN", None)
    os.environ.update(serve.environment(page, learner=learner, **variables))
    os.environ["JUPYTERHUB_DEFAULT_URL"] = page.first
    os.chdir(page.folder)
    # imported late, since JupyterLab reads its folders from the environment on import
    from jupyterhub.singleuser.extension import JupyterHubSingleUser

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
