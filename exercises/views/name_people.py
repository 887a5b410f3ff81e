"""Finding the people of one's network: five name prompts, then twenty roles."""

from collections.abc import Sequence

from exercises.kit.base import escape
from exercises.kit.on_network import NOBODY, Asking
from exercises.models import my_network
from exercises.models import name_people as model
from exercises.rules.ego_network import FEWEST_FOR_STRUCTURE, MOST_TO_ASK
from exercises.rules.minutes import Work
from exercises.rules.roles import ROLES
from exercises.texts import Texts


class NamePeople(Asking):
    """A question at a time; whoever is named goes on the map, and can be named again."""

    stem = model.STEM
    work = Work(words=90, choices=12, lines=12)

    def questions(self) -> list[tuple[str, str]]:
        self.roles = Texts("roles")
        return model.asked()

    def words(self, question: tuple[str, str]) -> tuple[str, str]:
        kind, key = question
        t = self.t
        if kind == "prompts":
            return t("where_prompt", at=self.at + 1, of=len(my_network.PROMPTS)), t(f"prompt.{key}")
        at = self.at + 1 - len(my_network.PROMPTS)
        return t("where_role", at=at, of=len(ROLES)), t("role", role=self.roles(key))

    def read(self, question: tuple[str, str]) -> list[str]:
        ids = model.named(self.store, *question)
        return [NOBODY] if ids is None else [str(person_id) for person_id in ids]

    def write(self, question: tuple[str, str], people: Sequence[int], extra: str | None) -> None:
        model.name(self.store, *question, None if extra else people)

    def summary(self) -> str:
        t, n = self.t, len(my_network.people(self.store))
        reached, empty, unanswered = model.roles_answered(self.store)
        parts = [t("on_map", n=n, fewest=FEWEST_FOR_STRUCTURE, most=MOST_TO_ASK)]
        if n > MOST_TO_ASK:
            parts.append(t("many", n=n, most=MOST_TO_ASK))
        if reached or empty:
            parts.append(t("roles_sum", reached=len(reached), of=len(ROLES)))
        if empty:
            parts.append(t("roles_empty", roles=", ".join(self.roles(role) for role in empty)))
        if reached and not unanswered:
            parts.append(t("roles_note"))
        return "".join(f"<p>{escape(sentence)}</p>" for sentence in parts)
