"""What one hand-in may see and use while its cells run.

A `Box` is an empty house made by bubblewrap (https://github.com/containers/bubblewrap) for one hand-in and
pulled down after it: no network, the system and the course's own package to read, three small folders in
memory to write in, its own processes and nobody else's. The kernel is forked outside, by a parent that has
imported the course, and moves in before it reads a word of the hand-in (`enter`, `bind`). Linux only.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

FOLDER = "/handed-in"  # where a hand-in lies inside its box
SCRATCH = "/tmp"
NAMESPACES = ("ipc", "uts", "net", "pid", "mnt", "user")
NS_GET_USERNS = 0xB701  # see ioctl_ns(2)
# accounts that systemd gives to services for as long as they run: nobody's own
FIRST_ACCOUNT, LAST_ACCOUNT = 61184, 65519
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 24, 38, 47
HIGHEST_CAPABILITY = 63
# address space that a kernel's threads set aside and never touch
RESERVED = 1_000_000_000
CAPABILITY_VERSION = 0x20080522
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives")


@dataclass(frozen=True)
class Limits:
    """What a hand-in may use in all: seconds of the clock, bytes of memory, processes (threads count), bytes
    in each of its folders, and bytes of output. ``cell`` is nbgrader's own limit for one cell, in seconds.
    """

    seconds: float = 60
    cell: int = 30
    memory: int = 1_500_000_000
    processes: int = 64
    files: int = 64_000_000
    output: int = 20_000_000


def available():
    """Whether this machine can shut a hand-in in, tried with a box of its own."""
    if sys.platform != "linux" or shutil.which("bwrap") is None:
        return False
    try:
        with Box(Limits()):
            return True
    except (OSError, RuntimeError, subprocess.SubprocessError):
        return False


class Box:
    """One sandbox, open until `close`.

    ``pid`` is the first process inside, as seen from here: its death ends all others inside. ``outside`` is
    the root folder of the box as seen from here; ``account`` the user and group number that the kernel takes
    on, None where it keeps the facilitator's own (then in a user namespace).
    """

    sandboxed = True

    def __init__(self, limits, account=None):
        self.account = account if os.geteuid() == 0 else None
        info, told = os.pipe()
        try:
            self.process = subprocess.Popen(
                arguments(limits, told),
                pass_fds=[told],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath},
            )
        finally:
            os.close(told)
        with os.fdopen(info) as file:
            said = file.read()
        # the line comes from inside, once everything is in its place
        if self.process.stdout.readline() != b"ready\n":
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            raise RuntimeError("bubblewrap made no sandbox")
        self.pid = json.loads(said)["child-pid"]
        self.outside = Path(f"/proc/{self.pid}/root")

    def lay(self, folder):
        """Put the files of ``folder`` (our own copy: plain files only) where the kernel will run."""
        target = self.outside / FOLDER.lstrip("/")
        shutil.copytree(folder, target, dirs_exist_ok=True)
        if self.account is not None:
            for path in [target, *target.rglob("*")]:
                os.chown(path, self.account, self.account)

    def request(self):
        """What the warm parent must know to fork a kernel into here."""
        return {"box": self.pid, "account": self.account, "folder": FOLDER, "scratch": SCRATCH}

    def sockets(self):
        """The beginning of the kernel's socket paths: as seen from inside, and from here."""
        return f"{SCRATCH}/kernel", f"{self.outside}{SCRATCH}/kernel"

    def close(self):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class OpenBox:
    """No box at all, for a facilitator who has said so: a folder of its own and the limits, nothing else."""

    sandboxed = False

    def __init__(self, limits):
        self.folder = tempfile.mkdtemp(prefix="netvaerk-")
        self.pid = None

    def lay(self, folder):
        shutil.copytree(folder, Path(self.folder) / "files")

    def request(self):
        return {"box": None, "account": None, "folder": f"{self.folder}/files", "scratch": self.folder}

    def sockets(self):
        return f"{self.folder}/kernel", f"{self.folder}/kernel"

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def arguments(limits, told):
    """bubblewrap's command line; it says the number of the first process to the file descriptor ``told``."""
    size = ["--size", str(limits.files), "--perms", "1777", "--tmpfs"]
    line = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if os.geteuid() != 0:
        line += ["--unshare-user"]
    line += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    line += [*size, SCRATCH, *size, FOLDER]
    for path in SYSTEM:
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            line += ["--ro-bind", path, path]
    places = (*SETTINGS, *readable())
    # bubblewrap would make the folders above them for its own account alone
    for above in sorted({str(above) for path in places for above in Path(path).parents} - {"/"}):
        line += ["--perms", "0755", "--dir", above]
    for path in places:
        line += ["--ro-bind-try", path, path]
    line += [
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        *size,
        "/dev/shm",
        "--remount-ro",
        "/dev",
        "--remount-ro",
        "/",
    ]
    line += ["--chdir", "/", "--info-fd", str(told)]
    return [*line, "/bin/sh", "-c", "echo ready; exec sleep 100000"]


def readable():
    """The folders with Python, its packages and the course's own package: not the rest of a checkout, where
    the model answers are."""
    package = find_spec("exercises").submodule_search_locations[0]
    found = {sys.base_prefix, sys.prefix, os.path.dirname(os.path.realpath(sys.executable)), package}
    # a folder before what lies in it
    return sorted(path for path in found if not path.startswith("/usr/"))


def enter(pid):
    """Move this process (of one thread) into the box whose first process is ``pid``.

    Its children, not itself, get the box's process numbers. Raises OSError.
    """
    handles = [
        os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY | os.O_CLOEXEC)
        for name in NAMESPACES
        if not _shared(os.stat(f"/proc/{pid}/ns/{name}"), name)
    ]
    # where bubblewrap has no root's rights, all others belong to a user namespace around the box's own
    owner = fcntl.ioctl(handles[0], NS_GET_USERNS)
    if not _shared(os.fstat(owner), "user"):
        handles.insert(0, owner)
    for handle in handles:
        _check(_libc().setns(handle, 0))


def _shared(other, name):
    return other.st_ino == os.stat(f"/proc/self/ns/{name}").st_ino


def bind(limits, account):
    """Give up, for good, every right that a hand-in does not need; the last step before its code runs."""
    libc = _libc()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    for name, most in (
        # what the warm parent has mapped already is shared, and not counted against it
        ("RLIMIT_AS", used + RESERVED + limits.memory),
        ("RLIMIT_CPU", int(limits.seconds) + 5),
        ("RLIMIT_FSIZE", limits.files),
        ("RLIMIT_NPROC", limits.processes),
        ("RLIMIT_NOFILE", 256),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_MSGQUEUE", 0),
    ):
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(number, (most, most))
    for capability in range(HIGHEST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if account is not None:
        os.setgroups([])
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _check(libc.capset(header, (ctypes.c_uint32 * 6)()))
    _check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def confine(limits):
    """The limits alone, for `OpenBox`. Processes are not counted: they would be all of the facilitator's."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + RESERVED + limits.memory,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.files,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent():
    """Let the kernel of this machine end this process when the one that made it ends."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _check(result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
