"""Pages to print (A4): HTML as `exercises.kit.take.print_button` takes it. ``t`` is `explain.words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from exercises.rules.promise import STATES
from facilitation.evening import words as explain

if TYPE_CHECKING:
    from exercises.texts import Texts
    from facilitation.evening.board import Matches
    from facilitation.evening.evening import Evening
    from facilitation.evening.vote import Poll
    from facilitation.seating.groups import Plan
    from facilitation.seating.rounds import Rounds


SLIPS = 6  # to cut out of a page
PROMISES = 4
LINE = '<div class="line"></div>'


def _page(title, sections, kind=""):
    return f"<title>{escape(title)}</title><div class='{kind}'>{''.join(sections)}</div>"


def _list(lines):
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def groups(t: Texts, plan: Plan) -> str:
    """A sheet for each group: its names in large letters, and why they sit together."""
    sections = [
        f"<section><h2>{escape(t('desk.group', group=facts.group))}</h2>{_list(facts.names)}"
        f"<p>{escape(explain.why(t, facts))}</p>{_languages(t, facts)}</section>"
        for facts in plan.facts
    ]
    return _page(t("part.groups"), sections, "large")


def _languages(t, facts):
    return (
        f"<p>{escape(t('desk.speak', words=explain.joined(t, facts.languages)))}</p>"
        if facts.languages
        else ""
    )


def rounds(t: Texts, made: Rounds, names: Sequence[str]) -> str:
    """Who sits where in each round, to hang up, and then a card for each of ``names`` to cut out."""
    tables = "".join(
        f"<section><h2>{escape(t('desk.round', round=at))}</h2>"
        + "".join(
            f"<p><b>{escape(explain.table(t, made, at, number))}</b>: {escape(', '.join(seated))}</p>"
            for number, seated in enumerate(round_, start=1)
        )
        + "</section>"
        for at, round_ in enumerate(made.tables, start=1)
    )
    cards = "".join(
        f"<section><h2>{escape(name)}</h2>{_list(explain.card(t, made, name))}</section>" for name in names
    )
    return (
        f"<title>{escape(t('part.rounds'))}</title><h1>{escape(t('part.rounds'))}</h1>{tables}"
        f'<div class="slips apart">{cards}</div>'
    )


def ballots(t: Texts, poll: Poll) -> str:
    """Ballots to fill in by hand: one with the name of each who may vote, or a page of empty ones."""
    themes = "".join(
        f"<tr><td>{escape(theme)}</td><td class='tick'></td><td class='tick'></td></tr>"
        for theme in poll.themes
    )
    heads = "".join(f"<th>{escape(t(f'vote.slip.{name}'))}</th>" for name in ("theme", "votes", "helps"))
    sections = [
        f"<section><h2>{escape(t('vote.slip.title'))}</h2><p>{escape(t('vote.slip.name'))} {escape(name)}</p>"
        f"{'' if name else LINE}<table><tr>{heads}</tr>{themes}</table>"
        f"<p>{escape(t('vote.slip.how'))}</p></section>"
        for name in poll.voters or [""] * SLIPS
    ]
    return _page(t("vote.slip.title"), sections, "slips")


def board_slips(t: Texts) -> Any:
    """A page of empty slips: I can, I would like."""
    section = (
        f"<section><p>{escape(t('board.name'))}</p>{LINE}<p>{escape(t('board.can'))}</p>{LINE}{LINE}"
        f"<p>{escape(t('board.wants'))}</p>{LINE}{LINE}</section>"
    )
    return _page(t("part.board"), [section] * SLIPS, "slips")


def board(t: Texts, found: Matches) -> str:
    """Who helps whom and why, who is left without, and what is unused."""
    return _page(t("part.board"), [f"<h1>{escape(t('board.who_whom'))}</h1>{_list(explain.board(t, found))}"])


def lists(t: Texts, evening: Evening) -> str:
    """A slip for each who has a list: whom to look up and why, with a box to tick when they have met."""
    how = escape(explain.how_to_look_up(t, evening.kept))
    sections = [
        f"<section><h2>{escape(name)}</h2><p>{how}</p>"
        + "".join(
            f"<p class='box'><span></span> {escape(sentence)}</p>"
            for sentence in explain.look_up(t, evening, name)
        )
        + f"<p>{escape(t('lists.tick'))}</p><p>{escape(t('met.others'))}</p>{LINE}</section>"
        for name in evening.lists.of
    ]
    return _page(t("part.lists"), sections, "slips")


def promise_slips(t: Texts) -> Any:
    """Empty slips: a promise to keep, and below it what to tear off and give next time, without a name."""
    lines = "".join(f"<p>{escape(t(f'promises.slip.{part}'))}</p>{LINE}" for part in ("who", "what", "day"))
    ends = "".join(f"<p class='box'><span></span> {escape(t(f'promises.{state}'))}</p>" for state in STATES)
    section = (
        f"<section><h2>{escape(t('promises.slip.title'))}</h2>{lines}<p>{escape(t('promises.slip.yours'))}</p>"
        f"<hr><p>{escape(t('promises.slip.next'))}</p>{ends}</section>"
    )
    return _page(t("part.promises"), [section] * PROMISES, "slips")


def sign_up_slips(t: Texts, evening: Any) -> Any:
    """Two slips a page to sign up on paper, with the consent's own words beside an empty box."""
    kept = evening.kept
    fields = "".join(
        f"<p>{escape(t(f'sign_ups.{name}'))}</p>{LINE}"
        for name in ("name", "mail", "trade", "place", "competences", "wants")
    )
    asked = [words for words in (explain.consent(t, kept), explain.showing(t, kept)) if words]
    consent = "".join(f"<p class='box'><span></span> {escape(words)}</p>" for words in asked)
    consent += f"<p>{escape(t('signup.apart'))} {escape(t('signup.kept'))}</p>" if asked else ""
    section = f"<section><h2>{escape(explain.title(t, kept))}</h2>{fields}{consent}</section>"
    return _page(explain.title(t, kept), [section] * 2, "slips")


def debrief(t: Texts, answers: Mapping[str, str], day: str) -> str:
    """The three questions and what was said, by the ``day`` of the evening (ISO or "")."""
    sections = [
        f"<section><h2>{escape(t(f'debrief.{question}'))}</h2>"
        + "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
        + "</section>"
        for question, text in answers.items()
    ]
    heading = f"{t('part.debrief')}, {t.date(day)}" if day else t("part.debrief")
    return _page(heading, [f"<h1>{escape(heading)}</h1>", *sections])
