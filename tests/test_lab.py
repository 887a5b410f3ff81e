"""lab/ without a browser: what JupyterLab reads of it, and what may not be in it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from jupyterlab_server.config import get_page_config
from jupyterlab_server.settings_utils import get_settings
from jupyterlab_server.translation_utils import get_language_pack
from packaging.requirements import Requirement

REPO = Path(__file__).parents[1]
LAB = REPO / "lab"
CALM = LAB / "extensions/netvaerk-calm"
STATIC = CALM / "page"
SCRIPTS = sorted(STATIC.glob("*.js"))
STRINGS = json.loads((STATIC / "strings.json").read_text(encoding="utf-8"))
PROFILES = ["learner", "desk"]


def shipped() -> Path:
    """JupyterLab's own front end, in the environment the tests run in."""
    return Path(sys.prefix) / "share/jupyter/lab"


def page_config(profile: str) -> dict:
    return get_page_config([str(LAB / "extensions")], app_settings_dir=str(LAB / profile))


def test_jupyterlab_is_pinned_to_the_minor_version_the_extension_was_written_for():
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [pin] = [line for line in map(Requirement, project["dependencies"]) if line.name == "jupyterlab"]
    assert pin.specifier.contains(version("jupyterlab"))
    assert not pin.specifier.contains("4.7.0")
    package = json.loads((CALM / "package.json").read_text(encoding="utf-8"))
    assert package["peerDependencies"]["@jupyterlab/application"].endswith("<4.7.0")


@pytest.mark.parametrize("profile", PROFILES)
def test_jupyterlab_finds_the_extension_in_extra_labextensions_path(profile):
    [extension] = page_config(profile)["federated_extensions"]
    assert extension["name"] == "netvaerk-calm"
    assert extension["extension"] == "./extension"
    assert (CALM / extension["load"]).is_file()


@pytest.mark.parametrize("profile", PROFILES)
def test_jupyterlab_takes_both_files_of_app_settings_dir(profile):
    assert page_config(profile)["netvaerkFrame"] == profile
    settings, _ = get_settings(
        str(LAB / profile),
        str(shipped() / "schemas"),
        "",
        schema_name="@jupyterlab/notebook-extension:tracker",
        labextensions_path=[],
    )
    assert settings["schema"]["properties"]["autoStartDefaultKernel"]["default"] is True


def test_learners_have_no_tools_and_facilitators_keep_nbgraders():
    learner, desk = (page_config(profile)["disabledExtensions"] for profile in PROFILES)
    for tool in ("launcher", "debugger", "terminal", "lsp", "extensionmanager"):
        assert f"@jupyterlab/{tool}-extension" in learner
    assert "@jupyter/nbgrader" in learner
    assert not any("nbgrader" in name for name in desk)


def test_no_page_of_the_course_has_a_formula_as_learners_have_nothing_that_draws_it():
    assert "@jupyterlab/mathjax-extension" in page_config("learner")["disabledExtensions"]
    pages = [path for room in ("lessons", "workshops", "source") for path in (REPO / room).glob("*/*.ipynb")]
    assert len(pages) > 50
    for path in pages:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                formula = re.search(r"\$|\\[(\[]|\\begin\b", "".join(cell["source"]))
                assert not formula, (path.name, cell["id"])


@pytest.mark.parametrize("profile", PROFILES)
def test_no_widget_is_saved_and_no_news_are_fetched(profile):
    overrides = json.loads((LAB / profile / "overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": False}
    news = overrides["@jupyterlab/apputils-extension:notification"]
    assert news["fetchNews"] == "false"
    assert news["checkForUpdates"] is False


@pytest.mark.parametrize("profile", PROFILES)
def test_every_setting_is_one_that_this_jupyterlab_knows(profile):
    overrides = json.loads((LAB / profile / "overrides.json").read_text(encoding="utf-8"))
    for plugin, values in overrides.items():
        package, name = plugin.rsplit(":", 1)
        places = [
            shipped() / "schemas" / package / f"{name}.json",
            shipped().parent / "labextensions" / package / "schemas" / package / f"{name}.json",
        ]
        [schema] = [place for place in places if place.exists()]
        # Lab itself understands "disabled" for any menu.
        known = json.loads(schema.read_text(encoding="utf-8"))["properties"].keys() | {"disabled"}
        assert set(values) <= known, plugin


def test_every_plugin_put_away_exists_in_this_jupyterlab():
    bundle = "".join(path.read_text(encoding="utf-8") for path in (shipped() / "static").glob("*.js"))
    names = [
        *json.loads((LAB / "learner/page_config.json").read_text(encoding="utf-8"))["disabledExtensions"],
        *json.loads((LAB / "desk/page_config.json").read_text(encoding="utf-8"))["disabledExtensions"],
    ]
    for name in names:
        if name.startswith("@jupyterlab/"):
            assert name in bundle, name


@pytest.mark.parametrize("key", STRINGS)
def test_every_sentence_has_its_sister(key):
    sisters = STRINGS[key]
    assert list(sisters) == ["da", "en"]
    assert all(text.strip() == text and text for text in sisters.values())
    names = [set(re.findall(r"\{(\w+)\}", text)) for text in sisters.values()]
    assert names[0] == names[1]


def test_every_sentence_is_said_and_every_key_said_is_there():
    source = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    quoted = set(re.findall(r"'([a-z]+(?:_[a-z]+)*)'", source)) | set(re.findall(r"strings\.(\w+)\[", source))
    assert set(STRINGS) - quoted == set(), "sentences that nobody says"
    said = re.findall(r"\b(?:say|tell|hush|_put|_putOff)\('(\w+)'", source)
    assert len(said) > 30
    assert set(said) <= set(STRINGS)


def test_nothing_in_lab_reaches_for_another_host():
    for path in LAB.rglob("*"):
        if path.suffix in {".js", ".css", ".json", ".py", ".html"}:
            assert not re.search(r"(https?:)?//[\w-]+\.\w", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_parses(script, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here; the browser tests load every script")
    # By its ending node tells a module from a plain script.
    kind = ".cjs" if script.name == "remoteEntry.js" else ".mjs"
    copy = shutil.copy(script, tmp_path / f"{script.stem}{kind}")
    done = subprocess.run([node, "--check", copy], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_module_asked_for_is_there():
    for script in SCRIPTS:
        for wanted in re.findall(r"from '\./([\w.]+)'", script.read_text(encoding="utf-8")):
            assert (STATIC / wanted).is_file(), f"{script.name} asks for {wanted}"


DANISH = LAB / "netvaerk_danish/locale/da_DK/LC_MESSAGES/jupyterlab.json"


def test_the_danish_pack_translates_what_this_jupyterlab_says():
    bundle = "".join(path.read_text(encoding="utf-8") for path in (shipped() / "static").glob("*.js"))
    bundle = bundle.replace("\\n", "\n").replace('\\"', '"').replace("\\'", "'")
    pack = json.loads(DANISH.read_text(encoding="utf-8"))
    assert pack.pop("")["language"] == "da-DK"
    for english, danish in pack.items():
        assert english in bundle, english
        assert len(danish) == 1 and danish[0]
        assert set(re.findall(r"%\d", english)) >= set(re.findall(r"%\d", danish[0])), english


def test_jupyterlab_finds_the_danish_pack():
    messages, trouble = get_language_pack("da_DK")
    assert not trouble
    assert messages["jupyterlab"]["Kernel Restarting"] != ["Kernel Restarting"]
