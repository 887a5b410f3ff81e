"""What a hand-in may not ask of Linux: a seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html).

It is made once, by libseccomp, which knows the numbers of each machine, and put on each hand-in by `forbid`.
What is refused is refused with an error, as if the rights for it were missing: a check that asks for it
by mistake goes on.
"""

import ctypes
import ctypes.util
import errno
import os
import socket
import tempfile
from functools import cache
from typing import Any

ALLOW, ERRNO = 0x7FFF0000, 0x00050000
EQ, GT, MASKED = 4, 6, 7
PR_SET_SECCOMP, FILTER = 22, 2
# mount, cgroup, uts, ipc, user, pid, net: see clone(2)
NEW_NAMESPACES = tuple(1 << bit for bit in (17, *range(25, 31)))
FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)

REFUSED = {
    "rooms of its own, where it would have all rights": ("unshare", "setns"),
    "file systems": (
        *("mount", "umount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig", "fsmount", "fspick"),
        *("move_mount", "open_tree", "mount_setattr", "quotactl", "quotactl_fd", "swapon", "swapoff"),
    ),
    "keys that outlive it": ("add_key", "request_key", "keyctl"),
    "other processes": (
        *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd"),
    ),
    "memory that is counted nowhere": ("memfd_secret", "shmget", "shmat", "msgget", "semget"),
    "the inner parts of Linux": (
        *("bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register"),
        *("fanotify_init", "name_to_handle_at", "open_by_handle_at", "lookup_dcookie", "syslog", "acct"),
        *("kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot"),
        *("iopl", "ioperm", "vm86", "vm86old", "modify_ldt", "migrate_pages", "move_pages", "vhangup"),
        *("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname"),
    ),
}


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_void_p)]


class Argument(ctypes.Structure):
    _fields_ = [
        ("number", ctypes.c_uint),
        ("compare", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    ]


def available() -> bool:
    """Whether this machine has libseccomp, as every Debian and Ubuntu has."""
    return _library() is not None


def forbid(memory_files: Any) -> None:
    """Refuse this process, and all that it starts, what is refused; for good.

    ``memory_files`` says whether files in memory (memfds) may be made, which is so where they are counted
    (see `cgroup`). Takes no_new_privs. Raises OSError.
    """
    code = program(memory_files)
    lines = ctypes.create_string_buffer(code, len(code))
    made = Program(len(code) // 8, ctypes.cast(lines, ctypes.c_void_p))
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(made), 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@cache
def program(memory_files: Any) -> Any:
    """The filter as the bytes that Linux takes. Raises OSError."""
    library = _library()
    if library is None:
        raise OSError(errno.ENOSYS, "no libseccomp")
    made = library.seccomp_init(ALLOW)
    try:
        for names in REFUSED.values():
            for name in names:
                _refuse(library, made, name)
        if not memory_files:
            _refuse(library, made, "memfd_create")
        for flag in NEW_NAMESPACES:
            _refuse(library, made, "clone", Argument(0, MASKED, flag, flag))
        # its flags lie where no filter can look; the C library then asks for clone
        _refuse(library, made, "clone3", refusal=errno.ENOSYS)
        for family in range(max(FAMILIES)):
            if family not in FAMILIES:
                _refuse(library, made, "socket", Argument(0, EQ, family, 0))
        _refuse(library, made, "socket", Argument(0, GT, max(FAMILIES), 0))
        with tempfile.TemporaryFile() as file:
            _check(library.seccomp_export_bpf(ctypes.c_void_p(made), file.fileno()))
            file.seek(0)
            return file.read()
    finally:
        library.seccomp_release(ctypes.c_void_p(made))


def _refuse(library, made, name, *arguments, refusal=errno.EPERM):
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number == -1:
        return  # a call that is newer than this libseccomp
    array = (Argument * len(arguments))(*arguments)
    done = library.seccomp_rule_add_array(
        ctypes.c_void_p(made), ctypes.c_uint32(ERRNO | refusal), number, len(arguments), array
    )
    # a call that this kind of machine does not have
    if done not in (0, -errno.EDOM, -errno.EOPNOTSUPP):
        _check(done)


def _check(done):
    if done:
        raise OSError(-done, os.strerror(-done))


@cache
def _library():
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    return library
