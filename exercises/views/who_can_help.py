"""Who can help with what: twenty items on five scales, and what hangs on one person."""

from collections.abc import Sequence

from exercises.kit.base import escape, figure, table
from exercises.kit.chart import ACCENT, INK, PAPER, QUIET
from exercises.kit.on_network import NOBODY, UNKNOWN, Asking
from exercises.models import my_network
from exercises.models import who_can_help as model
from exercises.rules import resources as rules
from exercises.rules.minutes import Work
from exercises.texts import Texts


class WhoCanHelp(Asking):
    """An item at a time; a profile of the five scales, and never a total."""

    stem = "who_can_help"
    work = Work(words=100, choices=12, lines=1)

    def questions(self) -> list[tuple[str, str]]:
        self.names = Texts("resources")
        return [(scale, item) for scale, items in rules.SCALES.items() for item in items]

    def words(self, question: tuple[str, str]) -> tuple[str, str]:
        scale, item = question
        t = self.t
        where = t("where", at=self.at + 1, of=len(self.asked), scale=self.names(f"scales.{scale}"))
        return where, t("question", item=self.names(f"items.{item}"))

    def extras(self, question: tuple[str, str]) -> list[tuple[str, str]]:
        return [(NOBODY, self.t("nobody")), (UNKNOWN, self.t("unknown"))]

    def read(self, question: tuple[str, str]) -> list[str]:
        answers = model.answers(self.store)
        if question[1] not in answers:
            return []
        people = answers[question[1]]
        if people is None:
            return [UNKNOWN]
        return [str(person_id) for person_id in people] or [NOBODY]

    def write(self, question: tuple[str, str], people: Sequence[int], extra: str | None) -> None:
        if people or extra == NOBODY:
            model.set_helpers(self.store, question[1], people)
        elif extra == UNKNOWN:
            model.set_helpers(self.store, question[1], None)
        else:
            model.forget(self.store, question[1])

    # ---- the profile ---------------------------------------------------------------------------------

    def summary(self) -> str:
        t = self.t
        answers = my_network.resources_known(self.store)
        if not answers:
            return f"<p>{escape(t('nothing_yet'))}</p>"
        found = rules.coverage(answers)
        drawing = _profile(
            [(self.names(f"scales.{s}"), self._cells(s, answers)) for s in found], t("drawing")
        )
        parts = [figure(t("finding"), drawing, self._table(found, answers))]
        if alone := rules.single_points(answers):
            lines = (t("single", person=who, items=self._list(items)) for who, items in alone.items())
            parts.append("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
        parts += [f"<p>{escape(sentence)}</p>" for sentence in self._sentences(found)]
        return "".join(parts)

    def _cells(self, scale, answers):
        for item in rules.SCALES[scale]:
            if item not in answers:
                yield "", "blank"
            elif answers[item] is None:
                yield "?", "unsure"
            else:
                yield str(len(answers[item])), "some" if answers[item] else "none"

    def _table(self, found, answers):
        t = self.t
        rows = []
        for scale, cover in found.items():
            reached, asked = len(cover.accessible), len(cover.answered)
            share = t("of", n=reached, of=asked) if asked else t("not_answered")
            rows.append((self.names(f"scales.{scale}"), share, len(cover.single)))
        sums = table([t(f"column.{head}") for head in ("scale", "covered", "single")], rows)
        items = [
            (self.names(f"items.{item}"), self._who(item, answers))
            for scale in found
            for item in rules.SCALES[scale]
        ]
        every = table([t(f"column.{head}") for head in ("item", "who")], items)
        return (
            f'{sums}<details class="nv-words"><summary>{escape(t("every_item"))}</summary>{every}</details>'
        )

    def _who(self, item, answers):
        if item not in answers:
            return self.t("not_answered")
        if answers[item] is None:
            return self.t("unknown")
        return ", ".join(answers[item]) or self.t("nobody")

    def _sentences(self, found):
        t = self.t
        if any(cover.single for cover in found.values()):
            yield t("single_both_sides")
        if family := [item for cover in found.values() for item in cover.family_only]:
            yield t("family_only", items=self._list(family))
        if nobody := [i for c in found.values() for i in c.answered if i not in c.accessible]:
            yield t("nobody_for", items=self._list(nobody))
        if unsure := [item for cover in found.values() for item in cover.unsure]:
            yield t("unsure_about", items=self._list(unsure))
        yield t("no_total")

    def _list(self, items):
        return "; ".join(self.names(f"items.{item}") for item in items)


def _profile(scales, label):
    """A row of cells a scale. The figure in a cell is how many can help: shade is not the only sign."""
    looks = {
        "some": f'fill="{ACCENT}" stroke="{ACCENT}"',
        "none": f'fill="{PAPER}" stroke="{INK}"',
        "unsure": f'fill="{PAPER}" stroke="{QUIET}" stroke-dasharray="4 3"',
        "blank": f'fill="none" stroke="{QUIET}" stroke-dasharray="1 4"',
    }
    parts = []
    for at, (name, cells) in enumerate(scales):
        y = at * 44
        parts.append(f'<text x="0" y="{y + 25}">{escape(name)}</text>')
        for place, (words, look) in enumerate(cells):
            x = 160 + place * 52
            ink = "#fff" if look == "some" else INK
            parts.append(
                f'<rect x="{x}" y="{y + 3}" width="44" height="34" rx="4" {looks[look]}/>'
                f'<text x="{x + 22}" y="{y + 25}" text-anchor="middle" fill="{ink}">{escape(words)}</text>'
            )
    return (
        f'<svg viewBox="0 0 372 {44 * len(scales)}" role="img" aria-label="{escape(label)}" '
        f'style="max-width:372px;width:100%;height:auto" font-size="14" fill="{INK}">{"".join(parts)}</svg>'
    )
