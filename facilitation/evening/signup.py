"""Sign-up for an evening, and apart from it the consent to hear of the next ones. Nothing is sent from here.

Markedsføringsloven § 10 (``mfl10``): marketing by e-mail, SMS or chat needs consent beforehand, of consumers
and businesses alike. So the consent has a box of its own that is not ticked, signing up never depends on it,
and what is kept is what was agreed to: the very wording, its language, and when. Who withdraws is not written
to again. Being shown to others who come is a question of its own, with a yes of its own, kept likewise.
Not legal advice.

A sheet is a list of `SignUp`, oldest first; :func:`read` and :func:`write` keep it as one JSON file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.contact_files.columns import simplify
from exercises.typed import find_date
from facilitation.seating.participants import COLUMNS, SheetProblem, known_headings, understand

if TYPE_CHECKING:
    import pandas as pd

    from exercises.texts import Texts


FILE = "sign-ups.json"
TICKED_BEFOREHAND = False
ABOUT = (*COLUMNS[1:], "wants", "votes", "helps")  # what else a sign-up may say, for groups, vote and board

# The headings of a web form, compared as `simplify` leaves them.
_MAIL = ("e mail", "email", "mail", "mailadresse", "e mailadresse", "email address", "e mail address")
_AT = ("tidsstempel", "timestamp", "completion time", "fuldførelsestidspunkt", "tidspunkt", "dato", "date")
_WANTS = (
    "wants",
    "jeg vil gerne",
    "jeg vil",
    "behov",
    "ønske",
    "vil",
    "i would like",
    "need",
    "needs",
    "wish",
)
_VOTES = ("stemmer", "jeg stemmer på", "temaer", "vote", "votes", "i vote for", "themes")
_HELPS = (
    "helps",
    "jeg kan hjælpe med temaet",
    "i can help with the theme",
    "kan hjælpe med temaet",
    "hjælper med temaet",
    "can help with the theme",
    "helps with the theme",
)
_CONSENT = ("samtykke", "ja tak", "må skrive", "må i skrive", "consent", "yes please", "may write")
_SHOWN = ("må vise", "må i vise", "må vises", "may show", "shown")
_YES = {"ja", "ja tak", "yes", "yes please", "x", "1", "true", "sand", "✓"}
_NO = {"", "nej", "nej tak", "no", "no thanks", "0", "false", "falsk"}
_AGREES = r"(ja|yes|jeg (accepterer|samtykker|giver|siger ja)|i (agree|accept|consent))\b"
SHORTEST_WORDING = 25  # letters; a shorter heading, such as "Consent", does not say to what


@dataclass(frozen=True)
class Consent:
    """What somebody agreed to: the ``wording`` they read, its ``language``, when, and when they withdrew."""

    wording: str
    language: str
    given: str
    withdrawn: str | None = None


@dataclass(frozen=True)
class SignUp:
    """One who comes: ``name`` (a nickname will do), ``mail`` for news of *this* evening or "", and when.

    ``about`` maps some of ABOUT to text; ``cancelled`` is when the person said that they stay away after all;
    ``shown`` is the consent that others who come may see the name and what is said of it.
    """

    name: str
    mail: str
    evening: str
    at: str
    consent: Consent | None = None
    about: dict = field(default_factory=dict)
    cancelled: str | None = None
    shown: Consent | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether others who come that evening may see the name."""
        return bool(self.shown and not self.shown.withdrawn and not self.cancelled)


def wording(t: Texts, sender: str, what: str) -> str:
    """The sentence beside the box: who writes, about what, how, and how to stop. ``t``: `explain.words`."""
    if not (sender.strip() and what.strip()):
        raise SheetProblem("no_sender")
    return t("signup.wording", sender=sender.strip(), what=what.strip().rstrip("."))


def showing(t: Texts, sender: str) -> str:
    """The sentence beside the second box: who shows what to whom, and how to stop."""
    if not sender.strip():
        raise SheetProblem("no_sender")
    return t("signup.showing", sender=sender.strip())


def sign_up(
    sheet: Sequence[SignUp],
    name: str,
    mail: str,
    evening: str,
    *,
    consent: str | None = None,
    shown: str | None = None,
    language: str = "da",
    about: Mapping[str, str] | None = None,
    renew: bool = False,
    now: datetime | None = None,
) -> list[SignUp]:
    """The sheet with one more, or with that person's row renewed. Raises SheetProblem.

    Two rows are one person when their mails are; with ``renew`` also when their names are and a mail is
    missing, and who had said that they stay away still does.

    ``consent`` is the wording that the person ticked, None if the box was left alone: an earlier consent then
    stays as it was, for leaving a box alone withdraws nothing. Without ``mail`` nobody can agree to mails.
    ``shown`` is likewise the wording of the other box, for which no mail is needed.
    """
    name, mail = " ".join(name.split()), mail.strip()
    if not name:
        raise SheetProblem("no_sign_up_name")
    if mail and not _is_mail(mail):
        raise SheetProblem("no_mail")
    if any(words is not None and not words.strip() for words in (consent, shown)):
        raise SheetProblem("no_sender")
    if consent is not None and not mail:
        raise SheetProblem("consent_without_mail")
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    here = [row for row in sheet if row.evening == evening]
    earlier = next((row for row in here if mail and row.mail.casefold() == mail.casefold()), None)
    if renew and not earlier:
        earlier = next((row for row in here if _same_name(row, name) and not (row.mail and mail)), None)
    if any(_same_name(row, name) and row is not earlier for row in here):
        raise SheetProblem("name_taken", name=name)
    agreed = (
        Consent(consent, language, moment) if consent is not None else earlier.consent if earlier else None
    )
    seen = Consent(shown, language, moment) if shown is not None else earlier.shown if earlier else None
    said = (earlier.about if earlier else {}) | {key: text for key, text in (about or {}).items() if text}
    row = SignUp(
        name,
        mail or (earlier.mail if earlier else ""),
        evening,
        earlier.at if earlier else moment,
        agreed,
        said,
        earlier.cancelled if earlier and renew else None,
        seen,
    )
    return [row if other is earlier else other for other in sheet] + ([] if earlier else [row])


def bring(
    sheet: Sequence[SignUp],
    frame: pd.DataFrame,
    evening: str,
    language: str = "da",
    now: datetime | None = None,
) -> tuple[Sequence[SignUp], list[tuple[str, dict[str, str]]]]:
    """The sheet with all in ``frame``, a table of a web form's answers, and what was noticed.

    Known are the headings of `participants` and those of mail, consent, time, wish and votes. A consent
    counts only where the wording is in the file, as the heading or as the answer, and a withdrawal stands
    unless the file says that the yes came later. Who is there already is renewed. Notes are ``(key, names)``
    of sentences under ``note``. Raises SheetProblem and then changes nothing.
    """
    from pandas import isna

    clean, unused = understand(frame)
    headings = {_kind_of(heading): heading for heading in reversed(unused) if _kind_of(heading)}
    named = next(heading for heading, column in known_headings(frame).items() if column == "name")
    answers = {}
    for answer in frame.to_dict("records"):
        cells = {head: "" if isna(cell) else " ".join(str(cell).split()) for head, cell in answer.items()}
        answers[cells[named]] = {kind: cells[heading] for kind, heading in headings.items()}
    days = [find_date(answers[name].get("at", ""), date.today()) for name in clean["name"]]
    # One that is no day of a month says that the others may be read the wrong way round too.
    moments = [datetime(day.year, day.month, day.day, tzinfo=UTC) if all(days) else None for day in days]
    bad_mails, unclear, stopped = [], [], []
    for row, moment in zip(clean.to_dict("records"), moments, strict=True):
        name, said = row["name"], answers[row["name"]]
        mail = said.get("mail", "")
        if mail and not _is_mail(mail):
            bad_mails.append(mail)
            mail = ""
        about = {key: ", ".join(row[key]) if isinstance(row[key], tuple) else row[key] for key in COLUMNS[1:]}
        about |= {key: said.get(key, "") for key in ABOUT[len(about) :]}
        agreed: dict[str, Any] = {"language": language, "now": moment or now}
        for kind in ("consent", "shown"):
            words = _agreed(said.get(kind, ""), headings.get(kind, ""))
            if words == "" or (words and kind == "consent" and not mail):
                unclear.append(name)
                words = None
            until = words and _withdrawn(sheet, kind, mail, name)
            if until and not (moment and moment.isoformat() > until):
                stopped.append(name)
                words = None
            agreed[kind] = words
        sheet = sign_up(sheet, name, mail, evening, about=about, renew=True, **agreed)
    left = [heading for heading in unused if _kind_of(heading) is None]
    notes = [("unused_columns", {"columns": ", ".join(left)})] if left else []
    notes += [("bad_mails", {"mails": ", ".join(bad_mails)})] if bad_mails else []
    notes += [("unclear_consents", {"names": ", ".join(dict.fromkeys(unclear))})] if unclear else []
    stands = {"names": ", ".join(dict.fromkeys(stopped))}
    return sheet, notes + ([("withdrawn_stands", stands)] if stopped else [])


def _withdrawn(sheet, kind, mail, name):
    """When that person last withdrew a yes (``consent`` or ``shown``), or None."""
    given = [getattr(row, kind) for row in sheet if _is_about(row, mail, name)]
    return max((one.withdrawn for one in given if one and one.withdrawn), default=None)


def _is_about(row, mail, name):
    """Whether a row is of the person with that mail, or of that name where somebody has no mail."""
    mail = mail.strip().casefold()
    return row.mail.casefold() == mail if mail else not row.mail and _same_name(row, name)


def _kind_of(heading):
    plain = simplify(heading)
    for kind, known in (
        ("mail", _MAIL),
        ("at", _AT),
        ("wants", _WANTS),
        ("votes", _VOTES),
        ("helps", _HELPS),
    ):
        if plain in known:
            return kind
    return kind_of_consent(heading)


def kind_of_consent(heading: str) -> str | None:
    """Which yes a sentence asks for: ``shown`` (to others who come), ``consent`` (to mails), or None."""
    plain = simplify(heading)
    # A sentence about being shown may say "yes please" as well.
    for kind, known in (("shown", _SHOWN), ("consent", _CONSENT)):
        if any(words in plain for words in known):
            return kind
    return None


def _agreed(answer, heading):
    """The wording agreed to, None for no, "" for a yes to something that the file does not say."""
    plain = answer.casefold().strip(" .!")
    if plain in _NO:
        return None
    if plain in _YES:
        return heading if len(heading) >= SHORTEST_WORDING else ""
    if re.match(r"(nej|no)\b", plain):
        return None
    # Anything else that is not plainly a yes, such as "perhaps later", is one that nobody gave.
    return answer if re.match(_AGREES, plain) and len(answer) >= SHORTEST_WORDING else ""


def cancel(
    sheet: Sequence[SignUp], name: str, evening: str, *, away: bool = True, now: datetime | None = None
) -> list[SignUp]:
    """The sheet where ``name`` stays away from that evening after all, or not ``away`` but comes.

    A consent given stays as it was.
    """
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds") if away else None
    return [
        replace(row, cancelled=moment) if _same_name(row, name) and row.evening == evening else row
        for row in sheet
    ]


def move(sheet: Sequence[SignUp], evening: str, to: str) -> list[SignUp]:
    """The sheet where those of one evening come on another: the evening was put off."""
    return [replace(row, evening=to) if row.evening == evening else row for row in sheet]


def withdraw(sheet: Sequence[SignUp], mail: str, now: datetime | None = None) -> list[SignUp]:
    """The sheet with every consent of ``mail`` withdrawn; the record of it stays, and the sign-ups too."""
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    return [
        replace(row, consent=replace(row.consent, withdrawn=moment))
        if row.mail.casefold() == mail.strip().casefold() and row.consent and not row.consent.withdrawn
        else row
        for row in sheet
    ]


def hide(sheet: Sequence[SignUp], mail: str, name: str = "", now: datetime | None = None) -> list[SignUp]:
    """The sheet with every yes of that person to being shown withdrawn; the record of it stays."""
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    return [
        replace(row, shown=replace(row.shown, withdrawn=moment))
        if _is_about(row, mail, name) and row.shown and not row.shown.withdrawn
        else row
        for row in sheet
    ]


def forget(sheet: Sequence[SignUp], mail: str, name: str = "") -> list[SignUp]:
    """The sheet without anything about ``mail``, or about ``name`` where somebody has no mail."""
    return [row for row in sheet if not _is_about(row, mail, name)]


def may_write_to(sheet: Sequence[SignUp]) -> list[tuple[str, Consent]]:
    """Mails of those who agreed and have not withdrawn since, each with the `Consent` that allows it."""
    latest = {}
    for row in sheet:
        if row.consent is None:
            continue
        key = row.mail.casefold()
        # A withdrawal counts for every evening until somebody agrees anew.
        if key not in latest or _moment(row.consent) >= _moment(latest[key][1]):
            latest[key] = (row.mail, row.consent)
    return [(mail, consent) for mail, consent in latest.values() if consent.withdrawn is None]


def coming(sheet: Sequence[Any], evening: str) -> list[Any]:
    """The sign-ups of those who come that evening."""
    return [row for row in sheet if row.evening == evening and not row.cancelled]


def participants(sheet: Sequence[SignUp], evening: str) -> pd.DataFrame:
    """A DataFrame for `seating.participants`: what those of one evening said of themselves, no mails."""
    import pandas as pd

    rows = [{"name": row.name} | row.about for row in coming(sheet, evening)]
    said = [column for column in COLUMNS if column == "name" or any(row.get(column) for row in rows)]
    return pd.DataFrame(
        [[row.get(column, "") for column in said] for row in rows], columns=said, dtype=object
    )


def write(sheet: Sequence[SignUp], path: Path) -> None:
    """Keep ``sheet`` as JSON; a crash leaves the file as it was before."""
    path = Path(path)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(
        json.dumps([asdict(row) for row in sheet], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    os.replace(fresh, path)


def read(path: Path) -> list[SignUp]:
    """The sheet kept at ``path``, an empty one where there is no file. Raises SheetProblem if damaged."""
    path = Path(path)
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [
            SignUp(**row | {kind: row.get(kind) and Consent(**row[kind]) for kind in ("consent", "shown")})
            for row in rows
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise SheetProblem("sign_up_file", file=path.name) from error


def _is_mail(mail):
    return (
        mail.count("@") == 1
        and not any(c.isspace() for c in mail)
        and "." in mail.partition("@")[2].strip(".")
    )


def _moment(consent):
    return consent.withdrawn or consent.given


def _same_name(row, name):
    return row.name.casefold() == name.casefold()
