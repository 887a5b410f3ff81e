"""The bank of comments: the course's own (texts/comments.toml) and the facilitator's.

The facilitator's lie in ``comments.json`` in the facilitator's folder, a list of records::

    {"id": "…", "lang": "da", "criterion": "experience", "level": 2, "text": "…", "instead_of": ""}

``criterion`` is one of the rubric's or ``"general"``; ``level`` is 0 to 3, or null for any. A comment with
``instead_of`` stands in the place of the course's comment of that key (``experience.2.seen``); when it is
deleted, the course's comes back.
"""

import json
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from exercises.texts import LOCALES, Texts, load
from facilitation.language import TEXTS
from facilitation.laying import write_whole
from facilitation.problems import Problem

FILE = "comments.json"
GENERAL = "general"
LONGEST = 4000  # signs


@dataclass(frozen=True)
class BankComment:
    """One comment. ``own`` ones can be deleted; ``id`` is the course's key or a name made here."""

    id: str
    lang: str
    criterion: str
    level: int | None
    text: str
    instead_of: str = ""
    own: bool = True


class BankProblem(Problem):
    """What stops the bank."""

    where = "read_answers", "problem"


def starting(lang: str, path: Path = TEXTS / "comments.toml") -> list[BankComment]:
    """The course's comments in one language, in the order of the file."""
    texts = Texts(path.stem, lang, folder=path.parent)
    return [
        BankComment(
            f"{criterion}.{level}.{part}",
            lang,
            criterion,
            None if criterion == GENERAL else int(level),
            texts.pick(record),
            own=False,
        )
        for criterion, levels in load(path).items()
        for level, parts in levels.items()
        for part, record in parts.items()
    ]


class Bank:
    """What a facilitator can pick from. Every change is written at once, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.file = Path(folder) / FILE

    def own(self) -> list[BankComment]:
        """The facilitator's own comments. Raises BankProblem ``bank_damaged`` when the file is no bank."""
        try:
            records = json.loads(self.file.read_text(encoding="utf-8"))
            return [_comment(record) for record in records]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError):
            raise BankProblem("bank_damaged", file=FILE) from None

    def comments(self, lang: str, criterion: str = "") -> list[BankComment]:
        """Those for a criterion ("" for all of them) and the general ones: own first, then the course's."""
        own = [one for one in self.own() if one.lang == lang]
        replaced = {one.instead_of: one for one in own if one.instead_of}
        course = [replaced.get(one.id, one) for one in starting(lang)]
        new = [one for one in own if one not in course]
        return _of(criterion, [*new, *course])

    def starting(self, lang: str, criterion: str = "") -> list[BankComment]:
        """The course's alone, as :meth:`comments` has them where nobody has any of their own."""
        return _of(criterion, starting(lang))

    def add(
        self, lang: str, criterion: str, level: int | None, text: str, instead_of: str = ""
    ) -> BankComment:
        """Keep a comment and return it. Raises BankProblem ``bank_empty`` or ``bank_long``."""
        made = BankComment(uuid.uuid4().hex, lang, criterion, level, _checked(text), instead_of)
        self._write([*self.own(), made])
        return made

    def change(self, comment: BankComment, text: str) -> BankComment:
        """Give a comment another text and return it; one of the course's becomes an own one in its place."""
        if not comment.own:
            return self.add(comment.lang, comment.criterion, comment.level, text, comment.id)
        text, own = _checked(text), self.own()
        changed = [replace(one, text=text) if one.id == comment.id else one for one in own]
        self._write(changed)
        return next((one for one in changed if one.id == comment.id), comment)

    def delete(self, comment: BankComment) -> None:
        """Take an own comment out."""
        self._write([one for one in self.own() if one.id != comment.id])

    def set_aside(self) -> str:
        """Put a damaged bank aside under another name, which is returned, so that a new one can begin."""
        n = 1
        while (aside := self.file.with_name(f"{self.file.stem}-{n}{self.file.suffix}")).exists():
            n += 1
        try:
            self.file.rename(aside)
        except OSError:
            raise BankProblem("bank_not_written") from None
        return aside.name

    def _write(self, comments):
        records = [{name: value for name, value in asdict(one).items() if name != "own"} for one in comments]
        data = json.dumps(records, indent=1, ensure_ascii=False).encode("utf-8")
        try:
            write_whole(self.file, data)
        except OSError:
            raise BankProblem("bank_not_written") from None


def _of(criterion, comments):
    return [one for one in comments if not criterion or one.criterion in (criterion, GENERAL)]


def _checked(text):
    text = text.strip()
    if not text:
        raise BankProblem("bank_empty")
    if len(text) > LONGEST:
        raise BankProblem("bank_long", most=LONGEST)
    return text


def _comment(record):
    level = record["level"]
    sound = (
        isinstance(record["text"], str)
        and isinstance(record["criterion"], str)
        and record["lang"] in LOCALES
        and (level is None or level in range(4))
    )
    if not sound:
        raise ValueError("no comment")
    return BankComment(
        str(record["id"]),
        record["lang"],
        record["criterion"],
        level,
        record["text"],
        record.get("instead_of", ""),
    )
