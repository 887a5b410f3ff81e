"""The start page and the reading twin of every lesson: plain HTML that needs no script."""

import html
import json
import re
from pathlib import Path
from urllib.parse import quote

from exercises.texts import Texts
from facilitation.language import LANGUAGES, TEXTS
from facilitation.pages import reading_text
from facilitation.site import pictures

OTHER = {"da": "en", "en": "da"}
WELCOME = "00-welcome.ipynb"
STYLE = "browser/reading.css"
MOST_ASKED = 4  # questions that a picture is described by


def lay(to: Path, files: dict, size: float) -> None:
    """Lay ``index.html`` (both languages) and ``<language>/<lesson>.html``.

    ``files`` is what `.contents.course_files` gives; ``size`` is what a first visit fetches, in MB.
    """
    for name, data in files.items():
        if name.startswith("images/"):
            (to / name).parent.mkdir(exist_ok=True)
            (to / name).write_bytes(data)
    lessons = {lang: _lessons(files, lang) for lang in LANGUAGES}
    for lang, found in lessons.items():
        (to / lang).mkdir()
        drawn = pictures.lay(to, lang, found)
        for at, (name, notebook) in enumerate(found):
            following = found[at + 1] if at + 1 < len(found) else None
            page = _twin(drawn, lang, name, notebook, following)
            (to / lang / name.replace(".ipynb", ".html")).write_text(page, encoding="utf-8")
    (to / "index.html").write_text(_start(lessons, size), encoding="utf-8")


def _lessons(files, lang):
    found = [
        (name, json.loads(data)) for name, data in files.items() if re.match(rf"{lang}/\d.*\.ipynb$", name)
    ]
    return [(name.rpartition("/")[2], notebook) for name, notebook in found]


def opens(lang: str, name: str, cell: str = "", up: str = "../") -> str:
    """The address that opens a lesson, at one of its cells."""
    path = quote(f"{lang}/{name}")
    return f"{up}lab/index.html?path={path}" + (f"#{quote(cell)}" if cell else "")


def _page(lang, title, description, body, up, head=""):
    t = Texts("site", lang, folder=TEXTS)
    return f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_e(title)}</title>
<meta name="description" content="{_e(description)}">
<link rel="icon" href="{up}browser/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{up}{STYLE}">
{head}</head>
<body>
<a class="skip" href="#main">{_e(t("skip"))}</a>
{body}
</body>
</html>
"""


def _twin(drawn, lang, name, notebook, following):
    t = Texts("site", lang, folder=TEXTS)
    course = notebook["metadata"]["course"]
    page, other = name.replace(".ipynb", ".html"), OTHER[lang]
    main = reading_text.main_of(
        notebook, t("course"), _linked, lambda cell: _exercise(drawn, t, lang, name, cell)
    )
    on = (
        f'<a class="next" href="{_e(following[0].replace(".ipynb", ".html"))}">{_e(t("next"))}: '
        f"{_e(following[1]['metadata']['course']['title'])}</a>"
        if following
        else ""
    )
    nav = (
        f'<header><nav aria-label="{_e(t("nav"))}"><a href="../index.html#{lang}">{_e(t("home"))}</a>'
        f'<a href="../{other}/{page}" lang="{other}" hreflang="{other}">{_e(t("language"))}</a>'
        f'<a class="open" href="{opens(lang, name)}">{_e(t("open_lesson"))}</a></nav></header>'
    )
    body = f"{nav}{main}<footer>{on}</footer>"
    head = f'<link rel="alternate" hreflang="{other}" href="../{other}/{page}">\n'
    return _page(lang, f"{course['title']} · {t('course')}", _first_words(notebook), body, "../", head)


def _exercise(drawn, t, lang, name, cell):
    shown = ""
    if picture := drawn.get((name, cell)):
        asked = " · ".join(picture.asked[:MOST_ASKED])
        shown = (
            f'<img src="../{picture.file}" alt="{_e(t("picture", asked=asked))}" width="{picture.width}" '
            f'height="{picture.height}" loading="lazy">'
        )
    return (
        f'<figure class="exercise" id="{_e(cell)}">{shown}<figcaption>{_e(t("exercise"))} '
        f'<a href="{_e(opens(lang, name, cell))}">{_e(t("open_exercise"))}</a></figcaption></figure>'
    )


def _linked(text):
    """A link to a lesson leads to its reading twin, one to a reflection to the place where it is written."""

    def to_page(found):
        path, fragment = found[1], found[2] or ""
        if "reflections/" in path:
            inner = path[path.index("reflections/") :]
            return f'href="../lab/index.html?path={quote(inner)}"'
        return f'href="{path.removesuffix(".ipynb")}.html{fragment}"'

    return re.sub(r'href="([^"#]+\.ipynb)(#[^"]*)?"', to_page, text)


def _first_words(notebook):
    for cell in notebook["cells"]:
        for line in "".join(cell["source"]).splitlines() if cell["cell_type"] == "markdown" else ():
            words = re.sub(r"[*_`]|<[^>]+>", "", line).strip()
            if words and not words.startswith(("#", "!", "|", "-", "<")):
                return words[:300]
    return ""


def _start(lessons, size):
    halves = []
    for lang in LANGUAGES:
        t = Texts("site", lang, folder=TEXTS)
        items = "".join(
            f'<li><a href="{lang}/{_e(name.replace(".ipynb", ".html"))}">'
            f"{_e(notebook['metadata']['course']['title'])}</a></li>"
            for name, notebook in lessons[lang]
        )
        ways = "".join(f"<li>{_e(t(key))}</li>" for key in ("way_browser", "way_own", "way_hub"))
        halves.append(
            f'<section lang="{lang}" id="{lang}"><h1>{_e(t("course"))}</h1>'
            f'<p class="lead">{_e(t("lead"))}</p>'
            f'<p><a class="begin" href="{opens(lang, WELCOME, up="")}">{_e(t("begin"))}</a></p>'
            f"<p>{_e(t('begin_how', size=t.number(size)))}</p>"
            f"<noscript><p>{_e(t('no_script'))}</p></noscript>"
            f"<h2>{_e(t('where_title'))}</h2><p>{_e(t('where'))}</p><p>{_e(t('where_copy'))}</p>"
            f"<h2>{_e(t('ways_title'))}</h2><ul>{ways}</ul><p>{_e(t('way_move'))}</p>"
            f"<h2>{_e(t('lessons_title'))}</h2><p>{_e(t('lessons_how'))}</p><ol>{items}</ol></section>"
        )
    da, en = (Texts("site", lang, folder=TEXTS) for lang in LANGUAGES)
    nav = (
        f'<header><nav aria-label="{_e(da("nav"))} · {_e(en("nav"))}">'
        f'<a href="#da" lang="da">{_e(en("language"))}</a>'
        f'<a href="#en" lang="en">{_e(da("language"))}</a></nav></header>'
    )
    body = f'{nav}<main id="main" class="start">{"".join(halves)}</main>'
    title = f"{da('course')} · {en('course')}"
    return _page("da", title, f"{da('lead')} {en('lead')}", body, "")


def _e(text):
    return html.escape(str(text), quote=True)
