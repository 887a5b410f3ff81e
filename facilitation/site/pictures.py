"""A picture of every exercise, drawn from what the exercise itself is on paper: no browser is needed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercises import language as speak
from exercises.kit.base import on_blank_store
from exercises.paper.picture import asked, picture
from exercises.views.workbook import shown


@dataclass(frozen=True)
class Picture:
    """A picture's ``file`` in the site, its size in pixels, and the questions that it shows."""

    file: str
    width: int
    height: int
    asked: list[str]


def lay(to: Path, lang: str, lessons: Any) -> dict[tuple[str, str], Picture]:
    """Lay ``pictures/<language>/…`` of these lessons, (name, notebook); gives {(name, cell): Picture}.

    An exercise that has nothing to fill in has none.
    """
    folder = f"pictures/{lang}"
    (to / folder).mkdir(parents=True)
    speak(lang)
    found = {}
    with on_blank_store():
        for name, notebook in lessons:
            for cell in notebook["cells"]:
                blocks = shown("".join(cell["source"])) if _is_exercise(cell) else []
                if drawn := picture(blocks):
                    file = f"{folder}/{name.removesuffix('.ipynb')}-{cell['id']}.svg"
                    (to / file).write_text(drawn.svg, encoding="utf-8")
                    found[name, cell["id"]] = Picture(file, drawn.width, drawn.height, asked(blocks))
    return found


def _is_exercise(cell):
    tags = cell["metadata"].get("tags", ())
    told = "".join(cell["source"])
    return cell["cell_type"] == "code" and "exercise" in tags and "exercises.views" in told
