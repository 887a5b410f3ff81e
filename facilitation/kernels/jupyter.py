"""What jupyter_client knows of our kernels; asked for by name in `facilitation.serve` and pyproject.toml."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets import default

from facilitation.kernels.parent import POSSIBLE, ours

LAUNCHER = ["-m", "ipykernel_launcher"]
SOON = (0.01, 0.02, 0.04, 0.08, 0.16)  # seconds between one question and the next


class Kernel(ServerKernelManager):
    """Jupyter Server lists a kernel a moment before it notes when that was last active; who asked just then
    was answered with an error."""

    @default("last_activity")
    def _begun(self) -> datetime:
        return datetime.now(UTC)

    @default("execution_state")
    def _beginning(self) -> str:
        return "starting"


class Connection(ZMQChannelsWebsocketConnection):
    """A page's line to its kernel.

    A line is open once something was heard over it. Jupyter Server asks for that at once, and then each half
    second; a warm kernel answers the first time before there is anybody to hear. So that no page waits for
    the second time, it is asked sooner.
    """

    def nudge(self) -> asyncio.Future[None]:
        heard = super().nudge()
        task = asyncio.ensure_future(self._ask_until(heard))
        heard.add_done_callback(lambda _: task.cancel())
        return heard

    async def _ask_until(self, heard):
        channel = self.kernel_manager.connect_control()
        try:
            for wait in SOON:
                await asyncio.sleep(wait)
                self.session.send(channel, "kernel_info_request")
        finally:
            channel.close()


class Warm(LocalProvisioner):
    """Begins a kernel in our nursery, and elsewhere as JupyterLab does.

    Signals, restarts and connection files are jupyter_client's own in both.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        if not POSSIBLE or cmd[0] != sys.executable or cmd[1:3] != LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        environment, folder = kwargs.get("env") or os.environ, kwargs.get("cwd") or os.getcwd()
        try:
            forked = await asyncio.to_thread(ours.fork, cmd[3:], environment, str(folder))
        except (OSError, ValueError):
            # an ordinary one is slower, and as good
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid
        return self.connection_info
