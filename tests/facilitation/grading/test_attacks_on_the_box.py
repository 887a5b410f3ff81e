"""What code in a hand-in tries at grading, each at its number in the list of attacks.

No reflection of the course runs a learner's code: here is one cell that does. Code that gets through says
REACHED.
"""

import contextlib
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from facilitation.grading import cgroup, execute, sandbox
from facilitation.grading.batch import Batch
from facilitation.grading.bench import Bench
from facilitation.grading.running import Run
from facilitation.grading.unit import FAILED, GRADED

from .conftest import ASSIGNMENT, NOTEBOOK, SHORT

# no clock of a busy machine is to end what a limit of another kind shall
PATIENT = replace(SHORT, seconds=60, cell=30)

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")

CALL = """
import ctypes, errno, os, time
libc = ctypes.CDLL(None, use_errno=True)
def call(*words):
    if libc.syscall(*words) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""
CHILD = """
child = os.fork()
if child == 0:
    time.sleep(30)
    os._exit(0)
"""
# x86_64's own numbers, as in unistd_64.h
REFUSED = {
    "row_025 attach": f"{CALL}{CHILD}call(101, 16, child, 0, 0)",
    "row_025 seize": f"{CALL}{CHILD}call(101, 0x4206, child, 0, 0)",
    "row_025 read memory": f"{CALL}{CHILD}call(310, child, 0, 0, 0, 0, 0)",
    "row_025 setns": f"{CALL}call(308, os.open('/proc/self/ns/uts', os.O_RDONLY), 0)",
    "row_026 unshare": f"{CALL}call(272, 0x10000000)",
    "row_026 unshare mounts": f"{CALL}call(272, 0x10000000 | 0x00020000)",
    "row_026 clone": f"{CALL}call(56, 0x10000000 | 17, 0, 0, 0, 0)",
    "row_026 clone3": f"{CALL}words = (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, 17)\ncall(435, words, 64)",
    "row_027 mount": f"{CALL}call(272, 0x10020000)\ncall(165, b'x', b'/tmp', b'tmpfs', 0, b'size=2g')",
    "row_027 fsopen": f"{CALL}call(272, 0x10000000)\ncall(430, b'tmpfs', 0)",
    "row_028 shmget": f"{CALL}call(29, 0, 700_000_000, 0o1600)",
    "row_028 memfd_secret": f"{CALL}call(447, 0)",
    "row_034 key of the user": f"{CALL}call(248, b'user', b'note', b'read me', 7, -4)",
    "row_034 key of the session": f"{CALL}call(248, b'user', b'note', b'read me', 7, -3)",
    "row_034 keyctl": f"{CALL}call(250, 0, -4, 1)",
    "row_034 vsock": "import socket\nsocket.socket(40, socket.SOCK_STREAM)",
    "row_034 netlink": "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "row_034 packet": "import socket\nsocket.socket(38, socket.SOCK_SEQPACKET)",
    "row_034 io_uring": f"{CALL}call(425, 1, (ctypes.c_char * 120)())",
    "row_034 userfaultfd": f"{CALL}call(323, 1)",
}
# what a refusal says: as if the rights were missing, or Linux did not know the call
REFUSALS = "PermissionError", "OSError: [Errno 38]", "OSError: [Errno 97]"

# twelve times 60 million bytes that no process has among its own
TWELVE = """
import os, time
for at in range(12):
    file = os.memfd_create(str(at))
    os.write(file, bytes(60_000_000))
"""
BY_A_CHILD = f"""
import os
if os.fork() == 0:
    exec({TWELVE!r})
    time.sleep(30)
os.wait()
"""
UNDER_WAY = """
import os, socket
ours, theirs = socket.socketpair()
for at in range(12):
    file = os.memfd_create("x")
    os.write(file, bytes(60_000_000))
    socket.send_fds(ours, [b"x"], [file])
    os.close(file)
"""
IN_MANY_PLACES = """
for _ in range(300):
    display("", display_id="x")
display("y" * 10_000, display_id="x", update=True)
"""
DEEP = """
one = []
for _ in range(300):
    one = [one, 0, 0, 0, 0, 0, 0, 0, 0]
for _ in range(10):
    display({"application/json": one}, raw=True)
"""
# more memory or output than the limits of a test, in places where it was not counted
GREEDY = {
    "row_028 memfds": (TWELVE, "memory"),
    "row_028 memfds of a child": (BY_A_CHILD, "memory"),
    "row_028 memfds under way": (UNDER_WAY, "memory"),
    "row_029 keys": ("display({'text/plain': '', 'x' * 3_000_000: ''}, raw=True)", "output"),
    "row_029 many keys": ("display({f'a/{n:090}': '' for n in range(30_000)}, raw=True)", "output"),
    "row_030 integers": ("display({'application/json': [10 ** 3999] * 3000}, raw=True)", "output"),
    "row_030 small integers": ("display({'application/json': [0] * 400_000}, raw=True)", "output"),
    "row_031 metadata": ("display({'a/b': ''}, metadata={'x': 'y' * 3_000_000}, raw=True)", "output"),
    "row_031 one in many places": (IN_MANY_PLACES, "output"),
    "row_031 deep": (DEEP, "output"),
    "row_031 lines": ("print('\\n' * 400_000)", "output"),
    "row_031 signs": ("print('\\0' * 500_000)", "output"),
    "row_031 an error": ("raise ValueError('x' * 3_000_000)", "output"),
}
VALUES = {
    "text": 'æ\n"\\\x00' * 9,
    "lists": [1, [2, {"a": [True, None, 1.5]}]],
    "keys": {"x": {"y" * 50: ["\n", "", "ab\ncd"]}},
    "a number": -(10**300),
}


@pytest.fixture(scope="module")
def graded(make_cohort):
    cohort = make_cohort()
    cohort.hand_in("good", cohort.notebook(cohort.answers()))
    for name, code in REFUSED.items():
        cohort.hand_in_code(name, f"{code}\nprint('REACHED')")
    for name, (code, _) in GREEDY.items():
        cohort.hand_in_code(name, code)
    outcomes = Batch(cohort.folder, ASSIGNMENT).grade(2, PATIENT)
    return cohort, {one.student: one for one in outcomes}


def test_among_all_these_the_good_one_is_graded(graded):
    assert (graded[1]["good"].state, graded[1]["good"].reasons) == (GRADED, [])


@pytest.mark.skipif(sandbox.os.uname().machine != "x86_64", reason="numbers of another machine")
@pytest.mark.parametrize("student", REFUSED)
def test_rows_025_to_034_linux_refuses_what_no_check_needs(graded, student):
    cohort, outcomes = graded
    assert outcomes[student].reasons == ["stopped"]
    own = next(one for one in cohort.graded(student)["cells"] if "REACHED" in "".join(one["source"]))
    said = [f"{one['ename']}: {one['evalue']}" for one in own["outputs"] if one["output_type"] == "error"]
    assert len(own["outputs"]) == 1 and said[0].startswith(REFUSALS)


@pytest.mark.parametrize("student", GREEDY)
def test_rows_028_to_031_what_is_used_is_counted(graded, student):
    cohort, outcomes = graded
    reason = GREEDY[student][1]
    if reason == "memory" and not cgroup.place():
        # nobody counts such memory here, so there is none to be had
        assert outcomes[student].reasons == ["stopped"]
        return
    assert outcomes[student].reasons[0] == reason
    if reason == "output":
        assert outcomes[student].state == FAILED and cohort.graded(student) is None


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_row_030_no_less_is_counted_than_a_notebook_takes(value):
    import nbformat

    def written(data):
        output = nbformat.v4.new_output("display_data", data={"application/json": data})
        cell = nbformat.v4.new_code_cell(outputs=[output], id="x")
        return nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), execute.size([output], 3)

    (text, counted), (without, at_least) = written(value), written("")
    assert counted - at_least >= len(text.encode()) - len(without.encode()) - 4
    assert counted < 3 * len(text.encode())


def places():
    """Folders where the course's model answers may be installed, if this user may write there."""
    for top in (sys.prefix, sys.base_prefix, "/usr/local", "/usr", "/opt"):
        yield Path(top, "share", "netvaerk")
    yield Path(sys.prefix, "netvaerk")
    yield Path("/usr/src/netvaerk")
    yield Path(sys.prefix, "lib", "netvaerk")


@pytest.mark.parametrize("place", list(places()), ids=str)
def test_row_035_and_116_model_answers_cannot_be_read_wherever_they_are_installed(place, tmp_path):
    top = place / "source" / "row-035"
    made = next(one for one in reversed(top.parents) if not one.exists()) if not top.parent.exists() else top
    try:
        top.mkdir(parents=True)
    except OSError:
        pytest.skip("not for this user to write")
    bench = Bench()
    try:
        (top / NOTEBOOK).write_text("the model answer")
        code = f"print(open({str(top / NOTEBOOK)!r}).read())"
        bench.open()
        with Run(bench, tmp_path, [(0, code)]) as run:
            said = []
            while (msg := run.message(time.monotonic() + 30)) is not None:
                said.append(str(msg["content"]))
        assert "FileNotFoundError" in "".join(said) and "the model answer" not in "".join(said)
    finally:
        bench.close()
        for path in (top / NOTEBOOK, top, *top.parents):
            with contextlib.suppress(OSError):
                path.unlink() if path.is_file() else path.rmdir()
            if path == made:
                break


def test_row_035_the_course_itself_can_be_run(tmp_path):
    """What was taken away is not needed: the system's programs and every package of ours are there."""
    code = (
        "import exercises.reflection, pandas, networkx, subprocess\nsubprocess.run(['ls', '/'], check=True)"
    )
    bench = Bench()
    try:
        bench.open()
        with Run(bench, tmp_path, [(0, code)]) as run:
            said = []
            while (msg := run.message(time.monotonic() + 30)) is not None:
                said.append(msg["msg_type"])
        assert "error" not in said and said.count("execute_reply") == 1
    finally:
        bench.close()


@pytest.mark.skipif(not cgroup.place(), reason="this user may make no control group")
def test_a_group_of_a_worker_that_was_killed_is_taken_away():
    code = "from facilitation.grading import cgroup; import os\nprint(cgroup.Group(10**8).path, flush=True)\n"
    code += "os._exit(9)"
    made = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    left, ours = Path(made.stdout.strip()), cgroup.Group(10**8)
    try:
        assert left.exists()
        cgroup.sweep()
        assert not left.exists() and ours.path.exists()
    finally:
        ours.close()
