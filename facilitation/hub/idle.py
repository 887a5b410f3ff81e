"""JupyterHub's idle culler, which knows no Unix sockets, brought to the hub's own."""

import asyncio
import os
import socket
import sys
from typing import Any
from urllib.parse import unquote, urlsplit

from jupyterhub_idle_culler import IdleCuller
from tornado.netutil import Resolver


class ToTheHub(Resolver):
    """Whatever is asked for, it is the hub."""

    async def resolve(self, host: str, port: int, family: Any = socket.AF_UNSPEC) -> Any:
        return [(socket.AF_UNIX, unquote(urlsplit(os.environ["JUPYTERHUB_API_URL"]).netloc))]


def main() -> None:
    Resolver.configure(ToTheHub)
    path = urlsplit(os.environ["JUPYTERHUB_API_URL"]).path
    asyncio.set_event_loop(asyncio.new_event_loop())
    IdleCuller.launch_instance([f"--url=http://hub{path}", "--Application.log_level=ERROR", *sys.argv[1:]])


if __name__ == "__main__":
    main()
