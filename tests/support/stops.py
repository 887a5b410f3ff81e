"""A program stopped at each step that changes the disk, and what a kill or a power cut there would leave.

The program is real, and so is the disk: a child process runs under ptrace (Linux), as a debugger would run
it, and after each call that may change a file its folder is looked at. What lies there then is what ``kill
-9`` leaves. What a power cut leaves is reckoned from all the looks, as SQLite's own tests do
(https://www.sqlite.org/testing.html, 3.2 and 3.4):

* bytes that were not synced are there, or not, or some of their 512-byte sectors are;
* names (made, renamed, deleted) come on the disk in their order, as the journal of ext4, XFS, APFS and NTFS
  keeps them, but only a synced folder says that they have come; a file's own sync does not;
* a name may be there before the bytes of its file.
"""

import ctypes
import os
import platform
import random
import shutil
import signal
import stat
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

# linux/ptrace.h
TRACEME, POKE, CONTINUE, SYSCALL, SET_OPTIONS, SYSCALL_INFO = 0, 6, 7, 24, 0x4200, 0x420E
SYSGOOD, AT_FILTER, EXIT_KILL = 1, 1 << 7, 1 << 20
FILTERED = signal.SIGTRAP | 7 << 8
ANY_CHILD = 0x40000000
# linux/prctl.h, linux/seccomp.h, linux/bpf_common.h
NO_NEW_PRIVILEGES, SET_FILTER, FILTER = 38, 22, 2
LOAD, EQUAL, ANSWER, HOLD, GO_ON = 0x20, 0x15, 0x06, 0x7FF00000, 0x7FFF0000
SECTOR = 512
# the numbers of calls that may change a file or a folder, and of those that sync one (or all)
CALLS = {
    "x86_64": (
        {
            1,
            2,
            18,
            20,
            40,
            76,
            77,
            82,
            83,
            84,
            85,
            86,
            87,
            88,
            257,
            258,
            263,
            264,
            265,
            266,
            285,
            296,
            316,
            326,
        },
        {74, 75},
        {162, 306},
    ),
    "aarch64": (
        {34, 35, 36, 37, 38, 45, 46, 47, 56, 64, 66, 68, 70, 71, 276, 285},
        {82, 83},
        {81, 267},
    ),
}


def possible() -> bool:
    """Whether programs can be stopped here."""
    return sys.platform == "linux" and platform.machine() in CALLS


class Stop:
    """A moment between two steps: ``told`` is what the program had confirmed by then, in its order."""

    def __init__(self, disk: "Disk", told: list[int], ended: bool) -> None:
        self.told, self.ended, self._disk = told, ended, disk

    def killed(self, folder: Path) -> Path:
        """Lay what a kill leaves at ``folder``, anew."""
        return _laid(folder, self._disk.folders[-1], self._disk.names[-1], self._disk.now)

    def cut(self, folder: Path, chance: random.Random) -> Path:
        """Lay at ``folder``, anew, what a power cut might leave, as ``chance`` has it."""
        at = chance.randrange(len(self._disk.names))
        keep = chance.choice(("nothing", "all", "some", "some"))
        names = self._disk.names[at]
        held = {key: self._disk.after_cut(key, keep, chance) for key in names.values()}
        return _laid(folder, self._disk.folders[at], names, held)


def _laid(folder, folders, names, held):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in sorted(folders):
        (folder / name).mkdir()
    for name, key in names.items():
        (folder / name).write_bytes(held[key])
    return folder


class Disk:
    """What is known of a folder's disk: its names since they were last synced, each file's bytes as they were
    when synced, what was written since, and as they are now. Links are none of a store's or desk's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names, self.folders = [], []
        self.now, self.synced, self.written = {}, {}, {}
        self._keys, self._made = {}, 0
        self.look()
        self.sync_all()

    def look(self) -> bool:
        """Take note of what the last step has done; whether anything."""
        names, folders, there = {}, set(), {}
        for place, inner, files in os.walk(self.folder):
            beside = Path(place).relative_to(self.folder)
            folders |= {str(beside / name) for name in inner}
            for name in files:
                path = Path(place, name)
                found = path.lstat()
                if not stat.S_ISREG(found.st_mode):
                    continue
                there[found.st_ino] = path
                names[str(beside / name)] = found.st_ino
        # a number that was free for a while is another file's
        self._keys = {number: self._keys[number] for number in there if number in self._keys}
        changed = False
        for number, path in there.items():
            data = path.read_bytes()
            if number not in self._keys:
                self._made += 1
                self._keys[number] = key = self._made
                self.now[key], self.synced[key], self.written[key] = b"", b"", []
            key = self._keys[number]
            if data != self.now[key]:
                self.written[key].append(_step(self.now[key], data))
                self.now[key] = data
                changed = True
        keyed = {name: self._keys[number] for name, number in names.items()}
        if not self.names or (keyed, folders) != (self.names[-1], self.folders[-1]):
            self.names.append(keyed)
            self.folders.append(folders)
            changed = True
        return changed

    def sync(self, number: int) -> None:
        """The file or folder with that inode was synced."""
        if number in self._keys:
            key = self._keys[number]
            self.synced[key], self.written[key] = self.now[key], []
        elif any(path.stat().st_ino == number for path in (self.folder, *self._inner())):
            del self.names[:-1], self.folders[:-1]

    def sync_all(self) -> None:
        del self.names[:-1], self.folders[:-1]
        for key, data in self.now.items():
            self.synced[key], self.written[key] = data, []

    def _inner(self):
        return (self.folder / name for name in self.folders[-1])

    def after_cut(self, key: int, keep: str, chance: random.Random) -> bytes:
        data = bytearray(self.synced[key])
        for size, at, new in self.written[key]:
            fate = keep if keep != "some" else chance.choice(("nothing", "all", "torn"))
            if fate == "nothing":
                continue
            if size is not None:
                del data[size:]
                continue
            data.extend(bytes(max(0, at + len(new) - len(data))))
            for begin in range(at - at % SECTOR, at + len(new), SECTOR):
                if fate == "all" or chance.random() < 0.5:
                    low, high = max(begin, at), min(begin + SECTOR, at + len(new))
                    data[low:high] = new[low - at : high - at]
        return bytes(data)


def _step(old, new):
    """What made ``new`` of ``old``: (size that it was cut to or None, where it was written, what)."""
    if len(new) < len(old) and old.startswith(new):
        return len(new), 0, b""
    begin = next((at for at, both in enumerate(zip(old, new, strict=False)) if both[0] != both[1]), len(old))
    end = len(new)
    if len(new) == len(old):
        while end > begin and old[end - 1] == new[end - 1]:
            end -= 1
    return None, begin, new[begin:end]


def stops(work: Callable[[Callable[[int], object]], object], folder: Path) -> Iterator[Stop]:
    """Run ``work(tell)`` in a child and stop it after each step that changes ``folder`` or syncs in it.

    With ``tell(number)`` the work confirms something. The last Stop is the one where it had ended. Raises
    RuntimeError where the work failed.
    """
    changing, syncing, syncing_all = CALLS[platform.machine()]
    disk = Disk(folder)
    with Traced(work, changing | syncing | syncing_all) as child:
        before = 0
        for call, argument in child.calls():
            if not child.left:
                continue
            changed = disk.look()
            if call in syncing and child.answer == 0:
                disk.sync(os.stat(f"/proc/{child.pid}/fd/{argument}").st_ino)
                changed = True
            elif call in syncing_all:
                disk.sync_all()
                changed = True
            told = child.told()
            if changed or len(told) > before:
                before = len(told)
                yield Stop(disk, told, False)
        if child.code != 0:
            raise RuntimeError("what was to be stopped has failed")
        disk.look()
        yield Stop(disk, child.told(), True)


# asm/ptrace-abi.h: where the number and the answer of a call stand; only this machine has them as words
ORIG_RAX, RAX = 15 * 8, 10 * 8


def can_fail() -> bool:
    """Whether single calls can be made to fail here."""
    return possible() and platform.machine() == "x86_64"


def with_a_fault(work: Callable[..., object], folder: Path, at: int, error: int) -> tuple[list[int], bool]:
    """Run ``work(tell)`` with its ``at``-th writing, cutting or syncing of a file in ``folder`` failing with
    the number ``error``: (what it has told, whether there were so many). Raises RuntimeError where the work
    failed.
    """
    inside, failing = str(folder.resolve()) + os.sep, False
    with Traced(work, {1, 18, 74, 75, 77}) as child:  # write, pwrite64, fsync, fdatasync, ftruncate
        for _, argument in child.calls():
            if child.left:
                if failing:
                    child.poke(RAX, -error)
                    failing = False
            elif f"{os.readlink(f'/proc/{child.pid}/fd/{argument}')}{os.sep}".startswith(inside):
                at -= 1
                if at == 0:
                    failing = True
                    child.poke(ORIG_RAX, -1)
        if child.code != 0:
            raise RuntimeError(f"the work failed with a fault, {at=}")
        return child.told(), at <= 0


class Traced:
    """A child that does ``work(tell)`` and is held at each call with one of ``numbers``, before it and when
    it has ``left`` it with an ``answer``; killed at the end of the block if it has not ended, with its
    ``code``."""

    def __init__(self, work: Callable[[Callable[[int], object]], object], numbers: set[int]) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        self._told, self.code, self.left, self.answer = [], None, False, 0
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                self._libc.ptrace(TRACEME, 0, None, None)
                os.kill(os.getpid(), signal.SIGSTOP)
                self._hold_at(numbers)
                work(lambda number: os.write(write, struct.pack("<q", number)))
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.close(write)
        os.waitpid(self.pid, ANY_CHILD)
        self._libc.ptrace(SET_OPTIONS, self.pid, None, SYSGOOD | AT_FILTER | EXIT_KILL)

    def _hold_at(self, numbers):
        """Let the system hold this process at those calls alone: at all of them it would take far longer."""
        program = [(LOAD, 0, 0, 0)]
        program += [(EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(sorted(numbers))]
        program += [(ANSWER, 0, 0, GO_ON), (ANSWER, 0, 0, HOLD)]
        code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
        filter_of = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
        if self._libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or self._libc.prctl(SET_FILTER, FILTER, filter_of):
            raise OSError(ctypes.get_errno(), "no filter")

    def __enter__(self) -> "Traced":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._read)
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, ANY_CHILD)

    def calls(self) -> Iterator[tuple[int, int]]:
        """(number, first argument) of each call, as it comes and as it has left."""
        info, deliver, call, how = ctypes.create_string_buffer(88), 0, (0, 0), CONTINUE
        while True:
            self._libc.ptrace(how, self.pid, None, deliver)
            status = os.waitpid(self.pid, ANY_CHILD)[1]
            how = CONTINUE
            if not os.WIFSTOPPED(status):
                self.code = os.waitstatus_to_exitcode(status)
                return
            self.left = os.WSTOPSIG(status) == signal.SIGTRAP | 0x80
            if not self.left and status >> 8 != FILTERED:
                deliver = os.WSTOPSIG(status)
                continue
            deliver = 0
            self._libc.ptrace(SYSCALL_INFO, self.pid, len(info), ctypes.addressof(info))
            if self.left:
                self.answer = struct.unpack_from("<q", info.raw, 24)[0]
            else:
                call, how = struct.unpack_from("<QQ", info.raw, 24), SYSCALL
            yield call

    def poke(self, place: int, value: int) -> None:
        """Change a register of the child's."""
        self._libc.ptrace(POKE, self.pid, place, value & (2**64 - 1))

    def told(self) -> list[int]:
        """What it has confirmed until now."""
        while True:
            try:
                part = os.read(self._read, 8 * 1024)
            except BlockingIOError:
                part = b""
            if not part:
                return list(self._told)
            self._told += [number for (number,) in struct.iter_unpack("<q", part)]
