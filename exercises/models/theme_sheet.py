"""The work sheet as it lies in the store: fields of ``theme_sheet``.

``module`` (one of MODULES), for each module ``<module>.<part>``, ``<module>.credit`` (one of CREDIT), and
``newsletter.consent`` (one of CONSENT).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.rules import theme_sheet as rules

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "theme_sheet"


def module(store: Store) -> str:
    """The module that was chosen, or ""."""
    kept = store.get(STEM, "module", "")
    return kept if kept in rules.MODULES else ""


def texts(store: Store, name: str) -> dict[str, str]:
    """``{part: text}`` of one module."""
    return {part.name: store.get(STEM, f"{name}.{part.name}", "") for part in rules.MODULES[name]}
