"""See the package."""

import asyncio
import os
import sys
from typing import Any

from exercises.texts import Texts
from facilitation import exchange_service
from facilitation.exchange import COURSE
from facilitation.exchange_service.client import Client, Unserved
from facilitation.language import TEXTS, choose

DATABASE = "NETVAERK_EXCHANGE_DATABASE"
# the course's name is typed by whoever means it
ALL = ["forget-all", COURSE]


def serve() -> None:
    """Serve until told to stop; what has begun is finished."""
    from facilitation.exchange_service.app import Service
    from facilitation.exchange_service.door import Door
    from facilitation.exchange_service.serving import until_told
    from facilitation.exchange_service.shelf import Shelf

    async def main():
        shelf = Shelf(os.environ[DATABASE])
        shelf.make()
        door = Door(os.environ["JUPYTERHUB_API_URL"])
        await until_told(Service(shelf, door, os.environ["JUPYTERHUB_SERVICE_PREFIX"]).server())

    asyncio.run(main())


def forget(words: Any) -> int:
    """Erase one person's, or everybody's; returns what a command does."""
    language = choose(os.environ.get("NETVAERK_LANGUAGE"), None, os.environ)
    t = Texts("exchange_service", language, folder=TEXTS)
    try:
        gone = Client.here().forget_all() if words == ALL else Client.here().forget(words[1])
    except Unserved as error:
        print(error, file=sys.stderr)
        return 2
    print(t("client.gone", **{"releases": 0, **gone}))
    return 0


def main(words: Any) -> Any:
    if not words:
        return serve()
    if words == ALL or (words[0] == "forget" and len(words) == 2):
        return forget(words)
    print(exchange_service.__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
