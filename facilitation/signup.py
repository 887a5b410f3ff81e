"""Sign-up for an evening, and apart from it the consent to hear of the next ones. Nothing is sent from here.

Markedsføringsloven § 10 (``mfl10``): marketing by e-mail, SMS or chat needs consent beforehand, of consumers
and businesses alike. So the consent has a box of its own that is not ticked, signing up never depends on it,
and what is kept is what was agreed to: the very wording, its language, and when. Who withdraws is not written
to again. Not legal advice.

A sheet is a list of `SignUp`, oldest first; :func:`read` and :func:`write` keep it as one JSON file.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from facilitation.participants import SheetProblem

TICKED_BEFOREHAND = False


@dataclass(frozen=True)
class Consent:
    """What somebody agreed to: the ``wording`` they read, its ``language``, when, and when they withdrew."""

    wording: str
    language: str
    given: str
    withdrawn: str | None = None


@dataclass(frozen=True)
class SignUp:
    """One who comes: ``name`` (a nickname will do), ``mail`` for news of *this* evening, and when."""

    name: str
    mail: str
    evening: str
    at: str
    consent: Consent | None = None


def wording(t, sender, what):
    """The sentence beside the box: who writes, about what, how, and how to stop. ``t``: `explain.words`."""
    if not (sender.strip() and what.strip()):
        raise SheetProblem("no_sender")
    return t("signup.wording", sender=sender.strip(), what=what.strip())


def sign_up(sheet, name, mail, evening, *, consent=None, language="da", now=None):
    """The sheet with one more, or with that person's row renewed. Raises SheetProblem.

    ``consent`` is the wording that the person ticked, None if the box was left alone: an earlier consent then
    stays as it was, for leaving a box alone withdraws nothing.
    """
    name, mail = " ".join(name.split()), mail.strip()
    if not name:
        raise SheetProblem("no_sign_up_name")
    if mail.count("@") != 1 or any(c.isspace() for c in mail) or "." not in mail.partition("@")[2].strip("."):
        raise SheetProblem("no_mail")
    if consent is not None and not consent.strip():
        raise SheetProblem("no_sender")
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    earlier = next((row for row in sheet if _same(row, mail, evening)), None)
    taken = any(_same_name(row, name) and row.evening == evening and row is not earlier for row in sheet)
    if taken:
        raise SheetProblem("name_taken", name=name)
    agreed = Consent(consent, language, moment) if consent is not None else earlier and earlier.consent
    row = SignUp(name, mail, evening, earlier.at if earlier else moment, agreed)
    return [row if other is earlier else other for other in sheet] + ([] if earlier else [row])


def withdraw(sheet, mail, now=None):
    """The sheet with every consent of ``mail`` withdrawn; the record of it stays, and the sign-ups too."""
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    return [
        replace(row, consent=replace(row.consent, withdrawn=moment))
        if row.mail.casefold() == mail.strip().casefold() and row.consent and not row.consent.withdrawn
        else row
        for row in sheet
    ]


def forget(sheet, mail):
    """The sheet without anything about ``mail``."""
    return [row for row in sheet if row.mail.casefold() != mail.strip().casefold()]


def may_write_to(sheet):
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


def participants(sheet, evening):
    """A DataFrame for `facilitation.participants`: the names of one evening, and nothing else about them."""
    import pandas as pd

    return pd.DataFrame({"name": [row.name for row in sheet if row.evening == evening]}, dtype=object)


def write(sheet, path):
    """Keep ``sheet`` as JSON; a crash leaves the file as it was before."""
    path = Path(path)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(
        json.dumps([asdict(row) for row in sheet], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    os.replace(fresh, path)


def read(path):
    """The sheet kept at ``path``, an empty one where there is no file. Raises SheetProblem if damaged."""
    path = Path(path)
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [SignUp(**row | {"consent": row["consent"] and Consent(**row["consent"])}) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise SheetProblem("sign_up_file", file=path.name) from error


def _moment(consent):
    return consent.withdrawn or consent.given


def _same(row, mail, evening):
    return row.mail.casefold() == mail.casefold() and row.evening == evening


def _same_name(row, name):
    return row.name.casefold() == name.casefold()
