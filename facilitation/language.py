"""Which of the two languages to speak before any notebook is open, and where its sentences lie."""

import locale
import sys
from pathlib import Path

# The sentences of this package, Danish over English; `exercises.texts.Texts` reads them.
TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("da", "en")
LAB_LOCALES = {"da": "da_DK", "en": "en"}


def from_locale(environ):
    """``"da"``, ``"en"`` or None, from LC_ALL, LC_MESSAGES or LANG (the first that is set), else from
    the display language of Windows.
    """
    name = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), None)
    if name is None and sys.platform == "win32":
        name = _windows_display_language()
    code = (name or "")[:2].lower()
    return code if code in LANGUAGES else None


def choose(wanted, last_used, environ):
    """The language asked for, else the one last used, else the locale's, else Danish."""
    for code in (wanted, last_used, from_locale(environ)):
        if code in LANGUAGES:
            return code
    return "da"


def _windows_display_language():
    import ctypes

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
