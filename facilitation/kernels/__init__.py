"""The kernels of our servers, a learner's and the desk's."""

from datetime import UTC, datetime

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets import default


class Kernel(ServerKernelManager):
    """Jupyter Server lists a kernel a moment before it notes when that was last active; who asked just then
    was answered with an error."""

    @default("last_activity")
    def _begun(self) -> datetime:
        return datetime.now(UTC)

    @default("execution_state")
    def _beginning(self) -> str:
        return "starting"
