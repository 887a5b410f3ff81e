"""The last posts: how many each reached, and how much of the difference may be chance."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.boxes import beside, framed
from exercises.kit.chart import bars
from exercises.kit.rows import Rows
from exercises.models import post_reach as model
from exercises.rules import post_reach as rules

LONGEST_LABEL = 20


class PostReach(Rows):
    """A card a post; a box to tick shows Bente's posts instead, and none of them goes into one's own."""

    stem = model.STEM
    kind = model.KIND
    heading = "post"

    def build(self) -> list[W.Widget]:
        t = self.t
        rows = self.rows_list()
        self.sample = self.bind(
            W.Checkbox(description=t("sample"), indent=False),
            lambda: bool(self.store.get(self.stem, "sample")),
            lambda ticked: self.store.put(self.stem, "sample", ticked or None),
            self.refresh,
        )
        self.sample.on_paper = list
        self.own = W.VBox([rows, W.HBox([self.button(t("add"), self._add)])])
        self.said = W.HTML()
        self.refresh()
        return [self.sample, self.own, self.said]

    def _row(self, row_id):
        t = self.t
        controls = {
            "what": W.Text(description=t("what"), placeholder=t("what_like")),
            "reach": W.Text(description=t("reach")),
            "reactions": W.Text(description=t("reactions")),
        }
        for name, control in controls.items():
            self.keep(control, row_id, name)
        pair = beside(controls["reach"], controls["reactions"])
        box = framed(
            W.HTML(), controls["what"], pair, self.button(t("remove"), partial(self._remove, row_id))
        )
        return box, tuple(controls.values())

    def _count(self):
        t = self.t
        shown = self.sample.value
        self.own.layout.display = "none" if shown else ""
        posts, faults = (model.sample(t.lang), []) if shown else model.read(self.store)
        told = [t(f"found.{key}", **self._named(names)) for key, names in rules.findings(posts)]
        parts = self._slips(faults)
        if shown:
            parts.append(f'<p class="nv-note" role="status">{escape(t("is_sample"))}</p>')
        if posts:
            parts.append(self._drawn(posts, told[0]))
            told = told[1:]
        listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in told)
        parts.append(f'<div role="status"><ul>{listed}</ul></div>' if listed else "")
        self.said.value = "".join(parts)

    def _drawn(self, posts, finding):
        t = self.t
        shares = rules.reading(posts).shares
        items = [(self._short(post), post.reach, t.number(post.reach)) for post in posts]
        rows = [
            (f"{post.at}. {post.what}".strip(), t.number(post.reach), self._share(shares.get(post.at)))
            for post in posts
        ]
        heading = [t(f"column.{name}") for name in ("what", "reach", "share")]
        return figure(finding, bars(items, finding), table(heading, rows, t("caption")))

    def _short(self, post):
        name = f"{post.at}. {post.what}".strip()
        return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"

    def _share(self, share):
        if share is None:
            return self.t("no_share")
        told, low, high = share
        ends = {"low": self.t.number(100 * low), "high": self.t.number(100 * high)}
        return self.t("share", n=self.t.percent(told), **ends)

    def _named(self, names):
        return {name: self.t.number(v, 0 if v == int(v) else 1) for name, v in names.items()}
