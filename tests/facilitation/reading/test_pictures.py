"""A picture pasted into an answer is seen by the reader as what it is, and nothing that acts comes along."""

import base64
import re

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from facilitation.nbgrader_settings import configure
from facilitation.reading.pictures import MOST, html, pictures

DOTS = {
    "image/png": b"\x89PNG\r\n\x1a\n dot",
    "image/jpeg": b"\xff\xd8\xff\xe0 dot",
    "image/gif": b"GIF89a dot",
    "image/webp": b"RIFF\x04\x00\x00\x00WEBP",
}


def coded(content):
    return base64.b64encode(content).decode()


@pytest.mark.parametrize("kind", DOTS)
def test_a_picture_is_shown_with_its_own_bytes(kind):
    cell = {"attachments": {"image": {kind: coded(DOTS[kind])}}}
    assert pictures(cell) == (f"data:{kind};base64,{coded(DOTS[kind])}",)


def test_base64_in_lines_as_notebooks_keep_it_is_read():
    data = coded(DOTS["image/png"])
    in_lines = {"attachments": {"a": {"image/png": f"{data[:8]}\n{data[8:]}\n"}}}
    in_list = {"attachments": {"a": {"image/png": [data[:8], data[8:]]}}}
    assert pictures(in_lines) == pictures(in_list) != ()


@pytest.mark.parametrize(
    "bundle",
    [
        {"image/svg+xml": "<svg onload='alert(1)'/>"},
        {"image/svg+xml": coded(b"<svg onload='alert(1)'/>")},
        {"text/html": coded(b"<script>alert(1)</script>")},
        {"image/png": coded(b"<svg onload='alert(1)'/>")},
        {"image/png": 'x" onerror="alert(1)'},
        {"image/png": "https://example.com/one.png"},
        {"image/png": ""},
        {"image/png": 7},
        {"image/png": [1, 2]},
        {'image/png" onerror="alert(1)': coded(DOTS["image/png"])},
        "no bundle",
        None,
    ],
)
def test_what_is_no_picture_is_left_out(bundle):
    assert pictures({"attachments": {"a": bundle}}) == ()


@pytest.mark.parametrize("attachments", [None, [], "x", 7])
def test_attachments_may_be_anything(attachments):
    assert pictures({"attachments": attachments}) == () and html({}) == ""


def test_no_more_than_a_page_can_hold():
    many = {str(at): {"image/png": coded(DOTS["image/png"])} for at in range(MOST + 5)}
    assert len(pictures({"attachments": many})) == MOST
    huge = coded(DOTS["image/png"] + bytes(9_000_000))
    assert pictures({"attachments": {"a": {"image/png": huge}}}) == ()


def test_formgraders_page_has_the_picture_and_nothing_that_acts(tmp_path):
    cell = new_markdown_cell(
        "Se her ![min bod](attachment:a.png) ![](attachment:gone.png)"
        " <img src=x onerror=alert(1)> ![y](https://example.com/y.png)"
    )
    cell.attachments = nbformat.from_dict(
        {"a.png": {"image/png": coded(DOTS["image/png"])}, "b": {"image/svg+xml": "<svg onload=alert(1)>"}}
    )
    page, _ = HTMLExporter(config=configure(Config(), tmp_path, tmp_path)).from_notebook_node(
        new_notebook(cells=[cell])
    )
    body = page[page.index("<body") :]
    assert "min bod" in body
    assert f"data:image/png;base64,{coded(DOTS['image/png'])}" in body
    tags = re.findall(r"<[^>]*>", body)
    assert sum("img" in tag for tag in tags) == 1
    assert not any(word in tag for tag in tags for word in ("onerror", "example.com", "svg"))
