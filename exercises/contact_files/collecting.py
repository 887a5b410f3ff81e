"""What a reader of any format hands its finds to: it keeps count of them and of what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exercises.contact_files.contact import Contact, is_telling

MAX_CONTACTS = 10_000
MAX_ROWS = 100_000
MAX_SKIPPED = 200


class Unreadable(Exception):
    """The whole file cannot be read: ``key`` names the sentence that says why, ``params`` fill it in."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key, self.params = key, params


class WhichName(Unreadable):
    """The headings do not tell which column holds people's names.

    ``choices`` are (index, heading, examples) of the columns that may: int, str, tuple of str.
    """

    def __init__(
        self, choices: tuple[tuple[int, str, tuple[str, str]], tuple[int, str, tuple[str, str]]]
    ) -> None:
        super().__init__("problem_which_name")
        self.choices = choices


@dataclass(frozen=True)
class Skipped:
    """A part of a file that was left out: it gave no contact, or a contact went without it.

    ``row`` is the line, row or card in the file, counted from 1; ``reason_key`` is a key of
    ``texts/contact_files.toml`` and ``params`` fill its sentence in (int and str).
    """

    row: int
    reason_key: str
    params: dict = field(default_factory=dict)


class Full(Exception):
    """A limit is reached: the rest of the file is left out, and the reading says so."""


class Collector:
    """Gathers contacts and what was skipped, within the limits."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.contacts: list[Contact] = []
        self.skipped: list[Skipped] = []
        self.more_skipped = 0
        self.left: list[Skipped] = []
        self.more_left = 0
        self.unused: dict[str, None] = {}
        self.fields: dict[str, None] = {}
        self.columns: dict[str, str] = {}

    def add(self, row: int, where: Mapping[str, str] | None = None, **values: Any) -> None:
        """Keep one contact; where no one is named, note why (``where`` goes into the params).

        Raises Full at the limit.
        """
        if len(self.contacts) >= MAX_CONTACTS:
            self.stop(row, "skipped_too_many_contacts", limit=MAX_CONTACTS)
        name = values.get("name") or values.get("organisation", "")
        if not is_telling(name):
            where = where or {}
            if emails := values.get("emails"):
                self.skip(row, "skipped_only_email", email=emails[0], **where)
            else:
                self.skip(row, "skipped_no_name", **where)
            return
        self.contacts.append(Contact(**(values | {"name": name, "source": self.source})))

    def skip(self, row: int, reason_key: str, **params: str) -> None:
        """Note that ``row`` gave no contact."""
        if len(self.skipped) < MAX_SKIPPED:
            self.skipped.append(Skipped(row, reason_key, params))
        else:
            self.more_skipped += 1

    def leave(self, row: int, reason_key: str, **params: str) -> None:
        """Note that a value of the contact in ``row`` could not be used."""
        if len(self.left) < MAX_SKIPPED:
            self.left.append(Skipped(row, reason_key, params))
        else:
            self.more_left += 1

    def stop(self, row: int, reason_key: Any, **params: Any) -> None:
        """Leave out the file from ``row`` on."""
        # Said even when the list of skipped rows is full: the learner must know that the file went on.
        self.skipped.append(Skipped(row, reason_key, params))
        raise Full

    def all_left(self) -> list[Skipped]:
        """Every value left out, with one that counts those beyond MAX_SKIPPED."""
        if not self.more_left:
            return self.left
        return [*self.left, Skipped(self.left[-1].row, "skipped_more", {"count": self.more_left})]

    def all_skipped(self) -> list[Skipped]:
        """Every Skipped, with one that counts those beyond MAX_SKIPPED."""
        if not self.more_skipped:
            return self.skipped
        last = self.skipped[MAX_SKIPPED - 1].row
        return [*self.skipped, Skipped(last, "skipped_more", {"count": self.more_skipped})]
