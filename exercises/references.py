"""The works that the lessons build on: who wrote them, how strong they are and what to warn of.

They stand in ``references.bib`` (its head explains the fields). A lesson cites with a Markdown link whose
target is the key, ``[Cai og Szeidl 2018 ●●●](#cai2018)``; its last cell lists what was cited.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from exercises import LANGUAGES, places
from exercises.texts import Texts

MARK = "●"
LANGUAGE_CODES = {"danish": "da", "english": "en", "german": "de"}

CODE = re.compile(r"(`{3,}|~{3,}).*?\1|`[^`\n]*`", re.DOTALL)
CITATION = re.compile(r"(?<!!)\[([^\[\]]*)\]\(#([^()\s]+)\)")
# æ, ø and å come last in the Danish alphabet; in ASCII these three follow z
_AFTER_Z = str.maketrans("æøå", "{|}")


@dataclass(frozen=True)
class Reference:
    """One work of ``references.bib``, holding only what may be shown.

    ``authors`` are as in the file (``"Cai, Jing"``, or a body such as ``"Dansk Industri"``); ``more_authors``
    says that the list goes on. ``where`` is journal, book or publisher with volume, number and pages;
    ``link`` is the DOI's address, or a page where the work was checked. ``strength`` is 3 for a randomised
    trial or meta-analysis, 2 for a study, 1 for less. ``evidence`` is the English statement of what may be
    told. ``unverified_doi`` is a DOI that was not seen on any page, else an empty string.
    """

    key: str
    authors: tuple[str, ...]
    more_authors: bool
    year: int
    year_guessed: bool
    title: str
    title_language: str
    where: str
    link: str
    unverified_doi: str
    strength: int
    evidence: str
    cautions: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> str:
        """One to three dots, as in the lessons' citations."""
        return MARK * self.strength

    @property
    def surnames(self) -> tuple[str, ...]:
        return tuple(author.split(",")[0] for author in self.authors)

    def caution(self, lang: str) -> str:
        """The warning that goes with the work, or an empty string."""
        return dict(self.cautions).get(lang, "")

    def citation(self, lang: str) -> str:
        """The text of a citation: authors, year and mark, as ``Cai og Szeidl 2018 ●●●``."""
        return f"{self._named(self.surnames, lang)} {self.year} {self.mark}"

    def _named(self, names, lang):
        t = Texts("references", lang)
        if self.more_authors or len(names) > 2:
            return t("many", first=names[0])
        return t("two", first=names[0], second=names[1]) if len(names) == 2 else names[0]

    def entry(self, lang: str) -> str:
        """The work as a Markdown list item, with its anchor and its warning."""
        t = Texts("references", lang)
        year = t("year_guessed", year=self.year) if self.year_guessed else self.year
        many = self.more_authors or len(self.authors) > 3
        authors = t("many", first=self.authors[0]) if many else "; ".join(self.authors)
        # a screen reader should not read an English title with a Danish voice
        language = "" if self.title_language == lang else f' lang="{self.title_language}"'
        parts = [f'<a id="{self.key}"></a>{authors} ({year}).', f"<cite{language}>{self.title}</cite>"]
        if not self.title.endswith("?"):
            parts[-1] += "."
        if self.where:
            parts.append(f"{self.where}.")
        parts.append(f"[{_shown_address(self.link)}]({_markdown_address(self.link)}) {self.mark}")
        lines = ["- " + " ".join(parts)]
        if self.unverified_doi:
            lines.append("  " + t("doi_unverified", doi=self.unverified_doi))
        if self.caution(lang):
            lines += ["", "  " + t("caution", caution=self.caution(lang))]
        return "\n".join(lines)


def reference(key: str) -> Reference:
    """The work called ``key``. Raises KeyError when references.bib has none."""
    try:
        return all_references()[key]
    except KeyError:
        raise KeyError(f"references.bib has no entry {key!r}") from None


@cache
def all_references() -> dict[str, Reference]:
    """Every work of references.bib by key.

    Raises ValueError, naming the place, when the file has an entry that cannot be read.
    """
    import bibtexparser

    library = bibtexparser.parse_file(str(places.root() / "references.bib"))
    if library.failed_blocks:
        lines = [(block.start_line or 0) + 1 for block in library.failed_blocks]
        raise ValueError(f"references.bib cannot be read from line {lines}")
    return {entry.key: _read(entry) for entry in library.entries}


def cited_keys(markdown: str) -> list[str]:
    """The keys cited in ``markdown`` in order of first mention, each once; code is passed over."""
    return list(dict.fromkeys(key for _, key in citations(markdown)))


def citations(markdown: str) -> list[tuple[str, str]]:
    """Every citation in ``markdown`` as (link text, key); code is passed over."""
    return [(m[1].strip(), m[2]) for m in CITATION.finditer(CODE.sub("", markdown))]


def sources_markdown(keys: Any, lang: str) -> str:
    """The text of a lesson's ``sources`` cell: the works of ``keys`` by author, with the legend of the dots.

    Raises KeyError for a key that references.bib lacks.
    """
    t = Texts("references", lang)
    works = sorted({reference(key) for key in keys}, key=lambda work: (_alphabetical(work, lang), work.year))
    if not works:
        return f"{t('heading')}\n\n{t('none')}"
    entries = "\n".join(work.entry(lang) for work in works)
    # a comment ends the legend's list; without it the works would go on in the same list
    return f"{t('heading')}\n\n{t('legend')}\n\n<!-- -->\n\n{entries}"


def _alphabetical(work, lang):
    names = " ".join(work.authors).casefold()
    return names.translate(_AFTER_Z) if lang == "da" else names.replace("ø", "o").replace("å", "a")


def _read(entry):
    fields = {field.key: _plain(field.value) for field in entry.fields}
    unverified = fields.get("unverified", "").split()
    shown = {name: value for name, value in fields.items() if name not in unverified}
    authors = tuple(name.strip("{}") for name in fields["author"].split(" and "))
    return Reference(
        key=entry.key,
        authors=tuple(name for name in authors if name != "others"),
        more_authors="others" in authors,
        year=int(fields["year"]),
        year_guessed="year" in unverified,
        title=fields["title"].strip("{}"),
        title_language=LANGUAGE_CODES[fields["langid"]],
        where=_where(shown),
        link=_link(shown),
        unverified_doi=fields["doi"] if "doi" in unverified else "",
        strength=int(fields["strength"]),
        evidence=fields["evidence"],
        cautions=tuple(
            (lang, fields[f"caution_{lang}"]) for lang in LANGUAGES if f"caution_{lang}" in fields
        ),
    )


def _plain(value):
    text = re.sub(r"\\([%&#_$])", r"\1", value)
    return " ".join(text.replace("--", "–").split())


def _where(fields):
    names = ("journal", "booktitle", "publisher", "institution", "howpublished")
    place = ", ".join(fields[name] for name in names if name in fields)
    volume = fields.get("volume", "")
    number = fields.get("number", "")
    issue = f"{volume}({number})" if volume and number else volume or number
    where = f"{place} {issue}".strip()
    return f"{where}: {fields['pages']}" if where and "pages" in fields else where


def _link(fields):
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    return fields.get("url") or fields["checked_at"].split()[0]


def _shown_address(link):
    address = urlsplit(link)
    host = address.netloc.removeprefix("www.")
    return host + address.path if host == "doi.org" else host


def _markdown_address(link):
    return link.replace("(", "%28").replace(")", "%29")
