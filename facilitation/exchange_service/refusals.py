"""Why the service does not do what it was asked, in a form that programs and people can read."""

import os
from typing import Any

from exercises.texts import Texts
from facilitation.language import LANGUAGES, TEXTS, choose, harmless

# the answer's number, for every key under ``refused`` in ``texts/exchange_service.toml``
STATUS = {
    "unknown": 401,
    "too_wide": 403,
    "other_service": 403,
    "not_facilitator": 403,
    "not_there": 404,
    "not_released": 404,
    "too_large": 413,
    "too_many_files": 413,
    "too_often": 429,
    "one_at_a_time": 429,
    "full": 507,
    "broken": 400,
    "altered": 400,
    "strange_file": 400,
    "no_notebook": 400,
    "other_assignment": 400,
    "request": 400,
    "hub_silent": 503,
    "kept_nothing": 503,
}


class Refusal(Exception):
    """``key`` is a key of `STATUS`; ``names`` fill in its sentence."""

    def __init__(self, key: str, **names: Any) -> None:
        super().__init__(key)
        self.key, self.names, self.status = key, names, STATUS[key]

    def __str__(self) -> str:
        return self.in_language(choose(os.environ.get("NETVAERK_LANGUAGE"), None, os.environ))

    def in_language(self, language: str) -> str:
        names = {name: harmless(value) for name, value in self.names.items()}
        return Texts("exchange_service", language, folder=TEXTS)(f"refused.{self.key}", **names)

    def said(self) -> dict:
        """``{"error": key, "da": …, "en": …}``."""
        return {"error": self.key} | {language: self.in_language(language) for language in LANGUAGES}
