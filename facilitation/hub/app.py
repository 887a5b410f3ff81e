"""JupyterHub as the course runs it: ``python -m facilitation.hub.app -f hub/jupyterhub_config.py``.

Only what JupyterHub's own settings cannot say stands here.
"""

import asyncio
import os
import pwd
import socket
import struct
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyterhub import orm
from jupyterhub.app import JupyterHub
from jupyterhub.services import service
from tornado import routing, web
from traitlets import Integer, Unicode

from facilitation.hub import walls
from facilitation.hub.sign_in import GRADERS, WorkshopAuthenticator


class Watched(service._ServiceSpawner):
    """A desk that has ended is started anew after a second. JupyterHub has half a minute, and no setting."""

    poll_interval = Integer(1)


service._ServiceSpawner = Watched


class Inside(routing.Matcher):
    """Whatever does not come through the door: learners' servers and the desk, by the hub's own socket.

    They have questions, each with a word of its own. Pages and forms are for browsers, and whose address a
    form comes from only the door knows: a kernel would make one up, and be bound by nothing that counts them.
    """

    def match(self, request: Any) -> dict[str, Any] | None:
        comes = request.connection.stream.socket
        if comes.family != socket.AF_UNIX or f"{request.path}/".startswith("/hub/api/"):
            return None
        asked = comes.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        uid = struct.unpack("3i", asked)[1]
        return None if uid in (0, os.getuid()) else {}


class Room(JupyterHub):
    desk_url = Unicode(help="Where the desk answers, as http+unix.", config=True)
    desk_name = Unicode(help="The desk's name as a service.", config=True)
    homes = Unicode(help="Where the learners' homes lie; empty where they have no accounts.", config=True)

    def init_hub(self) -> None:
        super().init_hub()
        # JupyterHub takes a hub without a number for one on all of them, and tells services to go there
        self.hub.ip = "127.0.0.1"

    def init_tornado_application(self) -> None:
        super().init_tornado_application()
        refused = routing.Rule(Inside(), web.ErrorHandler, {"status_code": 403})
        self.tornado_application.default_router.rules.insert(0, refused)

    def init_services(self) -> None:
        super().init_services()
        # JupyterHub knows sockets, but not in a service's own settings
        desk = self._service_map[self.desk_name].orm.server
        parts = urlsplit(self.desk_url)
        desk.proto, desk.ip = parts.scheme, parts.netloc.lower()
        self.db.commit()

    async def init_groups(self) -> None:
        """JupyterHub only ever adds to a group: whoever was a facilitator once would be one for good."""
        for group in self.db.query(orm.Group):
            group.users = [user for user in group.users if self._still_in(group.name, user.name)]
        self.db.commit()
        await super().init_groups()

    def _still_in(self, group, user):
        door = self.authenticator
        return group == GRADERS and isinstance(door, WorkshopAuthenticator) and door.teaches(user)

    async def start(self) -> None:
        await self._end_strays()
        graders = orm.Group.find(self.db, GRADERS)
        self.proxy.book.teachers([user.name for user in graders.users] if graders else [])
        await super().start()

    async def cleanup(self) -> None:
        await super().cleanup()
        await asyncio.to_thread(self._end, self._accounts())

    async def _end_strays(self):
        """What runs under the account of a learner who has no server: nothing that they started lives on."""
        served = {
            spawner.account
            for user in self.users.values()
            for spawner in user.spawners.values()
            if spawner.active
        }
        await asyncio.to_thread(self._end, [one for one in self._accounts() if one.pw_name not in served])

    def _accounts(self):
        if not self.homes:
            return []
        return [one for one in pwd.getpwall() if Path(one.pw_dir).parent == Path(self.homes)]

    def _end(self, accounts):
        for account in accounts:
            if not walls.end_all(account.pw_uid):
                self.log.error("Processes of %s could not be ended", account.pw_name)


if __name__ == "__main__":
    sys.exit(Room.launch_instance())
