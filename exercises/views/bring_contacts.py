"""Contacts in: a file, a look at what it holds, yes or no; then whom to bring to the map."""

from functools import partial

import ipywidgets as W

from exercises.kit.base import escape, table
from exercises.kit.boxes import framed, offer
from exercises.kit.on_network import Confirmed, OnNetwork
from exercises.models import address_book as model
from exercises.models import my_network, sample
from exercises.models.my_network import MOST_CONTACTS
from exercises.models.name_people import rename
from exercises.paper.blocks import Block, Words
from exercises.rules.ego_network import FEWEST_FOR_STRUCTURE, MOST_TO_ASK
from exercises.rules.minutes import Work
from exercises.texts import Texts

SOURCES = ("linkedin", "google", "outlook", "phone", "excel")
ACCEPT = ".csv,.vcf,.vcard,.xlsx,.xlsm,.zip,.txt"
FIRST_ROWS = 8
FIRST_NAMES = 10
A_PAGE = 10
MOST_HEADINGS = 30


class BringContacts(OnNetwork):
    """A file of contacts is read, shown, and kept on a yes; then people are picked for the map."""

    stem = "bring_contacts"
    work = Work(words=150, choices=3, seconds=120)

    def paper(self) -> list[Block]:
        return [Words(self.t("paper"))]

    def controls(self) -> list[W.Widget]:
        from exercises.contact_files import MAX_BYTES
        from exercises.kit.controls.answers import Answers
        from exercises.kit.controls.file_picker import FilePicker

        t = self.t
        self.files = Texts("contact_files")
        self.say = Texts("on_network")
        self.found = self.plan = None
        self.asked = None
        self.how = W.HTML(self._how())
        self.picker = FilePicker(
            t("choose_file"),
            t("reading"),
            ACCEPT,
            MAX_BYTES,
            self._chosen,
            partial(self._too_big, MAX_BYTES),
            lambda: self._problem("problem_unreadable"),
        )
        self.bentes = W.HBox([self.button(t("bentes_file"), self._bentes_file)])
        self.bentes.layout.display = "" if self.in_sample else "none"
        self.preview = W.HTML()
        self.preview.add_class("nv-words")
        self.yes = self.button(t("yes"), self._yes, primary=True)
        self.no = self.button(t("no"), self._no)
        self.deciding = framed(self.preview, W.HBox([self.yes, self.no]))
        self.which = W.HTML()
        self.name_in = W.Dropdown(description=t("name_in"), options=[""])
        self.surname_in = W.Dropdown(description=t("surname_in"), options=[""])
        self.answered = self.button(t("read_with_name"), self._answered, primary=True)
        self.forget = self.button(t("no"), self._no)
        self.asking = framed(self.which, self.name_in, self.surname_in, W.HBox([self.answered, self.forget]))
        self.asking.layout.display = "none"
        self.said = W.HTML()
        self.wanted = W.Text(description=t("search"), placeholder=t("search_like"))
        self.wanted.observe(self._searched, names="value")
        self.hits = W.HTML()
        self.choose = Answers()
        self.choose.observe(self._ticked, names="value")
        self.earlier = self.button(t("earlier"), lambda: self._turn(-1))
        self.later = self.button(t("later"), lambda: self._turn(+1))
        self.nicknames = W.VBox()
        self.nicknames.add_class("nv-rows")
        self.fields = {}
        self.map_sum = W.HTML()
        self.empty = Confirmed(
            self, t("delete_all"), lambda: t("delete_all_sure", n=self._n()), t("delete_all_yes"), self._empty
        )
        self.book = framed(
            W.HTML(f"<h3>{escape(t('choose_heading'))}</h3><p>{escape(t('choose_how'))}</p>"),
            self.wanted,
            self.hits,
            self.choose,
            W.HBox([self.earlier, self.later]),
            self.nicknames,
            self.map_sum,
            self.empty,
        )
        self.page = 0
        self.refresh()
        self._show_preview()
        return [self.how, self.picker, self.bentes, self.asking, self.deciding, self.said, self.book]

    def _n(self):
        return self.t.number(len(self.kept))

    # ---- the file ------------------------------------------------------------------------------------

    def _how(self):
        t = self.t
        parts = [f"<p>{escape(t('how.intro'))}</p>"]
        for source in SOURCES:
            steps = "".join(f"<li>{escape(step)}</li>" for step in t(f"how.{source}").split("\n") if step)
            heading = escape(t(f"how.{source}_heading"))
            parts.append(f"<details><summary>{heading}</summary><ol>{steps}</ol></details>")
        return "".join([*parts, f"<p>{escape(t('how.dated'))}</p>"])

    def _chosen(self, name, data):
        self._act(partial(self._read, name, data))

    def _bentes_file(self):
        self._read(sample.CONNECTIONS.name, sample.CONNECTIONS.read_bytes())

    def _read(self, name, data, names_in=None):
        from exercises.contact_files import read_contacts

        self._message.value = self.said.value = ""
        self._ask(None)
        reading = read_contacts(name, data, names_in)
        if reading.choices:
            self.found = None
            self._show_preview()
            self._ask((name, data), reading.choices)
            return
        if reading.problem:
            key, params = reading.problem
            self._problem(key, **params)
            return
        self.found = reading
        self._show_preview()

    # ---- which column is the name? -------------------------------------------------------------------

    def _ask(self, asked, choices=()):
        """Ask for the column that holds the names; ``asked`` is the file, kept until there is an answer."""
        t = self.t
        self.asked = asked
        self.asking.layout.display = "" if asked else "none"
        self.which.value = ""
        if not asked:
            return
        self.which.value = (
            f"<h3>{escape(t('which_heading'))}</h3>"
            f'<p role="status">{escape(self.files("problem_which_name"))} {escape(t("nothing_changed"))}</p>'
        )
        columns = [
            (t("column_with", heading=heading, examples=", ".join(examples)), index)
            for index, heading, examples in choices
        ]
        offer(self.name_in, [*columns, (t("no_names"), None)], columns[0][1])
        offer(self.surname_in, [(t("same_column"), None), *columns], None)
        self.surname_in.layout.display = "" if len(columns) > 1 else "none"

    def _answered(self):
        if self.asked is None:
            return
        chosen = [self.name_in.value]
        if self.name_in.value is not None:
            chosen.append(self.surname_in.value)
        names_in = tuple(dict.fromkeys(index for index in chosen if index is not None))
        self._read(*self.asked, names_in)

    def _too_big(self, limit, size):
        self._problem("problem_too_big", size=-(-size // 1_000_000), limit=limit // 1_000_000)

    def _problem(self, key, **params):
        self.found = None
        self._ask(None)
        self._show_preview()
        self._say(f"{self._filled(key, params)} {self.t('nothing_changed')}", wrong=True, at=self.picker)

    def _filled(self, key, params):
        words = {k: self.t.number(v) if isinstance(v, int) else v for k, v in params.items()}
        return self.files(key, **words)

    # ---- the look at it ------------------------------------------------------------------------------

    def _show_preview(self):
        self.deciding.layout.display = "" if self.found else "none"
        self.preview.value = ""
        if self.found:
            self.plan = model.plan(self.store, self.found.contacts)
            self.preview.value = "".join(self._preview())
            self.yes.layout.display = "" if self.plan.new or self.plan.changed else "none"

    def _preview(self):
        t, found, plan = self.t, self.found, self.plan
        number = t.number
        kind = self.files(f"kind_{found.kind}")
        yield f"<h3>{escape(t('preview_heading'))}</h3>"
        yield f'<p role="status">{escape(t("preview_found", kind=kind, n=number(len(found.contacts))))}</p>'
        if found.understood:
            fields = ", ".join(self.files(key) for key in found.understood)
            yield f"<p>{escape(t('preview_understood', fields=fields))}</p>"
        if found.columns:
            rows = [(heading, self.files(key)) for heading, key in found.columns.items()]
            yield f"<details><summary>{escape(t('preview_columns'))}</summary>"
            yield table((t("column.in_file"), t("column.read_as")), rows) + "</details>"
        sentences = [t("preview_new", n=number(len(plan.new)))]
        if plan.same:
            sentences.append(t("preview_same", n=number(plan.same)))
        if plan.left_out:
            most = number(MOST_CONTACTS)
            sentences.append(t("preview_left_out", most=most, n=number(plan.left_out)))
        yield "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
        if plan.changed:
            yield f"<p>{escape(t('preview_changed', n=number(len(plan.changed))))}</p>"
            yield self._items(
                t("changed_item", name=kept.name, fields=self._gained(names)) for kept, names in plan.changed
            )
        if found.duplicates:
            yield f"<p>{escape(t('preview_duplicates', n=number(len(found.duplicates))))}</p>"
            yield self._items(
                t(
                    "duplicate_item",
                    name=merged.name,
                    n=merged.count,
                    why=", ".join(self.files(key) for key in merged.reason_keys),
                )
                for merged in found.duplicates
            )
        if found.skipped:
            yield f"<p>{escape(t('preview_skipped'))}</p>"
            yield self._items(map(self._skipped, found.skipped))
        if found.left_out:
            yield f"<p>{escape(t('preview_left'))}</p>"
            yield self._items(map(self._skipped, found.left_out))
        if found.unused:
            names = ", ".join(found.unused[:MOST_HEADINGS])
            if more := len(found.unused) - MOST_HEADINGS:
                names += f" {t('and_more', n=number(more))}" if more > 0 else ""
            yield f"<p>{escape(t('preview_unused', columns=names))}</p>"
        if found.contacts:
            caption = t("first_rows", n=min(len(found.contacts), FIRST_ROWS))
            yield self._table(found.contacts[:FIRST_ROWS], caption)
        yield f"<p><strong>{escape(t('not_kept_yet'))}</strong></p>"

    def _gained(self, names):
        return ", ".join(self.files(f"field_{name}") for name in names if name != "source")

    def _skipped(self, skipped):
        params = dict(skipped.params)
        if skipped.reason_key == "skipped_more":
            return self._filled(skipped.reason_key, params)
        row, sheet = self.t.number(skipped.row), params.get("sheet")
        if sheet:
            where = self.files("at_row_of_sheet", row=row, sheet=sheet)
        else:
            where = self.files("at_card" if self.found.kind == "vcard" else "at_row", row=row)
        return self.t("skipped_item", where=where, why=self._filled(skipped.reason_key, params))

    def _items(self, sentences):
        sentences = list(sentences)
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences[:FIRST_NAMES])
        if more := len(sentences) - FIRST_NAMES:
            items += f"<li>{escape(self.t('and_more', n=self.t.number(more)))}</li>" if more > 0 else ""
        return f"<ul>{items}</ul>"

    def _table(self, contacts, caption):
        rows = [(c.name, self._about(c, ", ".join(c.emails), ", ".join(c.phones))) for c in contacts]
        return table((self.t("column.name"), self.t("column.about")), rows, caption)

    def _yes(self):
        n, changed = len(self.plan.new), len(self.plan.changed)
        if self.save(lambda: model.keep(self.store, self.plan)):
            t = self.t
            sentences = [t("kept", n=t.number(n))]
            if changed:
                sentences.append(t("kept_changed", n=t.number(changed)))
            self._done(*sentences, t("kept_file"))
            self.refresh()

    def _no(self):
        self._done(self.t("thrown_away"))

    def _done(self, *sentences):
        self.found = self.plan = None
        self._ask(None)
        self._show_preview()
        self.said.value = f'<p class="nv-note" role="status">{escape(" ".join(sentences))}</p>'

    # ---- whom to bring to the map --------------------------------------------------------------------

    def refresh(self) -> None:
        self.kept = model.contacts(self.store)
        self.book.layout.display = "" if self.kept else "none"
        if self.found:
            self._show_preview()
        self._show_page()

    def _searched(self, change):
        if not self._quiet:
            self.page = 0
            self._act(self._show_page)

    def _turn(self, by):
        self.page += by
        self._show_page()

    def _show_page(self):
        t = self.t
        hits = model.search(self.kept, self.wanted.value)
        pages = max(-(-len(hits) // A_PAGE), 1)
        self.page = min(max(self.page, 0), pages - 1)
        self.here = hits[self.page * A_PAGE : (self.page + 1) * A_PAGE]
        number = t.number
        words = t("hits", n=number(len(hits)), of=self._n(), page=number(self.page + 1), pages=number(pages))
        self.hits.value = f'<p role="status">{escape(words)}</p>'
        self.earlier.disabled = self.page == 0
        self.later.disabled = self.page == pages - 1
        self._show_chosen()

    def _show_chosen(self):
        t, there = self.t, model.on_map(self.store)
        chosen = [contact for contact in self.here if contact.id in there]
        self._quiet = True
        try:
            options = [(str(contact.id), self._line(contact)) for contact in self.here]
            value = {"choose": [str(contact.id) for contact in chosen]}
            self.choose.show([("choose", t("choose_label"))], options, value)
            fields = [self._field(at) for at in range(len(chosen))]
            for field, contact in zip(fields, chosen, strict=True):
                field.description = t("nickname", name=contact.name)
                field.value = there[contact.id].nickname
            self.chosen = [there[contact.id].id for contact in chosen]
        finally:
            self._quiet = False
        self.nicknames.children = list(self.fields.values())
        for at, field in self.fields.items():
            field.layout.display = "" if at < len(fields) else "none"
        n = len(my_network.people(self.store))
        key = "map_few" if n < FEWEST_FOR_STRUCTURE else "map_many" if n > MOST_TO_ASK else "map_fine"
        sentence = t(key, n=n, fewest=FEWEST_FOR_STRUCTURE, most=MOST_TO_ASK)
        self.map_sum.value = f'<p role="status">{escape(sentence)}</p>'

    def _line(self, contact):
        return " · ".join(filter(None, (contact.name, self._about(contact))))

    @staticmethod
    def _about(contact: model.Kept, *more: str) -> str:
        own = contact.organisation if contact.organisation != contact.name else ""
        return " · ".join(filter(None, (contact.title, own, contact.city, *more)))

    def _field(self, at):
        if at not in self.fields:
            self.fields[at] = W.Text(continuous_update=False)
            self.fields[at].observe(partial(self._renamed, at), names="value")
        return self.fields[at]

    def _renamed(self, at, change):
        if not self._quiet:
            self.save(lambda: rename(self.store, self.chosen[at], change["new"]), at=self.fields[at])

    def _ticked(self, change):
        if not self._quiet:
            self._act(self._bring)

    def _bring(self):
        picked, there = set(self.choose.picked("choose")), model.on_map(self.store)
        stay = []

        def change():
            for contact in self.here:
                if str(contact.id) in picked:
                    model.bring(self.store, contact)
                elif contact.id in there and not model.take_back(self.store, contact.id):
                    stay.append(there[contact.id].nickname)

        self.save(change)
        self._show_chosen()
        if stay:
            self._say(self.t("stays", names=", ".join(stay)), wrong=True, at=self.choose)

    def _empty(self):
        if self.save(lambda: model.delete_all(self.store)):
            self._done(self.t("deleted"))
            self.refresh()
