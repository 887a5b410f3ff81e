"""What one hand-in may see and use while its cells run.

A `Box` is an empty house made by bubblewrap (https://github.com/containers/bubblewrap) for one hand-in and
pulled down after it: no network, the system and the course's own package to read, three small folders in
memory to write in, its own processes and nobody else's. The kernel is forked outside, by a parent that has
imported the course, and moves in before it reads a word of the hand-in (`enter`, `bind`). What it may ask of
Linux in there says `calls`, and what it may use of memory `cgroup`, where there is one. Linux only.
"""

from __future__ import annotations

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
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from facilitation.grading import calls, cgroup

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
# the programs and libraries of the system: no other folder of /usr, where a course may be installed
LIBRARIES = ("lib", "lib32", "lib64", "libx32")
SYSTEM = ("/bin", "/sbin", *(f"/{name}" for name in LIBRARIES))
USR = ("/usr/bin", "/usr/sbin", *(f"/usr/{name}" for name in LIBRARIES))
SHARED = tuple(
    f"/usr/share/{name}" for name in ("zoneinfo", "fonts", "fontconfig", "locale", "i18n", "terminfo")
)
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives")


@dataclass(frozen=True)
class Limits:
    """What a hand-in may use in all: seconds of the clock, bytes of memory (its folders are in memory, too),
    processes (threads count), bytes in each of its folders, and bytes of output as they would be written.
    ``cell`` is nbgrader's own limit for one cell, in seconds.
    """

    seconds: float = 60
    cell: int = 30
    memory: int = 1_500_000_000
    processes: int = 64
    files: int = 64_000_000
    output: int = 20_000_000


def available() -> bool:
    """Whether this machine can shut a hand-in in, tried with a box of its own."""
    if sys.platform != "linux" or shutil.which("bwrap") is None or not calls.available():
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
    on, None where it keeps the facilitator's own (then in a user namespace); ``group`` counts its memory,
    where that can be.
    """

    sandboxed = True

    def __init__(self, limits: Limits, account: int | None = None) -> None:
        self.account = account if os.geteuid() == 0 else None
        self.group = None
        self.process: Any
        info, told = os.pipe()
        try:
            self.process = subprocess.Popen(
                arguments(limits, told),
                pass_fds=[told],
                stdin=subprocess.PIPE,
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
            self._wait()
            raise RuntimeError("bubblewrap made no sandbox")
        self.pid = json.loads(said)["child-pid"]
        self.outside = Path(f"/proc/{self.pid}/root")
        self.group = cgroup.group(limits.memory)

    def lay(self, folder: Path) -> None:
        """Put the files of ``folder`` (our own copy: plain files only) where the kernel will run."""
        target = self.outside / FOLDER.lstrip("/")
        shutil.copytree(folder, target, dirs_exist_ok=True)
        if self.account is not None:
            for path in [target, *target.rglob("*")]:
                os.chown(path, self.account, self.account)

    def request(self) -> Any:
        """What the warm parent must know to fork a kernel into here."""
        group = self.group and self.group.files()
        return {
            "box": self.pid,
            "account": self.account,
            "group": group,
            "folder": FOLDER,
            "scratch": SCRATCH,
        }

    def exceeded(self) -> Any:
        """Whether it has used more memory than it may."""
        return self.group is not None and self.group.exceeded()

    def end(self) -> None:
        """End all that runs in it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        self.end()
        self._wait()
        if self.group is not None:
            self.group.close()

    def _wait(self):
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class OpenBox:
    """No box at all, for a facilitator who has said so: a folder of its own and the limits, nothing else."""

    sandboxed = False

    def __init__(self, limits: Any) -> None:
        self.folder = tempfile.mkdtemp(prefix="netvaerk-")
        self.pid = None

    def lay(self, folder: Path) -> None:
        shutil.copytree(folder, Path(self.folder) / "files")

    def request(self) -> Any:
        place = {"folder": f"{self.folder}/files", "scratch": self.folder}
        return {"box": None, "account": None, "group": None} | place

    def exceeded(self) -> bool:
        return False

    def end(self) -> None:
        """Nothing runs in it that is known here."""

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def arguments(limits: Limits, told: int) -> list[str]:
    """bubblewrap's command line; it says the number of the first process to the file descriptor ``told``."""
    # it waits for the end of its standard input, which is ours to close
    return [*_house(limits.files), "--info-fd", str(told), "/bin/sh", "-c", "echo ready; read -r _"]


@cache
def _house(files):
    size = ["--size", str(files), "--perms", "1777", "--tmpfs"]
    line = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if os.geteuid() != 0:
        line += ["--unshare-user", *(["--disable-userns"] if _locks() else [])]
    line += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    line += [*size, SCRATCH, *size, FOLDER]
    for path in SYSTEM:
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            line += ["--ro-bind", path, path]
    places = (*USR, *SHARED, *SETTINGS, *readable())
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
    return [*line, "--chdir", "/"]


@cache
def _locks():
    """Whether bubblewrap here can forbid rooms within rooms, which `calls` forbids besides.

    Not before its version 0.8, nor where /proc/sys may not be written to.
    """
    line = ["bwrap", "--unshare-user", "--disable-userns", "--ro-bind", "/", "/", "true"]
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


def readable() -> list[str]:
    """The folders with Python, its packages and the course's own package: not the rest of where they are
    installed, nor of a checkout, where the model answers are."""
    spec: Any = find_spec("exercises")
    package = spec.submodule_search_locations[0]
    python = os.path.realpath(sys.executable)
    found = {package, sys.executable, python, os.path.join(sys.prefix, "pyvenv.cfg")}
    for base in (sys.prefix, sys.base_prefix):
        words = {"base": base, "platbase": base, "installed_base": sys.base_prefix}
        paths = sysconfig.get_paths(vars=words)
        found |= {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        # the Python library itself, and what packages bring beside it
        found |= {str(path) for path in Path(base, "lib").glob("*.so*")}
    found = {path for path in found if not path.startswith(tuple(f"{place}/" for place in USR))}
    # what lies in a folder comes with it, and each costs a mount
    return sorted(path for path in found if not path.startswith(tuple(f"{place}/" for place in found)))


def enter(pid: int) -> None:
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


def bind(limits: Any, account: int, counted: Any) -> None:
    """Give up, for good, every right that a hand-in does not need; the last step before its code runs.

    ``counted`` says whether a `cgroup` counts its memory.
    """
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
    calls.forbid(memory_files=counted)


def confine(limits: Any) -> None:
    """The limits alone, for `OpenBox`. Processes are not counted: they would be all of the facilitator's."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + RESERVED + limits.memory,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.files,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent() -> None:
    """Let the kernel of this machine end this process when the one that made it ends."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _check(result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
