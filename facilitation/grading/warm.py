"""jupyter_client's provisioner of kernels that are forked from the warm parent into a box.

nbgrader's Execute finds it by the entry point ``netvaerk-warm`` and JUPYTER_DEFAULT_PROVISIONER_NAME, and the
bench of this process by `bench`.
"""

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from queue import Empty
from uuid import uuid4

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.provisioning import KernelProvisionerBase

from facilitation.grading import sandbox
from facilitation.grading.execute import LONGEST_MESSAGE, MESSAGES_WAITING

NAME = "netvaerk-warm"
PATIENCE = 60  # seconds for a parent or a kernel to be there, on a machine that is busy
PACE = 0.005
# what a kernel is told of the facilitator's environment: no name, no folder, no key
KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "LC_TIME", "TZ", "NETVAERK_LANGUAGE", "NBGRADER_EXECUTION")
PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
bench = None


class Bench:
    """Where this process takes its kernels from: a warm parent, and boxes for them if it may have them.

    ``limits`` are a hand-in's (see `sandbox.Limits`), ``account`` is the box's (see `sandbox.Box`), and
    ``last`` is the `Kernel` of the hand-in at hand, None before it has one.
    """

    limits = sandbox.Limits()
    sandboxed = True
    account = last = process = channel = None
    warm = False

    def shared(self):
        """A bench for a process forked from this one, with the same warm parent for as long as that lives."""
        bench = Bench()
        bench.channel, bench.warm = self.channel, self.warm
        return bench

    def box(self):
        return sandbox.Box(self.limits, self.account) if self.sandboxed else sandbox.OpenBox(self.limits)

    def begin(self):
        """Start a warm parent unless there is one, and let it import meanwhile."""
        if self.channel is not None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "facilitation.grading.parent", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment("/nowhere"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        ours.settimeout(PATIENCE)
        self.channel = ours

    def open(self):
        """See that the warm parent is there and warm."""
        self.begin()
        if not self.warm and self.channel.recv(16) != b"warm":
            raise RuntimeError("the warm parent did not start")
        self.warm = True

    def fork(self, request):
        """Ask for a kernel; returns the end of the pipe on which its keeper speaks."""
        request = json.dumps(request | {"limits": asdict(self.limits)}).encode()
        reading, writing = os.pipe()
        try:
            self.open()
            try:
                socket.send_fds(self.channel, [request], [writing])
            except OSError:
                # the warm parent has ended: another
                self.close()
                self.open()
                socket.send_fds(self.channel, [request], [writing])
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        os.set_blocking(reading, False)
        return reading

    def close(self):
        if self.channel is not None:
            self.channel.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = self.channel = None
        self.warm = False


def environment(scratch):
    """The environment of a kernel (and of the warm parent, whose memory it begins with)."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    places = {
        name: f"{scratch}/{name.lower()}"
        for name in (
            *("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"),
            *("MPLCONFIGDIR", "XDG_CACHE_HOME"),
        )
    }
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}
    fixed = {
        "HOME": scratch,
        "TMPDIR": scratch,
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.defpath]),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    return fixed | threads | places | kept


class Client(AsyncKernelClient):
    """jupyter_client's own, ready as soon as the kernel has answered on both channels.

    The original then listens for a fifth of a second for more, which is half the time of a whole hand-in.
    Here, too, a message longer than we take in ends the kernel; the original would wait for the next.
    """

    events = watching = None

    def start_channels(self, *channels, **which):
        super().start_channels(*channels, **which)
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
