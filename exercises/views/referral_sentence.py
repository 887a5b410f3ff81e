"""The referral sentence of lesson 7: one request, said clearly, in time, with thanks and within the law."""

import ipywidgets as W

from exercises.kit.base import Exercise, escape
from exercises.models import referral_sentence as model
from exercises.rules import referral_sentence as rules
from exercises.rules.minutes import Work


class ReferralSentence(Exercise):
    """The request is put together as it is written, copied with a button, and talked over under it."""

    stem = model.STEM
    work = Work(words=80, choices=5, lines=1, texts=3)

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button

        t = self.t
        self.chosen = {name: self._choice(name, keys) for name, keys in model.CHOICES.items()}
        self.parts = {
            part: self.text(
                part, t(f"part.{part}"), lines=2, placeholder=t(f"like.{part}"), after=self.refresh
            )
            for part in rules.PARTS
        }
        self.thanks = self.text("thanks", t("thanks"), placeholder=t("thanks_like"), after=self.refresh)
        self.whole, self.said = W.HTML(), W.HTML()
        self.refresh()
        return [
            self.chosen["bond"],
            *self.parts.values(),
            *(self.chosen[name] for name in ("first", "way", "many", "moment")),
            self.thanks,
            self.whole,
            copy_button(t, self.request),
            self.said,
            W.HTML(f"<p>{escape(t('how'))}</p>"),
        ]

    def _choice(self, name, keys):
        options = [(self.t("choose"), ""), *((self.t(f"{name}_option.{key}"), key) for key in keys)]
        return self.bind(
            W.Dropdown(description=self.t(name), options=options),
            lambda: model.choice(self.store, name) or "",
            lambda key: self.store.put(self.stem, name, key or None),
            self.refresh,
        )

    def request(self) -> str | None:
        """The request as one text, or None while its question is not written."""
        t, parts = self.t, model.parts(self.store)
        situation = rules.bare(parts["situation"], t("beginnings").split("|"))
        if not situation:
            return None
        said = [t("ask", situation=situation)]
        if help_ := rules.bare(parts["help"], t("help_beginnings").split("|")):
            said.append(t("offer", help=help_))
        first = model.choice(self.store, "first")
        if first in ("them", "introduced"):
            said.append(t(f"first_line.{first}"))
        if way_out := parts["way_out"].strip():
            said.append(way_out)
        return " ".join(said)

    def refresh(self) -> None:
        t = self.t
        request = self.request()
        quoted = f"<h3>{escape(t('whole'))}</h3><blockquote>{escape(request)}</blockquote>"
        self.whole.value = quoted if request else ""
        found = rules.findings(
            model.parts(self.store),
            model.choices(self.store),
            model.thanks(self.store),
            request or "",
            {name: t(name).split(", ") for name in ("vague", "reward", "both", "none")},
        )
        items = "".join(f"<li>{escape(t(f'found.{key}', **self._named(names)))}</li>" for key, names in found)
        self.said.value = f'<div role="status"><ul>{items}</ul></div>'

    def _named(self, names):
        return {name: self.t.number(v) if isinstance(v, int) else v for name, v in names.items()}
