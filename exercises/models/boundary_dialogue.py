"""The learner's own answer, as it lies in the store: fields of ``boundary_dialogue``.

``asked`` (what others ask for), ``gift``, ``line`` and ``next_step`` as written, ``price`` (kroner) and
``minutes`` as typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.rules import boundary_dialogue as rules
from exercises.typed import Slip, number

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "boundary_dialogue"
CONTENT = "dialogue_boundary"


def read(store: Store) -> tuple[rules.Answer, list[Slip]]:
    """``(answer, faults)``: the :class:`rules.Answer`, and slips as ``(text key, field, {names})``."""
    kept, faults = store.fields(STEM), []
    return rules.Answer(
        **{part: kept.get(part, "") for part in rules.PARTS},
        price=number(kept.get("price"), rules.MOST_KRONER, "price", faults, "kroner"),
        minutes=number(kept.get("minutes"), rules.MOST_MINUTES, "minutes", faults, "minutes"),
    ), faults


KEEPS = Keeps(scenes=CONTENT)
