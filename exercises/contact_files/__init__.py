"""Read the contact files that owners have (LinkedIn, Google, Outlook, vCard, Excel, CSV) into contacts.

The package knows bytes and contacts; it has no widget, store or language. What it has to say are keys of
``texts/contact_files.toml`` with their params.

reading     a file as it came, in; what it holds and what was left out, out
encoding    bytes into text
vcards      cards
tables      CSV in any of its dialects, and workbooks
columns     which column holds what
dates       the days on which people were connected
contact     one contact, and the tidying of its fields
duplicates  one person, one contact
collecting  the count of what was found and what was left out
"""

from exercises.contact_files.contact import Contact
from exercises.contact_files.duplicates import Merged, merge_duplicates, suggest_nickname
from exercises.contact_files.reading import (
    MAX_BYTES,
    MAX_CONTACTS,
    Reading,
    Skipped,
    read_contacts,
)

__all__ = [
    "MAX_BYTES",
    "MAX_CONTACTS",
    "Contact",
    "Merged",
    "Reading",
    "Skipped",
    "merge_duplicates",
    "read_contacts",
    "suggest_nickname",
]
