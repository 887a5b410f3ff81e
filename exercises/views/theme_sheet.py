"""The work sheet of the chosen theme: its parts, its steps on the platform, and what can be said of it."""

from datetime import date

import ipywidgets as W

from exercises.kit.base import escape
from exercises.kit.fields import Fields
from exercises.models import theme_sheet as model
from exercises.models.known_names import knowing
from exercises.rules import theme_sheet as rules
from exercises.rules.lix import MOST_LIX
from exercises.rules.reflection import words
from exercises.texts import Texts
from exercises.views.platform_steps import steps_html


class ThemeSheet(Fields):
    """One of five sheets, made when it is chosen; each keeps its own words."""

    stem = model.STEM

    def build(self) -> list[W.Widget]:
        from exercises.kit.take import copy_button, print_button

        t = self.t
        self.steps_text = Texts("platform_steps", t.lang)
        self.module = self.choice("module", t("module"), "module_option", tuple(rules.MODULES))
        self.sheets = {}
        self.steps, self.sheet, self.said = W.HTML(), W.VBox(), W.HTML()
        self.take = W.HBox([copy_button(t, self.as_text), print_button(t, self.page)])
        self.show()
        return [self.module, self.steps, self.sheet, self.said, self.take]

    def boxes(self, name: str) -> dict[str, W.Widget]:
        """``{part: control}`` of one module, made the first time it is asked for."""
        if name not in self.sheets:
            made = {
                part.name: self.text(
                    f"{name}.{part.name}",
                    self.t(f"{name}.{part.name}"),
                    lines=part.lines,
                    placeholder=self.t(f"{name}_like.{part.name}"),
                    after=self.show,
                )
                for part in rules.MODULES[name]
            }
            if name == "newsletter":
                made["consent"] = self.choice(
                    f"{name}.consent", self.t("consent"), "consent_option", rules.CONSENT
                )
            made["credit"] = self.choice(f"{name}.credit", self.t("credit"), "credit_option", rules.CREDIT)
            self.sheets[name] = made
        return self.sheets[name]

    def as_text(self) -> str | None:
        """The product as one text, or None while nothing is written."""
        name = model.module(self.store)
        return (rules.whole(name, model.texts(self.store, name)) or None) if name else None

    def page(self) -> str | None:
        """The sheet to print, lines to write on where nothing stands yet; None while no theme is chosen."""
        name, t = model.module(self.store), self.t
        if not name:
            return None
        title = escape(t(f"module_option.{name}"))
        kept = model.texts(self.store, name)
        parts = []
        for part in rules.MODULES[name]:
            lines = [line for line in kept[part.name].splitlines() if line.strip()]
            body = "".join(f"<p>{escape(line)}</p>" for line in lines) or '<p class="line"></p>' * part.lines
            parts.append(f"<section><h2>{escape(t(f'{name}.{part.name}'))}</h2>{body}</section>")
        return f"<title>{title}</title><h1>{title}</h1>{''.join(parts)}"

    def show(self) -> None:
        t, name = self.t, model.module(self.store)
        boxes = list(self.boxes(name).values()) if name else []
        if self.sheet.children != tuple(boxes):
            self.sheet.children = boxes
            self.steps.value = steps_html(self.steps_text, name, date.today()) if name else ""
        self.take.layout.display = "" if name else "none"
        kept = model.texts(self.store, name) if name else {}
        credit, consent = (self.store.get(self.stem, f"{name}.{key}", "") for key in ("credit", "consent"))
        found = [
            (key, names | {"part": t(f"{name}.{names['part']}")} if "part" in names else names)
            for key, names in rules.findings(name, kept, credit, consent, knowing(self.store))
        ]
        measured = ""
        if name and (hard := rules.readability(name, kept)) is not None:
            n = t.number(sum(map(words, kept.values())))
            measured = f"<p>{escape(t('measured', words=n, lix=t.number(hard), most=MOST_LIX))}</p>"
        self.said.value = measured + self.items(found)
