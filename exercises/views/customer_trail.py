"""The customer trail of lesson 7: where the latest customers came from, as a tree and as rough shares."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape, figure, table
from exercises.kit.boxes import framed, offer
from exercises.kit.chart import ACCENT, LET_OUT, NARROW, PAPER, QUIET, _svg
from exercises.models import customer_trail as model
from exercises.paper.blocks import Block, Words, empty_rows
from exercises.rules import customer_trail as rules
from exercises.rules.minutes import Work

# As many letters as fit beside the deepest branch that is drawn.
LETTERS, DEEPEST = 20, 6


class CustomerTrail(Exercise):
    """One customer at a time, chosen from a list; the tree and the shares follow as they are written."""

    stem = model.STEM
    work = Work(words=80, choices=28, lines=8)

    def build(self) -> list[W.Widget]:
        t = self.t
        self.which = W.Dropdown(description=t("which"), options=[])
        self.fields = {
            "name": W.Text(description=t("name")),
            "source": W.Dropdown(description=t("source"), options=self._options("source", rules.SOURCES)),
            "sent_by": W.Dropdown(description=t("sent_by"), options=[]),
            "known": W.Dropdown(description=t("known"), options=self._options("known", rules.KNOWN)),
            "still": W.Dropdown(description=t("still"), options=self._options("still", rules.STILL)),
        }
        self.forward = self.button(t("next"), self._next, primary=True)
        self.away = self.button(t("remove"), self._remove)
        self.tree, self.shares, self.said = W.HTML(), W.HTML(), W.HTML()
        self._new = None  # the id of a customer of whom nothing is said yet
        self.refresh()
        self.which.observe(self._choose, names="value")
        for name, control in self.fields.items():
            control.observe(partial(self._changed, name), names="value")
        card = framed(self.which, *self.fields.values(), W.HBox([self.forward, self.away]))
        return [card, self.tree, self.shares, self.said]

    def paper(self) -> list[Block]:
        t = self.t
        kinds = {"source": rules.SOURCES, "known": rules.KNOWN, "still": rules.STILL}
        told = []
        for name, keys in kinds.items():
            words = " · ".join(t(f"{name}_option.{key}") for key in keys)
            told.append(Words(f"{t(name)} {words}", small=True))
        return [empty_rows(tuple(t(name) for name in ("name", *kinds))), *told]

    def _options(self, name, keys):
        return [(self.t("choose"), ""), *((self.t(f"{name}_option.{key}"), key) for key in keys)]

    # ---- one customer --------------------------------------------------------------------------------

    def _changed(self, name, change):
        if not self._quiet:
            self.save(lambda: self._keep(self.which.value, name, change["new"]))
            self._after(self.refresh)

    def _keep(self, row_id, name, value):
        self._new = None if model.put(self.store, row_id, name, value) else row_id

    def _choose(self, change):
        if not self._quiet:
            self._go(change["new"])

    def _go(self, row_id):
        if row_id != self._new:
            self._new = None
            self.save(lambda: self.store.put(self.stem, "at", row_id))
        self._after(self.refresh)

    def _next(self):
        ids = [row["id"] for row in self.store.rows(model.KIND)]
        later = ids[ids.index(self.which.value) + 1 :] if self.which.value in ids else ()
        if later:
            self._go(later[0])
        elif self.which.value in ids:
            self._new = self.store.new_id()
            self._go(self._new)
        else:
            self._say(self.t("write_first"), wrong=True, at=self.fields["name"])

    def _remove(self):
        if self.which.value == self._new:
            self._new = None
        else:
            self.save(lambda: model.remove(self.store, self.which.value))
        self.refresh()

    def refresh(self) -> None:
        was, self._quiet = self._quiet, True
        try:
            self._fill()
        finally:
            self._quiet = was
        self._show()

    def _fill(self):
        customers, self._names = model.read(self.store)
        if not self._names and self._new is None:
            self._new = self.store.new_id()
        here = model.at(self.store) if self._new is None else self._new
        if self._new is not None:
            self._names[self._new] = (len(self._names) + 1, "")
        offer(self.which, [(self._listed(row_id), row_id) for row_id in self._names], here)
        row = model.row(self.store, here)
        for name in ("name", "source", "known", "still"):
            self.fields[name].value = row[name]
        possible = rules.possible_senders(customers, here)
        others = [(self._listed(key), key) for key in possible]
        sender = row["sent_by"]
        offer(
            self.fields["sent_by"],
            [(self.t("not_on_list"), ""), *others],
            sender if sender in possible else "",
        )
        by_customer = row["source"] == "customer"
        self.fields["sent_by"].layout.display = "" if by_customer else "none"

    def _listed(self, key):
        at, name = self._names[key]
        return self.t("number_name", at=at, name=name) if name else self.t("number", at=at)

    def _name(self, key):
        at, name = self._names[key]
        return name or self.t("number", at=at)

    # ---- what follows from them ----------------------------------------------------------------------

    def _show(self):
        t = self.t
        customers, _ = model.read(self.store)
        branches = rules.tree(customers)
        each = rules.shares(customers)
        self.tree.value = self._tree(branches) if branches else ""
        self.shares.value = self._shares(each) if any(share.hits for share in each.values()) else ""
        items = "".join(
            f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>"
            for key, names in rules.findings(customers)
        )
        self.said.value = f'<h3>{escape(t("says"))}</h3><div role="status"><ul>{items}</ul></div>'

    def _named(self, names):
        """The names of a finding in words."""
        said = {}
        for name, value in names.items():
            if name == "share":
                said["of"] = self._of(value)
                if value.interval:
                    said |= {"share": self._share(value), "range": self._range(value)}
            elif isinstance(value, rules.Share):
                said["rest" if name == "other" else name] = self._of(value)
            elif name in ("source", "other"):
                said[name] = self._group(value)
            elif name == "who":
                said[name] = self._name(value)
            else:
                said[name] = self.t.number(value)
        return said

    def _of(self, share):
        return self.t("of", hits=self.t.number(share.hits), n=self.t.number(share.n))

    def _share(self, share):
        return self.t.percent(share.hits / share.n)

    def _range(self, share):
        low, high = (self.t.percent(end) for end in share.interval)
        return self.t("range", low=low.rstrip(" %\u00a0"), high=high)

    def _share_range(self, share):
        if not share.interval:
            return self.t("no_share")
        return self.t("share_range", share=self._share(share), range=self._range(share))

    def _group(self, source):
        return self.t(f"group.{source or 'unsaid'}")

    def _tree(self, branches):
        t = self.t
        rows = []
        for branch in branches:
            customer = branch.customer
            about = [
                t(f"{name}_said.{key}")
                for name, key in (("known", customer.known), ("still", customer.still))
                if key
            ]
            rows.append((self._name(customer.key), ". ".join([self._trail(branch), *about])))
        words = table([t("column.customer"), t("column.about")], rows, t("tree"))
        more = f"<details><summary>{escape(t('tree_table'))}</summary>{words}</details>"
        below = f'<p>{escape(t("tree_signs"))}</p><div class="nv-words">{more}</div>'
        return figure(self._found(branches), self._drawn(branches), below)

    def _found(self, branches):
        people = rules.share_of([branch.customer for branch in branches], rules.BY_PEOPLE)
        return self.t("tree_found", of=self._of(people)) if people.n else self.t("tree")

    def _trail(self, branch):
        trail = self._group(branch.group)
        for key in branch.above:
            trail = self.t("arrow", one=trail, other=self._name(key))
        return trail

    def _drawn(self, branches):
        """Each customer on a line of their own, under the one who sent them and further in."""
        parts, y, foot, group = [], 0, {}, object()
        for branch in branches:
            if branch.group != group:
                group, y = branch.group, y + 34
                of_group = sum(other.group == group for other in branches)
                words = self.t("group_count", name=self._group(group), n=of_group)
                parts.append(f'<text x="2" y="{y}" font-weight="600">{escape(words)}</text>')
                foot = {(): y}
            y += 28
            depth = min(branch.depth, DEEPEST)
            x, above = 22 * depth + 8, foot[branch.above]
            foot[(*branch.above, branch.customer.key)] = y
            if branch.depth <= DEEPEST:
                parts.append(
                    f'<path d="M{x - 22} {above + 8} V{y - 5} H{x - 8}" fill="none" stroke="{QUIET}"/>'
                )
            parts.append(_dot(x, y - 5, branch.customer.still))
            name = self._name(branch.customer.key)
            short = name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
            parts.append(f'<text x="{x + 14}" y="{y}">{escape(short)}</text>')
        return _svg(NARROW, y + 14, self.t("tree_label", n=len(branches)), parts, LET_OUT)

    def _shares(self, each):
        t = self.t
        rows = [
            (self._group(source), self._of(share), self._share_range(share)) for source, share in each.items()
        ]
        heading = [t(f"column.{name}") for name in ("source", "n", "share")]
        how = f"<p>{escape(t('how', enough=rules.ENOUGH))}</p>"
        svg = self._ranges(each) if all(share.interval for share in each.values()) else ""
        return figure(t("shares"), svg, table(heading, rows) + how)

    def _ranges(self, each):
        left, long, parts = 8, 320, []
        for at, (source, share) in enumerate(each.items()):
            y = at * 48 + 36
            low, high = (left + long * end for end in share.interval)
            middle = left + long * share.hits / share.n
            parts.append(
                f'<text x="1" y="{y - 18}">{escape(self._group(source))}</text>'
                f'<rect x="{left}" y="{y - 7}" width="{long}" height="14" rx="3" fill="{PAPER}" '
                f'stroke="{QUIET}" stroke-opacity="0.4"/>'
                f'<path d="M{low:.1f} {y - 7} v14 M{low:.1f} {y} H{high:.1f} M{high:.1f} {y - 7} v14" '
                f'stroke="{ACCENT}" stroke-width="3"/>'
                f'<circle cx="{middle:.1f}" cy="{y}" r="6" fill="{ACCENT}"/>'
            )
        foot = 48 * len(each) + 16
        none, whole = (escape(self.t.percent(end)) for end in (0, 1))
        parts.append(f'<text x="1" y="{foot}" fill="{QUIET}">{none}</text>')
        parts.append(f'<text x="{NARROW}" y="{foot}" text-anchor="end" fill="{QUIET}">{whole}</text>')
        return _svg(NARROW, foot + 6, self.t("shares_label"), parts, LET_OUT)


def _dot(x, y, still):
    if still == "yes":
        return f'<circle cx="{x}" cy="{y}" r="6.5" fill="{ACCENT}"/>'
    dash = "" if still == "no" else ' stroke-dasharray="2.5 2.5"'
    return f'<circle cx="{x}" cy="{y}" r="6" fill="{PAPER}" stroke="{ACCENT}" stroke-width="2"{dash}/>'
