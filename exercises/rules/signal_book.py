"""What short talks in several circles bring: news from one circle only, news that recurs, and who saw it.

News from one circle only is what the other circles could not have told; good ideas tend to lie where groups
are not in touch (burt2004). It is also news that nothing else holds up. News from two circles looks firmer,
but only if the tellers have it from different places: two who heard the same rumour are one source. So the
book asks how each of them knows. The two questions and the three talks are the course's own convention.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exercises.rules import Finding

QUESTIONS = ("new", "wonder")
FEWEST_TALKS = FEWEST_CIRCLES = 3

# How the teller knows; "unknown" is that the learner asked and the teller could not say.
TOLD = ("saw", "heard", "read", "unknown")


@dataclass(frozen=True)
class Signal:
    """One answer of one talk. ``same`` is the id of an earlier signal that the learner says is the same."""

    id: str
    text: str
    circle: str
    told: str = ""
    same: str = ""
    own_trade: bool = False


@dataclass(frozen=True)
class Talk:
    """One short talk; ``at`` is its number on the page, from 1."""

    at: int
    circle: str = ""
    who: str = ""
    day: date | None = None
    own_trade: bool = False
    signals: tuple[Signal, ...] = field(default=())

    @property
    def begun(self) -> bool:
        """Whether anything was heard."""
        return bool(self.signals)


@dataclass(frozen=True)
class News:
    """What was heard once or more: the signals that the learner says are the same, oldest first."""

    signals: tuple[Signal, ...]

    @property
    def text(self) -> str:
        return self.signals[0].text

    @property
    def circles(self) -> tuple[str, ...]:
        """The circles it was heard in, each once."""
        return distinct(signal.circle for signal in self.signals)

    def heard_in(self, circle: str) -> bool:
        """Whether it was heard in that circle."""
        return any(same_name(circle, signal.circle) for signal in self.signals)

    @property
    def recurs(self) -> bool:
        """Whether it was heard in more than one circle."""
        return len(self.circles) > 1

    @property
    def source(self) -> str:
        """``seen`` (a teller saw it), ``second_hand`` (nobody did), or ``unasked`` (still to be asked)."""
        told = {signal.told for signal in self.signals}
        if "saw" in told:
            return "seen"
        return "unasked" if "" in told else "second_hand"

    @property
    def outside(self) -> bool:
        """Whether it was heard only outside the learner's own trade."""
        return not any(signal.own_trade for signal in self.signals)


def same_name(one: str, other: str) -> bool:
    """Whether two names of circles mean the same one: capitals and spaces aside."""
    return _plain(one) == _plain(other)


def _plain(name):
    return " ".join(name.split()).casefold()


def distinct(circles: Iterable[Any]) -> tuple[str, ...]:
    """The circles named, each once and as first written; blank ones left out."""
    found = {}
    for circle in circles:
        if _plain(circle):
            found.setdefault(_plain(circle), " ".join(circle.split()))
    return tuple(found.values())


def gather(signals: Sequence[Signal]) -> list[News]:
    """The signals (in the order they were heard) as a list of :class:`News`.

    Being the same goes on from one to the next, whichever of them it was marked at.
    """
    first = {}
    groups = {}
    for signal in signals:
        head = first.get(signal.same, signal.id)
        first[signal.id] = head
        groups.setdefault(head, []).append(signal)
    return [News(tuple(group)) for group in groups.values()]


def heard(talks: Sequence[Talk]) -> list[News]:
    """The :class:`News` of all talks."""
    return gather([signal for talk in talks for signal in talk.signals])


def findings(talks: Sequence[Talk], today: date) -> list[Finding]:
    """What can be said of the talks as a whole, as a list of ``(key, names)``."""
    begun = [talk for talk in talks if talk.begun]
    if not begun:
        return [("nothing_yet", {})]
    news = heard(begun)
    circles = distinct(talk.circle for talk in begun)
    found: list[Finding] = [("so_far", {"talks": len(begun), "circles": len(circles), "news": len(news)})]
    for talk in begun:
        if not _plain(talk.circle):
            found.append(("circle_missing", {"at": talk.at}))
        if talk.day and talk.day > today:
            found.append(("day_ahead", {"at": talk.at, "day": talk.day}))
    if undated := tuple(talk.at for talk in begun if talk.day is None):
        found.append(("day_missing", {"talks": undated}))
    if len(begun) > 1 and len(circles) == 1:
        found.append(("one_circle", {"circle": circles[0]}))
    elif len(circles) < FEWEST_CIRCLES:
        found.append(("more_circles", {"left": FEWEST_CIRCLES - len(circles)}))
    if any(talk.own_trade for talk in begun):
        found.append(("outside", {"n": sum(one.outside for one in news), "of": len(news)}))
    elif len(begun) >= FEWEST_TALKS:
        found.append(("own_trade_unsaid", {}))
    if len(circles) >= FEWEST_CIRCLES and not any(one.recurs for one in news):
        found.append(("none_recur", {}))
    return found


def weigh(news: News) -> Finding:
    """What can be said of one :class:`News`, as ``(key, names)``: where it was heard, and who saw it."""
    where = "recurs" if news.recurs else "alone"
    circle = news.circles[0] if news.circles else ""
    return f"{where}_{news.source}", {"line": news.text, "circle": circle, "circles": len(news.circles)}
