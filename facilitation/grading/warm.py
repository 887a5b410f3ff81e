"""jupyter_client's kernel manager for kernels that are forked from the warm parent into a box.

They come from the bench of this process, `bench`.
"""

import asyncio
import contextlib
import json
import os
import select
import signal
import time
from queue import Empty
from uuid import uuid4

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase

from facilitation.grading.bench import environment

LONGEST_MESSAGE = 32_000_000  # bytes, more than a whole hand-in may write
MESSAGES_WAITING = 200
PATIENCE = 60  # seconds for a kernel to be there, on a machine that is busy
PACE = 0.005
PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
bench = None


class Manager(AsyncKernelManager):
    """Starts kernels of ours and no others, whatever a kernel's specification or the environment names."""

    async def _async_pre_start_kernel(self, **kw):
        self.kernel_id = self.kernel_id or str(uuid4())
        if self.provisioner is None:
            self.provisioner = Kernel(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kw)

    pre_start_kernel = _async_pre_start_kernel


class Client(AsyncKernelClient):
    """jupyter_client's own, ready as soon as the kernel has answered on both channels.

    The original then listens for a fifth of a second for more, which is half the time of a whole hand-in.
    Here, too, a message longer than we take in ends the kernel; the original would wait for the next.
    """

    events = watching = None

    def start_channels(self, **which):
        # the others would be opened, listened to, and left unused
        super().start_channels(**which | {"stdin": False, "hb": False, "control": False})
        self.events = self.iopub_channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self.watching = asyncio.ensure_future(self._watch())

    def stop_channels(self):
        if self.watching is not None:
            self.watching.cancel()
            self.iopub_channel.socket.disable_monitor()
            self.events.close()
            self.watching = None
        super().stop_channels()

    async def _watch(self):
        """zmq hangs up on who sends a message that is too long, and says no more than that it has."""
        await self.events.recv_multipart()
        # a kernel that has ended has said so by then
        await asyncio.sleep(1)
        if await self.parent.is_alive():
            self.parent.provisioner.end("output")

    async def wait_for_ready(self, timeout=None):
        until = time.monotonic() + (timeout or PATIENCE)
        while time.monotonic() < until:
            if await self._answered(self.kernel_info()):
                self._handle_kernel_info_reply(await self.shell_channel.get_msg(timeout=PATIENCE))
                return
            if not await self.parent.is_alive():
                break
        raise RuntimeError("the kernel did not answer")

    async def _answered(self, asked):
        """Whether the kernel says that it is done with the request ``asked``, and so has no more to say."""
        try:
            while True:
                said = await self.iopub_channel.get_msg(timeout=0.2)
                mine = said["parent_header"].get("msg_id") == asked
                if mine and said["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class Kernel(KernelProvisionerBase):
    """One forked kernel in one box. ``reason`` says why it ended, where it was not asked to."""

    reason = None
    number = None
    box = None
    pipe = None
    said = b""
    ended = True

    @property
    def has_process(self):
        return self.box is not None

    async def pre_launch(self, **kwargs):
        extra = kwargs.pop("extra_arguments", [])
        kwargs = await super().pre_launch(**kwargs)
        # a kernel must not make us take in a message that fills our memory, nor lead us elsewhere later
        self.parent.context.setsockopt(zmq.MAXMSGSIZE, LONGEST_MESSAGE)
        self.parent.context.setsockopt(zmq.RCVHWM, MESSAGES_WAITING)
        self.parent.context.setsockopt(zmq.RECONNECT_IVL, -1)
        self.parent.context.setsockopt(zmq.LINGER, 0)
        self.parent.client_factory = Client
        return {**kwargs, "cmd": extra}

    async def launch_kernel(self, cmd, **kwargs):
        bench.last = self
        self.reason = None
        self.ended = False
        self.box = bench.box()
        try:
            self.box.lay(kwargs["cwd"])
            inside, outside = self.box.sockets()
            info = {
                **{name: at for at, name in enumerate(PORTS, 1)},
                "transport": "ipc",
                "ip": inside,
                "key": uuid4().hex,
                "signature_scheme": "hmac-sha256",
            }
            request = self.box.request()
            request |= {"connection": info, "arguments": cmd, "environment": environment(request["scratch"])}
            self.pipe = bench.fork(request)
            await self._until_ready()
        except BaseException:
            await self.cleanup()
            raise
        return info | {"ip": outside, "key": info["key"].encode()}

    async def _until_ready(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ready = select.select([self.pipe], [], [], 1)[0]
            said = self._listen() if ready else []
            if any("ready" in words for words in said):
                return
            if self.ended:
                break
        raise RuntimeError("the kernel did not start")

    def _listen(self):
        """What the keeper has said since last time."""
        with contextlib.suppress(BlockingIOError):
            while True:
                data = os.read(self.pipe, 4096)
                if not data:
                    self.ended = True
                    break
                self.said += data
        *lines, self.said = self.said.split(b"\n")
        words = [json.loads(line) for line in lines]
        for one in words:
            self.number = one.get("pid", self.number)
            if "ended" in one:
                self.ended = True
                self.reason = self.reason or one["ended"]
        return words

    async def poll(self):
        if not self.ended:
            self._listen()
        return 0 if self.ended else None

    async def wait(self):
        while await self.poll() is None:
            await asyncio.sleep(PACE)
        return 0

    async def send_signal(self, signum):
        if await self.poll() is None and self.number:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.number, signum)

    def end(self, reason):
        """End it and all that it has started, for ``reason``."""
        self.reason = self.reason or reason
        if not self.box:
            return
        if self.box.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.box.pid, signal.SIGKILL)
        elif self.number and not self.ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.number, signal.SIGKILL)

    async def kill(self, restart=False):
        self.end("asked")
        # jupyter_client would look again only after a tenth of a second
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.wait(), 2)

    async def terminate(self, restart=False):
        self.end("asked")

    async def cleanup(self, restart=False):
        self.end("asked")
        if self.box:
            self.box.close()
        if self.pipe is not None:
            os.close(self.pipe)
        self.box = self.pipe = None
        self.ended = True
