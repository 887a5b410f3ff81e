"""What stands between a learner's processes and all else on the machine.

A process of a learner has a network of its own, in which there is only itself: it can hold no door that
others come through, reach no other's, and send nothing out. It is reached through a socket that was bound
before its rights began (`bind`). It has a shared memory of its own with an end, no descriptor, terminal or
keyring that was somebody else's, and it can never gain a right again (``no_new_privs``, an empty bounding
set). `end_all` ends whatever runs under an account, however it was started.

Linux only, and all but `bind` and `possible` for root.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pwd import struct_passwd


CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWNET = 0x00020000, 0x08000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_REC, MS_SLAVE = 2, 4, 16384, 1 << 19
PR_CAPBSET_READ, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 23, 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
KEYCTL = {"x86_64": 250, "aarch64": 219}
KEYCTL_JOIN_SESSION_KEYRING = 1
SHARED_MEMORY = "64m"
ENDING = 20  # seconds


def put_up() -> None:
    """Give this process, and all that it starts, a network and a shared memory of its own. Raises OSError."""
    _call("unshare", CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET)
    _call("mount", None, b"/", None, ctypes.c_ulong(MS_REC | MS_SLAVE), None)
    size = f"mode=1777,size={SHARED_MEMORY}".encode()
    _call("mount", b"tmpfs", b"/dev/shm", b"tmpfs", ctypes.c_ulong(MS_NOSUID | MS_NODEV), size)
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack_from("16sH", fcntl.ioctl(any_socket, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def possible() -> bool:
    """Whether this machine lets us put them up: many containers do not."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            put_up()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def hold_only(*handles: Any) -> None:
    """Close every descriptor but ``handles``, which become 3, 4 … in their order; 0, 1 and 2 are nothing."""
    import fcntl

    top = 3 + len(handles)
    # first out of the way of where they go
    away = [fcntl.fcntl(handle, fcntl.F_DUPFD, top + 64) for handle in handles]
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    for number, handle in enumerate(away, 3):
        os.dup2(handle, number, inheritable=False)
    os.closerange(top, os.sysconf("SC_OPEN_MAX"))


def give_up_rights(account: struct_passwd) -> None:
    """Become ``account`` (a passwd entry) for good: no group of root's, no capability, none to be gained."""
    number = KEYCTL.get(platform.machine())
    if number:  # a container may forbid keyrings altogether
        _libc().syscall(number, KEYCTL_JOIN_SESSION_KEYRING, None)
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    capability = 0
    while _libc().prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0:
        _call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
        capability += 1
    os.setgroups(os.getgrouplist(account.pw_name, account.pw_gid))
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.chdir(account.pw_dir)


def bind(path: Path) -> Any:
    """A listening socket at ``path`` that its maker alone may connect to; whatever stood there goes."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(path))
        path.chmod(0o600)
        # nobody waits in a queue that nobody serves: it is the server's own from here on
        listening.listen(1024)
    except BaseException:
        listening.close()
        raise
    return listening


def running(uid: Any, walled: bool = False) -> Any:
    """Numbers of the processes of an account. ``walled``: only those that can gain no rights, as ours."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            lines = (place / "status").read_text().splitlines()
            status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
            if str(uid) not in status["Uid"].split() or status["State"][0] in "ZX":
                continue
            if not walled or status.get("NoNewPrivs", "").strip() == "1":
                found.append(int(place.name))
    return found


def is_run_by(number: int, uid: Any) -> bool:
    """Whether a process is alive and an account's."""
    try:
        lines = Path("/proc", str(number), "status").read_text().splitlines()
    except OSError:
        return False
    said = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return str(uid) in said["Uid"].split() and said["State"][0] not in "ZX"


def end_all(uid: Any, walled: bool = False) -> bool:
    """End every process of an account, also one that starts others while it is being ended.

    Never root's. Returns whether none is left.
    """
    if uid < 1:
        raise ValueError("not root's")
    end = time.monotonic() + ENDING
    while found := running(uid, walled):
        if time.monotonic() > end:
            return False
        for number in found:
            with contextlib.suppress(OSError):
                # it starts no other from now on
                resource.prlimit(number, resource.RLIMIT_NPROC, (0, 0))
        for number in found:
            with contextlib.suppress(OSError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.02)
    return True


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _call(name, *arguments):
    if getattr(_libc(), name)(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


if __name__ == "__main__":
    sys.exit(not possible())
