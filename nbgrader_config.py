"""nbgrader's settings, for `nbgrader …` in this folder and for what `netvaerk start` and `desk` open.

NETVAERK_COURSE (the folder with source/), NETVAERK_EXCHANGE and NETVAERK_FOLDER (the learner's folder)
say where; without them: this folder and the user's own exchange.

A late hand-in is welcome and costs nothing. A facilitator who wants it to cost all its points adds to the
copy in their own folder: `get_config().LateSubmissionPlugin.penalty_method = "zero"`.
"""

import os
from pathlib import Path

from facilitation.nbgrader_settings import configure

folder = os.environ.get("NETVAERK_FOLDER")
c = configure(
    get_config(),
    course=os.environ.get("NETVAERK_COURSE") or Path(__file__).parent,
    exchange=os.environ.get("NETVAERK_EXCHANGE"),
    reflections=Path(folder) / "reflections" if folder else None,
)
# where learners share one account (`netvaerk hub --demo`), it cannot tell who hands in
if os.environ.get("NETVAERK_LEARNER"):
    c.CourseDirectory.student_id = os.environ["NETVAERK_LEARNER"]
