"""Which of the two languages to speak before any notebook is open, and where its sentences lie."""

import locale
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

# The sentences of this package, Danish over English; `exercises.texts.Texts` reads them.
TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("da", "en")
LAB_LOCALES = {"da": "da_DK", "en": "en"}


# control signs, those that turn the writing round, and halves of signs that no terminal can write
UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def harmless(text: object) -> str:
    """A name from outside, with a � for each sign that a terminal would act on and not show."""
    return "".join("�" if unicodedata.category(sign) in UNSHOWN else sign for sign in str(text))


def from_locale(environ: Mapping[str, str]) -> str | None:
    """``"da"``, ``"en"`` or None, from LC_ALL, LC_MESSAGES or LANG (the first that is set), else from
    the display language of Windows.
    """
    name = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), None)
    if name is None and sys.platform == "win32":
        name = _windows_display_language()
    code = (name or "")[:2].lower()
    return code if code in LANGUAGES else None


def choose(wanted: str | None, last_used: str | None, environ: Mapping[str, str]) -> str:
    """The language asked for, else the one last used, else the locale's, else Danish."""
    for code in (wanted, last_used, from_locale(environ)):
        if code in LANGUAGES:
            return code
    return "da"


def _windows_display_language():
    import ctypes

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
