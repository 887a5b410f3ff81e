"""The host's desk: an evening from the first sign-up to the date of the next, a part at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitation.desk_folder import here
from facilitation.evening.evening import Evening
from facilitation.views.host_after import Debrief, Met, Next, Promises
from facilitation.views.host_before import Invitation, Lists, SignUps, Vote
from facilitation.views.host_tonight import Board, Changes, Clock, Groups, Kept, People, Rounds
from facilitation.views.parts import Parts

if TYPE_CHECKING:
    import ipywidgets as W


class HostDesk(Parts):
    """One evening; see `facilitation.evening.evening`."""

    stem = "groups"
    chapters = (
        ("before", (Invitation, SignUps, Lists, Vote)),
        ("tonight", (People, Kept, Board, Groups, Rounds, Changes, Clock)),
        ("after", (Promises, Met, Debrief, Next)),
    )

    def build(self) -> list[W.DOMWidget]:
        self.evening = Evening(here())
        controls = super().build()
        self.act(self._take)
        return controls

    def version(self) -> tuple[tuple[int, ...] | None, None, None]:
        return self.evening.version()

    def look(self) -> None:
        """Draw the page if another window has written, or somebody has told something by telephone."""
        if self.version() != self._drawn:
            self.act(self._take)

    def _take(self):
        self.evening.take_told()
        self.draw()

    def draw(self) -> None:
        super().draw()
        while self.evening.aside:
            file, aside = self.evening.aside.pop()
            self.say(self.t("problem.set_aside", file=file, aside=aside), wrong=True)
