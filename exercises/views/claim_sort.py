"""Opinion, experience or study: the sorting of lesson 1."""

import ipywidgets as W

from exercises.kit.fields import Fields
from exercises.models import claim_sort as model
from exercises.paper.blocks import Block, Later
from exercises.rules import claim_sort as rules
from exercises.rules.minutes import Work
from exercises.texts import Texts


class ClaimSort(Fields):
    """A choice under each sentence, and what can be said of it."""

    stem = model.STEM
    work = Work(words=200, choices=6)

    def build(self) -> list[W.Widget]:
        self.kinds = {
            claim: self.choice(claim, self.t(f"claim.{claim}"), "kind", rules.KINDS) for claim in rules.CLAIMS
        }
        self.said = W.HTML()
        self.show()
        return [*self.kinds.values(), self.said]

    def paper(self) -> list[Block]:
        told = tuple(self.t(f"found.right.{claim}") for claim in rules.CLAIMS)
        return [*super().paper(), Later(Texts("retrieval", self.t.lang)("best_answers"), told)]

    def show(self) -> None:
        self.said.value = self.items(rules.findings(model.answers(self.store)))
