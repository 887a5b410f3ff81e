"""Three learners and a facilitator on one server, over HTTP: from release to feedback."""

import json
import os
import pwd
import stat
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from processes import command_line

ASSIGNMENT, FILE = "01-why-network-da", "why-network.ipynb"
CHECKOUT = Path(__file__).parents[2]
PATIENCE = 180
NAMES = ("Åse", "Bo", "Çelik")


@pytest.fixture(scope="module")
def learners(hub):
    """Three learners whose own pages are open."""
    people = [hub.sign_in(f"{hub.NAME} {name}", word=f"{name}s eget ord") for name in NAMES]
    for person in people:
        person.open()
        front = person.get(f"{person.base}lab/tree/da/00-welcome.ipynb").text
        assert '<template id="nv-text">' in front, "the text is not in the first answer"
        config = json.loads(front.partition('type="application/json">')[2].partition("</script>")[0])
        assert config["hubUser"] and "netvaerk-calm" in str(config["federated_extensions"])
        assert "nbgrader" not in str(config["federated_extensions"]), "fetched although put away"
    return people


def reflection(person):
    return f"api/contents/{quote(f'reflections/{ASSIGNMENT}/{FILE}')}"


def write(person, answers):
    """Save the reflection with these answers, as the page does."""
    notebook = person.api(reflection(person))["content"]
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    person.api(reflection(person), "PUT", {"type": "notebook", "format": "json", "content": notebook})


def model_answers():
    source = json.loads((CHECKOUT / "source" / ASSIGNMENT / FILE).read_text(encoding="utf-8"))
    return {
        cell["id"]: "".join(cell["source"])
        for cell in source["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


@pytest.fixture(scope="module")
def cycle(hub, learners, facilitator):
    """The whole way once; what each step left is for the tests to look at."""
    words = model_answers()
    for person in learners:
        write(person, words | {"answer-1": f"{words['answer-1']}\n\nDet siger {person.name}."})
        handed_in = person.api("assignments/submit", "POST", course_id="netvaerk", assignment_id=ASSIGNMENT)
        assert handed_in["success"]
    done = facilitator.api(f"formgrader/api/assignment/{ASSIGNMENT}/collect", "POST")
    assert done["success"], done
    graded = [
        facilitator.api(f"formgrader/api/submission/{ASSIGNMENT}/{person.name}/autograde", "POST")
        for person in learners
    ]
    return graded


def test_every_learner_gets_the_course_in_a_home_that_nobody_else_may_enter(hub, learners):
    for person in learners:
        account = pwd.getpwnam(person.name)
        place = hub.home(person)
        assert (place / "Netværkskursus/da/01-why-network.ipynb").is_file()
        assert (place / "Netværkskursus/en/01-why-network.ipynb").is_file()
        assert (place / "Netværkskursus/reflections" / ASSIGNMENT / FILE).is_file()
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert place.stat().st_uid == account.pw_uid and account.pw_shell.endswith("nologin")
    assert hub.accounts() == sorted(person.name for person in learners)


def test_a_learners_page_is_the_calm_one(learners):
    page = learners[0].get(f"{learners[0].base}lab").text
    config = json.loads(page.partition('id="jupyter-config-data"')[2].partition(">")[2].partition("<")[0])
    assert config["appSettingsDir"].endswith("lab/learner") and not config["terminalsAvailable"]
    assert [one["name"] for one in config["federated_extensions"] if "calm" in one["name"]]
    assert learners[0].get(f"{learners[0].base}formgrader").status_code == 404
    assert learners[0].get(f"{learners[0].base}api/terminals").status_code == 404


def test_every_hand_in_is_collected_graded_in_the_box_read_answered_and_comes_home(
    hub, learners, facilitator, cycle
):
    assert [graded["success"] for graded in cycle] == [True] * 3, cycle
    listed = facilitator.api(f"formgrader/api/submissions/{ASSIGNMENT}")
    assert {one["student"]: one["autograded"] for one in listed} == {one.name: True for one in learners}
    assert {one["code_score"] for one in listed} == {3}, "all checks but the one for figures"
    assert all(one["needs_manual_grade"] for one in listed)
    ids = {
        one["student"]: one["id"]
        for one in facilitator.api(f"formgrader/api/submitted_notebooks/{ASSIGNMENT}/why-network")
    }
    for person in learners:
        for grade in facilitator.api("formgrader/api/grades", submission_id=ids[person.name]):
            if grade["needs_manual_grade"]:
                facilitator.api(
                    f"formgrader/api/grade/{grade['id']}", "PUT", {"manual_score": 1, "extra_credit": None}
                )
        for comment in facilitator.api("formgrader/api/comments", submission_id=ids[person.name])[:1]:
            words = {"manual_comment": f"Godt set, {person.name}."}
            facilitator.api(f"formgrader/api/comment/{comment['id']}", "PUT", words)
    for step in ("generate_feedback", "release_feedback"):
        assert facilitator.api(f"formgrader/api/assignment/{ASSIGNMENT}/{step}", "POST")["success"]
    for person in learners:
        person.api("assignments/fetch_feedback", "POST", course_id="netvaerk", assignment_id=ASSIGNMENT)
        pages = sorted(
            (hub.home(person) / "Netværkskursus/reflections" / ASSIGNMENT / "feedback").glob("*/*.html")
        )
        said = pages[-1].read_text(encoding="utf-8")
        assert f"Godt set, {person.name}." in said and f"Det siger {person.name}." in said
        assert not [one.name for one in learners if one is not person and one.name in said]


def test_nothing_started_by_the_desk_or_a_learner_knows_its_word_to_the_hub(hub, learners, facilitator):
    for person in (*learners[:1], facilitator):
        person.api("api/kernels", "POST")
    ours, end = [], time.monotonic() + PATIENCE
    while len(ours) < 2 and time.monotonic() < end:
        ours = [pid for pid in hub.left() if b"ipykernel" in command_line(pid)]
        time.sleep(0.2)
    for pid in ours:
        assert b"API_TOKEN" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert {pwd.getpwuid(os.stat(f"/proc/{pid}").st_uid).pw_name for pid in ours} == {
        learners[0].name,
        "netvaerk-desk",
    }


def test_only_the_proxys_door_is_open_to_the_network(hub, learners):
    ours = {os.readlink(f) for pid in hub.left() for f in Path(f"/proc/{pid}/fd").glob("*") if f.is_symlink()}
    listening = set()
    lines = [
        line for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]
    ]
    for line in lines:
        fields = line.split()
        host, port = fields[1].split(":")
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in ours and host != "0100007F":
            listening.add(int(port, 16))
    assert listening == {hub.port}


def test_the_model_answers_are_for_root_and_the_desk_alone(hub, learners):
    mode = (hub.root / "source").stat()
    assert stat.S_IMODE(mode.st_mode) == 0o750
    assert mode.st_gid == pwd.getpwnam("netvaerk-desk").pw_gid
    assert stat.S_IMODE((hub.folder / "desk").stat().st_mode) == 0o700
    assert stat.S_IMODE((hub.folder / "hub").stat().st_mode) == 0o700
