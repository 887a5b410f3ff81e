"""What a learner's Markdown can become on a facilitator's screen: words, and links to the web at most."""

from html.parser import HTMLParser

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from facilitation.nbgrader_settings import configure
from facilitation.reading import feedback

SCRIPT = "javascript:fetch('/formgrader/api/grade/1',{method:'PUT'})"
# each puts an address of its own choice into a link, a picture or what else Markdown makes
LINKS = {
    "row 57": f"[k]({SCRIPT})",
    "row 58, an entity": "[k](javascript&#58;alert(1))",
    "row 58, a reference": f"[k][r]\n\n[r]: {SCRIPT}",
    "a reference by itself": f"[k]\n\n[k]: {SCRIPT}",
    "an address in brackets": f"<{SCRIPT}>",
    "hexadecimal": "[k](&#x6a;avascript:alert(1))",
    "a tab": "[k](java&#9;script:alert(1))",
    "a line": "[k](java&#10;script:alert(1))",
    "a zero": "[k](&#0;javascript:alert(1))",
    "blanks before": "[k](   javascript:alert(1))",
    "a control sign": "[k](\x01javascript:alert(1))",
    "capital letters": "[k](JaVaScRiPt:alert(1))",
    "vbscript": "[k](vbscript:msgbox(1))",
    "data": "[k](data:text/html,<script>alert(1)</script>)",
    "data in base64": "[k](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "file": "[k](file:///etc/passwd)",
    "blob": "[k](blob:http://localhost/1)",
    "our own page": "[k](/formgrader/submissions/1/next)",
    "our own page, relative": "[k](../../formgrader/)",
    "any scheme's host": "[k](//localhost/formgrader)",
    "a picture's address": f"![k]({SCRIPT})",
    "a picture in a link": f"[![k](x)]({SCRIPT})",
    "a title that breaks out": '[k](https://a.dk "x\\" onclick=\\"alert(1)")',
    "an address that breaks out": '[k](https://a.dk/"onclick="alert(1))',
    "a table": f"|a|\n|-|\n|[k]({SCRIPT})|",
    "a heading": f"# [k]({SCRIPT})",
    "a quotation in a list": f"- > [k]({SCRIPT})",
    "HTML": '<a href="javascript:alert(1)">k</a>',
    "HTML cut in two by Markdown": f'<a **href="{SCRIPT}"** >k</a>',
    "code that closes": f"`` ` `` [k]({SCRIPT})",
    "mathematics": f"$[k]({SCRIPT})$ and $$\\href{{{SCRIPT}}}{{k}}$$",
}
SAFE = ("https://", "http://")


@pytest.fixture(scope="module")
def formgrader():
    """An exporter as formgrader makes it, on the facilitator's settings."""
    config = configure(Config(), ".", None)
    config.HTMLExporter.template_name = "formgrade"
    if "extra_template_basedirs" not in config.HTMLExporter:
        config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    return HTMLExporter(config=config)


class Reader(HTMLParser):
    """The tags of a page and what they have, as a browser takes them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def addresses(page):
    return [what for name, what in Reader(page).attributes if name in ("href", "src", "action", "srcset")]


def as_written(formgrader, text):
    """A text as a template of the page asks for it."""
    return formgrader.environment.from_string("{{ text | markdown2html }}").render(text=text)


@pytest.mark.parametrize("text", LINKS.values(), ids=LINKS)
def test_row_057_058_no_link_of_a_learners_does_anything_in_formgrader(formgrader, text):
    output = new_output("display_data", {"text/markdown": text})
    cells = [new_markdown_cell(text), new_code_cell("1", outputs=[output])]
    for page in (as_written(formgrader, text), feedback.html(text), shown(formgrader, cells)):
        assert all(address.startswith(SAFE) for address in addresses(page))
        names = {name for name, _ in Reader(page).attributes}
        assert not any(name.startswith("on") for name in names) and "script" not in Reader(page).tags


def shown(formgrader, cells):
    """What formgrader's page makes of the cells, without the page's own head and scripts."""
    resources = formgrader._init_resources({"metadata": {}})
    template = formgrader.environment.from_string(
        "{% for cell in cells %}"
        "{% if cell.cell_type == 'markdown' %}{{ cell.source | markdown2html | strip_files_prefix }}"
        "{% else %}{{ cell.outputs[0].data['text/markdown'] | markdown2html }}{% endif %}{% endfor %}"
    )
    nb, _ = formgrader._preprocess(new_notebook(cells=cells), resources)
    return template.render(cells=nb.cells, resources=resources)


def test_a_link_to_the_web_and_a_table_are_still_shown(formgrader):
    page = as_written(formgrader, "[k](https://a.dk/b)\n\n|a|\n|-|\n|b|")
    assert addresses(page) == ["https://a.dk/b"] and "<table>" in page
