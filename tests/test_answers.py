"""Where a learner's words are, whatever became of the cells: none is lost, none comes twice."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import answers

HERE = Path(__file__).parents[1]
RELEASED = json.loads((HERE / "release/01-why-network-da/why-network.ipynb").read_text(encoding="utf-8"))
BOXES = ("answer-1", "answer-2", "answer-3", "plan-if", "plan-then", "plan-when")
WORDS = {
    name: f"Her er {name} første halvdel, skrevet af mig. Og her er anden halvdel af {name}."
    for name in BOXES
}


def filled():
    cells = copy.deepcopy(RELEASED["cells"])
    for cell in cells:
        cell["source"] = WORDS.get(cell["id"], cell["source"])
    return cells


def place(cells, name):
    return next(at for at, cell in enumerate(cells) if cell.get("id") == name)


def markdown(text, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": text} | more


def split(cells, name):
    """JupyterLab's Split Cell: both halves keep the metadata."""
    at = place(cells, name)
    text = cells[at]["source"]
    half = text.index(". ") + 2
    cells.insert(at + 1, copy.deepcopy(cells[at]) | {"id": "half", "source": text[half:]})
    cells[at]["source"] = text[:half]


def split_in_three(cells, name):
    split(cells, name)
    at = place(cells, "half")
    words = cells[at]["source"].split()
    cells.insert(
        at + 1, markdown(" ".join(words[4:]), id="third", metadata=copy.deepcopy(cells[at]["metadata"]))
    )
    cells[at]["source"] = " ".join(words[:4])


def copied(cells, name):
    at = place(cells, name)
    cells.append(copy.deepcopy(cells[at]) | {"id": "copy"})


def copied_and_emptied(cells, name):
    copied(cells, name)
    cells[place(cells, name)]["source"] = ""


def copied_and_written_on(cells, name):
    copied(cells, name)
    cells[place(cells, name)]["source"] = WORDS[name].split(". ")[0] + "."


def below(cells, name):
    at = place(cells, name)
    cells.insert(at + 1, markdown(cells[at]["source"], id="below"))
    cells[at]["source"] = ""


def half_below(cells, name):
    split(cells, name)
    cells[place(cells, "half")]["metadata"] = {}


def above(cells, name):
    at = place(cells, name)
    cells.insert(at, markdown(cells[at]["source"], id="above"))
    cells[at + 1]["source"] = ""


def pasted_and_deleted(cells, name):
    cells[place(cells, name)] = markdown(WORDS[name], id="pasted")


def metadata_lost(cells, name):
    cells[place(cells, name)]["metadata"] = {}


def id_lost(cells, name):
    del cells[place(cells, name)]["id"]


def id_and_metadata_lost(cells, name):
    at = place(cells, name)
    cells[at] = markdown(WORDS[name])


def code(cells, name):
    cells[place(cells, name)].update(cell_type="code", outputs=[], execution_count=None)


def raw(cells, name):
    cells[place(cells, name)].update(cell_type="raw")


def code_below(cells, name):
    below(cells, name)
    cells[place(cells, "below")].update(cell_type="code", outputs=[], execution_count=None)


def at_the_end(cells, name):
    at = place(cells, name)
    cells.append(markdown(cells[at]["source"], id="last"))
    cells[at]["source"] = ""


def at_the_top(cells, name):
    at = place(cells, name)
    text, cells[at]["source"] = cells[at]["source"], ""
    cells.insert(0, markdown(text, id="first"))


def in_the_prompt(cells, name):
    at = place(cells, name)
    cells[at - 1]["source"] = "".join(cells[at - 1]["source"]) + f"\n\n{cells[at]['source']}"
    cells[at]["source"] = ""


def over_the_prompt(cells, name):
    at = place(cells, name)
    cells[at - 1]["source"], cells[at]["source"] = cells[at]["source"], ""


def lines_of_a_list(cells, name):
    at = place(cells, name)
    cells[at]["source"] = cells[at]["source"].splitlines(keepends=True)


def all_ids_new(cells, name):
    for at, cell in enumerate(cells):
        cell["id"] = f"x{at}"


def moved_up(cells, name):
    cells.insert(0, cells.pop(place(cells, name)))


def another_name(cells, name):
    cells[place(cells, name)]["metadata"]["nbgrader"]["grade_id"] = "cell-0123456789abcdef"


def a_list_for_a_name(cells, name):
    cells[place(cells, name)]["metadata"]["nbgrader"]["grade_id"] = ["x"]


CHANGES = [
    value for value in list(globals().values()) if callable(value) and getattr(value, "__code__", None)
]
CHANGES = [one for one in CHANGES if one.__code__.co_varnames[:2] == ("cells", "name") and one is not place]


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("change", CHANGES)
def test_every_word_of_an_answer_is_in_its_own_box(change, name):
    cells = filled()
    change(cells, name)
    found = answers.gather(cells, RELEASED["cells"])
    assert {box: text.split() for box, text in found.texts.items()} == {
        box: text.split() for box, text in WORDS.items()
    }
    assert found.beside == []


@pytest.mark.parametrize("change", CHANGES)
def test_without_the_release_a_learners_own_notebook_tells_nearly_as_much(change):
    """In a browser, say, the course's own form is not beside it. Prompts that were written over are lost."""
    cells = filled()
    change(cells, "answer-2")
    found = answers.gather(cells, answers.guessed(cells))
    if change not in (
        over_the_prompt,
        in_the_prompt,
        all_ids_new,
        moved_up,
        at_the_top,
        id_and_metadata_lost,
    ):
        assert found.texts["answer-2"].split() == WORDS["answer-2"].split()


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_put_right_is_a_notebook_with_every_box_and_every_word(change):
    cells = filled()
    change(cells, "answer-2")
    order = answers.put_right(cells, RELEASED["cells"], answers.gather(cells, RELEASED["cells"]))
    if order is not None:
        cells = [cells[one] if isinstance(one, int) else one for one in order]
    again = answers.gather(cells, RELEASED["cells"])
    assert answers.put_right(cells, RELEASED["cells"], again) is None
    assert {box: text.split() for box, text in again.texts.items()} == {
        box: text.split() for box, text in WORDS.items()
    }
    at = [answers.grade_id(cell) for cell in cells].index("answer-2")
    assert order is None or cells[at - 1]["id"] in ("prompt-2", "x9", "above", "answer-1")


def test_a_deleted_box_is_missing_and_can_be_put_back_where_it_stood():
    cells = filled()
    del cells[place(cells, "answer-2")]
    found = answers.gather(cells, RELEASED["cells"])
    assert (found.missing, found.texts["answer-2"]) == (["answer-2"], "")
    order = answers.put_right(cells, RELEASED["cells"], found)
    [new] = [one for one in order if isinstance(one, dict)]
    assert new["id"] == "answer-2" and new["metadata"]["nbgrader"]["grade_id"] == "answer-2"
    assert cells[order[order.index(new) - 1]]["id"] == "prompt-2"


def test_words_that_belong_nowhere_are_kept_beside_where_every_box_has_its_own():
    cells = [*filled(), markdown("Tak for kurset.", id="last")]
    found = answers.gather(cells, RELEASED["cells"])
    assert [text for _, text, _ in found.beside] == ["Tak for kurset."] and found.elsewhere
    assert "Tak" not in "".join(found.texts.values())


def test_a_picture_that_was_pasted_goes_with_the_words():
    picture = {"image/png": "iVBORw0KGgo="}
    cells = filled()
    at = place(cells, "answer-1")
    cells[at]["attachments"] = {"image.png": {"image/png": "AAAA"}}
    cells[at]["source"] += "\n\n![image.png](attachment:image.png)"
    cells.insert(
        at + 1, markdown("![image.png](attachment:image.png)", id="p", attachments={"image.png": picture})
    )
    found = answers.gather(cells, RELEASED["cells"])
    assert len(found.pictures["answer-1"]) == 2 and picture in found.pictures["answer-1"].values()
    for label in found.pictures["answer-1"]:
        assert f"attachment:{label}" in found.texts["answer-1"]


def test_a_picture_alone_is_no_empty_answer():
    cells = filled()
    cells[place(cells, "answer-1")].update(source="", attachments={"a.png": {"image/png": "AAAA"}})
    assert answers.gather(cells, RELEASED["cells"]).texts["answer-1"] == "![a.png](attachment:a.png)"


def test_an_older_form_of_the_courses_own_text_is_not_taken_for_the_learners():
    cells = filled()
    at = place(cells, "prompt-1")
    older = "".join(cells[at]["source"]).replace("Hvilke", "Hvad for nogle").replace("held", "lykke")
    cells[at]["source"] = older
    found = answers.gather(cells, RELEASED["cells"])
    assert found.texts == WORDS and not found.elsewhere


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
pieces = st.lists(
    st.tuples(
        st.sampled_from([*BOXES, "prompt-1", "rubric", "check-plan", "elsewhere"]),
        st.sampled_from(["markdown", "code", "raw"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(pieces=pieces, order=st.randoms(use_true_random=False), strange=st.lists(junk, max_size=3))
def test_however_cells_are_moved_each_word_is_found_once_at_least(pieces, order, strange):
    """Words are numbered, so that each can be looked for; cells lose their id, their metadata or both."""
    cells = copy.deepcopy(RELEASED["cells"])
    order.shuffle(cells)
    cells = cells[: order.randrange(len(cells) + 1)]
    words = []
    for at, (name, kind, with_id, with_marks) in enumerate(pieces):
        words.append(f"ord{at}slut")
        marks = {"nbgrader": {"grade_id": name, "solution": True, "grade": True}} if with_marks else {}
        cell = {"cell_type": kind, "metadata": marks, "source": words[-1]}
        cells.insert(order.randrange(len(cells) + 1), cell | ({"id": name} if with_id else {}))
    for one in strange:
        cells.append({"cell_type": one, "id": one, "metadata": one, "source": one, "attachments": one})
    for course in (RELEASED["cells"], answers.guessed(cells)):
        found = answers.gather(cells, course)
        seen = "\n".join([*found.texts.values(), *(text for _, text, _ in found.beside)])
        if course is RELEASED["cells"]:
            assert [word for word in words if word not in seen] == []
        answers.put_right(cells, course, found)
