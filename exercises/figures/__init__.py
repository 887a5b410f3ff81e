"""The learner's own figures, one module a reflection: ``figures(store)`` gives ``{name: number}``.

Numbers only: they travel with the hand-in, and nothing about a contact may. ``ACTS`` are those that count
what was done among people.
"""

import importlib
import importlib.util
import pkgutil
from typing import Any


def module_of(stem: str) -> Any:
    """The module of a lesson's figures by its stem ("why-network"), None for a lesson without."""
    name = f"{__name__}.{stem.replace('-', '_')}"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def acts_of(stem: str) -> tuple[str, ...]:
    """The figures of a lesson that count what was done among people."""
    return getattr(module_of(stem), "ACTS", ())


def all_acts() -> set[str]:
    """Every figure, of any lesson, that counts what was done among people."""
    return {name for one in pkgutil.iter_modules(__path__) for name in acts_of(one.name)}
