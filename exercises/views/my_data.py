"""Everything the learner's folder holds: see it, take it, delete one person, delete all."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, cell_text, escape, table
from exercises.kit.boxes import beside, offer
from exercises.kit.on_network import Confirmed
from exercises.paper.blocks import Block
from exercises.store import COPIES, COPIES_KEPT, is_a_file
from exercises.texts import LOCALES, Texts
from exercises.whole_store import files, forgetting, travel
from exercises.whole_store import tables as model

A_PAGE = 10
# A table of more columns than this is shown as a list a row: it could not be read on a telephone.
WIDE = 3
MOST_NAMES = 20
MOST_MENTIONS = 10


class MyData(Exercise):
    """See all, take all, delete one person everywhere, delete all."""

    stem = model.STEM

    def paper(self) -> list[Block]:
        return []

    def build(self) -> list[W.Widget]:
        cards = [self._see(), self._take(), self._move(), self._someone(), self._all()]
        for card in cards:
            card.add_class("nv-card")
        self.refresh()
        return cards

    def refresh(self) -> None:
        self.tables = {found.kind: found for found in model.tables(self.store, self.t.lang)}
        self.there = forgetting.everybody(self.store)
        self._show_tables()
        self._show_names()

    def _card(self, part, sentences, *controls):
        paragraphs = "".join(f"<p>{escape(self.t(self._here(f'{part}.{key}')))}</p>" for key in sentences)
        heading = W.HTML(f"<h3>{escape(self.t(f'{part}.heading'))}</h3>{paragraphs}")
        return W.VBox([heading, *controls])

    def _here(self, key):
        """The key of what is said where the browser is all there is, if that is something else."""
        part, _, name = key.partition(".")
        other = f"{name}_browser"
        return key if is_a_file() or other not in self.t.data[part] else f"{part}.{other}"

    @staticmethod
    def _note(sentence: str, role: str = "status") -> str:
        return f'<p class="nv-note" role="{role}">{escape(sentence)}</p>'

    def _changed(self, change):
        """Run ``change()`` on the store and return whether it was done."""
        done = []

        def attempt():
            change()
            done.append(True)

        self.save(attempt)
        self._saved.value = ""
        return bool(done)

    # ---- see -----------------------------------------------------------------------------------------

    def _see(self):
        t = self.t
        where = (
            t(self._here("see.where"), path=self.store.path),
            t(self._here("see.copies"), folder=COPIES, most=t.number(COPIES_KEPT)),
        )
        self.where = W.HTML("".join(f"<p>{escape(sentence)}</p>" for sentence in where))
        self.where.add_class("nv-words")
        self.which = W.Dropdown(description=t("see.which"))
        self.wanted = W.Text(description=t("see.search"))
        self.hits, self.rows = W.HTML(), W.HTML()
        self.rows.add_class("nv-words")
        self.earlier = self.button(t("see.earlier"), partial(self._turn, -1))
        self.later = self.button(t("see.later"), partial(self._turn, +1))
        self.page = 0
        for control in (self.which, self.wanted):
            control.observe(self._looked_for, names="value")
        choose = beside(self.which, self.wanted)
        self.seeing = W.VBox([choose, self.hits, self.rows, W.HBox([self.earlier, self.later])])
        self.nothing = W.HTML(f"<p>{escape(t('see.nothing'))}</p>")
        return self._card("see", (), self.where, self.nothing, self.seeing)

    def _show_tables(self):
        t = self.t
        self.seeing.layout.display = "" if self.tables else "none"
        self.nothing.layout.display = "none" if self.tables else ""
        options = [
            (t("see.option", title=found.title, n=t.number(len(found.rows))), kind)
            for kind, found in self.tables.items()
        ]
        quiet, self._quiet = self._quiet, True
        try:
            offer(self.which, options)
        finally:
            self._quiet = quiet
        self._show_page()

    def _looked_for(self, change):
        if not self._quiet:
            self.page = 0
            self._act(self._show_page)

    def _turn(self, by):
        self.page += by
        self._show_page()

    def _show_page(self):
        found = self.tables.get(self.which.value)
        if found is None:
            self.hits.value = self.rows.value = ""
            return
        number = self.t.number
        hits = model.search(found, self.wanted.value)
        pages = max(-(-len(hits) // A_PAGE), 1)
        self.page = min(max(self.page, 0), pages - 1)
        sentence = self.t(
            "see.hits",
            n=number(len(hits)),
            of=number(len(found.rows)),
            page=number(self.page + 1),
            pages=number(pages),
        )
        self.hits.value = f'<p role="status">{escape(sentence)}</p>'
        here = hits[self.page * A_PAGE : (self.page + 1) * A_PAGE]
        self.rows.value = self._table(found, here) if here else ""
        self.earlier.disabled = self.page == 0
        self.later.disabled = self.page == pages - 1

    def _table(self, found, rows):
        if len(found.columns) <= WIDE:
            return table(
                found.columns, [[cell_text(self.t, cell) for cell in row] for row in rows], found.title
            )
        head = "".join(
            f'<th scope="col">{escape(word)}</th>' for word in (found.columns[0], self.t("see.details"))
        )
        body = "".join(
            f"<tr><td>{escape(cell_text(self.t, row[0]))}</td><td>{self._details(found, row)}</td></tr>"
            for row in rows
        )
        caption = escape(found.title)
        return (
            f'<table class="nv-table"><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _details(self, found, row):
        told = [
            f"{escape(heading)}: {escape(cell_text(self.t, cell))}"
            for heading, cell in zip(found.columns[1:], row[1:], strict=True)
            if cell is not None and cell != ""
        ]
        return "<br>".join(told)

    # ---- take ----------------------------------------------------------------------------------------

    def _take(self):
        from exercises.kit.take import download_button

        t = self.t
        today = date.today().isoformat()
        workbook = f"{t('take.file', day=today)}.xlsx"
        self.excel = download_button(
            t, partial(self._workbook, workbook), t("take.excel"), workbook, files.XLSX
        )
        self.cards = []
        for version in files.VCARD_VERSIONS:
            name = f"{t('take.file_cards', day=today, version=version)}.vcf"
            make = partial(self._vcards, name, version)
            label = t(f"take.vcard_{version[0]}")
            self.cards.append(download_button(t, make, label, name, files.VCARD))
        self.taken = W.HTML()
        buttons = [self.excel, *self.cards]
        return self._card("take", ("how", "then"), *buttons, self.taken)

    def _workbook(self, name):
        found = model.filled(model.tables(self.store, self.t.lang))
        if not found:
            return None

        def tell(at, title):
            number = self.t.number
            self.taken.value = self._note(
                self.t("take.making", at=number(at), of=number(len(found)), title=title)
            )

        return self._kept(name, lambda: files.excel(found, tell))

    def _vcards(self, name, version):
        self.taken.value = self._note(self.t("take.making_cards"))
        return self._kept(name, lambda: files.vcards(self.store, version))

    def _kept(self, name, make):
        """What ``make()`` gives, kept as well; what was being made is no longer said where it fails."""
        content = None
        try:
            content = make()
        finally:
            if content is None:
                self.taken.value = ""
        return None if content is None else self._keep(name, content)

    def _keep(self, name, content):
        """Put the file into the learner's own folder as well; a folder that says no does not stop it."""
        if not is_a_file():
            self.taken.value = ""
            return content
        folder = self.store.path.parent
        try:
            path = files.keep(folder, name, content)
        except OSError:
            self.taken.value = self._note(self.t("take.not_kept"), "alert")
        else:
            self.taken.value = self._note(self.t("take.kept", file=path.name, folder=folder.name))
        return content

    # ---- move ----------------------------------------------------------------------------------------

    def _move(self):
        from exercises.kit.controls.file_picker import FilePicker
        from exercises.kit.take import download_button

        t = self.t
        self.file = travel.NAME[t.lang]
        self.out = download_button(t, self._packed, t("travel.out", file=self.file), self.file, travel.ZIP)
        self.picker = FilePicker(
            t("travel.in"),
            t("travel.reading"),
            ".zip",
            travel.MOST_BYTES,
            self._brought,
            lambda size: self._refused("too_large"),
            lambda: self._refused("unreadable"),
        )
        self.coming = W.HTML()
        self.bring = self.button(t("travel.yes"), self._bring)
        self.leave = self.button(t("travel.no"), self._leave)
        self.moving = W.VBox([self.coming, W.HBox([self.bring, self.leave])])
        self.moving.layout.display = "none"
        self.moved = W.HTML()
        how = W.HTML(f"<p>{escape(t('travel.how', file=self.file))}</p><p>{escape(t('travel.then'))}</p>")
        return self._card("travel", (), how, self.out, self.picker, self.moving, self.moved)

    def _packed(self):
        return travel.pack(self.store)

    def _refused(self, key):
        self.moving.layout.display = "none"
        self.moved.value = self._note(self.t(f"travel.{key}", file=self.file), "alert")

    def _brought(self, name, data):
        try:
            luggage = travel.read(data)
        except travel.NotOurs as refused:
            self._refused(refused.key)
            return
        self.changes = travel.changes(self.store, luggage)
        if self.changes.nothing:
            self.moving.layout.display = "none"
            self.moved.value = self._note(self.t("travel.nothing"))
            return
        t = self.t
        lines = [t(f"travel.{key}", n=t.number(n)) for key, n in self.changes.counts.items()]
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        note = self._note(t("travel.preview"), "alert")
        self.coming.value = f"{note}<ul>{items}</ul><p>{escape(t('travel.back'))}</p>"
        self.moved.value = ""
        self.moving.layout.display = ""

    def _bring(self):
        self.moving.layout.display = "none"
        try:
            if not self._changed(lambda: travel.take(self.store, self.changes)):
                return
        except OSError:
            self.moved.value = self._note(self.t("travel.not_written"), "alert")
            return
        self.refresh()
        self.moved.value = self._note(self.t("travel.done"))

    def _leave(self):
        self.moving.layout.display = "none"
        self.moved.value = self._note(self.t("travel.left"))

    # ---- delete one person ---------------------------------------------------------------------------

    def _someone(self):
        t = self.t
        self.name = W.Text(description=t("person.search"))
        self.found = W.HTML()
        self.who = W.Dropdown(description=t("person.which"))
        self.who.layout.display = "none"
        self.remove = Confirmed(
            self,
            t("person.delete"),
            lambda: t("person.sure", who=self._called(self.who.value)),
            t("person.yes"),
            self._remove,
        )
        self.remove.layout.display = "none"
        self.removed = W.HTML()
        self.removed.add_class("nv-words")
        self.name.observe(self._named, names="value")
        self.who.observe(self._chosen, names="value")
        return self._card("person", ("how",), self.name, self.found, self.who, self.remove, self.removed)

    def _called(self, someone):
        t = self.t
        key = "both" if someone.nickname and someone.name else "on_map" if someone.nickname else "in_book"
        who = t(f"person.{key}", nickname=someone.nickname, name=someone.name)
        return t("person.about", who=who, about=someone.about) if someone.about else who

    def _named(self, change):
        if not self._quiet:
            self.removed.value = ""
            self._act(self._show_names)

    def _show_names(self):
        t, number = self.t, self.t.number
        hits = forgetting.find(self.there, self.name.value)
        some = hits[:MOST_NAMES]
        options = [(t("person.choose"), None)] + [(self._called(one), one) for one in some]
        quiet, self._quiet = self._quiet, True
        try:
            offer(self.who, options)
        finally:
            self._quiet = quiet
        self.who.layout.display = "" if some else "none"
        if not self.name.value.strip():
            sentence = ""
        elif not hits:
            sentence = t("person.none")
        elif len(hits) > len(some):
            sentence = t("person.more", n=number(len(hits)), shown=number(len(some)))
        else:
            sentence = t("person.found", n=number(len(hits)))
        self.found.value = f'<p role="status">{escape(sentence)}</p>' if sentence else ""
        self._show_remove()

    def _chosen(self, change):
        if not self._quiet:
            self._act(self._show_remove)

    def _show_remove(self):
        self.remove.close_question()
        self.remove.layout.display = "" if self.who.value else "none"

    def _remove(self):
        t, someone = self.t, self.who.value
        self.there = forgetting.everybody(self.store)
        if someone not in self.there:
            self._show_names()
            self.removed.value = self._note(t("person.already"))
            return
        if not self._changed(lambda: forgetting.delete_someone(self.store, someone)):
            return
        self._clear(self.name)
        self.refresh()
        parts = [self._note(t("person.done", who=self._called(someone)))]
        if left := forgetting.mentions(self.store, t.lang, someone):
            items = [t("person.mention", table=title, row=row) for title, row in left[:MOST_MENTIONS]]
            if more := len(left) - len(items):
                items.append(t("person.more_mentions", n=t.number(more)))
            listed = "".join(f"<li>{escape(item)}</li>" for item in items)
            parts.append(f"<p>{escape(t('person.mentions'))}</p><ul>{listed}</ul>")
        parts.append(f"<p>{escape(t('person.elsewhere'))}</p>")
        if aside := forgetting.set_aside(self.store):
            parts.append(f"<p>{escape(t('person.set_aside', files=', '.join(aside)))}</p>")
        self.removed.value = "".join(parts)

    def _clear(self, control):
        self._quiet = True
        try:
            control.value = ""
        finally:
            self._quiet = False

    # ---- delete all ----------------------------------------------------------------------------------

    def _all(self):
        t = self.t
        word = t("all.word")
        self.begin = W.HBox([self.button(t("all.begin"), self._ask)])
        self.asking = W.HTML()
        self.word = W.Text(description=t("all.type", word=word))
        self.yes = self.button(t("all.yes"), self._delete_all)
        self.no = self.button(t("all.no"), self._keep_all)
        self.deciding = W.VBox([self.asking, self.word, W.HBox([self.yes, self.no])])
        self.deciding.layout.display = "none"
        self.gone = W.HTML()
        self.gone.add_class("nv-words")
        return self._card("all", ("how",), self.begin, self.deciding, self.gone)

    def _ask(self):
        n = sum(len(found.rows) for found in self.tables.values())
        sentence = self.t("all.sure", n=self.t.number(n), word=self.t("all.word"))
        self.asking.value = self._note(sentence, "alert")
        self.gone.value = ""
        self._decide(True)

    def _decide(self, open_):
        self._clear(self.word)
        self.begin.layout.display = "none" if open_ else ""
        self.deciding.layout.display = "" if open_ else "none"

    def _keep_all(self):
        self._decide(False)
        self.gone.value = self._note(self.t("all.kept"))

    def _delete_all(self):
        t = self.t
        if self.word.value.strip().casefold() != t("all.word").casefold():
            self.gone.value = self._note(t("all.wrong_word", word=t("all.word")), "alert")
            return
        self.gone.value = self._note(t("all.deleting"))
        if not self._changed(self.store.delete_everything):
            self.gone.value = ""
            return
        self._decide(False)
        self._clear(self.wanted)
        self._clear(self.name)
        self.removed.value = self.taken.value = ""
        self.refresh()
        # the page forgets with it what this browser kept while the course was away
        parts = [f'<div class="nv-deleted-all">{self._note(t(self._here("all.done")))}</div>']
        starts = (Texts(self.stem, lang)("take.file_start") for lang in LOCALES)
        fetched = [name for start in starts for name in files.kept(self.store.path.parent, start)]
        if fetched:
            parts.append(f"<p>{escape(t('all.files', files=', '.join(fetched)))}</p>")
        self.gone.value = "".join(parts)
