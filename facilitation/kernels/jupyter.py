"""What jupyter_client knows of our kernels; asked for by name in `facilitation.serve` and pyproject.toml."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets import default

from facilitation.kernels.parent import POSSIBLE, ours

LAUNCHER = ["-m", "ipykernel_launcher"]


class Kernel(ServerKernelManager):
    """Jupyter Server lists a kernel a moment before it notes when that was last active; who asked just then
    was answered with an error."""

    @default("last_activity")
    def _begun(self) -> datetime:
        return datetime.now(UTC)

    @default("execution_state")
    def _beginning(self) -> str:
        return "starting"


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
