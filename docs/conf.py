"""Sphinx's settings for the project's pages: `make docs`."""

project = "Netværk er en kompetence · Networking is a skill"
author = "the project's contributors"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = project
html_show_copyright = False
# the page asks nobody else for anything
html_static_path = []
