"""Groups and rounds in a host's words: sentences from what the plans know. ``t`` is `words(lang)`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exercises.rules.promise import STATES
from exercises.texts import Texts
from facilitation.evening import signup, slips, vote
from facilitation.evening.board import shared
from facilitation.language import TEXTS
from facilitation.seating import lists

if TYPE_CHECKING:
    from facilitation.evening.board import Matches
    from facilitation.evening.evening import Evening
    from facilitation.seating.groups import Facts, Plan
    from facilitation.seating.participants import People, SheetProblem
    from facilitation.seating.rounds import Rounds


_MOST_WORDS = 4
_MOST_CONFLICTS = 3


def words(lang: str | None = None) -> Texts:
    """The `Texts` of groups.toml."""
    return Texts("groups", lang, folder=TEXTS)


def problem(t: Texts, found: SheetProblem) -> str:
    """The sentence of a `SheetProblem`."""
    return found.said(t)


def notes(t: Texts, who: People) -> Any:
    """What was noticed in a sheet, a list of sentences."""
    return [t(f"note.{key}", **names) for key, names in who.notes]


def joined(t: Texts, parts: Sequence[str]) -> str:
    """*a, b and c*."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {t('why.and')} {parts[-1]}"


def why(t: Texts, facts: Facts) -> str:
    """One sentence on why these people sit together, from the `Facts` of their group."""
    reasons = []
    if len(facts.trades) > 1:
        shown = joined(t, facts.trades)
        reasons.append(t("why.trades", count=_number(t, len(facts.trades)), words=shown))
    if len(facts.places) > 1:
        reasons.append(t("why.places", words=joined(t, facts.places)))
    if len(facts.competences) > 1:
        count = len(facts.competences)
        if facts.only:
            word, name = next(iter(facts.only.items()))
            only = t("why.only", name=name, word=word)
            reasons.append(t("why.competences", count=_number(t, count), only=only))
        else:
            reasons.append(t("why.competences_all", count=_number(t, count)))
    if facts.acquainted:
        pairs = [f"{one} {t('why.and')} {other}" for one, other in facts.acquainted[:_MOST_WORDS]]
        reasons.append(t("why.acquainted", pairs=", ".join(pairs)))
    elif reasons:
        reasons.append(t("why.strangers"))
    if facts.helps:
        pairs = [f"{one} {t('why.and')} {other}" for one, other in facts.helps[:_MOST_WORDS]]
        reasons.append(t("why.helps", pairs=", ".join(pairs)))
    if facts.evenings and not facts.unsaid:
        reasons.append(t("why.evenings", words=joined(t, facts.evenings[:_MOST_WORDS])))
    elif facts.evenings:
        shown = joined(t, facts.evenings[:_MOST_WORDS])
        reasons.append(t("why.evenings_ask", words=shown, names=joined(t, facts.unsaid[:_MOST_WORDS])))
    reasons = reasons or [t("why.nothing")]
    return t("why.opening", count=_number(t, len(facts.names)), reasons="; ".join(reasons))


def conflicts(t: Texts, plan: Plan) -> list[str]:
    """Which hard rules a `Plan` breaks, and whether that can be helped: a list of sentences."""
    said = [
        t(f"conflict.{found.kind}", group=found.group, names=joined(t, found.names))
        for found in plan.conflicts
    ]
    if said:
        said.append(t("conflict.unavoidable" if plan.avoidable is False else "conflict.perhaps"))
    return said


def quality(t: Texts, plan: Plan) -> list[str]:
    """How good a `Plan` is and how far that is known: a list of sentences."""
    score = plan.score
    said = [
        t("quality.sizes", people=t.number(len(plan.people)), groups=t.number(len(plan.groups))),
        t("quality.points", mean=t.number(-score.mean), worst=t.number(-score.worst)),
    ]
    if plan.proven:
        said.append(t("quality.proven"))
    elif plan.gap is not None:
        said.append(t("quality.gap", gap=t.percent(plan.gap, 1)))
    else:
        said.append(t("quality.searched"))
    return said


def moved(t: Texts, plan: Plan) -> Any:
    """Who changes group after a replanning."""
    return t("replanned.moved", names=joined(t, plan.moved)) if plan.moved else t("replanned.nobody")


def _number(t, count):
    return t(f"numbers.{count}") if str(count) in t.data["numbers"] else t.number(count)


# ---- rounds, the vote and the board ----------------------------------------------------------------------


def rounds(t: Texts, made: Rounds) -> list[str]:
    """What is to say of `Rounds`: a list of sentences."""
    if not made.repeats:
        said = [t("rounds.no_repeats")]
    else:
        key = "rounds.least" if made.repeats == made.least_repeats else "rounds.repeats"
        said = [t(key, count=t.number(made.repeats))]
    least, most = min(made.met.values()), max(made.met.values())
    return [*said, t("rounds.met", least=t.number(least), most=t.number(most)), *broken(t, made)]


def broken(t: Texts, made: Rounds) -> list[Any]:
    """The rules that tables of `Rounds` break, the first few of each kind: a list of sentences."""
    said = []
    for kind in ("no_language", "never", "together"):
        found = [one for one in made.conflicts if one[0] == kind]
        said += [
            t(f"rounds.{kind}", round=at, table=table, names=joined(t, names))
            for _, at, table, names in found[:_MOST_CONFLICTS]
        ]
        if more := len(found) - _MOST_CONFLICTS:
            said += [t("rounds.more", count=t.number(more))] if more > 0 else []
    return said


def table(t: Texts, made: Rounds, at: int, number: int) -> str:
    """The heading of a table: its number, and its languages where not all here share the same."""
    said, spoken = t("desk.table", table=number), _spoken(made, at, number)
    return f"{said} ({spoken})" if spoken else said


def _spoken(made, at, number):
    spoken = made.languages[at - 1][number - 1] if made.languages else ()
    return ", ".join(spoken) if len(made.people.languages) > 1 else ""


def card(t: Texts, made: Rounds, name: str) -> list[str]:
    """The lines of somebody's card, one a round."""
    said = []
    for at, number in enumerate(made.card(name), start=1):
        if not number:
            said.append(t("rounds.card_away", round=at))
        elif spoken := _spoken(made, at, number):
            said.append(t("rounds.card_in", round=at, table=number, words=spoken))
        else:
            said.append(t("rounds.card", round=at, table=number))
    return said


def turnout(t: Texts, result: vote.Result) -> str:
    """How many have voted, from a `vote.Result`."""
    if result.may_vote is None:
        return t("vote.turnout_open", voted=t.number(result.voted))
    return t("vote.turnout", voted=t.number(result.voted), may_vote=t.number(result.may_vote))


def winner(t: Texts, result: vote.Result) -> str:
    """Which theme won, or that it is even, from a `vote.Result`."""
    if not result.winners:
        return t("vote.none")
    if len(result.winners) > 1:
        return t("vote.tie", themes=joined(t, result.winners))
    if result.by_lot:
        return t("vote.by_lot", theme=result.winners[0])
    theme, votes, helpers = result.rows[0]
    if result.by_help:
        return t("vote.by_help", theme=theme, helpers=t.number(helpers))
    return t("vote.winner", theme=theme, votes=t.number(votes))


def board(t: Texts, found: Matches) -> list[str]:
    """What comes of the offers and needs, from `board.Matches`: a list of sentences."""
    said = [
        t("board.match", **row) + " " + t(f"board.why.{row['why']}", word=row["word"])
        for row in found.frame.to_dict("records")
    ]
    if found.without:
        said.append(t("board.without", names=joined(t, found.without)))
    return said + [t("board.unused", name=name, offer=offer) for name, offer in found.unused]


def general(t: Texts) -> set[str]:
    """Words in both languages that say nothing of what an offer or a need is about."""
    return {word.strip() for words in t.data["board"]["general"].values() for word in words.split(",")}


# ---- five people to look up -------------------------------------------------------------------------------


def why_look_up(t: Texts, reader: signup.SignUp, other: signup.SignUp, reason: str) -> str:
    """One sentence on why ``reader`` might look up ``other`` (`signup.SignUp`s)."""
    about = other.about
    trade = about.get("trade", "").strip()
    name = t("lists.name", name=other.name, trade=trade) if trade else other.name
    said = {
        lists.LEARNS: (about.get("wants", ""), reader.about.get("competences", "")),
        lists.TEACHES: (about.get("competences", ""), reader.about.get("wants", "")),
    }
    text, mine = said.get(reason, (about.get("competences", ""), ""))
    word = mine and shared(text, mine, general(t))
    key = "can" if reason == lists.DIFFERS and text else reason
    key += "_it" if word and word.casefold() == text.strip().casefold() else ""
    return t(f"lists.why.{key}", name=name, text=text, word=word)


def look_up(t: Texts, evening: Evening, name: str) -> list[str]:
    """The sentences of ``name``'s list, [] where there is none."""
    made, rows = evening.lists, {row.name: row for row in evening.shown}
    row = made.of.get(name, []) if made else []
    return [why_look_up(t, rows[name], rows[other], reason) for other, reason in row]


def how_to_look_up(t: Texts, kept: Mapping[str, Any]) -> str:
    """What a list is for, to whom it is given; ``kept`` is `Evening.kept`."""
    return t("lists.how_day", day=t.date(kept["date"])) if kept["date"] else t("lists.how")


def look_up_mail(t: Texts, evening: Evening, name: str) -> str:
    """The text of a mail with ``name``'s list."""
    said = [f"{at}. {sentence}" for at, sentence in enumerate(look_up(t, evening, name), start=1)]
    hello, how = t("lists.hello", name=name), how_to_look_up(t, evening.kept)
    return "\n".join([hello, "", how, "", *said, "", t("lists.after"), ""])


def lists_made(t: Texts, made: lists.Lists) -> list[str]:
    """How many lists there are, and which rules they break: a list of sentences."""
    said = [t("lists.made", count=t.number(len(made.of)))]
    for rule in (lists.FIRM, lists.ACQUAINTED, lists.WISH, lists.LANGUAGE):
        pairs = [joined(t, names) for kind, names in made.broken if kind == rule]
        said += [t(f"lists.broken.{rule}", pairs="; ".join(pairs))] if pairs else []
    for kind in (lists.SHORT, lists.SELDOM, lists.OFTEN):
        names = list(dict.fromkeys(names[0] for found, names in made.broken if found == kind))
        said += [t(f"lists.broken.{kind}", names=joined(t, names))] if names else []
    if made.broken:
        said.append(
            t("lists.fewest" if made.fewest else "lists.not_proven", count=t.number(len(made.broken)))
        )
    return said


def hits(t: Texts, found: Mapping[str, int]) -> str:
    """What came of the lists, from `Evening.hits`: one sentence, "" before anybody has answered."""
    return (
        t("met.count", **{key: t.number(value) for key, value in found.items()}) if found["answered"] else ""
    )


def promises(t: Texts, kept: Mapping[str, Any]) -> str:
    """What became of the promises of last time, in one sentence; "" where nothing is told yet."""
    numbers = {name: kept["promises"].get(name, 0) for name in ("before", *STATES)}
    if not any(numbers[state] for state in STATES):
        return ""
    key = "promises.of" if numbers["before"] else "promises.ended"
    return t(key, **{name: t.number(number) for name, number in numbers.items()})


# ---- the invitation --------------------------------------------------------------------------------------


def title(t: Texts, kept: Mapping[str, Any]) -> str:
    """What the evening is called on paper; ``kept`` is `Evening.kept`."""
    return t("invitation.title_day", day=t.date(kept["date"])) if kept["date"] else t("invitation.title")


def consent(t: Texts, kept: Mapping[str, Any]) -> str:
    """The wording of the consent, "" where it is not said yet who writes about what."""
    said = kept["sender"].strip() and kept["what"].strip()
    return signup.wording(t, kept["sender"], kept["what"]) if said else ""


def theme(evening: Evening) -> str:
    """The theme of the evening: what the host wrote, else what won the vote, "" for none yet."""
    if written := evening.kept["theme"].strip():
        return written
    poll = evening.poll
    won = vote.count(poll).winners if poll and poll.closed else ()
    return won[0] if len(won) == 1 else ""


def about(t: Texts, evening: Evening) -> list[str]:
    """What the evening is about, when and where, a line each; only what is known."""
    kept, said = evening.kept, []
    if found := theme(evening):
        said.append(t("invitation.about_theme", theme=found))
    if kept["date"]:
        key = "about_time" if kept["at"] else "about_day"
        said.append(
            t(f"invitation.{key}", day=t.date(kept["date"]), at=kept["at"].replace(":", t("clock_mark")))
        )
    if kept["place"].strip():
        said.append(t("invitation.about_place", place=kept["place"].strip()))
    return said


def showing(t: Texts, kept: Mapping[str, Any]) -> str:
    """The wording of the yes to being shown, "" where it is not said yet who shows it."""
    return signup.showing(t, kept["sender"]) if kept["sender"].strip() else ""


def invitation(t: Texts, evening: Evening) -> str:
    """The text of an invitation with a slip that people fill in and send back."""
    kept, poll = evening.kept, evening.poll
    fields = slips.FIELDS if poll and not poll.closed else slips.FIELDS[:-2]
    slip = "".join(f"{t(f'slip.{field}')}:\n" for field in fields)
    said = [title(t, kept), *about(t, evening), "", t("invitation.answer"), ""]
    if poll and not poll.closed:
        said.append(t("invitation.themes", themes=joined(t, poll.themes)))
    if address := os.environ.get("NETVAERK_EVENING"):
        said += [t("invitation.on_hub", address=address), ""]
    said.append(slip.rstrip())
    if asked := [words for words in (consent(t, kept), showing(t, kept)) if words]:
        said += [line for words in asked for line in (f"{words.rstrip('.')}:", "")]
        said += [t("invitation.yes"), t("signup.apart")]
    return "\n".join([*said, t("signup.kept")]) + "\n"
