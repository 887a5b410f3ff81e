"""See the package."""

import asyncio
import logging
import os

from jupyterhub.services.auth import HubOAuth

from facilitation.evening_service.app import Service
from facilitation.exchange_service.__main__ import DATABASE
from facilitation.exchange_service.serving import until_told
from facilitation.exchange_service.shelf import Shelf


async def serve() -> None:
    """Serve until told to stop; what has begun is finished."""
    # JupyterHub's own tells who was not let in
    logging.getLogger("tornado.application").setLevel(logging.ERROR)
    shelf = Shelf(os.environ[DATABASE])
    shelf.make()
    public = os.environ["JUPYTERHUB_PUBLIC_URL"]
    service = Service(shelf, HubOAuth.instance(), public, f"{os.environ['JUPYTERHUB_HOST']}/hub/home")
    await until_told(service.server())


if __name__ == "__main__":
    asyncio.run(serve())
