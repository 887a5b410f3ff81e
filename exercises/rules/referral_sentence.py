"""Asking someone to recommend one: clear enough to think of a person, timed, thanked for, and lawful.

That a reward makes the receiver suspect the motive, most where the two are only acquaintances, and that a
thank-you or a reward for both mends it, is from Verlegh et al. (2013). What may be sent is from section 10 of
the Danish Marketing Practices Act (mfl10), whom one may ring or call on from section 4 of the Consumer
Contracts Act (fal4). The rest (when to ask, how short, how clear) is the course's own.
"""

import re
from collections.abc import Mapping, Sequence

from exercises.rules import Finding
from exercises.rules.reflection import words
from exercises.rules.role_agreement import phrase_in

BONDS = ("customer", "acquaintance", "friend", "family")
MOMENTS = ("praised", "delivered", "before", "invoice", "any")
GOOD_MOMENTS = ("praised", "delivered")
WAYS = ("face", "phone", "paper", "electronic")
MANY = ("one", "many")
# Who takes the first step towards the new one.
FIRST = ("them", "introduced", "me", "call")

# The texts of the request, in order.
PARTS = ("situation", "help", "way_out")

# With fewer words nobody comes to mind.
FEWEST_WORDS = 4
MOST_WORDS = 70


def bare(situation: str, beginnings: Sequence[str]) -> str:
    """The situation without the words that the sentence puts before it, and without its closing sign."""
    text = situation.strip().rstrip("?.! …")
    for beginning in beginnings:
        if text.casefold().startswith(beginning):
            return text[len(beginning) :].lstrip()
    return text


def findings(
    parts: Mapping[str, str],
    choices: Mapping[str, str | None],
    thanks: str,
    message: str,
    lists: Mapping[str, list[str]],
) -> list[Finding]:
    """What can be said of a request, as a list of ``(key, names)``: what is unlawful first.

    ``parts`` is ``{part: text}``; ``choices`` has ``bond``, ``moment``, ``way``, ``many`` and ``first``, each
    a key of this module or None; ``thanks`` is how one thanks, ``message`` the whole request. ``lists`` are
    words in small letters: ``vague``, ``reward``, ``both`` (a reward for both) and ``none`` (no reward).
    """
    situation = parts.get("situation", "")
    if not any(words(text) for text in (*parts.values(), thanks)) and not any(choices.values()):
        return [("nothing_yet", {})]
    return [
        *_lawful(choices),
        *_clear(situation, lists["vague"]),
        *_whole(parts, message),
        *_timed(choices.get("moment")),
        *_whom(choices.get("bond")),
        *_thanked(thanks, choices.get("bond"), lists),
    ]


def _lawful(choices):
    electronic = choices.get("way") == "electronic"
    if choices.get("first") == "me":
        yield "unlawful_first", {}
    if choices.get("first") == "call":
        yield "unlawful_call", {}
    if electronic and choices.get("many") == "many":
        yield "unlawful_many", {}
    elif electronic:
        yield "check_one", {}
    if choices.get("first") in ("them", "introduced"):
        yield f"first_{choices['first']}", {}
    elif choices.get("first") is None:
        yield "no_first", {}


def _clear(situation, vague):
    n = words(situation)
    if not n:
        yield "no_situation", {}
    elif phrase := phrase_in(situation, vague):
        yield "vague_word", {"word": phrase, "line": situation.strip()}
    elif n < FEWEST_WORDS:
        yield "vague_short", {"line": situation.strip()}
    else:
        yield "clear", {}


def _whole(parts, message):
    for part in ("help", "way_out"):
        if not words(parts.get(part, "")):
            yield f"no_{part}", {}
    if words(message) > MOST_WORDS:
        yield "long", {"n": words(message), "most": MOST_WORDS}


def _timed(moment):
    if moment:
        yield ("moment_good" if moment in GOOD_MOMENTS else f"moment_{moment}"), {}
    else:
        yield "no_moment", {}


def _whom(bond):
    if bond:
        yield f"bond_{bond}", {}


def _thanked(thanks, bond, lists):
    if not words(thanks):
        yield "no_thanks", {}
    elif not (reward := _reward(thanks, lists)):
        yield "thanks_fine", {}
    elif phrase_in(thanks, lists["both"]):
        yield "both_sides", {"word": reward}
    else:
        yield "commission", {"word": reward}
        if bond == "acquaintance":
            yield "commission_acquaintance", {}


def _reward(thanks, lists):
    """The reward that is spoken of, or None; *no commission* is none."""
    rest = thanks.casefold()
    for no in lists["none"]:
        rest = re.sub(rf"(?<!\w){re.escape(no)}\s+\w+", " ", rest)
    return phrase_in(rest, lists["reward"])
