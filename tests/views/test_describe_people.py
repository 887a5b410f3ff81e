from datetime import date, timedelta

import pytest

from exercises.kit.base import escape
from exercises.models import describe_people as model
from exercises.models import my_network
from exercises.texts import Texts
from exercises.views.describe_people import DescribePeople

pytestmark = pytest.mark.usefixtures("lang")


@pytest.fixture
def ids(store):
    return [my_network.add_person(store, name) for name in ("Anna", "Bo", "Carl", "Dea")]


@pytest.fixture
def view(store, ids):
    view = DescribePeople()
    yield view
    assert view.fault is None


def at(view, step):
    """Go to a step; its panel."""
    view.step.value = {"step": [step]}
    assert view.fault is None
    assert [name for name, box in view.boxes.items() if box.layout.display != "none"] == [step]
    return view.panels[step]


def person(store, nickname):
    return next(person for person in my_network.people(store) if person.nickname == nickname)


def circle(store, name, *ids):
    made = my_network.add_circle(store, name)
    model.set_members(store, made, set(ids))
    return made


def test_with_nobody_on_the_map_it_says_what_to_do(store):
    view = DescribePeople()
    assert (view.nobody_yet.layout.display, view.step.layout.display) == ("", "none")
    my_network.add_person(store, "Anna")
    view.look()
    assert (view.nobody_yet.layout.display, view.step.layout.display) == ("none", "")
    assert view.fault is None


# ---- one by one ------------------------------------------------------------------------------------------


def test_what_is_said_of_a_person_is_kept_counted_and_shown_again(view, store, ids):
    panel = view.panels["people"]
    panel.relation.value = {"answer": ["friend"]}
    panel.closeness.value = {"answer": ["4"]}
    assert view.t("people_progress", done=0, of=4) in panel.progress.value
    panel.last.value = {"answer": ["longer"]}
    assert view.t("people_progress", done=1, of=4) in panel.progress.value
    anna = person(store, "Anna")
    assert (anna.relation, anna.closeness) == ("friend", 4)
    assert date.fromisoformat(anna.last_contact) < date.today() - timedelta(days=3 * 365)
    panel.next.click()
    assert panel.closeness.picked("answer") == []
    again = DescribePeople().panels["people"]
    assert again.who.value == ids[1], "where one left off"
    again.back.click()
    shown = [control.picked("answer") for control in (again.relation, again.closeness, again.last)]
    assert shown == [["friend"], ["4"], ["longer"]]
    assert [label[0] for label, _ in again.who.options] == ["✓", "○", "○", "○"]


def test_the_way_through_ends_at_both_ends_and_one_may_jump(view, ids):
    panel = view.panels["people"]
    assert panel.back.disabled
    panel.who.value = ids[3]
    assert (panel.nickname.value, panel.next.disabled) == ("Dea", True)


@pytest.mark.parametrize(
    ("nickname", "stem", "key"),
    [
        ("bo", "my_network", "nickname_taken"),
        ("", "my_network", "nickname_missing"),
        ("a@b.example", "on_network", "nickname_tells"),
    ],
)
def test_a_nickname_that_cannot_be_is_refused_in_words(view, store, lang, nickname, stem, key):
    view.panels["people"].nickname.value = nickname
    assert Texts(stem).data[key][lang].split("{")[0] in view._message.value
    assert person(store, "Anna")


def test_a_nickname_is_changed_everywhere(view, store):
    panel = view.panels["people"]
    panel.nickname.value = "Ægir Ω"
    assert person(store, "Ægir Ω")
    assert panel.who.options[0][0].endswith("Ægir Ω")


def test_somebody_is_taken_off_only_when_said_twice(view, store, ids):
    panel = view.panels["people"]
    panel.remove.first.children[0].click()
    assert escape(view.t("remove_person_sure", nickname="Anna")) in panel.remove.asking.value
    panel.next.click()
    assert panel.remove.asking.value == "", "the question was of Anna"
    panel.remove.first.children[0].click()
    panel.remove.yes.click()
    assert [p.nickname for p in my_network.people(store)] == ["Anna", "Carl", "Dea"]


def test_the_last_one_taken_off_leads_back_to_the_beginning(store):
    my_network.add_person(store, "Anna")
    view = DescribePeople()
    view.panels["people"].remove.yes.click()
    assert (view.fault, view.nobody_yet.layout.display) == (None, "")


def test_somebody_taken_off_in_another_window_is_no_fault_here(view, store, ids):
    view.panels["people"].who.value = ids[2]
    my_network.remove_person(store, ids[2])
    view.look()
    assert view.panels["people"].who.value == ids[0]


# ---- circles ---------------------------------------------------------------------------------------------


def test_circles_are_made_ticked_renamed_and_told(view, store, ids):
    panel = at(view, "circles")
    assert panel.chosen.layout.display == "none"
    panel.new.value = "Klubben"
    assert (panel.chosen.layout.display, panel.new.value, panel.name.value) == ("", "", "Klubben")
    panel.members.value = {"members": [str(ids[0]), str(ids[1])]}
    panel.new.value = "Gaden <b>"
    panel.members.value = {"members": [str(ids[1])]}
    panel.name.value = "Vejen <b>"
    assert "<strong>Klubben:</strong> Anna, Bo" in panel.overview.value
    assert "<strong>Vejen &lt;b&gt;:</strong> Bo" in panel.overview.value
    assert f"<strong>{escape(view.t('no_circle'))}:</strong> Carl, Dea" in panel.overview.value
    assert len(person(store, "Bo").circles) == 2


def test_the_circle_button_adds_once_and_says_when_there_is_no_name(view, store):
    panel = at(view, "circles")
    panel.new.value = "Klubben"
    panel.add.click()
    assert (len(my_network.circles(store)), view._message.value) == (1, "")
    panel.add.click()
    assert 'role="alert"' in view._message.value


def test_a_circle_cannot_take_another_s_name(view, store, lang):
    circle(store, "Klubben")
    circle(store, "Gaden")
    panel = at(view, "circles")
    panel.name.value = "gaden"
    assert escape(view.t("circle_taken", name="Gaden")) in view._message.value
    assert [c.name for c in my_network.circles(store)] == ["Klubben", "Gaden"]


def test_a_circle_deleted_leaves_its_people_and_shows_the_next(view, store, ids):
    circle(store, "Klubben", *ids)
    circle(store, "Gaden", ids[0])
    panel = at(view, "circles")
    panel.remove.first.children[0].click()
    panel.remove.yes.click()
    assert (panel.name.value, len(my_network.people(store))) == ("Gaden", 4)
    panel.remove.yes.click()
    assert panel.chosen.layout.display == "none"


# ---- who knows whom --------------------------------------------------------------------------------------


@pytest.fixture
def pairs(view, store, ids):
    circle(store, "Klubben", *ids[:2])
    circle(store, "Gaden", *ids[2:])
    return at(view, "pairs")


def test_pairs_are_answered_page_by_page_across_circles_first(pairs, view, store, ids):
    a, b, c, d = ids
    assert escape(view.t("across", one="Klubben", other="Gaden")) in pairs.where.value
    assert next(label for _, label in pairs.answers.rows) == view.t("pair", one="Anna", other="Carl")
    pairs.answers.value = {f"{a}-{c}": ["yes"], f"{a}-{d}": ["unknown"]}
    assert model.answers(store) == {(a, c): "yes", (a, d): "unknown"}
    pairs.next.click()
    assert escape(view.t("within", circle="Klubben")) in pairs.where.value
    pairs.answers.value = {f"{a}-{b}": ["no"]}
    pairs.next.click()
    assert pairs.next.disabled
    assert my_network.pairs(store)[a, b] == "no"
    assert escape(view.t("pairs_known", known=2, of=6)) in pairs.progress.value
    assert escape(view.t("pairs_progress", done=2, of=4)) in pairs.progress.value


def test_no_to_the_rest_keeps_what_was_answered(pairs, store, ids):
    a, b, c, d = ids
    pairs.answers.value = {f"{a}-{c}": ["yes"]}
    pairs.rest_no.click()
    assert model.answers(store) == {(a, c): "yes", (a, d): "no", (b, c): "no", (b, d): "no"}
    assert pairs.answers.picked(f"{b}-{d}") == ["no"]


def test_a_page_can_be_cleared_to_what_the_circles_say(pairs, store, ids):
    pairs.rest_no.click()
    pairs.clear.click()
    assert (model.answers(store), pairs.answers.value) == ({}, {})


def test_the_pairs_are_there_when_one_comes_back(pairs, store, ids):
    pairs.answers.value = {f"{ids[0]}-{ids[2]}": ["unknown"]}
    again = DescribePeople()
    assert again.panels["pairs"].answers.picked(f"{ids[0]}-{ids[2]}") == ["unknown"]


def test_nonsense_from_the_browser_is_not_kept(pairs, store, ids):
    pairs.answers.value = {f"{ids[0]}-{ids[2]}": ["perhaps"], "1-999": ["yes"], "x": ["yes"]}
    assert model.answers(store) == {}


def test_one_person_has_no_pairs_and_that_is_no_fault(store):
    my_network.add_person(store, "Anna")
    panel = at(DescribePeople(), "pairs")
    assert panel.answers.layout.display == "none"


def test_people_without_circles_are_asked_about_too(view, store):
    panel = at(view, "pairs")
    assert view.t("without_circle") in panel.where.value
    assert len(panel.answers.rows) == 6


def test_with_many_people_only_the_first_pairs_are_asked_until_all_are_wanted(store):
    for n in range(25):
        my_network.add_person(store, f"n{n}")
    view = DescribePeople()
    panel = at(view, "pairs")
    assert len(panel.answers.rows) == 12
    assert view.t("pairs_progress", done=0, of=30) in panel.progress.value
    panel.next.click()
    panel.next.click()
    assert panel.next.disabled
    panel.all.value = True
    assert (panel.back.disabled, panel.next.disabled) == (True, False)
    assert DescribePeople().panels["pairs"].all.value


def test_two_windows_show_the_same_pairs(pairs, store, ids):
    other = DescribePeople()
    pairs.answers.value = {f"{ids[0]}-{ids[2]}": ["yes"]}
    other.look()
    assert other.panels["pairs"].answers.picked(f"{ids[0]}-{ids[2]}") == ["yes"]
    assert other.fault is None


# ---- beside the picture ----------------------------------------------------------------------------------


def test_the_picture_stands_beside_the_questions_and_follows_each_answer(view, store, ids):
    picture = view.drawn.picture
    assert [person["name"] for person in picture.drawing["people"]] == ["Anna", "Bo", "Carl", "Dea"]
    assert picture.chosen == str(ids[0])
    view.panels["people"].closeness.value = {"answer": ["5"]}
    rings = picture.drawing["rings"]
    assert rings[picture.drawing["people"][0]["ring"]]["closeness"] == 5
    view.panels["people"].next.click()
    assert picture.chosen == str(ids[1])


def test_somebody_chosen_in_the_picture_is_asked_about(view, ids):
    view.drawn.picture.chosen = str(ids[2])
    assert view.panels["people"].who.value == ids[2]


def test_where_it_is_asked_who_knows_whom_two_taps_tie(view, store, ids):
    at(view, "pairs")
    assert view.drawn.picture.tying
    message = {"what": "tie", "id": str(ids[0]), "other": str(ids[1])}
    view.drawn.picture._heard(view.drawn.picture, message, [])
    assert model.answers(store) == {(ids[0], ids[1]): "yes"}
    shown = view.panels["pairs"].answers.value
    assert shown.get(f"{ids[0]}-{ids[1]}") == ["yes"]
    at(view, "circles")
    assert not view.drawn.picture.tying
