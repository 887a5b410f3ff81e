"""The slip of somebody who comes to an evening: a few lines of text, to send by mail or hand in on paper.

One line a field, ``Label: what is written``. What people do to such lines on the way is undone when they are
read: quoted, wrapped, in another order, in the other language, with lines left empty.
"""

import re

FIELDS = ("name", "mail", "trade", "place", "competences", "wants", "votes", "helps")
YES = {"ja", "ja tak", "yes", "yes please", "x", "[x]"}
_QUOTED = re.compile(r"^[>\s\u00a0*•-]+")


def write(values, labels):
    """The slip as text: ``values`` maps some of FIELDS to text, ``labels`` each of FIELDS to its label."""
    return "".join(
        f"{labels[name]}: {' '.join(values.get(name, '').split())}".rstrip() + "\n" for name in FIELDS
    )


def read(text, labels, agreeing=()):
    """The slips in ``text``, each a dict of some of FIELDS and ``consent``; [] where there is none.

    ``labels`` maps a label, in small letters, to its field. A slip begins at a line with a name. A line that
    begins as one of ``agreeing`` and ends in ``: yes`` is a consent, and kept word for word without the yes.
    """
    slips, last, agreed = [], None, ""
    for raw in text.splitlines():
        line = _QUOTED.sub("", raw).strip()
        label, colon, said = line.partition(":")
        field = labels.get(" ".join(label.casefold().split())) if colon else None
        if agreed or line.casefold().startswith(tuple(one.casefold() for one in agreeing)):
            agreed = f"{agreed} {line}".strip()
            wording, ends, answer = agreed.rpartition(":")
            if field is None and not (ends and len(answer) <= max(map(len, YES)) + 2):
                last = None
                continue
            if field is None and answer.strip(" .!").casefold() in YES and slips:
                slips[-1]["consent"] = wording.strip()
            agreed, last = "", None
            if field is None:
                continue
        if field == "name":
            slips.append({})
        if field and slips:
            slips[-1][field] = said.strip()
            last = field
        elif not line:
            last = None
        elif last and slips:
            slips[-1][last] = f"{slips[-1][last]} {line}".strip()
    return [slip for slip in slips if slip.get("name")]
