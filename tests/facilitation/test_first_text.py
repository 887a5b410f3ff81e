"""The text that a learner's server puts into its first answer."""

import json
from pathlib import Path

import pytest

from facilitation.pages.first_text import text

REPO = Path(__file__).parents[2]


def test_a_page_of_the_course_is_all_its_text_cell_by_cell():
    path = "da/01-why-network.ipynb"
    told = text(REPO, path, "/user/bente/")
    notebook = json.loads((REPO / "lessons" / path).read_text("utf-8"))
    read = [cell["id"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert len(read) > 10
    assert all(f'<section id="{cell}">' in told for cell in read)
    assert 'data-course="Netværk er en kompetence"' in told and 'data-stem="why-network"' in told
    assert "Gør øvelsen klar …" in told and 'id="language"' not in told
    assert 'src="/user/bente/files/images/' in told and "../images" not in told


@pytest.mark.parametrize(
    "path",
    [
        "",
        "da",
        "da/none.ipynb",
        "da/../../source/01-why-network-da/why-network.ipynb",
        "reflections/01-why-network-da/why-network.ipynb",
        "/etc/passwd",
        "da/01-why-network.ipynb\n",
    ],
)
def test_what_is_no_page_of_the_course_has_no_text(path):
    assert text(REPO, path, "/") == ""


def test_a_course_whose_page_is_broken_opens_without_its_text(tmp_path):
    (tmp_path / "lessons" / "da").mkdir(parents=True)
    (tmp_path / "lessons/da/01-why-network.ipynb").write_text("{", encoding="utf-8")
    assert text(tmp_path, "da/01-why-network.ipynb", "/") == ""
