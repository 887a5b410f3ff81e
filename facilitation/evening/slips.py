"""The slip that people send back when they are invited: a few lines of text in a mail.

One line a field, ``Label: what is written``. What people do to such lines on the way is undone when they are
read: quoted, wrapped, in another order, in the other language, with lines left empty.
"""

import re

from exercises.texts import LOCALES, Texts
from facilitation.evening.signup import kind_of_consent
from facilitation.language import TEXTS

FIELDS = (
    *("name", "mail", "firm", "trade", "place", "competences", "wants", "language", "evenings", "knows"),
    *("votes", "helps"),
)
YES = {"ja", "ja tak", "yes", "yes please", "x", "[x]"}
LONGEST_ANSWER = 15  # letters after the colon; more is the sentence going on
_QUOTED = re.compile(r"^[>\s\u00a0*•-]+")


def read(text: str) -> list[dict[str, str]]:
    """The slips in ``text``, each a dict of some of FIELDS, ``consent``, ``shown``; [] where there is none.

    A slip begins at a line with a name. A line that begins as the sentence of a consent and ends in ``: yes``
    is kept word for word without the yes.
    """
    texts = [Texts("groups", lang, folder=TEXTS) for lang in LOCALES]
    labels = {t(f"slip.{field}").casefold(): field for t in texts for field in FIELDS}
    agreeing = tuple(t("slip.agreeing").casefold() for t in texts)
    slips, last, agreed = [], None, ""
    for raw in text.splitlines():
        line = _QUOTED.sub("", raw).strip()
        label, colon, said = line.partition(":")
        field = labels.get(" ".join(label.casefold().split())) if colon else None
        if field is None and line and (agreed or line.casefold().startswith(agreeing)):
            agreed = f"{agreed} {line}".strip()
            wording, ends, answer = agreed.rpartition(":")
            if ends and len(answer) <= LONGEST_ANSWER:
                if answer.strip(" .!").casefold() in YES and slips:
                    slips[-1][kind_of_consent(wording) or "consent"] = wording.strip()
                agreed = ""
            last = None
            continue
        agreed = ""
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
