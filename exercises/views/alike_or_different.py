"""Alike or different: the contacts' trade, age, place, education and customers, one at a time."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.boxes import framed, offer
from exercises.kit.chart import tally, two_scales
from exercises.kit.sample import Sampled
from exercises.models import alike_or_different as model
from exercises.models import my_network
from exercises.paper.blocks import Block, Words, empty_rows
from exercises.rules import alike_or_different as rules
from exercises.rules.alike_or_different import CATEGORIES
from exercises.rules.diversity import ATTRIBUTES
from exercises.rules.ego_network import FEWEST_FOR_NUMBERS
from exercises.rules.minutes import Work

# Each drop-down costs the browser some time: more people than this come a page at a time.
PAGE = 15

# As many columns as there is room for.
SIDE_BY_SIDE = {
    "grid_template_columns": "repeat(auto-fit, minmax(min(100%, 16rem), 1fr))",
    "grid_gap": "1.1rem",
}

# An example of how much the base rate does: nine in ten firms around are like one's own.
MOSTLY_ALIKE = 0.9


class AlikeOrDifferent(Sampled):
    """One attribute at a time: ego's own category, everybody's on the map, and what the two figures say."""

    stem = model.STEM
    work = Work(words=300, choices=12)
    attribute = ATTRIBUTES[0]

    def paper(self) -> list[Block]:
        t = self.t
        columns = ("", *(t(f"name.{name}") for name in ATTRIBUTES))
        people = (t("paper.me"), *map(str, range(1, PAGE + 1)))
        told = []
        for name in ATTRIBUTES:
            words = " · ".join(t(f"{name}.{key}") for key in CATEGORIES[name])
            told.append(Words(f"{t(f'name.{name}')}: {words}", small=True))
        return [Words(t("paper.how")), *told, empty_rows(columns, first=people)]

    def controls(self) -> list[W.Widget]:
        t = self.t
        self.people = my_network.people(self.store)
        if not self.people:
            return [W.HTML(f'<p class="nv-note">{escape(t("nobody"))}</p>')]
        self.first = 0
        self.which = W.Dropdown(
            description=t("attribute"),
            options=[(t(f"name.{name}"), name) for name in ATTRIBUTES],
            value=self.attribute,
        )
        self.which.observe(self._turn, names="value")
        self.how = W.HTML()
        self.mine = W.Dropdown(options=[("", "")])
        self.mine.observe(self._keep_own, names="value")
        self.rows = [W.Dropdown(options=[("", "")]) for _ in self.people[:PAGE]]
        for at, row in enumerate(self.rows):
            row.observe(partial(self._keep_trait, at), names="value")
        fields = W.GridBox(self.rows, layout=SIDE_BY_SIDE)
        self.where = W.HTML()
        self.earlier = self.button(t("earlier"), lambda: self._page(-PAGE))
        self.later = self.button(t("later"), lambda: self._page(PAGE))
        self.pages = W.HBox([self.earlier, self.later])
        self.around = W.Dropdown(
            description=t("around"),
            options=[(t("skip"), ""), *((t("of_ten", n=n), n) for n in range(11))],
        )
        self.around.observe(self._keep_around, names="value")
        self.result = W.HTML()
        self.onwards = self.button("", self._next)
        self.overview = W.HTML()
        turning = W.HBox([self.onwards])
        card = framed(self.which, turning, self.how, self.mine, self.where, fields, self.pages, self.around)
        self.refresh()
        return [card, self.result, self.overview]

    def refresh(self) -> None:
        before, self.people = self.people, my_network.people(self.store)
        shown = min(len(self.people), PAGE)
        if not before or shown != len(self.rows):
            self._fill()  # somebody came or went in another window
            return
        self.first = min(self.first, (len(self.people) - 1) // PAGE * PAGE)
        self._show_choices()
        self._show_result()

    # ---- what is chosen ------------------------------------------------------------------------------

    def _show_choices(self):
        t, attribute, was = self.t, self.attribute, self._quiet
        categories = [(t(f"{attribute}.{name}"), name) for name in rules.CATEGORIES[attribute]]
        own, around = model.own(self.store, attribute), model.around(self.store, attribute)
        given = attribute in rules.GIVEN
        self._quiet = True
        self.how.value = f"<p>{escape(t(f'how.{attribute}'))}</p>"
        self.mine.layout.display = "none" if given else ""
        if not given:
            self.mine.description = t(f"own.{attribute}")
            offer(self.mine, [(t("choose"), ""), *categories], own or "")
        for at, row in enumerate(self.rows):
            person = self._person(at)
            row.layout.display = "" if person else "none"
            if person:
                row.description = person.nickname
                chosen = model.trait(person, attribute) or ""
                offer(row, [(t("unknown"), ""), *categories], chosen)
        self.around.value = "" if around is None else around
        self._quiet = was
        many = len(self.people) > PAGE
        last = min(self.first + PAGE, len(self.people))
        words = t("where", first=self.first + 1, last=last, of=len(self.people)) if many else ""
        self.where.value = f'<p class="nv-where">{escape(words)}</p>' if many else ""
        self.pages.layout.display = "" if many else "none"
        self.earlier.disabled = self.first == 0
        self.later.disabled = last == len(self.people)
        self.onwards.description = t("next", name=t(f"name.{self._following()}"))

    def _person(self, at):
        return self.people[self.first + at] if self.first + at < len(self.people) else None

    def _following(self):
        return ATTRIBUTES[(ATTRIBUTES.index(self.attribute) + 1) % len(ATTRIBUTES)]

    def _turn(self, change):
        self.attribute, self.first = change["new"], 0
        self._act(self.refresh)

    def _next(self):
        self.which.value = self._following()

    def _page(self, by):
        self.first = max(self.first + by, 0)
        self.refresh()

    def _keep_own(self, change):
        self._keep(model.set_own, self.attribute, change["new"] or None)

    def _keep_around(self, change):
        of_ten = change["new"]
        self._keep(model.set_around, self.attribute, None if of_ten == "" else of_ten)

    def _keep_trait(self, at, change):
        if person := self._person(at):
            self._keep(model.set_trait, person.id, self.attribute, change["new"] or None)

    def _keep(self, write, *values):
        if not self._quiet:
            self.save(partial(write, self.store, *values))
            self._act(self._show_again)

    def _show_again(self):
        self.people = my_network.people(self.store)
        self._show_result()

    # ---- in words ------------------------------------------------------------------------------------

    def _show_result(self):
        compared = model.comparisons(self.store)
        self.result.value = self._one(self.attribute, compared[self.attribute])
        enough = any(one.enough for one in compared.values())
        self.overview.value = self._all(compared) if enough else ""

    def _signed(self, value, decimals=2):
        words = self.t.number(value, decimals).replace("-", "−")
        return f"+{words}" if value > 0 else words

    def _one(self, attribute, compared):
        t = self.t
        if not compared.enough:
            words = t("too_few", n=compared.known, fewest=FEWEST_FOR_NUMBERS)
            return f'<p class="nv-note">{escape(words)}</p>'
        names = {"known": compared.known, "kinds": compared.kinds, "possible": len(compared.counts)}
        if compared.own is None:
            finding = t("finding_without_own", **names)
        else:
            finding = t("finding", different=compared.ei.different, **names)
        parts = [self._counts(attribute, compared, finding)]
        parts += [f"<p>{escape(sentence)}</p>" for sentence in self._sentences(attribute, compared)]
        return "".join(parts)

    def _counts(self, attribute, compared, finding):
        t, own, items, rows = self.t, compared.own, [], []
        for category, count in compared.counts.items():
            name = t(f"{attribute}.{category}")
            like = own is not None and rules.alike(attribute, own, category)
            items.append((t("as_you", name=name) if like else name, count, like))
            rows.append((name, t.number(count), t("none") if own is None else t("yes" if like else "no")))
        columns = (t("column.group"), t("column.contacts"), t("column.like_you"))
        return figure(finding, tally(items, finding), table(columns, rows))

    def _sentences(self, attribute, compared):
        t, ei = self.t, compared.ei.value
        if compared.reading:
            yield t(f"reading.{compared.reading}")
        else:
            yield t("own_missing")
        if ei is not None:
            yield t("ei", value=self._signed(ei))
        yield t("iqv", value=t.number(compared.spread.iqv, 2))
        if compared.spread.unknown:
            yield t("unknown_left_out", n=compared.spread.unknown)
        around = model.around(self.store, attribute)
        if ei is not None and around is not None:
            chance = self._signed(rules.expected_by_chance(around / 10), 1)
            yield t("chance", of_ten=around, chance=chance, ei=self._signed(ei))
        elif ei is not None:
            yield t("base_rate", chance=self._signed(rules.expected_by_chance(MOSTLY_ALIKE), 1))
        yield t("no_target")

    def _all(self, compared):
        t, drawn, rows = self.t, [], []
        for attribute, one in compared.items():
            name = t(f"name.{attribute}")
            ei, iqv = (one.ei.value, one.spread.iqv) if one.enough else (None, None)
            words = {
                "ei": t("few" if not one.enough else "none") if ei is None else self._signed(ei),
                "iqv": t("few") if iqv is None else t.number(iqv, 2),
            }
            left = None if ei is None else (ei + 1) / 2
            drawn.append((name, (left, words["ei"]), (iqv, words["iqv"])))
            different = t("none")
            if one.own is not None:
                different = t("share", n=one.ei.different, of=one.known)
            rows.append((name, different, words["ei"], words["iqv"]))
        columns = [t(f"column.{name}") for name in ("attribute", "different", "ei", "iqv")]
        headings = (t("scale.ei"), t("scale.iqv"))
        ends = [t(f"end.{name}") for name in ("like_you", "unlike_you", "alike", "spread")]
        drawing = two_scales(drawn, headings, ends, t("overview"))
        return f"<p>{escape(t('overview_how'))}</p>" + figure(t("overview"), drawing, table(columns, rows))
