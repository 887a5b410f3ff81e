"""What a grading process leaves out of its start, and that whoever asks for it later gets the real thing."""

import json
import subprocess
import sys

from facilitation.grading import lean

START = """
import json, sys
from facilitation.grading import lean
lean.nbgrader()
import facilitation.grading.unit
there = [name for name in (*lean.LATER, "jupyter_server", "ipykernel") if name in sys.modules]
import nbgrader.utils, nbgrader.preprocessors.instantiatetests, nbconvert.filters.markdown_mistune
try:
    nbgrader.utils.unpack_archive(json.__file__, "/nowhere")
except Exception as error:
    refused = type(error).__name__
print(json.dumps({
    "there": there,
    "refused": refused,
    "html": nbconvert.filters.markdown_mistune.bs4.BeautifulSoup("<b>x</b>", "html.parser").b.text,
    "yaml": nbgrader.preprocessors.instantiatetests.yaml.safe_load("a: 1"),
}))
"""


def test_a_start_leaves_out_what_grading_never_uses_and_gives_it_when_it_is_asked_for():
    said = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout
    found = json.loads(said)
    assert found["there"] == []
    assert found["refused"] == "UnrecognizedFormat"
    assert found["html"] == "x"
    assert found["yaml"] == {"a": 1}


def test_nothing_stands_for_a_module_once_all_is_imported(monkeypatch):
    for name in ("colorsys", "sndhdr"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with lean.without(("colorsys",), ("sndhdr",)):
        import colorsys

        later = colorsys.rgb_to_hsv
    assert "sndhdr" not in sys.modules and "colorsys" not in sys.modules
    import colorsys as real

    assert later(1, 0, 0) == real.rgb_to_hsv(1, 0, 0) == colorsys.rgb_to_hsv(1, 0, 0)
    assert colorsys is not real


def test_what_is_there_already_stays():
    with lean.without(("json",), ("sys",)):
        assert sys.modules["json"] is json and sys.modules["sys"] is sys
