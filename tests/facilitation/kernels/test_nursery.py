"""Kernels from a nursery: what a page and its server ask of any, and that nothing of others is in them."""

import asyncio
import contextlib
import json
import os
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from facilitation.kernels import jupyter, parent
from processes import command_line

pytestmark = pytest.mark.skipif(not parent.POSSIBLE, reason="forks kernels on Linux alone")

# what a page may meet, and what an author might ask
ASKED = """
import ipywidgets, os, sys, tempfile, __main__
print('out'); print('err', file=sys.stderr)
dict(
    folder=os.getcwd(), path=sys.path[-1], argv=sys.argv[1], name=__name__,
    main=sys.modules['__main__'].__dict__ is globals(), number=get_ipython().execution_count,
    group=os.getpgid(0) == os.getpid(), read=sys.stdin.read(1), env=sorted(os.environ.items()),
    signals={str(s): str(__import__('signal').getsignal(s)) for s in (2, 15, 17)},
    temporary=tempfile.gettempdir(), comms=sorted(get_ipython().kernel.comm_manager.targets),
    magics=sorted(get_ipython().magics_manager.magics['line']),
    extensions=sorted(get_ipython().extension_manager.loaded),
)
"""


class Held:
    """A kernel and its client, begun by ``provisioner`` in ``folder``."""

    def __init__(self, provisioner, folder, **environment):
        KernelProvisionerFactory.clear_instance()
        factory = KernelProvisionerFactory.instance()
        factory.default_provisioner_name = provisioner
        connection = str(folder / f"{provisioner}-{time.monotonic_ns()}.json")
        self.manager = KernelManager(kernel_name="python3", connection_file=connection)
        self.manager.transport_encryption = "auto"
        self.manager.start_kernel(cwd=str(folder), env={**os.environ, **environment})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    def run(self, code):
        """The text that a cell says, stream by stream, and what it results in."""
        said = {}

        def hear(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                said[content["name"]] = said.get(content["name"], "") + content["text"]
            elif message["msg_type"] == "execute_result":
                said["result"] = content["data"]["text/plain"]
            elif message["msg_type"] == "error":
                said["error"] = content["ename"]

        self.client.execute_interactive(code, timeout=60, output_hook=hear, allow_stdin=False)
        return said

    def passes_on(self, word):
        """What a process that a cell begins says itself comes by another thread, in its own time."""
        self.client.execute(f"import os; os.system('echo {word}')")
        return until(lambda: word in self.client.get_iopub_msg(timeout=20)["content"].get("text", ""))

    def value(self, code):
        return eval(self.run(code)["result"])

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("a page's folder æ")
    # whoever imports from where they stand would meet these
    for name in ("json", "ipykernel", "facilitation"):
        (found / f"{name}.py").write_text("raise SystemExit('imported from a folder')")
    return found


@pytest.fixture
def warm(folder):
    made = []

    def make(**environment):
        made.append(Held("netvaerk-warm", folder, **environment))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="module", autouse=True)
def nobody_left():
    yield
    parent.ours.close()
    KernelProvisionerFactory.clear_instance()


def until(true, seconds=20):
    latest = time.monotonic() + seconds
    while time.monotonic() < latest:
        if true():
            return True
        time.sleep(0.02)
    return False


def alive(pid):
    return Path("/proc", str(pid)).exists()


def test_a_kernel_from_the_nursery_is_what_an_ordinary_one_is(warm, folder, monkeypatch):
    # with it a kernel does not listen to what its children print
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    one, ordinary = warm(WORD="æ"), Held("local-provisioner", folder, WORD="æ")
    try:
        assert one.manager.provisioner.process.__class__ is parent.Forked
        cells = (ASKED, "1 / 0", "%%capture x\nprint(1)")
        said, words = (command_line(held.pid).decode().strip("\0") for held in (one, ordinary))
        # a title is one string: what has a space in it is quoted there
        titled, words = shlex.split(said.replace("\0", " ")), words.split("\0")
        ours, theirs = ([held.run(cell) for cell in cells] for held in (one, ordinary))
        assert one.passes_on("a child") and ordinary.passes_on("a child")
    finally:
        ordinary.close()
    a, b = eval(ours[0].pop("result")), eval(theirs[0].pop("result"))
    # the debugger's, and a number that ours needs not ask after once a second
    assert set(dict(set(a.pop("env")) ^ set(b.pop("env")))) == {"PYDEVD_USE_FRAME_EVAL", "JPY_PARENT_PID"}
    assert a == b
    assert ours == theirs
    # as any, but for the file with its connection
    assert titled[:4] == words[:4] and "netvaerk-warm" in titled[4] and len(titled) == 5


def test_it_is_interrupted_restarted_and_ended_as_any(warm):
    one = warm()
    message = one.client.execute("import time\nfor _ in range(600): time.sleep(.1)")
    assert until(lambda: one.manager.is_alive()) and until(lambda: _busy(one, message))
    one.manager.interrupt_kernel()
    assert one.client.get_shell_msg(timeout=30)["content"]["ename"] == "KeyboardInterrupt"
    one.run("kept = 1")
    first = one.pid
    one.manager.restart_kernel()
    one.client.wait_for_ready(timeout=60)
    assert one.pid != first and not alive(first)
    assert one.run("kept")["error"] == "NameError"
    second = one.pid
    one.manager.shutdown_kernel()
    assert until(lambda: not alive(second))


def _busy(held, message):
    try:
        heard = held.client.get_iopub_msg(timeout=5)
    except Exception:
        return False
    return heard["parent_header"].get("msg_id") == message and heard["msg_type"] == "execute_input"


def test_one_that_was_killed_is_known_to_be_dead_also_where_its_children_live(warm):
    one = warm()
    child = one.value("__import__('os').fork() or __import__('time').sleep(60)")
    os.kill(one.pid, 9)
    try:
        assert until(lambda: not one.manager.is_alive())
    finally:
        os.kill(child, 9)


def test_kernels_are_apart(warm):
    one, two = warm(NETVAERK_LANGUAGE="da", ONLY="one"), warm(NETVAERK_LANGUAGE="en")
    assert one.value("__import__('exercises').current_language()") == "da"
    assert two.value("__import__('exercises').current_language()") == "en"
    assert two.value("'ONLY' in __import__('os').environ") is False
    # two that were forked from one process would guess the same otherwise
    draw = "__import__('random').random(), __import__('uuid').uuid4().hex, __import__('tempfile').mktemp()"
    assert not set(one.value(draw)) & set(two.value(draw))


def test_a_kernel_holds_no_door_of_the_servers_nor_of_the_nurserys(warm):
    one = warm()
    doors = {name for name in _open(one.pid).values() if name.startswith(("socket:", "pipe:"))}
    # where it may complain, if that is a pipe here
    complaints = {_open(parent.ours.process.pid)[number] for number in ("1", "2")}
    assert doors
    for others in ("self", parent.ours.process.pid):
        assert not doors & set(_open(others).values()) - complaints


def _open(pid):
    """What the handles of a process are, by their numbers."""
    found = {}
    for number in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            found[number] = os.readlink(f"/proc/{pid}/fd/{number}")
    return found


def test_the_next_kernel_comes_though_the_nursery_was_killed_and_the_first_goes_on(warm):
    one = warm()
    parent.ours.process.kill()
    parent.ours.process.wait()
    assert one.value("1 + 1") == 2
    two = warm()
    assert two.value("2 + 2") == 4 and two.manager.provisioner.process.__class__ is parent.Forked


def test_where_no_nursery_can_be_had_a_kernel_is_an_ordinary_one(warm, monkeypatch):
    def none(*_):
        raise OSError

    monkeypatch.setattr(parent.ours, "fork", none)
    one = warm()
    assert one.value("1 + 1") == 2 and isinstance(one.manager.provisioner.process, subprocess.Popen)


def test_kernels_and_nursery_end_with_their_server(folder):
    code = (
        "import json, os, time\n"
        "from facilitation.kernels.parent import ours\n"
        "connection = os.path.abspath('ends.json')\n"
        "one = ours.fork(['-f', connection], os.environ, os.getcwd())\n"
        "print(json.dumps([one.pid, ours.process.pid]), flush=True)\n"
        "time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-P", "-c", code], cwd=folder, stdout=subprocess.PIPE)
    pids = json.loads(server.stdout.readline())
    assert all(map(alive, pids)) and until((folder / "ends.json").exists)
    server.kill()
    server.wait()
    assert until(lambda: not any(map(alive, pids)))


def test_the_nursery_has_one_thread_and_nothing_that_a_page_may_never_need():
    code = (
        "from facilitation.kernels import nursery; nursery.prepare(); list(nursery.read_texts())\n"
        "import json, sys, threading\n"
        "print(json.dumps([threading.active_count(), sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    threads, modules = json.loads(done.stdout)
    assert threads == 1
    never = {"pandas", "numpy", "networkx", "openpyxl", "matplotlib", "debugpy", "jupyter_server", "nbgrader"}
    assert not never & set(modules)
    assert {"ipykernel.debugger", "exercises.views.network_account"} <= set(modules)


def test_a_line_to_a_kernel_asks_soon_whether_somebody_hears_and_no_longer_than_that(monkeypatch):
    """Not only each half second, as Jupyter Server does: on a warm kernel each page waited for that."""

    class Line:
        asked, closed = 0, False

        def send(self, channel, kind):
            assert channel is self and kind == "kernel_info_request"
            self.asked += 1

        def connect_control(self):
            return self

        def close(self):
            self.closed = True

    async def opened(hears_after):
        heard = asyncio.get_running_loop().create_future()
        monkeypatch.setattr(jupyter.ZMQChannelsWebsocketConnection, "nudge", lambda self: heard)
        line = Line()
        connection = object.__new__(jupyter.Connection)
        monkeypatch.setattr(jupyter.Connection, "session", line, raising=False)
        monkeypatch.setattr(jupyter.Connection, "kernel_manager", line, raising=False)
        assert connection.nudge() is heard
        while line.asked < hears_after:
            await asyncio.sleep(0.001)
        heard.set_result(None)
        await asyncio.sleep(0.05)
        return line

    for hears_after in (0, 1, 2):
        # in a thread of its own: a browser's tests leave a loop running in this one
        line = ThreadPoolExecutor().submit(asyncio.run, opened(hears_after)).result()
        assert line.asked == hears_after and (line.closed or not hears_after)
    assert sum(jupyter.SOON) < 0.5 <= 2 * sum(jupyter.SOON)
