"""Who wrote a hand-in that came by mail, as far as the names of folders and files tell.

The folder that a facilitator has put a file in is the name, whatever the file or a zip says of itself: a zip
is packed by whoever sends it. Learning platforms write the learner's name into folders and files in their own
ways (*Download all submissions* of Moodle and Canvas, and of Brightspace and Blackboard). A copy's "Copy of"
and "(1)", the course's own folders and a cloud's are nobody's name.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

# Folders that computers, clouds, platforms and the course itself make: nobody is called so.
FURNITURE = frozenset(
    name
    for line in (
        "archive,archives,arkiv,arkiver,zip,attachments,bilag,vedhæftet,vedhæftede,vedhæftede filer",
        "mail,mails,inbox,indbakke,outbox,post,files,filer,images,billeder,temp,tmp,public,home,users,c",
        "download,downloads,overførsler,hentet,hentede filer,desktop,skrivebord,documents,dokumenter",
        "my documents,mine dokumenter,new folder,ny mappe,untitled folder,unavngiven mappe,mappe uden navn",
        "unavngivet mappe,reflection,reflections,refleksion,refleksioner,submission,submissions,submitted",
        "aflevering,afleveringer,afleveret,hand-in,hand-ins,handin,handins,hand in,assignment,assignments",
        "opgave,opgaver,besvarelse,besvarelser,svar,answer,answers,lesson,lessons,lektion,lektioner",
        "workshop,workshops,feedback,source,release,da,en,course,kursus,netværkskursus,networking course",
        "mit netværk,my network,onedrive,dropbox,icloud,icloud drive,icloud-drev,google drive,google drev",
        "my drive,mit drev,nextcloud,owncloud,pcloud,proton drive,mobile documents,com~apple~clouddocs",
        "shared with me,delt med mig,shared drives,delte drev,moodle,canvas,teams,itslearning,its learning",
        "brightspace,blackboard,__macosx,indsendte filer,submitted files,working files,arbejdsfiler",
        "student work,elevarbejde,øvelser,mine øvelser,exercises,my exercises",
    )
    for name in line.split(",")
)
# "Uge 48", "Hold 3", "OneDrive_1_29-11-2026", "drive-download-…-001", "Networking course (old)", a date
NO_NAME = re.compile(
    r"[\d\W_]+|(?:uge|week|hold|class|klasse|group|gruppe|cohort|team|lektion|lesson|modul|module|del|part|version)"
    r"[\s._-]*\d.*|(?:onedrive|dropbox|icloud|google[ -]?dr(?:ive|ev)|drive-download|takeout)\b.*"
    r"|(?:onedrive|drive-download|takeout)[_-].*|(?:netværkskursus|networking course)\b.*",
    re.IGNORECASE,
)
# What people write before a file's name when it is not their own.
NO_PREFIX = frozenset(
    (
        *("re", "sv", "vs", "fw", "fwd", "min", "mit", "mine", "my", "ny", "nyt", "new", "final", "færdig"),
        *("rettet", "udkast", "kladde", "draft", "kopi", "copy"),
    )
)
COPY_OF = re.compile(
    r"^(?:copy|kopi|kopia|kopie|copie|copia)(?:\s*\(?\d+\)?)?\s+(?:of|af|av|von|de|di)\s+", re.IGNORECASE
)
COPY_WORDS = re.compile(
    r"(?:^|[\s–_-]+)(?:copy|kopi|kopia|kopie|copie|copia)(?:\s*\(?\d+\)?)?\s+(?:of|af|av|von|de|di)$",
    re.IGNORECASE,
)
COPY = re.compile(
    r"(?:\s*\(\d+\)|-Copy\d+|\s*[-–_]?\s*(?:kopi|copy|kopia|kopie|copie)(?:\s*\d{1,2})?)+$", re.IGNORECASE
)
# A number that a platform or Finder sets after a file's name: "why-network-1", "figures 2".
NUMBERED = re.compile(r"(?:[-_ ]\d{1,2})$")
NOTEBOOK = re.compile(r"\.ipynb(?:\.(?:json|txt))?$", re.IGNORECASE)
FIGURES = re.compile(r"\.json(?:\.txt)?$", re.IGNORECASE)

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?")
CANVAS = re.compile(r"(?P<name>.+?)_(?:LATE_)?\d+_\d+_(?P<file>.+)")
BRIGHTSPACE = re.compile(r"\d+-\d+ ?- ?(?P<name>.+?) ?- ?.*\d{4}.*")
BLACKBOARD = re.compile(r".+_(?P<name>[^_]+)_attempt_\d{4}(?:-\d\d){2}[-\d]*(?:_(?P<file>.*))?")
# "why-network_Åse Bak", "why-network - Åse Bak": forms write the whole name of the sender behind a file's.
AFTER = re.compile(r"(?:_| - | – )(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)+)")
BLIND = {"participant", "deltager"}  # Moodle's name for everybody where names are hidden


def named_by_platform(text: str) -> str:
    """The learner that a platform's name of a folder or file holds, "" where it is no such name."""
    if match := MOODLE.fullmatch(text):
        name = match["name"].strip()
        return f"{name} {match['number']}" if name.casefold() in BLIND else name
    for pattern in (BLACKBOARD, BRIGHTSPACE, CANVAS):
        if match := pattern.fullmatch(text):
            return match["name"].strip()
    return ""


def folder_names(folders: Sequence[str], own: Iterable[str]) -> list[str]:
    """Those of ``folders``, outermost first, that may be a person's name: none of the course's ``own``.

    One that a platform has written goes before what lies around it.
    """
    ours = {name.casefold() for name in own}
    names = [unicodedata.normalize("NFC", one).strip() for one in folders]
    for name in names:
        if by_platform := _by_platform(name, MOODLE, BRIGHTSPACE):
            return [by_platform]
    names = [name for name in map(bare, names) if name and name.casefold() not in ours]
    return [name for name in names if not _is_furniture(name)]


def _by_platform(name, *patterns):
    return named_by_platform(name) if any(pattern.fullmatch(name) for pattern in patterns) else ""


def _is_furniture(name):
    return name.casefold() in FURNITURE or bool(NO_NAME.fullmatch(name))


def bare(stem: str) -> str:
    """A name without what copying has put around it."""
    before = None
    while stem != before:
        before, stem = stem, COPY.sub("", COPY_OF.sub("", stem)).strip()
    return stem


def before_own_name(file: str, own: Any) -> str:
    """The person named before a file's ``own`` name (one of several), or by a form behind it: "Bente" of
    *Bente - figures (1).json*.

    "" where nobody is. ``own`` are stems such as *why-network*.
    """
    stem = FIGURES.sub("", NOTEBOOK.sub("", unicodedata.normalize("NFC", file)))
    if by_platform := named_by_platform(stem):
        return by_platform
    stem = bare(stem)
    for whole in (stem, NUMBERED.sub("", stem)):
        for name in sorted(own, key=len, reverse=True):
            if whole.casefold().endswith(name.casefold()):
                before = _before(whole, name)
                return "" if before.casefold() in NO_PREFIX or _is_furniture(before) else before
    return _behind(stem, own)


def _behind(stem, own):
    """Who a form names behind a file's own name: in two capitalised words at least, "" where nobody is."""
    for name in sorted(own, key=len, reverse=True):
        if stem.casefold().startswith(name.casefold()) and (match := AFTER.fullmatch(stem[len(name) :])):
            return match["name"] if all(word[0].isupper() for word in match["name"].split()) else ""
    return ""


def _before(stem, own):
    """What stands before a file's ``own`` name, without a copy's words in between."""
    before = stem[: -len(own)].rstrip(" -–_") if own else stem
    return bare(COPY_WORDS.sub("", before).rstrip(" -–_"))


def copy_number(file: str) -> str:
    """What tells a copy from another, in one form: "1" of *figures (1).json* and of *figures-1.json*."""
    stem = FIGURES.sub("", NOTEBOOK.sub("", file))
    found = re.search(r"(?:\((\d{1,3})\)|-Copy(\d{1,3})|[-_ ](\d{1,2}))$", stem)
    return next((one for one in found.groups() if one), "") if found else ""


def is_figures(file: str, name: str = "figures.json") -> bool:
    """Whether a file's name is that of own figures, as downloads, mail and platforms write it."""
    if not FIGURES.search(file) or NOTEBOOK.search(file):
        return False
    stem = FIGURES.sub("", unicodedata.normalize("NFC", file)).casefold()
    own = PurePosixPath(name).stem
    return any(
        one == own or re.search(rf"[\s_–-]{own}$", one) for one in (bare(stem), NUMBERED.sub("", bare(stem)))
    )


def one_level_down(chains: Any) -> Any:
    """Names for hand-ins that lie together in one zip: the first of each chain of names, or the next.

    ``chains`` are lists of possible names, outermost first. A folder around several people's hand-ins is
    not the name of all of them.
    """
    chains = [list(chain) for chain in chains]
    while (
        len(chains) > 1
        and all(len(chain) > 1 for chain in chains)
        and len({chain[0].casefold() for chain in chains}) == 1
        and len({chain[1].casefold() for chain in chains}) > 1
    ):
        chains = [chain[1:] for chain in chains]
    return chains


# -- Names in zip files --------------------------------------------------------------------------------------

UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075  # Info-ZIP's field with the name in UTF-8
CODE_PAGES = ("cp850", "cp437", "cp1252", "mac_roman")
# letters of the names that people here have; box drawing and Greek are signs of a wrong code page
AT_HOME = frozenset("æøåäöüéèëïóáíúñçðþßêôâîãõÆØÅÄÖÜÉÁÓÍÐÞÇ’")


def entry_path(entry: Any) -> tuple[str, ...]:
    """The folders and the name of a zip's entry (`zipfile.ZipInfo`), as whoever packed it saw them.

    Python takes a name without the UTF-8 flag for code page 437. Explorer writes the computer's own (850 in
    Denmark), Finder UTF-8 with letters and accents apart, and neither sets the flag.
    """
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_FLAG and not name.isascii():
        name = _in_code_page(name.encode("cp437"), entry.extra)
    name = unicodedata.normalize("NFC", name.split("\0")[0])
    return tuple(name.replace("\\", "/").split("/"))


def _in_code_page(raw, extra):
    if told := _unicode_path(raw, extra):
        return told
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        readings = [raw.decode(page, "replace") for page in CODE_PAGES]
    return max(readings, key=_at_home)


def _at_home(name):
    strange = [letter for letter in name if not letter.isascii()]
    return sum(1 if letter in AT_HOME else -1 for letter in strange)


def _unicode_path(raw, extra):
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if (
            kind == UNICODE_PATH
            and len(field) > 5
            and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw)
        ):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""
