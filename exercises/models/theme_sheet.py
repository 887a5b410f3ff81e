"""The work sheet as it lies in the store: fields of ``theme_sheet``.

``module`` (one of MODULES), for each module ``<module>.<part>``, ``<module>.credit`` (one of CREDIT), and
``newsletter.consent`` (one of CONSENT).
"""

from exercises.rules import theme_sheet as rules

STEM = "theme_sheet"


def module(store):
    """The module that was chosen, or ""."""
    kept = store.get(STEM, "module", "")
    return kept if kept in rules.MODULES else ""


def texts(store, name):
    """``{part: text}`` of one module."""
    return {part.name: store.get(STEM, f"{name}.{part.name}", "") for part in rules.MODULES[name]}
