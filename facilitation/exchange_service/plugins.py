"""nbgrader's exchange over the service, as named in `facilitation.nbgrader_settings`.

Every server has an exchange folder of its own, in which nbgrader and the course's pages work as they do where
all share one. Here things are carried between that folder and the service, whole and once.
"""

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.exchange.default import (
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeList,
    ExchangeReleaseAssignment,
    ExchangeSubmit,
)
from nbgrader.utils import get_username

from exercises.on_disk import settle
from facilitation import exchange, taking_in
from facilitation.exchange_service.client import Client, Unserved, received
from facilitation.exchange_service.packing import is_ours, mark, pack, unpack
from facilitation.exchange_service.refusals import Refusal
from facilitation.laying import digest_of, swap_folder, write_whole
from facilitation.reading import feedback
from facilitation.taking_in import MOST_BYTES, SECRET, STAMP, STAMPS


class Carries:
    """What is common: the folder of one's own, and the service. What it refuses, nbgrader fails with."""

    # nbgrader's own, beside which this stands
    root: str
    fail: Callable[[str], NoReturn]

    _client = None

    @property
    def client(self) -> Any:
        if self._client is None:
            self._client = Client.here()
        return self._client

    @property
    def place(self) -> Any:
        return Path(self.root) / exchange.COURSE

    def start(self) -> Any:
        for room in ("outbound", "inbound", "feedback"):
            (self.place / room).mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return super().start()  # type: ignore[misc]
        except (Unserved, Refusal) as error:
            self.fail(str(error))

    def ensure_directory(self, path: Path, mode: Any) -> None:
        """nbgrader would open the folder to all: here it is one person's."""
        os.makedirs(path, mode=0o700, exist_ok=True)

    def pull_released(self) -> None:
        """Bring what is released into the folder, and take away what is not any more."""
        releases, there = self.client.releases(), self.place / "outbound"
        for name, wanted in releases.items():
            if mark(_ours(there / name)) != wanted:
                swap_folder(unpack(self.client.released(name)), there / name)
        for path in set(there.iterdir()) - {there / name for name in releases}:
            shutil.rmtree(path)

    def pull_feedback(self) -> None:
        there = self.place / "feedback"
        for name, wanted in self.client.feedback().items():
            if digest_of(there / name) != wanted:
                write_whole(there / name, self.client.page(name))


def _ours(folder):
    """``{name: bytes}`` of the files in ``folder`` that travel. Raises Refusal."""
    found = [path for path in sorted(folder.glob("*")) if is_ours(path.name) and path.is_file()]
    if any(path.stat().st_size > MOST_BYTES for path in found):
        raise Refusal("too_large", most=MOST_BYTES // 1_000_000)
    return {path.name: path.read_bytes() for path in found}


class List(Carries, ExchangeList):
    """Tells of what the service has; where it does not answer, of what was there before."""

    def init_dest(self) -> None:
        try:
            self.pull_released()
            self.pull_feedback()
        except (Unserved, Refusal) as error:
            self.log.warning("%s", error)
        super().init_dest()

    def remove_files(self) -> Any:
        names = [] if self.inbound or self.cached else [Path(path).name for path in self.assignments]
        for name in names:
            self.client.take_back(name)
        return super().remove_files()


class FetchAssignment(Carries, ExchangeFetchAssignment):
    def init_src(self) -> None:
        self.pull_released()
        super().init_src()


class FetchFeedback(Carries, ExchangeFetchFeedback):
    def init_src(self) -> None:
        self.pull_feedback()
        super().init_src()


class ReleaseAssignment(Carries, ExchangeReleaseAssignment):
    def ensure_root(self) -> None:
        Path(self.root).mkdir(mode=0o700, parents=True, exist_ok=True)

    def copy_files(self) -> None:
        self.client.release(self.coursedir.assignment_id, pack(_ours(Path(self.src_path))))
        super().copy_files()


class ReleaseFeedback(Carries, feedback.ReleaseFeedback):
    def put_out(self, learner: str, name: str, page: Any) -> None:
        self.client.give_feedback(learner, self.coursedir.assignment_id, name, page)
        super().put_out(learner, name, page)


class Submit(Carries, ExchangeSubmit):
    """Sends the hand-in, and keeps the learner's own copy of it under the time at which it was received."""

    def init_dest(self) -> None:
        self.cache_path = os.path.join(self.cache, self.coursedir.course_id)
        self.pull_released()

    def copy_files(self) -> None:
        self.init_release()
        self.check_filename_diff()
        files = _ours(Path(self.src_path)) | {SECRET: secrets.token_hex(64).encode()}
        moment = self.client.hand_in(self.coursedir.assignment_id, pack(files)).strftime(STAMPS)
        own = f"{get_username()}+{self.coursedir.assignment_id}+{moment}"
        swap_folder(files | {STAMP: moment.encode()}, Path(self.cache_path, own))


def bring(client: Any, line: Any, place: Path) -> None:
    """Lay the hand-in with that line in the exchange folder of this desk, unless it lies there.

    Raises Unserved, Refusal.
    """
    moment = received(line).strftime(STAMPS)
    there = place / "inbound" / f"{line['person']}+{line['assignment']}+{moment}+{line['id']}"
    if there.exists():
        return
    files = unpack(client.files(line)) | {STAMP: moment.encode()}
    # not where another desk would tidy it away
    with tempfile.TemporaryDirectory(dir=place, prefix=".coming-") as coming:
        new = Path(coming, "new")
        new.mkdir()
        for name, data in files.items():
            (new / name).write_bytes(data)
        # a folder that is there is not fetched again
        settle(*new.iterdir(), new)
        try:
            new.rename(there)
        except OSError:
            if not there.is_dir():  # another desk was quicker
                raise


def bring_all(client: Any, exchange_root: Any, after: int = 0) -> Any:
    """Bring what was handed in after the hand-in of that number, so that a desk's pages tell of it.

    Returns the number of the last one. Raises Unserved, OSError.
    """
    place = Path(exchange_root) / exchange.COURSE
    (place / "inbound").mkdir(mode=0o700, parents=True, exist_ok=True)
    for line in client.hand_ins(after=after):
        # collecting tells of one that is broken
        with contextlib.suppress(Refusal):
            bring(client, line, place)
        after = line["id"]
    return after


class Collect(Carries, taking_in.Collect):
    """The course's own collecting, from hand-ins that were brought here just before."""

    def init_src(self) -> None:
        self.pull_hand_ins()
        super().init_src()

    def pull_hand_ins(self) -> None:
        for line in self.client.hand_ins(self.coursedir.assignment_id):
            try:
                bring(self.client, line, self.place)
            except (Unserved, Refusal) as error:  # of one hand-in alone
                self.log.warning("%s: %s", line["person"], error)

    def when(self, path: Path, handle: Any, stamp: Any) -> Any:
        """The service has named the folder by the time at which it received the hand-in."""
        return stamp
