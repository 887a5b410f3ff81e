"""Every sentence that an exercise says, Danish over English in one record of ``<stem>.toml``."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from exercises import current_language

FOLDER = Path(__file__).parent
Day = date
LOCALES = {"da": "da_DK", "en": "en_GB"}


class MissingText(KeyError):
    """A key or one of its two languages is not in the file: a fault of ours, held by a test."""


@cache
def load(path: Path) -> dict[str, dict[str, Any]]:
    """The parsed TOML file at ``path``."""
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


class Texts:
    """The sentences of one stem in one language.

    ``t("key", name=…)`` gives the sentence with its names filled in; ``t.data`` is the whole file, for
    content such as questions, where ``t.pick(record)`` takes the sentence of a ``{da, en}`` record.
    """

    def __init__(self, stem: str, lang: str | None = None, folder: Path = FOLDER) -> None:
        self.lang = lang or current_language()
        self.stem = stem
        self.data = load(Path(folder) / f"{stem}.toml")

    def __call__(self, key: str, **names: Any) -> str:
        record = self.data
        for part in key.split("."):
            try:
                record = record[part]
            except (KeyError, TypeError):
                raise MissingText(f"{self.stem}: {key}") from None
        return self.pick(record, **names)

    def pick(self, record: Mapping[str, Any], **names: Any) -> str:
        """The sentence of a ``{da, en}`` record, with ``names`` filled in."""
        try:
            sentence = record[self.lang]
        except (KeyError, TypeError):
            raise MissingText(f"{self.stem}: {record!r} lacks {self.lang}") from None
        return sentence.format(**names) if names else sentence

    # Babel is imported when first needed: it costs more than the rest of an exercise together.

    @property
    def locale(self) -> str:
        return LOCALES[self.lang]

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """``value`` with this language's separators, rounded to ``decimals``."""
        from babel.numbers import format_decimal

        rounded = round(Decimal(str(value)), decimals) + 0
        return format_decimal(
            rounded, format="#,##0." + "0" * decimals if decimals else "#,##0", locale=self.locale
        )

    def kroner(self, value: float) -> str:
        """Whole kroner: ``1.250 kr.`` or ``DKK 1,250``."""
        return f"{self.number(value)} kr." if self.lang == "da" else f"DKK {self.number(value)}"

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share from 0 to 1 as percent."""
        number = self.number(Decimal(str(share)) * 100, decimals)
        return f"{number} %" if self.lang == "da" else f"{number}%"

    def date(self, day: Day | str) -> str:
        """A day in words: ``23. november 2026``."""
        from babel.dates import format_date

        if isinstance(day, str):
            day = date.fromisoformat(day[:10])
        return format_date(day, format="long", locale=self.locale)

    def clock(self, moment: str | datetime | time) -> str:
        """The time of day: ``10.42`` or ``10:42``."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        return moment.strftime("%H.%M" if self.lang == "da" else "%H:%M")
