"""Pages to print (A4): HTML as `exercises.views.take.print_button` takes it. ``t`` is `explain.words`."""

from html import escape

from facilitation import explain

SLIPS = 6  # to cut out of a page
LINE = '<div class="line"></div>'


def _page(title, sections, kind=""):
    return f"<title>{escape(title)}</title><div class='{kind}'>{''.join(sections)}</div>"


def _list(lines):
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def groups(t, plan):
    """A sheet for each group: its names in large letters, and why they sit together."""
    sections = [
        f"<section><h2>{escape(t('desk.group', group=facts.group))}</h2>{_list(facts.names)}"
        f"<p>{escape(explain.why(t, facts))}</p></section>"
        for facts in plan.facts
    ]
    return _page(t("part.groups"), sections, "large")


def rounds(t, made, names):
    """Who sits where in each round, to hang up, and then a card for each of ``names`` to cut out."""
    tables = "".join(
        f"<section><h2>{escape(t('desk.round', round=at))}</h2>"
        + "".join(
            f"<p><b>{escape(t('desk.table', table=number))}</b>: {escape(', '.join(seated))}</p>"
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


def ballots(t, poll):
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


def board_slips(t):
    """A page of empty slips: I can, I would like."""
    section = (
        f"<section><p>{escape(t('board.name'))}</p>{LINE}<p>{escape(t('board.can'))}</p>{LINE}{LINE}"
        f"<p>{escape(t('board.wants'))}</p>{LINE}{LINE}</section>"
    )
    return _page(t("part.board"), [section] * SLIPS, "slips")


def board(t, found):
    """Who helps whom and why, who is left without, and what is unused."""
    return _page(t("part.board"), [f"<h1>{escape(t('board.who_whom'))}</h1>{_list(explain.board(t, found))}"])


def sign_up_slips(t, evening):
    """Two slips a page to sign up on paper, with the consent's own words beside an empty box."""
    kept = evening.kept
    fields = "".join(
        f"<p>{escape(t(f'sign_ups.{name}'))}</p>{LINE}"
        for name in ("name", "mail", "trade", "place", "competences", "wants")
    )
    consent = (
        f"<p class='box'><span></span> {escape(explain.consent(t, kept))}</p><p>{escape(t('signup.apart'))} "
        f"{escape(t('signup.kept'))}</p>"
        if explain.consent(t, kept)
        else ""
    )
    section = f"<section><h2>{escape(explain.title(t, kept))}</h2>{fields}{consent}</section>"
    return _page(explain.title(t, kept), [section] * 2, "slips")


def debrief(t, answers, day):
    """The three questions and what was said, by the ``day`` of the evening (ISO or "")."""
    sections = [
        f"<section><h2>{escape(t(f'debrief.{question}'))}</h2>"
        + "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
        + "</section>"
        for question, text in answers.items()
    ]
    heading = f"{t('part.debrief')}, {t.date(day)}" if day else t("part.debrief")
    return _page(heading, [f"<h1>{escape(heading)}</h1>", *sections])
