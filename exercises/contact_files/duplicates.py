"""One person, one contact: the same person found twice, and a short name for the map."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exercises.contact_files.contact import is_telling, phone_key, unique, unique_phones

if TYPE_CHECKING:
    from exercises.contact_files.contact import Contact
    from exercises.models.address_book import Kept


# More people than this on one address, and the address is an office's.
_PEOPLE_PER_ADDRESS = 5
_COMPANY_FORMS = frozenset({"aps", "as", "is", "ivs", "amba", "ltd", "limited", "inc", "llc", "gmbh", "ab"})


@dataclass(frozen=True)
class Merged:
    """One person who stood in several places: ``name``, in ``count`` of them.

    ``reason_keys`` are text keys, one for each kind of likeness that was found.
    """

    name: str
    count: int
    reason_keys: tuple[str, ...]


def merge_duplicates(contacts: Sequence[Contact]) -> tuple[list[Contact], list[Merged]]:
    """``contacts`` with each person once, in the order of the list: (list of Contact, list of Merged).

    Two are one person when they share an e-mail address and a first name, or a whole name and the
    organisation, or a name and a phone number. An address shared by people with different first names is
    an office's or a family's and joins nobody; nor does a first name alone, or with the organisation. Two
    who are only known by their business may be two colleagues: the business alone does not join them.

    A joined contact has the fullest name, the first organisation, job, city and source there is, every
    address, number and label, and the earliest day.
    """
    groups: list[Any] = []  # [joined contact, how many, reasons]
    place = []  # index of a group → the group that it went into
    by_key = {}
    for contact in contacts:
        own = len(groups)
        groups.append([contact, 1, {}])
        place.append(own)
        for key, reason in _keys(contact):
            others = by_key.setdefault(key, [])
            for other in others:
                other = _find(place, other)
                mine = _find(place, own)
                if other == mine:
                    break
                if _may_be_one(groups[other][0], groups[mine][0], reason):
                    _join(groups, place, other, mine, reason)
                    break
            else:
                if len(others) < _PEOPLE_PER_ADDRESS:
                    others.append(own)
    kept = [group for index, group in enumerate(groups) if place[index] == index]
    merged = [Merged(contact.name, count, tuple(reasons)) for contact, count, reasons in kept if count > 1]
    return [contact for contact, _, _ in kept], merged


def suggest_nickname(contact: Kept, taken: Sequence[str]) -> str:
    """A short name for ``contact`` that tells little to others: the first name and an initial, "Mette H".

    ``taken`` are the nicknames in use; a number is added where the short name is among them, whatever its
    capitals.
    """
    words = [word for word in contact.name.partition(",")[0].split() if is_telling(word)]
    while len(words) > 1 and words[0].endswith(".") and len(words[0]) > 2:  # "Dr.", "Hr."
        words = words[1:]
    words = [word.strip(".,;:()'\"") or word for word in words]
    if not words:
        short = "#"
    elif contact.name == contact.organisation:
        own = [word for word in words if _plain(word.replace("/", "")) not in _COMPANY_FORMS]
        short = " ".join(own)[:20].strip() or words[0]
    else:
        last = [word for word in words[1:] if word[0].isalpha()]
        short = words[0][:20] + (f" {last[-1][0].upper()}" if last else "")
    used = {name.casefold() for name in taken}
    wanted, number = short, 1
    while wanted.casefold() in used:
        number += 1
        wanted = f"{short} {number}"
    return wanted


def _keys(contact):
    """What ``contact`` can be known by, each with the text key that says so."""
    name = _plain(contact.name)
    words = name.split()
    for email in contact.emails:
        yield ("email", email), "merged_same_email"
    if len(words) > 1 and contact.organisation and not _is_business(contact):
        yield ("organisation", name, _plain_organisation(contact.organisation)), "merged_same_organisation"
    if name:
        for phone in contact.phones:
            yield ("phone", name, phone_key(phone)), "merged_same_phone"


def _is_business(contact):
    return contact.name == contact.organisation


def _may_be_one(one, other, reason):
    if reason != "merged_same_email":
        # The number of the house, and two addresses: two people who work there.
        colleagues = _is_business(one) and _is_business(other) and one.emails and other.emails
        return not colleagues or bool(set(one.emails) & set(other.emails))
    if one.organisation == one.name or other.organisation == other.name:
        return True  # the business's own entry
    first, second = _plain(one.name).split(), _plain(other.name).split()
    if not first or not second:
        return False
    shorter, longer = sorted((first[0], second[0]), key=len)
    return shorter == longer or (len(shorter) == 1 and longer.startswith(shorter))


def _join(groups, place, first, second, reason):
    keep, drop = min(first, second), max(first, second)
    place[drop] = keep
    one, count, reasons = groups[keep]
    other, more, other_reasons = groups[drop]
    groups[keep] = [_joined(one, other), count + more, reasons | other_reasons | {reason: None}]


def _find(place, index):
    while place[index] != index:
        place[index] = place[place[index]]
        index = place[index]
    return index


def _joined(one, other):
    both = (one, other)

    def named(contact):
        return contact.name != contact.organisation, len(contact.name.split())

    def filled(field):
        return next((value for contact in both if (value := getattr(contact, field))), "")

    def every(field):
        return unique(getattr(one, field) + getattr(other, field))

    days = [contact.connected_on for contact in both if contact.connected_on]
    return replace(
        one,
        name=max(both, key=named).name,
        organisation=filled("organisation"),
        title=filled("title"),
        city=filled("city"),
        emails=every("emails"),
        phones=unique_phones(one.phones + other.phones),
        labels=every("labels"),
        connected_on=min(days, default=None),
    )


def _plain(text):
    """``text`` for comparing: no capitals, accents or signs, but æ, ø and å as letters of their own."""
    text = text.casefold().replace("å", "aa")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def _plain_organisation(text):
    words = _plain(text.replace("/", "")).split()
    return " ".join(word for word in words if word not in _COMPANY_FORMS) or " ".join(words)
