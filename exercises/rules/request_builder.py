"""A request that is easy to understand and easy to refuse, and whether it is marketing.

Five parts: what it is about, one thing asked for, why this person, a way out, and an offer. Those who ask
underrate how hard it is to say no (flynn2008), so the way out is a part of its own. The parts and the 120
words are the course's convention.

Whether a message is marketing without consent is asked as a short path of questions: after § 10 of the
Danish Marketing Practices Act for what is sent (mfl10), after § 4 of the Consumer Contracts Act for a call
or a visit (fal4), so that ringing is no way round the first. It is a reminder of the rules, not legal advice.
"""

import re
from collections.abc import Mapping, Sequence

from exercises.rules import Finding
from exercises.rules.dialogue import ended
from exercises.rules.reflection import WORD, words

PARTS = ("context", "ask", "why_you", "way_out", "offer")
VERSIONS = (1, 2, 3)
MOST_WORDS = 120

YES, NO = "yes", "no"

# Each question, and what an answer leads to: another question or an outcome.
PATH = {
    "selling": {YES: "electronic", NO: "personal"},
    "electronic": {YES: "agreed", NO: "call"},
    "agreed": {YES: "consent", NO: "customer"},
    "customer": {YES: "own_customer", NO: "do_not_send"},
    "call": {YES: "consumer", NO: "other_rules"},
    "consumer": {YES: "invited", NO: "business_call"},
    "invited": {YES: "asked_to_call", NO: "do_not_call"},
}
OUTCOMES = (
    "personal",
    "other_rules",
    "consent",
    "own_customer",
    "do_not_send",
    "business_call",
    "asked_to_call",
    "do_not_call",
)


def whole(greeting: str, parts: Mapping[str, str]) -> str:
    """The message as one text: the greeting, then a paragraph of each part of ``{part: text}`` written."""
    told = [ended(parts.get(part, "")) for part in PARTS]
    told = [text for text in told if text]
    return "\n\n".join([greeting, *told]) if told else ""


def findings(greeting: str, parts: Mapping[str, str], cues: Mapping[str, list[str]]) -> list[Finding]:
    """What to say of a message, as a list of ``(key, names)``, the most important first.

    ``cues`` are lists of words and phrases in small letters: ``exit`` (of a way out), ``vague`` (of an ask
    that can mean anything), ``size`` (of an ask whose size shows) and ``pressure``.
    """
    text = whole(greeting, parts)
    if not words(" ".join(parts.get(part, "") for part in PARTS)):
        return [("nothing_yet", {})]
    found: list[Finding] = [(f"missing.{part}", {}) for part in PARTS if not words(parts.get(part, ""))]
    n = words(text)
    if n > MOST_WORDS:
        longest = max(PARTS, key=lambda part: words(parts.get(part, "")))
        found.append(("too_long", {"words": n, "most": MOST_WORDS, "line": ended(parts[longest])}))
    elif not found:
        found.append(("fits", {"words": n, "most": MOST_WORDS}))
    return found + _asking(parts, cues) + _leaving(parts, cues)


def _asking(parts, cues):
    ask = parts.get("ask", "").strip()
    found: list[Finding] = []
    asked = [line for part in PARTS if part != "way_out" for line in questions(parts.get(part, ""))]
    if words(ask) and not questions(ask):
        found.append(("no_question", {"line": ended(ask)}))
    if len(asked) > 1:
        found.append(("two_asks", {"n": len(asked), "one": asked[0], "other": asked[1]}))
    if words(ask) and (word := said(ask, cues["vague"])):
        found.append(("vague", {"word": word, "line": ended(ask)}))
    if words(ask) and not re.search(r"\d", ask) and not said(ask, cues["size"]):
        found.append(("no_size", {"line": ended(ask)}))
    return found


def _leaving(parts, cues):
    found: list[Finding] = []
    out = parts.get("way_out", "").strip()
    if words(out) and not said(out, cues["exit"]):
        found.append(("no_exit", {"line": ended(out)}))
    for part in PARTS:
        if word := said(parts.get(part, ""), cues["pressure"]):
            found.append(("pressure", {"word": word, "line": ended(parts[part])}))
            break
    return found


def questions(text: str) -> list[str]:
    """The sentences of ``text`` that end with a question mark."""
    # every sentence first: looking for the mark alone goes through a long text once for each of its letters
    sentences = re.findall(r"[^.!?…\n]+[.!?…]*", text)
    return [found.strip() for found in sentences if "?" in found and words(found)]


def said(text: str, phrases: Sequence[str]) -> str | None:
    """The first of ``phrases`` (small letters) that stands in ``text`` as whole words, or None."""
    spoken = " ".join(WORD.findall(text.casefold().replace("’", "'")))
    return next((p for p in phrases if f" {p.replace('’', chr(39))} " in f" {spoken} "), None)


def asked(answers: Mapping[str, str]) -> list[str]:
    """The questions of :data:`PATH` to ask, in order, given ``{question: YES or NO}`` so far."""
    at, found = next(iter(PATH)), []
    while at in PATH:
        found.append(at)
        at = PATH[at].get(answers.get(at, ""), "")
    return found


def outcome(answers: Mapping[str, str]) -> str | None:
    """Where ``{question: YES or NO}`` leads, one of :data:`OUTCOMES`, or None while a question is open."""
    last = asked(answers)[-1]
    return PATH[last].get(answers.get(last, ""))
