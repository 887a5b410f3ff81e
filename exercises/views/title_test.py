"""Three titles and the choices of a few people."""

import ipywidgets as W

from exercises.kit.boxes import beside
from exercises.kit.fields import Fields
from exercises.models import title_test as model
from exercises.rules import title_test as rules


class TitleTest(Fields):
    """Three titles, each with the number of people who chose it."""

    stem = model.STEM

    def build(self) -> list[W.Widget]:
        t = self.t
        self.titles = {
            n: self.text(f"title.{n}", t("title", at=n), placeholder=t(f"like.{n}"), after=self.show)
            for n in rules.TITLES
        }
        self.votes = {n: self.text(f"votes.{n}", t("votes", at=n), after=self.show) for n in rules.TITLES}
        self.said = W.HTML()
        self.show()
        return [*(beside(self.titles[n], self.votes[n]) for n in rules.TITLES), self.said]

    def show(self) -> None:
        titles, votes, faults = model.read(self.store)
        slips = self.slips((key, self.t("votes", at=n), names) for key, n, names in faults)
        self.said.value = slips + self.items(rules.findings(titles, votes))
