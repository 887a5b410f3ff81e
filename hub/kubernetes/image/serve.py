"""What runs in each person's pod: ``serve.py start`` for a learner, ``serve.py desk`` for a facilitator.

As on one server (`facilitation.hub.learner`, `facilitation.hub.desk`), but with ngshare for an exchange: a
learner's reflections are copied from the image, and a facilitator's server gives ngshare those it lacks.
"""

import os
import sys
from pathlib import Path

from exercises import places
from facilitation import desk_folder, exchange, learner_folder, serve
from facilitation.hub import desk, learner
from facilitation.language import choose

COURSE_FOLDER = Path(os.environ.get("NETVAERK_COURSE_FOLDER", "/srv/netvaerk"))
TOKEN = "JUPYTERHUB_API_TOKEN"


def start():
    folder, language = folder_and_language(learner_folder.default)
    prepared = learner_folder.prepare(folder, places.root(), language)
    page = serve.Page(
        folder,
        places.root(),
        settings="learner",
        first=f"/lab/tree/{language}/{learner.WELCOME}",
        extensions=serve.LEARNER_EXTENSIONS,
    )
    run(page, {"store": prepared.store, "language": language}, cull=600)


def grade():
    folder, language = folder_and_language(lambda *_: COURSE_FOLDER)
    # the gradebook's settings and ngshare's are read from here by nbgrader
    os.environ["NETVAERK_COURSE"] = str(folder)
    os.chdir(folder)
    desk_folder.prepare(folder, places.root(), language)
    release(folder)
    page = serve.Page(
        folder,
        places.root(),
        settings="desk",
        first="/lab?formgrader=true",
        extensions=serve.DESK_EXTENSIONS | {f"{serve.NBGRADER}.course_list": False},
    )
    run(page, {"language": language}, lambda: desk.grade_in_a_box(folder, language), learner=False, cull=3600)


def run(page, variables, ready=lambda: None, **words):
    """`learner.run`, with the hub's token back in the environment.

    ngshare's client knows no other place for it. It is the person's own, good for their own server and their
    own hand-ins; and of a grader's environment the box in which a hand-in runs gets nothing.
    """
    token = os.environ[TOKEN]

    def with_token():
        os.environ[TOKEN] = token
        ready()

    learner.run(page, variables, ready=with_token, **words)


def folder_and_language(default):
    asked = os.environ.get("NETVAERK_LANGUAGE")
    folder = default(Path.home(), choose(asked, None, {}))
    return folder, choose(asked, learner_folder.last_language(folder), {})


def release(folder):
    """Give ngshare the assignments that it has not."""
    from nbgrader.apps import NbGrader, NbGraderAPI

    app = NbGrader()
    app.initialize([])
    api = NbGraderAPI(config=app.config)
    for name in sorted(set(exchange.assignments(folder / "release")) - api.get_released_assignments()):
        api.release_assignment(name)
    NbGrader.clear_instance()


if __name__ == "__main__":
    # what somebody writes is for nobody else to read
    os.umask(0o077)
    {"start": start, "desk": grade}[sys.argv[1]]()
