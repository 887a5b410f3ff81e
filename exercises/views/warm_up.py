"""Three easy messages before the hard one, with a guess at how many will answer."""

from datetime import date
from functools import partial

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.kit.boxes import framed
from exercises.models import warm_up as model
from exercises.rules import warm_up as rules
from exercises.rules.minutes import Work


class WarmUp(Exercise):
    """A card a message, with a button that copies it and boxes to tick; the guess beside the answers."""

    stem = model.STEM
    work = Work(words=61, choices=7, lines=3, texts=3)

    def build(self) -> list[W.Widget]:
        t = self.t
        numbers = [(str(n), n) for n in range(rules.MESSAGES + 1)]
        self.guess = self.bind(
            W.Dropdown(description=t("guess"), options=[(t("choose"), None), *numbers]),
            lambda: model.guess(self.store),
            lambda guess: self.store.put(self.stem, "guess", guess),
            self.refresh,
        )
        self.messages = {}
        cards = [self._card(n) for n in model.NUMBERS]
        self.said = W.HTML()
        self.refresh()
        return [self.guess, *cards, self.said]

    def _card(self, n):
        from exercises.kit.take import copy_button

        t = self.t
        controls = {
            "who": W.Text(description=t("who")),
            "text": W.Textarea(description=t("text"), placeholder=t(f"like_{n}"), rows=3),
            "sent": W.Checkbox(description=t("sent"), indent=False),
            "answered": W.Checkbox(description=t("answered"), indent=False),
        }
        self.messages[n] = controls
        for name in ("who", "text", "answered"):
            self._keep(controls[name], n, name)
        self.bind(
            controls["sent"],
            lambda: bool(model.row(self.store, n)["sent"]),
            lambda ticked: model.put(self.store, n, "sent", date.today().isoformat() if ticked else ""),
            self.refresh,
        )
        copy = copy_button(t, lambda: controls["text"].value.strip() or None)
        ticks = W.HBox([controls["sent"], controls["answered"]])
        heading = W.HTML(f"<h3>{escape(t('message', n=n))}</h3>")
        return framed(heading, controls["who"], controls["text"], copy, ticks)

    def _keep(self, control, n, name):
        return self.bind(
            control,
            lambda: model.row(self.store, n)[name],
            partial(model.put, self.store, n, name),
            self.refresh,
        )

    def refresh(self) -> None:
        t = self.t
        greetings = model.greetings(self.store)
        found = [
            (key, names | {"at": at})
            for at, greeting in enumerate(greetings, start=1)
            for key, names in rules.of_one(greeting)
        ]
        found += rules.findings(greetings, model.guess(self.store))
        lines = (f"<p>{escape(t(f'found.{key}', **names))}</p>" for key, names in found)
        self.said.value = f'<div role="status">{"".join(lines)}</div>'
