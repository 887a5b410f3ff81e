"""What a page of the course says, as HTML that needs no script."""

import html
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt


def main_of(notebook: Any, name: str, linked: Callable[[str], str], exercise: Callable[[str], str]) -> str:
    """``<main>`` with a section for each cell that is read.

    ``linked`` mends what the HTML of a cell links to; ``exercise`` gives what stands for one, by its id.
    ``name`` is the course's; ``data-steps`` the cells at which a step begins, ``data-stem`` the page's.
    """
    course = notebook["metadata"]["course"]
    parts = []
    for cell in notebook["cells"]:
        source, at = "".join(cell["source"]), html.escape(cell["id"])
        if cell["cell_type"] == "markdown":
            parts.append(f'<section id="{at}">{linked(_render(source))}</section>')
        elif "exercise" in cell["metadata"].get("tags", ()) and at != "language":
            parts.append(exercise(at))
    steps = " ".join(line.split()[0] for line in course.get("steps", ()))
    about = {"course": name, "stem": course["stem"], "steps": steps}
    words = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in about.items())
    return f'<main id="main" class="reading" {words}>{"".join(parts)}</main>'


def _render(source):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(source)
