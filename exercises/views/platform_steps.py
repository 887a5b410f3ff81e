"""The steps on a platform, how old they are, and what to do when they no longer fit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import platform_steps as model
from exercises.rules.minutes import Work
from exercises.rules.platform_steps import age

if TYPE_CHECKING:
    from exercises.texts import Texts


def steps_html(t: Texts, name: str, today: date) -> str:
    """The steps of one platform as HTML, the age above them. ``t`` speaks texts/platform_steps.toml."""
    known = model.read(name)
    key, months = age(known["written"], today)
    written = t("written", platform=t.pick(known["name"]), date=t.date(known["written"]))
    tasks = "".join(
        f"<details><summary>{escape(t.pick(task['title']))}</summary><ol>"
        + "".join(f"<li>{escape(t.pick(step))}</li>" for step in task["steps"])
        + "</ol></details>"
        for task in known["task"]
    )
    told = t(f"age.{key}", months=t.number(months))
    return (
        f'<p class="nv-note">{escape(written)} {escape(told)}</p>{tasks}<p>{escape(t("when_they_fail"))}</p>'
    )


class PlatformSteps(Exercise):
    """``PlatformSteps("facebook")``: nothing to fill in."""

    stem = "platform_steps"
    work = Work(words=250)

    def __init__(self, platform: str) -> None:
        self.platform = platform
        super().__init__()

    def build(self) -> list[W.Widget]:
        return [W.HTML(steps_html(self.t, self.platform, date.today()))]
