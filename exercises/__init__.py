"""The interactive exercises that the lessons import, and the learner's own store."""

import os

from exercises import leftovers

LANGUAGES = ("da", "en")

_language = None


def language(code: str) -> None:
    """Set the language (``"da"`` or ``"en"``) in which this kernel's exercises speak. A page begins with it.

    Raises ValueError for any other code.
    """
    global _language
    if code not in LANGUAGES:
        raise ValueError(f"language is one of {LANGUAGES}, not {code!r}")
    _language = code
    leftovers.clear()


def current_language() -> str:
    """The language set by the notebook's ``language`` cell, else by the environment, else Danish."""
    if _language:
        return _language
    wanted = os.environ.get("NETVAERK_LANGUAGE", "da")
    return wanted if wanted in LANGUAGES else "da"
