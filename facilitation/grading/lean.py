"""nbgrader without what it imports and grading never uses: that is half of a start.

nbgrader imports its four server extensions wherever it is imported, and some large packages for one function
each. Here others stand for them while nbgrader is imported, and whoever calls one of them later gets the real
thing. Nothing is changed where nbgrader is there already, as it is in a server.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from facilitation import warm_parent

EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
LATER = (
    *(f"nbgrader.server_extensions.{name}" for name in EXTENSIONS),
    *("bs4", "nbconvert.postprocessors.serve", "requests", "setuptools.archive_util", "yaml"),
)
USED = ("nbgrader.api", "nbgrader.apps.baseapp", "nbgrader.converters")
# jsonschema does without them: no schema of a notebook or a cell asks for an address, a colour or a duration
WITHOUT = (
    *("fqdn", "isoduration", "jsonpointer", "rfc3339_validator", "rfc3986_validator", "rfc3987"),
    *("uri_template", "webcolors"),
)


class Later(ModuleType):
    """Stands for the module of its name. What is taken from it while others are imported can be called."""

    importing = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.importing:
            return lambda *words, **named: getattr(import_module(self.__name__), name)(*words, **named)
        return getattr(import_module(self.__name__), name)


def nbgrader() -> None:
    """Import nbgrader, unless it is there."""
    if "nbgrader" not in sys.modules:
        with without(LATER, WITHOUT):
            for name in USED:
                import_module(name)


@contextmanager
def without(later: Any, never: Any = ()) -> Iterator[None]:
    """Meanwhile others stand for the modules ``later``, and those of ``never`` are not to be had."""
    others = {name: Later(name) for name in later if name not in sys.modules}
    sys.modules.update(others)
    try:
        with warm_parent.without(*never):
            yield
    finally:
        for name, one in others.items():
            if sys.modules.get(name) is one:
                del sys.modules[name]
            one.importing = False
