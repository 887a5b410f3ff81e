"""Which column holds what: the headings of LinkedIn, Google, Outlook and of lists made by hand.

The headings are those of LinkedIn's Connections.csv (its column sets of 2014, 2018 and 2024), of Google
Contacts before and after 2024, and of Outlook in English and Danish.
"""

import re
import unicodedata
from dataclasses import dataclass, field

MAX_HEADING = 80  # a longer cell is a note, such as the ones before LinkedIn's headings

# Compared as simplify() leaves a heading: lower case, words only.
_HEADINGS = {
    "first_name": "first name, firstname, given name, fornavn",
    "middle_name": "middle name, middlename, additional name, mellemnavn",
    "last_name": "last name, lastname, family name, surname, efternavn",
    "name": """name, full name, fullname, display name, contact, contact name, contact person, person,
        navn, fulde navn, vist navn, kontakt, kontaktnavn, kontaktperson""",
    "organisation": """company, company name, companyname, organization, organisation, organization name,
        organisation name, employer, workplace, firma, firmanavn, virksomhed, virksomhedsnavn, selskab,
        organisationsnavn, arbejdsgiver, arbejdsplads""",
    "title": """job title, jobtitle, position, organization title, organisation title, stilling,
        stillingsbetegnelse, jobtitel""",
    "city": "city, town, by, bynavn, postby",
    "labels": """labels, label, group membership, groups, group, categories, category, tags, tag,
        kategorier, kategori, etiketter, etiket, grupper, gruppe""",
    "connected_on": """connected on, connected since, connection date, forbundet den, forbundet,
        forbindelsesdato, forbindelse oprettet, forbindelse siden, tilknyttet den, tilknyttet,
        tilsluttet den, tilsluttet, kontakt siden""",
    # These two count only where the file has nothing better for the name or the job.
    "other_name": "nickname, kaldenavn, file as, arkiver som, customer, client, kunde, kundenavn, klient",
    "other_title": "title, titel, role, rolle, occupation, profession, erhverv, fag",
}
_FIELD_OF = {heading.strip(): name for name, headings in _HEADINGS.items() for heading in headings.split(",")}
_NUMBERED = (
    (re.compile(r"organi[sz]ation \d+ name"), "organisation"),
    (re.compile(r"organi[sz]ation \d+ title"), "title"),
    (re.compile(r"(address \d+|business|home|other|work) (city|town)"), "city"),
    (re.compile(r"anden by|by (arbejde|firma|privat|hjem|anden)"), "city"),
)
_EMAIL = re.compile(r"\b(e ?mail|mail|e ?post)|(mail|mailadresse)\b")
_PHONE = re.compile(r"(phone|telefon|telefonnummer|mobile?|mobilnummer|mobilnr)\b|\b(tlf|tel|cell)\b")
_NOT_A_VALUE = re.compile(
    r"type|label|etiket|display|vist navn|opt|permission|samtykke|nyheds|newsletter|sendt"
)
_NOT_THEIR_PHONE = re.compile(r"fax|assist|pager|telex|tty|isdn|callback|tilbagekald")

_SIGNS_OF_GOOGLE = re.compile(
    r"(e mail|phone|address|website|event|relation) 1 (value|label|type|formatted)|yomi name|group membership"
    r"|organization 1 name|phonetic (first|last) name"
)
_SIGNS_OF_OUTLOOK = re.compile(
    r"e mail( \d)? (address|adresse|type|display name|vist navn)|business (phone|fax|street)"
    r"|company main phone|(telefon|gade|by|fax) arbejde|web page|mobiltelefon"
)

NAMING = frozenset({"first_name", "last_name", "name", "other_name", "organisation"})


@dataclass(frozen=True)
class Columns:
    """What a row of headings means.

    ``fields`` maps the column's index to its field, ``headings`` the same index to the heading as it stands
    in the file; ``kind`` is linkedin, google, outlook or csv.
    """

    fields: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    kind: str = "csv"

    @property
    def usable(self):
        """Whether people can be found by these headings: a name, and one thing more unless it says "name"."""
        found = set(self.fields.values())
        return bool(found & NAMING) and (len(found) > 1 or found <= {"name", "first_name"})

    @property
    def score(self):
        return len(self.fields) if self.usable else 0


def simplify(heading):
    """A heading in lower case, its words parted by single spaces: "E-mail 2-adresse" → "e mail 2 adresse"."""
    heading = unicodedata.normalize("NFC", heading).lower()
    return " ".join(re.findall(r"[^\W_]+", heading))


def understand(cells):
    """The Columns that a row of ``cells`` (str) means if it is the row of headings."""
    simple = [simplify(cell) if len(cell) <= MAX_HEADING and "@" not in cell else "" for cell in cells]
    fields = {index: found for index, heading in enumerate(simple) if heading and (found := _field(heading))}
    for spare, better in (("other_title", {"title"}), ("other_name", {"name", "first_name", "last_name"})):
        if better & set(fields.values()):
            fields = {index: found for index, found in fields.items() if found != spare}
    headings = {index: " ".join(cells[index].split()) for index in fields}
    return Columns(fields, headings, _kind(simple, set(fields.values())))


def _field(heading):
    if heading in _FIELD_OF:
        return _FIELD_OF[heading]
    for pattern, found in _NUMBERED:
        if pattern.fullmatch(heading):
            return found
    if _NOT_A_VALUE.search(heading):
        return None
    if _EMAIL.search(heading):
        return "emails"
    if _PHONE.search(heading) and not _NOT_THEIR_PHONE.search(heading):
        return "phones"
    return None


def _kind(simple, found):
    if {"connected_on", "first_name", "last_name"} <= found:
        return "linkedin"
    if any(_SIGNS_OF_GOOGLE.fullmatch(heading) for heading in simple):
        return "google"
    signs = sum(bool(_SIGNS_OF_OUTLOOK.fullmatch(heading)) for heading in simple)
    return "outlook" if signs >= 2 and "first_name" in found else "csv"
