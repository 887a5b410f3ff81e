"""What a measurement shows, in words and tables. ``t`` speaks texts/effect.toml."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from exercises.rules import effect as rules
from facilitation.cohort import effect
from facilitation.cohort.trial import COHORT, COURSE, FEWEST, LAST, PRIMARY, WAIT

if TYPE_CHECKING:
    from exercises.texts import Texts


def planned(t: Texts, design: Any) -> str:
    """What was fixed beforehand: one sentence."""
    return t(
        f"planned.{design.kind}",
        day=t.date(design.made),
        people=t.number(sum(map(design.enrolled, design.groups))),
        course=t.number(design.enrolled(COURSE)),
        wait=t.number(design.enrolled(WAIT)),
        seed=design.seed,
        primary=t(f"scale.{design.primary}"),
        week=design.last,
    )


def sentences(t: Texts, found: Any) -> Any:
    """What may be concluded from an `effect.Effect`, and what makes it doubtful."""
    if found.verdict == effect.TOO_FEW:
        return [t("verdict.too_few", week=LAST, fewest=FEWEST)]
    main = found.estimates[PRIMARY, LAST]
    verdict = t(
        f"verdict.{found.kind}.{found.verdict}",
        value=t.number(float(main.value), 2),
        interval=interval(t, main),
        week=LAST,
    )
    said = [verdict]
    if found.lost:
        said.append(t("lost", percent=t.percent(found.lost), week=LAST))
    return [*said, *(t(f"doubt.{doubt}") for doubt in found.doubts), t("beside")]


def interval(t: Texts, estimate: Any) -> str:
    """*from 0.12 to 0.58*."""
    return t("interval", low=t.number(float(estimate.low), 2), high=t.number(float(estimate.high), 2))


def answers(t: Texts, found: Any) -> Any:
    """``(heads, rows)`` of who has answered; a row is the group and its cells."""
    heads = [t("column.group"), t("column.enrolled")]
    heads += [t("column.week", week=week) for week in rules.WEEKS] + [t("column.lost")]
    rows = []
    for group, counts in found.answered.items():
        numbers = [found.enrolled[group], *counts.values(), counts[0] - counts[LAST]]
        rows.append((t(f"group.{group}"), [t.number(n) for n in numbers]))
    return heads, rows


def differences(t: Texts, found: Any) -> Any:
    """``(heads, rows)`` of the differences, what decides first."""
    heads = [t(f"column.{name}") for name in ("scale", "difference", "interval", "people")]
    order = sorted(found.estimates, key=lambda at: at != (PRIMARY, LAST))
    rows = []
    for scale, week in order:
        name = t("scale_week", scale=t(f"scale.{scale}"), week=week)
        name = t("decides", scale=name) if (scale, week) == (PRIMARY, LAST) else name
        one = found.estimates[scale, week]
        if one is None:
            rows.append((name, [t("hidden", fewest=FEWEST), "", ""]))
        else:
            people = "\N{NO-BREAK SPACE}+\N{NO-BREAK SPACE}".join(t.number(int(n)) for n in one.people)
            value, low, high = (_in_a_cell(t, number) for number in (one.value, one.low, one.high))
            rows.append((name, [value, t("interval_cell", low=low, high=high), people]))
    return heads, rows


def _in_a_cell(t, number):
    """A number that stays on its line, with a true minus."""
    return t.number(float(number), 2).replace("-", "\N{MINUS SIGN}")


def slips(t: Texts, design: Any) -> str:
    """A page of slips to print: each person's code, and whether they begin now or wait."""
    sections = [
        f"<section><h2>{escape(person.name)}</h2><p><b>{escape(t('slip.code', code=person.code))}</b></p>"
        + (f"<p>{escape(t(f'slip.{person.group}'))}</p>" if design.kind != COHORT else "")
        + f"<p>{escape(t('slip.how'))}</p></section>"
        for person in design.people
    ]
    return f"<title>{escape(t('title'))}</title><div class='slips'>{''.join(sections)}</div>"


def table(trial: Any) -> Any:
    """The anonymous numbers as a `Table` for `files.csv_of`, None where there are too few."""
    from exercises.whole_store.tables import Table

    columns, found = effect.rows(trial)
    return Table("effect", "effect", tuple(columns), found) if found else None
