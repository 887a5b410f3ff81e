"""The workbook on paper: every exercise of the course in one PDF, with room to write in it by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ipywidgets as W

from exercises.kit.base import Exercise, on_blank_store
from exercises.paper.blocks import Block
from exercises.texts import Texts

STEM = "workbook"


def pdf_of(folders: Sequence[Path], reflections: Path, lang: str) -> bytes:
    """The workbook of the pages in these folders and their reflections, in the language that is spoken."""
    from exercises.paper import pages, workbook

    t = Texts(STEM, lang)
    with on_blank_store():
        blocks = workbook.chapters(workbook.read(folders), reflections, shown, t)
    front: list[Block] = [
        pages.Heading(t("title"), 1),
        *(pages.Words(t(f"front.{key}")) for key in t.data["front"]),
    ]
    return pages.bound(front, blocks, pages.Book(t("title"), lang, t("contents"), t("foot")))


def shown(line: str) -> Any:
    """What an exercise is on paper, from the line of its cell: ``from … import X; X()``."""
    importing, _, call = line.partition("; ")
    names: dict = {}
    exec(importing, names)
    return eval(call, names).paper()


class Workbook(Exercise):
    """A button that makes the book and downloads it."""

    stem = STEM

    def paper(self) -> list[Block]:
        return []

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import download_button

        t = self.t
        return [download_button(t, self.file, t("download"), t("file"), "application/pdf")]

    def file(self) -> bytes:
        """The book of the learner's own folder; it reads no store."""
        here = Path.cwd()
        return pdf_of([here], here.parent / "reflections", self.t.lang)
