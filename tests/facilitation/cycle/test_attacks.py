"""One batch with every kind of bad hand-in among good ones: the right score, or a reason; none stops it."""

import json
import os

import pytest

from exercises.texts import Texts
from facilitation import taking_in
from facilitation.taking_in import Fault, sentence

ASSIGNMENT = "01-why-network-da"
FILE = "why-network.ipynb"
THIN = "Det gik fint."
READ = ("answer-1", "answer-2", "answer-3", "plan-then")

# By hand, as in test_every_assignment: the four checks, and None for what waits for a reader.
FULL = {"check-answers": 1, "check-plan": 1, "check-figures": 1, "check-privacy": 1, **dict.fromkeys(READ)}
POOR = {"check-answers": 0, "check-plan": 0.67, "check-figures": 0, "check-privacy": 1, **dict.fromkeys(READ)}
NONE = {"check-answers": 0, "check-plan": 0, "check-figures": 0, "check-privacy": 1, **dict.fromkeys(READ, 0)}


def checks(nb):
    return [cell for cell in nb["cells"] if cell["id"].startswith("check-")]


def boxes(nb):
    return [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]


def code(source, **metadata):
    cell = {"cell_type": "code", "id": "mine", "source": source, "outputs": [], "execution_count": None}
    return cell | {"metadata": metadata}


def tampered_checks(nb, folder):
    for cell in checks(nb):
        cell["source"] = "2.0"
        cell["metadata"]["nbgrader"] |= {"locked": False, "points": 100}


def own_code(nb, folder):
    nb["cells"].insert(0, code("import exercises.reflection as r; r.check = lambda part: 1.0"))
    nb["cells"].insert(
        0, code("r.check = lambda part: 1.0", nbgrader=nb["cells"][-1]["metadata"]["nbgrader"])
    )


def planted_module(nb, folder):
    (folder / "exercises").mkdir()
    (folder / "exercises/__init__.py").write_text("language = lambda code: None")
    (folder / "exercises/reflection.py").write_text("figures = lambda: 1; check = lambda part: 1.0")
    for name in ("json.py", "html.py", "sitecustomize.py"):
        (folder / name).write_text("raise SystemExit")


def other_course_block(nb, folder):
    nb["metadata"]["course"] |= {"stem": "../../gradebook", "lang": "xx"}


def all_deleted(nb, folder):
    nb["cells"] = []


def checks_deleted(nb, folder):
    nb["cells"] = [cell for cell in nb["cells"] if cell["cell_type"] == "markdown"]


def copied(nb, folder):
    nb["cells"] += [{**cell, "id": f"copy-{at}"} for at, cell in enumerate([*boxes(nb), *checks(nb)])]


def old_schema(nb, folder):
    for cell in nb["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 1


def new_schema(nb, folder):
    for cell in nb["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99


def nothing(nb, folder):
    pass


def renamed(nb, folder):
    (folder / FILE).unlink()
    return "mit eget svar.ipynb"


def a_copy_beside(nb, folder):
    (folder / "why-network-Copy1.ipynb").write_text(json.dumps({**nb, "cells": []}))


def thirty_megabytes(nb, folder):
    boxes(nb)[0]["source"] = "x" * 30_000_000


def another_assignment(nb, folder):
    nb["metadata"]["course"]["assignment"] = "02-a-skill-da"


def half_a_file(nb, folder):
    pass


# The attack, the words it is made on (full or thin), and what it scores; None where it is not taken in.
ATTACKS = {
    "honest": (nothing, "full", FULL),
    "thin": (nothing, "thin", POOR),
    "tampered checks": (tampered_checks, "thin", POOR),
    "own code": (own_code, "thin", POOR),
    "planted module": (planted_module, "thin", POOR),
    "other course block": (other_course_block, "full", FULL),
    "all deleted": (all_deleted, "full", NONE),
    "checks deleted": (checks_deleted, "thin", POOR),
    "copied": (copied, "full", FULL),
    "old schema": (old_schema, "full", FULL),
    "new schema": (new_schema, "full", FULL),
    "renamed": (renamed, "full", FULL),
    "a copy beside": (a_copy_beside, "full", FULL),
    "another learner's": (nothing, "full", FULL),
    "thirty megabytes": (thirty_megabytes, "full", None),
    "another assignment": (another_assignment, "full", None),
    "half a file": (half_a_file, "full", None),
    "a link": (nothing, "full", None),
}
REASONS = {
    "thirty megabytes": Fault("too_large", most=20),
    "another assignment": Fault("other_course"),
    "half a file": Fault("no_notebook"),
    "a link": Fault("link"),
}
WHEN = "2026-11-23 10:00:00.000000 UTC"
NO_HAND_INS = (
    f"Kaj+{ASSIGNMENT}+yesterday",
    f"-rf+{ASSIGNMENT}+{WHEN}",
    f"+{ASSIGNMENT}+",
)


@pytest.fixture(scope="module")
def batch(tmp_path_factory, made_cohort):
    """Everything handed in, collected and graded in one go: the slow part, once. Also both logs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETVAERK_LANGUAGE", "da")
        top = tmp_path_factory.mktemp("angreb")
        patch.setenv("JUPYTER_DATA_DIR", str(top / "data"))
        patch.setenv("IPYTHONDIR", str(top / "ipython"))
        made = made_cohort(top, ASSIGNMENT)
        model = made.model_answers()
        words = {"full": model, "thin": dict.fromkeys(model, THIN) | {"plan-when": "En dag snart."}}
        for name, (attack, kind, _) in ATTACKS.items():
            learner = learner_of(name)
            made.fetch(learner)
            nb = made.notebook(learner)
            for cell in nb["cells"]:
                cell["source"] = words[kind].get(cell["id"], cell["source"])
            if name not in ("honest", "another learner's"):
                boxes(nb)[2]["source"] += f" {name}"  # two learners alone have the very same words
            made.write(learner, nb, '{"hours": 4711}' if kind == "thin" else figures_of(model))
            file = attack(nb, made.folder(learner)) or FILE
            text = json.dumps(nb)
            (made.folder(learner) / file).write_text(text[:5000] if name == "half a file" else text)
            made.learner_does("Submit", learner)
        make_links(made)
        collected = made.api.collect(ASSIGNMENT)
        assert collected["success"], collected
        past_the_door(made)
        yield made, collected["log"], made.autograde()


def learner_of(name):
    return name.replace("'", "").replace(" ", "-")


def figures_of(model):
    text = " ".join(text for name, text in model.items() if name.startswith("answer"))
    figure = next(word for word in text.split() if word.isdigit() and len(word) < 3)
    return json.dumps({"hours": int(figure)})


def make_links(made):
    """What somebody could do by hand in an exchange that is open to all."""
    inbound = made.exchange / "netvaerk/inbound"
    [place] = inbound.glob(f"{learner_of('a link')}+*")
    secret = made.desk / "source" / ASSIGNMENT / FILE
    os.chmod(place, 0o755)
    (place / FILE).unlink()
    (place / FILE).symlink_to(secret)
    for name in (*NO_HAND_INS, f"..+{ASSIGNMENT}+{WHEN}"):
        (inbound / name).mkdir()


def past_the_door(made):
    """What is broken after it was collected."""
    for name, data in (("broken-later", "{"), ("empty-later", ""), ("misnamed-later", None)):
        place = made.desk / "submitted" / name / ASSIGNMENT
        place.mkdir(parents=True)
        if data is None:
            (place / "other.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4}')
        else:
            (place / FILE).write_text(data)


@pytest.mark.parametrize("name", [name for name, (_, _, scores) in ATTACKS.items() if scores])
def test_an_attack_scores_what_the_words_alone_are_worth(batch, name):
    made, _, _ = batch
    assert made.scores(learner_of(name)) == ATTACKS[name][2]


@pytest.mark.parametrize("name", REASONS)
def test_what_cannot_be_taken_in_is_told_to_the_facilitator(batch, name):
    made, log, _ = batch
    t = Texts("taking_in", "da", folder=taking_in.TEXTS)
    assert sentence(t, learner_of(name), REASONS[name]) in log
    assert not (made.desk / "submitted" / learner_of(name) / ASSIGNMENT).exists()


def test_a_folder_in_the_exchange_that_is_no_hand_in_is_told_and_left(batch):
    made, log, _ = batch
    t = Texts("taking_in", "da", folder=taking_in.TEXTS)
    for name in NO_HAND_INS:
        assert sentence(t, name, Fault("bad_hand_in")) in log
    assert not (made.desk / ASSIGNMENT).exists() and not (made.desk / "submitted/Kaj").exists()


def test_the_facilitator_hears_of_the_same_words_twice_and_of_a_file_that_was_renamed(batch):
    _, log, _ = batch
    t = Texts("taking_in", "da", folder=taking_in.TEXTS)
    pair = {"learner": "honest", "other": "another-learners"}
    assert (
        t("same_words", **pair) in log or t("same_words", learner="another-learners", other="honest") in log
    )
    assert t("renamed", file="renamed/mit eget svar.ipynb", name=FILE) in log
    assert log.count("nøjagtig") == 1


def test_nothing_but_a_hand_ins_own_files_comes_through(batch):
    made, _, _ = batch
    allowed = {FILE, "figures.json", "timestamp.txt", "submission_secret.txt"}
    found = {path.name for path in made.desk.glob("submitted/*-*/*/*")} - {"other.ipynb"}
    assert found <= allowed
    assert not list((made.desk / "autograded" / "planted-module").rglob("*.py"))


def test_what_breaks_after_collecting_is_named_and_stops_nobody(batch):
    _, _, result = batch
    assert not result["success"]
    for name in ("broken-later", "empty-later", "misnamed-later"):
        assert f"for student '{name}'" in result["log"]
    assert result["log"].count("There was an error processing assignment '") == 3


def test_a_better_hand_in_is_still_taken_after_a_refusal(batch):
    made, _, _ = batch
    learner = learner_of("half a file")
    made.write(learner, json.loads((made.root / "source" / ASSIGNMENT / FILE).read_text("utf-8")), "{}")
    made.learner_does("Submit", learner, "2026-11-24 10:00:00.000000 UTC")
    made.collect()
    result = made.api.autograde(ASSIGNMENT, learner)
    assert result["success"], result["log"]
    assert made.scores(learner) == FULL | {"check-figures": 0}
