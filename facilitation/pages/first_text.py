"""A server extension: a page's text comes with the server's first answer, to be read while JupyterLab comes,
and JupyterLab comes without the extensions that are put away: it would fetch and run them all the same.

It is the course's own text, whatever has become of the learner's copy: nothing of anybody else's is put into
a page before JupyterLab has cleaned it. Where the browser remembers a place, that step is shown (see
lab/browser/first_text.js).
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

PAGE = re.compile(r"(da|en)/[\w-]+\.ipynb")
IMAGE = re.compile(r'src="\.\./images/([\w-]+\.svg)"')
VIEW = re.compile(r'<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"')
PAUSE, LOOKS = 0.05, 600  # seconds, and how often
ROOMS = ("lessons", "workshops")
ENTRY = "remoteEntry.js"  # a script, which loads the modules


def _jupyter_server_extension_points() -> Any:
    return [{"module": "facilitation.pages.first_text"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Let JupyterLab's first page have the text, once JupyterLab is there: it may be loaded after this."""
    app.io_loop.add_callback(_put_in, app)


def _put_in(app, looks=LOOKS):
    templates = app.web_app.settings.get("lab_jinja2_env")
    if templates is None:
        # a hub's server lets its loop turn before all is loaded; without JupyterLab there is no page
        if looks:
            app.io_loop.call_later(PAUSE, _put_in, app, looks - 1)
        return
    settings = app.web_app.settings
    hub = settings.get("page_config_hook")  # a hub tells the page where it is
    settings["page_config_hook"] = lambda handler, config: fewer(hub(handler, config) if hub else config)
    lab = Path(app.config.LabApp.app_settings_dir).parent
    static = Path(templates.loader.searchpath[0])
    # ours comes before JupyterLab's, and is that with the text in it
    templates.loader.searchpath[:0] = [str(lab / "templates" / "lab"), str(static.parent)]
    templates.globals["netvaerk_text"] = lambda path, base: text(lab.parent, path, base)
    page = lab / "extensions/netvaerk-calm/page"
    templates.globals["netvaerk_modules"] = lambda: sorted(
        file.name for file in page.glob("*.js") if file.name != ENTRY
    )
    templates.globals["netvaerk_read"] = lambda name: Markup((lab / "browser" / name).read_text("utf-8"))


def fewer(config: dict[str, Any]) -> dict[str, Any]:
    """A page's ``config`` without the extensions beside JupyterLab's own that it disables as a whole."""
    kept = [one for one in config["federated_extensions"] if one["name"] not in config["disabledExtensions"]]
    return config | {"federated_extensions": kept}


def text(root: Path, path: str, base: str) -> Markup:
    """The page ``path`` of the course at ``root`` as HTML, "" where it is none; ``base`` is the server's."""
    found = _find(root, path) if PAGE.fullmatch(path) else None
    try:
        return _text(root, found, found.stat().st_mtime_ns, base) if found else Markup("")
    except (OSError, ValueError, KeyError):
        return Markup("")  # what is wrong with a file the page itself says


def _find(root, path):
    return next((file for room in ROOMS if (file := root / room / path).is_file()), None)


@lru_cache(maxsize=64)
def _text(root, file, _changed, base):
    # imported once the server has said its address
    from facilitation.pages import reading_text

    notebook = json.loads(file.read_text("utf-8"))
    words = json.loads((root / "lab/extensions/netvaerk-calm/page/strings.json").read_text("utf-8"))
    lang = notebook["metadata"]["course"]["lang"]

    def linked(told):
        return IMAGE.sub(image, told)

    def image(found):
        drawing = _find(root, f"images/{found[1]}")
        size = VIEW.search(drawing.read_text("utf-8")) if drawing else None
        # its room is kept before it is there
        room = f' style="width: 100%; aspect-ratio: {size[1]} / {size[2]}"' if size else ""
        return f'src="{base}files/images/{found[1]}"{room}'

    def exercise(cell):
        return f'<p class="waiting" id="{cell}">{words["waiting"][lang]}</p>'

    return Markup(reading_text.main_of(notebook, words["course"][lang], linked, exercise))
