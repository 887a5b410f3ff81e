"""The cells of one hand-in, run in one box: what they say, how much of it, and how it ended.

The kernel is forked by the warm parent and has all cells at once. It says what they do on three pipes that
are read here: its messages, and what is written to its standard output and error past Python's own streams.
"""

import codecs
import contextlib
import json
import os
import select
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from facilitation.grading.bench import USUAL, environment

BLOCK = 1 << 18
STREAMS = ("stdout", "stderr")


class TooMuchOutput(Exception):
    """A notebook wrote more than its limit."""


class Run:
    """The run of ``cells``, pairs of a number and its source, with the files of ``folder`` beside them.

    ``reason`` says why it ended (see `parent`), None while it runs; ``asked`` where it was ended from here.
    """

    reason = None
    number = None
    pipe = told = None

    def __init__(self, bench: Any, folder: Path, cells: Any, arguments: Any = ()) -> None:
        bench.last = self
        self.limits, self.read_in_all = bench.limits, 0
        self.lines, self.left, self.of = [], bytearray(), None
        self.decoders = {}
        self.handles, theirs = {}, []
        self.box = bench.box()
        try:
            self.box.lay(folder)
            for name in ("told", *STREAMS):
                reading, writing = os.pipe()
                self.handles[reading] = name
                self.told = reading if name == "told" else self.told
                theirs.append(writing)
                os.set_blocking(reading, False)
                self.decoders[name] = codecs.getincrementaldecoder("utf-8")("replace")
            request = self.box.request()
            words = {"cells": cells, "arguments": [*USUAL, *arguments]}
            words["environment"] = environment(request["scratch"])
            self.pipe = bench.fork(request | words, theirs)
            os.set_blocking(self.pipe, False)
        except BaseException:
            self.close()
            raise
        finally:
            for handle in theirs:
                os.close(handle)

    def message(self, until: Any) -> Any:
        """The next message; None when the clock (`time.monotonic`) has come to ``until``, or at the end.

        A message is a dict as jupyter_client has it, with the number of its cell in ``of``. Raises
        TooMuchOutput, and ValueError or RecursionError for what is no message.
        """
        while True:
            if self.lines:
                found = self._message(self.lines.pop(0))
                if found["msg_type"] != "drain":
                    return found
                # the kernel waits, so this is the cell's own and no later one's
                self.lines[:0] = self._past_python()
                continue
            if self.reason is not None and not self.handles:
                return None
            wait = until - time.monotonic()
            if wait <= 0:
                return None
            waiting: list[Any] = [*self.handles, *([] if self.reason else [self.pipe])]
            ready = select.select(waiting, [], [], wait)[0]
            if self.pipe in ready:
                self._listen()
            if self.told in ready:
                self._read(self.told)
            else:
                # the cell that was told last cannot end before this is read
                self.lines += self._past_python()
            if self.reason is not None and not self.lines:
                self._to_the_end()

    def interrupt(self) -> None:
        """Stop the cell at hand, as Ctrl+C does, where it lets itself be stopped."""
        if self.number and self.reason is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.number, signal.SIGINT)

    def end(self, reason: Any) -> None:
        """End it and all that it has started, for ``reason``."""
        self.reason = self.reason or reason
        self.box.end()
        if not self.box.sandboxed and self.number:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.number, signal.SIGKILL)

    def close(self) -> None:
        """End it, and put its box away."""
        if self.pipe is not None and self.reason is None:
            self._listen()
        if self.box.exceeded() and self.reason != "output":
            self.reason = "memory"
        self.end("asked")
        for handle in (*self.handles, *([self.pipe] if self.pipe is not None else [])):
            os.close(handle)
        self.handles, self.pipe = {}, None
        self.box.close()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _listen(self):
        """What the keeper has said since last time."""
        data, over = b"", False
        with contextlib.suppress(BlockingIOError):
            while block := os.read(self.pipe, 4096):
                data += block
            over = True
        for line in data.splitlines():
            words = json.loads(line)
            self.number = words.get("pid", self.number)
            self.reason = self.reason or words.get("ended")
        if over:
            # the keeper itself has ended
            self.reason = self.reason or "died"

    def _read(self, handle):
        """The next block, b"" for none."""
        try:
            data = os.read(handle, BLOCK)
        except BlockingIOError:
            return b""
        name = self.handles[handle]
        if not data:
            os.close(handle)
            del self.handles[handle]
        self.read_in_all += len(data)
        if self.read_in_all > self.limits.output:
            # at once: what is on its way would still fill our memory
            self.end("output")
            raise TooMuchOutput
        if name == "told":
            self.left += data
            if b"\n" in data:
                *lines, self.left = self.left.split(b"\n")
                self.lines += lines
        return data

    def _past_python(self):
        """What is written to standard output and error past Python's own streams, as messages."""
        found = []
        for handle in select.select([one for one in self.handles if one != self.told], [], [], 0)[0]:
            name = self.handles[handle]
            if text := self.decoders[name].decode(self._read(handle)):
                found.append({"msg_type": "stream", "content": {"name": name, "text": text}})
        return found

    def _to_the_end(self):
        """Read what is left of a kernel that has ended; a child of its own may still hold the pipes."""
        while self.told in self.handles and self._read(self.told):
            pass
        while found := self._past_python():
            self.lines += found
        for handle in self.handles:
            os.close(handle)
        self.handles = {}

    def _message(self, line):
        found = parse(line) if isinstance(line, bytearray) else line
        self.of = found.get("of", self.of)
        found["of"] = self.of
        found["parent_header"] = {"msg_id": self.of}
        found["header"] = {"msg_type": found["msg_type"]}
        with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError, OSError):
            found["header"]["date"] = datetime.fromtimestamp(found["at"], UTC).replace(tzinfo=None)
        if "buffers" in found:
            found["buffers"] = [codecs.decode(one.encode(), "base64") for one in found["buffers"]]
        return found


def parse(line: Any) -> Any:
    """The dict of a line that was told. Raises ValueError, RecursionError."""
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError("no message")
    return found
