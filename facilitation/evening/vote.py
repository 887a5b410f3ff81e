"""The vote on a theme: approval voting, where everybody approves of as many themes as they like.

A `Poll` never changes: each step gives a new one. One ballot each: a second one replaces the first while the
vote is open. A tie is broken by how many said *I can help with this*; if that is even too, the tie is told
and the host asks the table, or draws lots once.
"""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from facilitation.seating.participants import SheetProblem

MOST_THEMES = 30


@dataclass(frozen=True)
class Poll:
    """``themes`` in the order they were proposed; ``voters`` who may vote, or empty for anybody.

    ``ballots`` maps a voter to the themes approved, ``helpers`` to the themes they can help with; ``closed``
    is when the vote was closed (ISO, UTC), None while it is open. ``drawn`` is the theme the lot fell on.
    """

    themes: tuple
    voters: tuple = ()
    ballots: dict = field(default_factory=dict)
    helpers: dict = field(default_factory=dict)
    closed: str | None = None
    drawn: str | None = None


@dataclass(frozen=True)
class Result:
    """``rows`` are (theme, votes, helpers), best first; ``winners`` more than one only where all is even.

    ``by_help`` says that the votes were even and the helpers decided, ``by_lot`` that both were and the lot
    did. ``voted`` and ``may_vote`` are people;
    ``may_vote`` is None where anybody may. Without a single vote there is no winner.
    """

    rows: tuple
    winners: tuple
    by_help: bool
    voted: int
    may_vote: int | None
    by_lot: bool = False


def open_vote(themes: Sequence[str], voters: Sequence[str] = ()) -> Poll:
    """A `Poll` on ``themes`` (text; the same one twice counts once). Raises SheetProblem."""
    listed = _tidy(themes)
    if len(listed) < 2:
        raise SheetProblem("too_few_themes", count=len(listed))
    if len(listed) > MOST_THEMES:
        raise SheetProblem("too_many_themes", count=len(listed), most=MOST_THEMES)
    return Poll(listed, _tidy(voters))


def cast(poll: Poll, voter: str, approved: Collection[str], can_help: Collection[str] = ()) -> Poll:
    """The poll with ``voter``'s ballot, in place of an earlier one. Raises SheetProblem.

    An empty ballot is one too: somebody for whom no theme will do.
    """
    if poll.closed:
        raise SheetProblem("vote_closed")
    voter = " ".join(str(voter).split())
    if not voter:
        raise SheetProblem("no_voter")
    known = {one.casefold(): one for one in (*poll.voters, *poll.ballots)}
    if poll.voters and voter.casefold() not in known:
        raise SheetProblem("not_a_voter", name=voter)
    voter = known.get(voter.casefold(), voter)
    if strange := [theme for theme in (*approved, *can_help) if theme not in poll.themes]:
        raise SheetProblem("no_such_theme", theme=strange[0])
    return replace(
        poll,
        ballots=poll.ballots | {voter: tuple(theme for theme in poll.themes if theme in approved)},
        helpers=poll.helpers | {voter: tuple(theme for theme in poll.themes if theme in can_help)},
    )


def close(poll: Poll, now: datetime | None = None) -> Poll:
    """The poll closed: no more ballots. Closing it again changes nothing."""
    return poll if poll.closed else replace(poll, closed=(now or datetime.now(UTC)).isoformat())


def draw(poll: Poll, choose: Callable[..., Any] = random.choice) -> Poll:
    """The closed poll with a lot drawn among those that are all even. Only once: a lot is not drawn again."""
    winners = count(poll).winners
    return replace(poll, drawn=choose(winners)) if poll.closed and len(winners) > 1 else poll


def count(poll: Poll) -> Result:
    """The `Result` so far."""

    def said(ballots, theme):
        return sum(theme in themes for themes in ballots.values())

    rows = [(theme, said(poll.ballots, theme), said(poll.helpers, theme)) for theme in poll.themes]
    rows.sort(key=lambda row: (-row[1], -row[2]))  # even ones stay in the order they were proposed
    most = rows[0][1]
    first = [row for row in rows if row[1] == most] if most else []
    helped = [row for row in first if row[2] == first[0][2]]
    winners = tuple(row[0] for row in helped)
    return Result(
        tuple(rows),
        (poll.drawn,) if poll.drawn in winners else winners,
        len(first) > len(helped),
        len(poll.ballots),
        len(poll.voters) or None,
        poll.drawn in winners,
    )


def as_record(poll: Poll) -> dict[str, Any]:
    """The poll as plain lists and dicts, for a JSON file."""
    return asdict(poll)


def from_record(record: Mapping[str, Any]) -> Poll:
    """The poll of `as_record`."""
    return Poll(
        tuple(record["themes"]),
        tuple(record["voters"]),
        {voter: tuple(themes) for voter, themes in record["ballots"].items()},
        {voter: tuple(themes) for voter, themes in record["helpers"].items()},
        record["closed"],
        record.get("drawn"),
    )


def _tidy(words):
    found = {}
    for word in words:
        if tidy := " ".join(str(word).split()):
            found.setdefault(tidy.casefold(), tidy)
    return tuple(found.values())
