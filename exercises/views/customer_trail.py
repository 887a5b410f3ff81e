"""The customer trail of lesson 7: where the latest customers came from, as a tree and as rough shares."""

import ipywidgets as W

from exercises.kit.base import escape, figure, table
from exercises.kit.chart import ACCENT, LET_OUT, NARROW, PAPER, QUIET, _svg
from exercises.kit.sheet import Column, Sheet
from exercises.models import customer_trail as model
from exercises.rules import customer_trail as rules
from exercises.rules.minutes import Work

# As many letters as fit beside the deepest branch that is drawn.
LETTERS, DEEPEST = 20, 6


class CustomerTrail(Sheet):
    """A line a customer; the tree and the shares follow as they are written."""

    stem = model.STEM
    work = Work(words=80, choices=28, lines=8)
    kind = model.KIND
    heading = "number"

    def build(self) -> list[W.Widget]:
        self.tree, self.shares, self.said = W.HTML(), W.HTML(), W.HTML()
        rows = self.sheet(self.t("add"))
        self.refresh()
        return [rows, self.tree, self.shares, self.said]

    def columns(self) -> list[Column]:
        t = self.t
        groups = tuple((self._group(source), source) for source in rules.SOURCES)
        nobody = ((t("not_on_list"), ""),)
        return [
            Column("name", t("name"), width="minmax(5.5rem, 1fr)", words=self._short("name")),
            self._asked("source", rules.SOURCES, "10.5rem", groups),
            Column("sent_by", t("sent_by"), "row", "7.5rem", options=nobody, words=self._short("sent_by")),
            self._asked("known", rules.KNOWN, "6.5rem"),
            self._asked("still", rules.STILL, "7rem"),
        ]

    def _asked(self, name, keys, width, also=()):
        options = ((self.t("choose"), ""), *((self.t(f"{name}_option.{key}"), key) for key in keys))
        label, words = self.t(name), self._short(name)
        return Column(name, label, "choice", width, options=options, words=words, also=also)

    def _short(self, name):
        return (self.t(f"short.{name}"),)

    def nameable(self, row_id: int) -> list[tuple[str, int]]:
        customers, names = model.read(self.store)
        return [(self._numbered(names[key]), key) for key in rules.possible_senders(customers, row_id)]

    def understood(self, row: dict[str, str]) -> dict[str, str]:
        """Whoever was sent by another customer came by one."""
        return {"source": "customer", **row} if row.get("sent_by") else row

    # ---- one customer --------------------------------------------------------------------------------

    def _value(self, row_id, name):
        return model.row(self.store, row_id)[name]

    def _row(self, row_id):
        line, controls = super()._row(row_id)
        self._ask_sender(row_id, controls)
        return line, controls

    def _emptied(self, row_id):
        return super()._emptied(row_id) and not model.sent_others(self.store, row_id)

    def _take_out(self, row_id):
        model.remove(self.store, row_id)

    def _count(self):
        self._ask_senders()
        self._show()

    def _ask_senders(self):
        for row_id, (_, controls) in self._rows.items():
            self._ask_sender(row_id, controls)

    def _ask_sender(self, row_id, controls):
        """Who sent them is asked of those who came by a customer, with everybody there is by now."""
        by = dict(zip((column.name for column in self._columns), controls, strict=True))
        by["sent_by"].disabled = by["source"].value != "customer"
        if not by["sent_by"].disabled:
            self.named(by["sent_by"], row_id, "sent_by")

    def _numbered(self, numbered):
        at, name = numbered
        return self.t("number_name", at=at, name=name) if name else self.t("number", at=at)

    def _name(self, key):
        at, name = self._names[key]
        return name or self.t("number", at=at)

    # ---- what follows from them ----------------------------------------------------------------------

    def _show(self):
        t = self.t
        customers, self._names = model.read(self.store)
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
