"""Groups and rounds in a host's words: sentences from what the plans know. ``t`` is `words(lang)`."""

from exercises.texts import Texts
from facilitation import signup, slips
from facilitation.language import TEXTS

_MOST_WORDS = 4


def words(lang=None):
    """The `Texts` of groups.toml."""
    return Texts("groups", lang, folder=TEXTS)


def problem(t, found):
    """The sentence of a `SheetProblem`."""
    return t(f"problem.{found.key}", **found.names)


def notes(t, who):
    """What was noticed in a sheet, a list of sentences."""
    return [t(f"note.{key}", **names) for key, names in who.notes]


def joined(t, parts):
    """*a, b and c*."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {t('why.and')} {parts[-1]}"


def why(t, facts):
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
    if facts.evenings:
        reasons.append(t("why.evenings", words=joined(t, facts.evenings[:_MOST_WORDS])))
    reasons = reasons or [t("why.nothing")]
    return t("why.opening", count=_number(t, len(facts.names)), reasons="; ".join(reasons))


def conflicts(t, plan):
    """Which hard rules a `Plan` breaks, and whether that can be helped: a list of sentences."""
    said = [
        t(f"conflict.{found.kind}", group=found.group, names=joined(t, found.names))
        for found in plan.conflicts
    ]
    if said:
        said.append(t("conflict.unavoidable" if plan.avoidable is False else "conflict.perhaps"))
    return said


def quality(t, plan):
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


def moved(t, plan):
    """Who changes group after a replanning."""
    return t("replanned.moved", names=joined(t, plan.moved)) if plan.moved else t("replanned.nobody")


def _number(t, count):
    return t(f"numbers.{count}") if str(count) in t.data["numbers"] else t.number(count)


# ---- rounds, the vote and the board ----------------------------------------------------------------------


def rounds(t, made):
    """What is to say of `Rounds`: a list of sentences."""
    if not made.repeats:
        said = [t("rounds.no_repeats")]
    else:
        key = "rounds.least" if made.repeats == made.least_repeats else "rounds.repeats"
        said = [t(key, count=t.number(made.repeats))]
    least, most = min(made.met.values()), max(made.met.values())
    return [*said, t("rounds.met", least=t.number(least), most=t.number(most))]


def card(t, made, name):
    """The lines of somebody's card, one a round."""
    return [
        t("rounds.card", round=at, table=table) if table else t("rounds.card_away", round=at)
        for at, table in enumerate(made.card(name), start=1)
    ]


def turnout(t, result):
    """How many have voted, from a `vote.Result`."""
    if result.may_vote is None:
        return t("vote.turnout_open", voted=t.number(result.voted))
    return t("vote.turnout", voted=t.number(result.voted), may_vote=t.number(result.may_vote))


def winner(t, result):
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


def board(t, found):
    """What comes of the offers and needs, from `board.Matches`: a list of sentences."""
    said = [
        t("board.match", **row) + " " + t(f"board.why.{row['why']}", word=row["word"])
        for row in found.frame.to_dict("records")
    ]
    if found.without:
        said.append(t("board.without", names=joined(t, found.without)))
    return said + [t("board.unused", name=name, offer=offer) for name, offer in found.unused]


def general(t):
    """Words in both languages that say nothing of what an offer or a need is about."""
    return {word.strip() for words in t.data["board"]["general"].values() for word in words.split(",")}


# ---- the invitation --------------------------------------------------------------------------------------


def title(t, kept):
    """What the evening is called on paper; ``kept`` is `Evening.kept`."""
    return t("invitation.title_day", day=t.date(kept["date"])) if kept["date"] else t("invitation.title")


def consent(t, kept):
    """The wording of the consent, "" where it is not said yet who writes about what."""
    said = kept["sender"].strip() and kept["what"].strip()
    return signup.wording(t, kept["sender"], kept["what"]) if said else ""


def invitation(t, evening):
    """The text of an invitation with a slip that people fill in and send back."""
    kept, poll = evening.kept, evening.poll
    fields = slips.FIELDS if poll and not poll.closed else slips.FIELDS[:-2]
    slip = "".join(f"{t(f'slip.{field}')}:\n" for field in fields)
    said = [title(t, kept), "", t("invitation.answer"), "", slip.rstrip()]
    if poll and not poll.closed:
        said.insert(3, t("invitation.themes", themes=joined(t, poll.themes)))
    if wording := consent(t, kept):
        said += [f"{wording}:", "", t("invitation.yes"), t("signup.apart")]
    return "\n".join([*said, t("signup.kept")]) + "\n"
