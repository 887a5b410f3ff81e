"""How a service of the hub is kept open."""

import asyncio
import os
import signal
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer


async def until_told(server: HTTPServer) -> None:
    """Serve where ``JUPYTERHUB_SERVICE_URL`` says until told to stop; what has begun is finished."""
    where = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    server.listen(where.port or 80, where.hostname or "")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    server.stop()
    await server.close_all_connections()
