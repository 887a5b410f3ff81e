"""What every exercise on a page shares: its language, the learner's store, and what is said when it fails."""

import asyncio
import html
import os
import traceback
from datetime import date
from functools import partial, wraps

import ipywidgets as W

from exercises.store import StoreClosed, StoreDamaged, StoreProblem, open_store, recover
from exercises.texts import Texts

WATCH_EVERY = 1.0


def escape(text):
    """``text`` safe inside HTML: people write < and & too."""
    return html.escape(str(text))


def note(sentence, wrong=False):
    """A sentence that is also read aloud when it comes, as HTML; nothing for an empty one."""
    role = "alert" if wrong else "status"
    return f'<p class="nv-note" role="{role}">{escape(sentence)}</p>' if sentence else ""


def guarded(handler):
    """A handler whose failure becomes a sentence on the page; ``self.fault`` keeps it for tests."""

    @wraps(handler)
    def run(self, *args, **kwargs):
        try:
            return handler(self, *args, **kwargs)
        except StoreDamaged as problem:
            self._offer_copy(problem)
        except StoreProblem as problem:
            self._say(self.store_text(problem.key), wrong=True)
        except Exception as fault:
            self.fault = fault
            if os.environ.get("NETVAERK_FAULTS") == "raise":  # for tests in a real kernel
                raise
            if os.environ.get("NETVAERK_FAULTS") == "print":
                traceback.print_exc()
            self._say(self.store_text("fault"), wrong=True)

    return run


class Watching:
    """A widget that notices what another window has written, with :meth:`look`, while it is shown."""

    def _watch(self):
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel: a test drives the page
            return
        self._watching = loop.create_task(self._look_again())

    async def _look_again(self):
        while self.comm is not None:
            await asyncio.sleep(WATCH_EVERY)
            self.look()


class Exercise(Watching, W.VBox):
    """An exercise on the page. A subclass names its ``stem`` and gives its controls from :meth:`build`.

    ``self.t`` speaks its texts, ``self.store`` is the learner's store. :meth:`refresh` is called when the
    store was changed elsewhere (another window, another exercise) and shows what it says now.
    """

    stem = ""

    def __init__(self):
        super().__init__()
        self.add_class("nv-exercise")
        self.t = Texts(self.stem)
        self.store_text = Texts("store")
        self.fault = None
        self.store = None
        self._bound = []
        self._quiet = False
        self._message = W.HTML()
        self._saved = W.HTML()
        self._saved.add_class("nv-saved")
        self._open()

    def _repr_mimebundle_(self, **kwargs):
        # The plain text of a widget is its values: it would write what was typed into the saved notebook.
        bundle = super()._repr_mimebundle_(**kwargs)
        return bundle | {"text/plain": "[øvelse]" if self.t.lang == "da" else "[exercise]"}

    @guarded
    def _open(self):
        try:
            self.store = open_store()
        except StoreClosed:
            self._say(self.store_text("closed"))
            return
        self._bound.clear()
        self.children = [*self.build(), self._message, self._saved]
        self._seen = self.store.version()
        self._watch()

    def build(self):
        """The controls of this exercise, as a list of widgets."""
        raise NotImplementedError

    def refresh(self):
        """Show what the store says now. The fields made with :meth:`text` and its like do so themselves."""

    # ---- what is said --------------------------------------------------------------------------------

    def _say(self, sentence, wrong=False):
        self._message.value = note(sentence, wrong)
        if self._message not in self.children:
            self.children = [*self.children, self._message]

    def _offer_copy(self, problem):
        say = self.store_text
        sentences = [say(problem.key, folder=problem.path.parent.name)]
        if problem.copy:
            made = problem.copy_made
            sentences.append(say("damaged_copy", date=say.date(made.date()), clock=say.clock(made)))
        else:
            sentences.append(say("damaged_no_copy"))
        buttons = []
        if problem.copy:
            buttons.append(W.Button(description=say("use_copy")))
            buttons[0].on_click(lambda _: self._recover(problem, use_copy=True))
        buttons.append(W.Button(description=say("start_afresh")))
        buttons[-1].on_click(lambda _: self._recover(problem, use_copy=False))
        self._message.value = "".join(note(one, wrong=True) for one in sentences)
        self.children = [self._message, W.HBox(buttons)]

    @guarded
    def _recover(self, problem, use_copy):
        aside = recover(problem, use_copy)
        self._open()
        self._say(self.store_text("recovered", name=aside.name))

    @guarded
    def save(self, change):
        """Run ``change()``, which writes to the store, and show quietly when it was saved."""
        change()
        self._seen = self.store.version()
        self._message.value = ""
        clock = self.store_text.clock(self.store.saved_at)
        self._saved.value = f'<span role="status">{escape(self.store_text("saved", clock=clock))}</span>'

    # ---- other windows -------------------------------------------------------------------------------

    @guarded
    def look(self):
        """Refresh if the store was changed elsewhere."""
        seen = self.store.version()
        if seen == self._seen:
            return
        self._seen = seen
        self.reread()

    def reread(self):
        """Show in every control what is kept for it now, and what follows from it."""
        self._quiet = True
        try:
            for control, read in self._bound:
                value = read()
                if control.value != value:
                    control.value = value
            self.refresh()
        finally:
            self._quiet = False

    # ---- controls that keep what is typed ------------------------------------------------------------

    def bind(self, control, read, write, after=None):
        """Keep ``control.value`` with ``write(value)`` at every change; show ``read()`` first.

        ``after()`` runs when the value was kept, to show what follows from it.
        """
        value = read()
        control.value = value
        self._bound.append((control, read))

        def changed(change):
            if self._quiet:
                return
            self.save(partial(write, change["new"]))
            if after:
                self._after(after)

        control.observe(changed, names="value")
        return control

    @guarded
    def _after(self, after):
        after()

    def text(self, name, label, *, lines=1, placeholder="", after=None):
        """A labelled text box kept as the field ``name``; ``lines > 1`` gives a taller one."""
        kind = W.Textarea if lines > 1 else W.Text
        control = kind(description=label, placeholder=placeholder, continuous_update=True)
        if lines > 1:
            control.rows = lines
        return self.bind(
            control,
            lambda: self.store.get(self.stem, name, ""),
            lambda value: self.store.put(self.stem, name, value or None),
            after,
        )

    def button(self, label, action, primary=False):
        """A button that runs ``action()``."""
        button = W.Button(description=label)
        button.add_class("nv-primary" if primary else "nv-quiet")
        button.on_click(lambda _: self._act(action))
        return button

    @guarded
    def _act(self, action):
        action()


def cell_text(t, value):
    """One cell of a table of the learner's data (str, int, float, date or None) as text."""
    if isinstance(value, date):
        return t.date(value)
    if isinstance(value, float):
        return t.number(value, 2)
    return "" if value is None else str(value)


def figure(finding, svg, table):
    """A chart as HTML: what it shows as its title, the drawing, and the same content as a table."""
    return f'<figure class="nv-figure"><figcaption>{escape(finding)}</figcaption>{svg}{table}</figure>'


def table(heading, rows, caption=""):
    """A table as HTML; cells are escaped."""
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="nv-table">{top}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
