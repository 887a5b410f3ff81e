"""The host's desk: an evening from the first sign-up to the date of the next, a part at a time."""

from facilitation.evening import Evening
from facilitation.reading import folder
from facilitation.views.host_after import Debrief, Next
from facilitation.views.host_before import Invitation, SignUps, Vote
from facilitation.views.host_tonight import Board, Changes, Clock, Groups, People, Rounds
from facilitation.views.parts import Parts


class HostDesk(Parts):
    """One evening; see `facilitation.evening`."""

    stem = "groups"
    chapters = (
        ("before", (Invitation, SignUps, Vote)),
        ("tonight", (People, Board, Groups, Rounds, Changes, Clock)),
        ("after", (Debrief, Next)),
    )

    def build(self):
        self.evening = Evening(folder())
        return super().build()

    def version(self):
        return self.evening.version()

    def draw(self):
        super().draw()
        while self.evening.aside:
            file, aside = self.evening.aside.pop()
            self.say(self.t("problem.set_aside", file=file, aside=aside), wrong=True)
