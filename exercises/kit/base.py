"""What every exercise on a page shares: its language, the learner's store, and what is said when it fails."""

import asyncio
import html
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import partial, wraps
from typing import Any, ClassVar

import ipywidgets as W

from exercises.kit.boxes import choose
from exercises.paper.blocks import Block
from exercises.rules.minutes import Work
from exercises.store import Store, StoreClosed, StoreDamaged, StoreProblem, open_store, recover
from exercises.texts import Texts

WATCH_EVERY = 1.0
# The controls that show what follows from what is filled in: on paper nothing does.
FOLLOWING = frozenset(
    {"said", "sum", "result", "plan", "period", "verdict", "grid", "shown", "handed_in", "preview", "tree"}
    | {"shares", "feedback", "rounds", "ladder", "overview", "when", "nobody_on_map", "figures"}
)
# The store that exercises open instead of the learner's, while they are made for paper.
_instead: ContextVar[Store | None] = ContextVar("instead", default=None)


@contextmanager
def on_blank_store() -> Iterator[Store]:
    """Exercises that are made meanwhile have an empty store of their own; no browser hears of them, and they
    are gone afterwards."""
    import comm
    from ipywidgets.widgets.widget import _instances

    blank, spoken, there = Store(":memory:"), comm.create_comm, set(_instances)
    token = _instead.set(blank)
    comm.create_comm = comm.DummyComm
    try:
        yield blank
    finally:
        for made in [widget for key, widget in _instances.items() if key not in there]:
            made.close()
        comm.create_comm = spoken
        _instead.reset(token)
        blank.close()


def escape(text: object) -> str:
    """``text`` safe inside HTML: people write < and & too."""
    return html.escape(str(text))


def note(sentence: str, wrong: bool = False) -> str:
    """A sentence that is also read aloud when it comes, as HTML; nothing for an empty one."""
    role = "alert" if wrong else "status"
    return f'<p class="nv-note" role="{role}">{escape(sentence)}</p>' if sentence else ""


def numbers(t: Texts, names: Mapping[str, Any]) -> dict[str, str]:
    """``names`` with the numbers as the language of ``t`` writes them."""
    return {
        name: t.number(value, 0 if value == int(value) else 2) if isinstance(value, int | float) else value
        for name, value in names.items()
    }


def guarded(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler whose failure becomes a sentence on the page; ``self.fault`` keeps it for tests."""

    @wraps(handler)
    def run(self, *args, **kwargs):
        try:
            result = handler(self, *args, **kwargs)
            if self.store is not None and not self.store.kept:
                self._not_saved("not_kept")
            return result
        except StoreDamaged as problem:
            self._offer_copy(problem)
        except StoreProblem as problem:
            self._not_saved(problem.key)
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
        await asyncio.sleep(WATCH_EVERY)
        while self.comm is not None:
            self.look()
            await asyncio.sleep(WATCH_EVERY)


class Exercise(Watching, W.VBox):
    """An exercise on the page. A subclass names its ``stem`` and gives its controls from :meth:`build`.

    ``work`` is what there is to do in it for a learner with an ordinary week, by its argument where that
    matters: a lesson's minutes are reckoned from it. ``self.t`` speaks its texts, ``self.store`` is the
    learner's store. :meth:`refresh` is called when the store was changed elsewhere
    (another window, another exercise) and shows what it says now.
    """

    stem = ""
    work: ClassVar[Work | dict[str, Work]] = Work()
    store: Store  # None only while it cannot be opened: then nothing else of the exercise is there

    @classmethod
    def work_of(cls, argument: str = "") -> Work:
        """What there is to do in the exercise that is shown with ``argument``, as a `Work`."""
        return cls.work if isinstance(cls.work, Work) else cls.work.get(argument, Work())

    def __init__(self) -> None:
        super().__init__()
        self.add_class("nv-exercise")
        self.t = Texts(self.stem)
        self.store_text = Texts("store")
        self.fault: Exception | None = None
        self.store = None  # type: ignore[assignment]
        self._bound = []
        self._quiet = False
        self._told_at = None
        self._message = W.HTML()
        self._message.add_class("nv-message")
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
            self.store = _instead.get() or open_store()
        except StoreClosed:
            self._say(self.store_text("closed"))
            return
        self._bound.clear()
        self.children = [*self.build(), self._message, self._saved]
        self._seen = self.store.version()
        if _instead.get() is None:
            self._watch()

    def build(self) -> list[W.Widget]:
        """The controls of this exercise, as a list of widgets."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what the store says now. The fields made with :meth:`text` and its like do so themselves."""

    def paper(self) -> list[Block]:
        """The exercise to be filled in by hand."""
        from exercises.kit.on_paper import on_paper

        return on_paper(self.children, [getattr(self, name, None) for name in FOLLOWING])

    # ---- what is said --------------------------------------------------------------------------------

    def _say(self, sentence, wrong=False, at=None):
        """Say it at the foot; the page shows it under the control ``at``, which is marked if wrong.

        It is not put under that control here: whatever stands below would be drawn anew, and with it would go
        the keyboard of whoever is typing there and the words that are not kept yet.
        """
        self._hush()
        if at is not None:
            at.add_class("nv-told")
            if wrong:
                at.add_class("nv-faulty")
            self._told_at = at
        self._message.value = note(sentence, wrong)
        if self._message not in self.children:
            self.children = [*self.children, self._message]

    def _hush(self):
        """Take back what was said last, and its mark."""
        self._message.value = ""
        if self._told_at is not None:
            self._told_at.remove_class("nv-told")
            self._told_at.remove_class("nv-faulty")
            self._told_at = None

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

    def _not_saved(self, why):
        self._saved.value = ""  # of the change before: two sentences that deny each other
        self._say(self.store_text(why), wrong=True)

    @guarded
    def save(self, change: Callable[..., Any]) -> None:
        """Run ``change()``, which writes to the store, and show quietly when it was saved."""
        change()
        self._seen = self.store.version()
        if self._message.value:
            self._hush()
        if self.store.saved_at is None or not self.store.kept:
            return  # a blank in a card that is no row yet, or see `guarded`
        clock = self.store_text.clock(self.store.saved_at)
        self._saved.value = (
            f'<span role="status" class="nv-saved-at">{escape(self.store_text("saved", clock=clock))}</span>'
        )

    # ---- other windows -------------------------------------------------------------------------------

    @guarded
    def look(self) -> None:
        """Refresh if the store was changed elsewhere."""
        seen = self.store.version()
        if seen == self._seen:
            return
        self._seen = seen
        self.reread()

    def reread(self) -> None:
        """Show in every control what is kept for it now, and what follows from it."""
        self._quiet = True
        try:
            for control, read in self._bound:
                choose(control, read())
            self.refresh()
        finally:
            self._quiet = False

    # ---- controls that keep what is typed ------------------------------------------------------------

    def bind(
        self,
        control: W.Widget,
        read: Callable[..., Any],
        write: Callable[..., Any],
        after: Callable[..., Any] | None = None,
    ) -> W.Widget:
        """Keep ``control.value`` with ``write(value)`` at every change; show ``read()`` first.

        ``after()`` runs when the value was kept, to show what follows from it.
        """
        choose(control, read())
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

    def text(
        self,
        name: str,
        label: str,
        *,
        lines: int = 1,
        placeholder: str = "",
        after: Callable[..., Any] | None = None,
    ) -> W.Text:
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

    def button(self, label: str, action: Callable[..., Any], primary: bool = False) -> W.Button:
        """A button that runs ``action()``."""
        button = W.Button(description=label)
        button.add_class("nv-primary" if primary else "nv-quiet")
        button.on_click(lambda _: self._act(action))
        return button

    @guarded
    def _act(self, action):
        action()


def cell_text(t: Texts, value: str) -> str:
    """One cell of a table of the learner's data (str, int, float, date or None) as text."""
    if isinstance(value, date):
        return t.date(value)
    if isinstance(value, float):
        return t.number(value, 2)
    return "" if value is None else str(value)


def figure(finding: str, svg: str, table: str) -> str:
    """A chart as HTML: what it shows as its title, the drawing, and the same content as a table."""
    return f'<figure class="nv-figure"><figcaption>{escape(finding)}</figcaption>{svg}{table}</figure>'


def table(
    heading: Sequence[str], rows: Sequence[list[str] | tuple[int | str, ...]], caption: str = ""
) -> str:
    """A table as HTML; cells are escaped."""
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="nv-table">{top}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
