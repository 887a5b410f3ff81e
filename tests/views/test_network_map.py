"""The picture, the figures and the "what if", worked as a learner does, without a browser."""

import json
import logging
from datetime import date, timedelta

import pytest

from exercises.kit.base import escape
from exercises.models import my_network
from exercises.models import network_map as model
from exercises.rules.ego_network import best_constraint, measure, references
from exercises.texts import Texts
from exercises.views.network_map import NetworkMap

pytestmark = pytest.mark.usefixtures("lang")

LONG_AGO = (date.today() - timedelta(days=365 * 5)).isoformat()


def is_whole(view):
    assert view.fault is None
    return view


def everything(store):
    """All that lies in the store."""
    return (
        {kind: store.rows(kind) for kind in store.kinds()},
        {exercise: store.fields(exercise) for exercise in store.exercises()},
    )


def add(store, count, circle=None, start=0, **values):
    with store.transaction():
        circles = [circle] if circle is not None else []
        return [
            my_network.add_person(store, f"P{at}", circles=circles, **values)
            for at in range(start, start + count)
        ]


@pytest.fixture
def two_circles(store):
    """Ten people: six in a circle, three in another, one alone; one pair between them, one unknown."""
    with store.transaction():
        club, market = my_network.add_circle(store, "Klubben"), my_network.add_circle(store, "Markedet")
        inside = add(store, 6, club, closeness=4, relation="friend")
        others = add(store, 3, market, start=6, closeness=2, relation="acquaintance")
        (alone,) = add(
            store, 1, start=9, closeness=5, relation="family", roles=["teacher"], last_contact=LONG_AGO
        )
        my_network.set_pair(store, inside[0], others[0], "yes")
        my_network.set_pair(store, inside[1], alone, "unknown")
    return inside, others, alone


def is_empty(view):
    return view.page.layout.display == "none" and view.empty.layout.display != "none"


def take_out(view, person):
    view.whom.value = str(person)
    view.out.click()
    return is_whole(view)


def number(view, measures, name):
    return view.t.number(getattr(measures, name), 0 if name in ("size", "tie_count") else 2)


def expected(store, without=(), more=(), more_ties=()):
    """The measures by the rule itself, from what lies in the store."""
    network = my_network.network(store)
    gone = {str(person) for person in without}
    keep = [pair for pair in network.ties if not gone & set(pair)]
    unknown = [pair for pair in network.unknown if not gone & set(pair)]
    alters = [alter for alter in network.alters if alter not in gone]
    return measure([*alters, *more], [*keep, *more_ties], unknown)


def beside(view, person):
    """A spot a little beside the one where somebody stands, in the same circle and ring."""
    drawn = next(one for one in view.picture.drawing["people"] if one["id"] == str(person))
    return [round(drawn["angle"] + 0.05, 4), 0.25]


def in_table(view):
    """All that the table says, cell by cell."""
    return [text for row in view.table.rows for text in (row["name"], *row["cells"].values())]


# ---- the picture -----------------------------------------------------------------------------------------


def test_an_empty_map_says_what_to_do(store):
    view = is_whole(NetworkMap())
    assert is_empty(view)
    assert escape(view.t("empty")) in view.empty.value


def test_the_picture_holds_everybody_with_circle_ring_and_ties(store, two_circles):
    inside, others, alone = two_circles
    drawing = is_whole(NetworkMap()).picture.drawing
    people = {person["id"]: person for person in drawing["people"]}
    rings = [ring["name"] for ring in drawing["rings"]]
    assert rings == ["5", "4", "3", "2", "1"]
    assert {rings[people[str(person)]["ring"]] for person in inside} == {"4"}
    assert people[str(others[0])]["circles"] == [1]
    assert people[str(alone)]["circles"] == []
    ties = {
        (drawing["people"][a]["id"], drawing["people"][b]["id"]): known for a, b, known in drawing["ties"]
    }
    assert ties[str(inside[0]), str(others[0])] == 1
    assert ties[str(inside[1]), str(alone)] == 0
    assert len(ties) == 15 + 3 + 2


def test_people_are_read_circle_by_circle_from_the_middle_outwards(store):
    club = my_network.add_circle(store, "Klubben")
    far_off = my_network.add_person(store, "Fjern", closeness=1, circles=[club])
    unsaid = my_network.add_person(store, "Usagt", circles=[club])
    alone = my_network.add_person(store, "Alene", closeness=5)
    close = my_network.add_person(store, "Nær", closeness=5, circles=[club])
    drawing = is_whole(NetworkMap()).picture.drawing
    assert [int(person["id"]) for person in drawing["people"]] == [close, far_off, unsaid, alone]
    assert drawing["rings"][-1]["name"] == "?"


def test_all_that_is_said_of_somebody_can_be_looked_up_in_the_picture(store, two_circles):
    _inside, _others, alone = two_circles
    view = is_whole(NetworkMap())
    t, say, roles = view.t, Texts("describe_people", view.t.lang), Texts("roles", view.t.lang)
    person = next(p for p in view.picture.drawing["people"] if p["id"] == str(alone))
    assert dict(person["facts"]) == {
        t("fact.relation"): say("relation.family"),
        t("fact.circles"): t("no_circle"),
        t("fact.closeness"): say("closeness.5"),
        t("fact.last_contact"): say("last.longer"),
        t("fact.roles"): roles("teacher"),
        t("fact.knows"): t("nobody"),
        t("fact.unsure"): "P1",
    }
    assert all(value in person["label"] for _, value in person["facts"])


def test_somebody_of_whom_nothing_is_said_yet_stands_in_the_picture(store):
    my_network.add_person(store, "Ny")
    view = is_whole(NetworkMap())
    facts = dict(view.picture.drawing["people"][0]["facts"])
    assert facts[view.t("fact.closeness")] == view.t("not_said")
    assert facts[view.t("fact.last_contact")] == view.t("not_said")


def test_a_person_moved_stands_there_when_reopened_and_can_be_put_back(store, two_circles):
    moved = str(two_circles[2])
    view = NetworkMap()
    spot = beside(view, moved)
    view.picture.places = {moved: spot}
    assert is_whole(NetworkMap()).picture.places == {moved: spot}
    view.picture.places = {}
    assert is_whole(NetworkMap()).picture.places == {}
    assert "places" not in store.fields("network_map")


def test_a_spot_outside_the_picture_or_of_somebody_gone_does_no_harm(store, two_circles):
    store.put("network_map", "places", {str(two_circles[2]): [-1.0, 7], "99999": [0, 0]})
    places = is_whole(NetworkMap()).picture.places
    assert list(places) == [str(two_circles[2])]
    angle, depth = places[str(two_circles[2])]
    assert angle == pytest.approx(5.2832, abs=1e-3)
    assert depth == 1


def test_the_table_holds_what_the_picture_holds(store, two_circles):
    view = NetworkMap()
    assert view.rows.layout.display == "none"
    view.rows_button.click()
    is_whole(view)
    for person in view.picture.drawing["people"]:
        assert person["name"] in in_table(view)
        assert all(value in in_table(view) for _, value in person["facts"])
    view.rows_button.click()
    assert view.rows.layout.display == "none"


# ---- the figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "shown", "hidden"),
    [
        (1, (), ("size", "density", "constraint")),
        (4, (), ("size", "density", "constraint")),
        (5, ("size", "tie_count", "density"), ("effective_size", "constraint", "hierarchy")),
        (7, ("size", "tie_count", "density"), ("effective_size", "constraint", "hierarchy")),
        (8, ("size", "density", "effective_size", "efficiency", "constraint", "hierarchy"), ()),
    ],
)
def test_figures_are_shown_only_where_there_are_enough_people(store, people, shown, hidden):
    add(store, people, closeness=3)
    view = is_whole(NetworkMap())
    for name in shown:
        assert f"<td>{escape(view.t(f'measure.{name}'))}</td>" in view.figures.value
    for name in hidden:
        assert escape(view.t(f"measure.{name}")) not in view.figures.value
    assert len(view.picture.drawing["people"]) == people


def test_the_figures_stand_beside_the_three_networks_of_the_same_size_and_the_best_possible(
    store, two_circles
):
    view = is_whole(NetworkMap())
    own = expected(store)
    for name in ("density", "effective_size", "constraint", "hierarchy"):
        row = view.figures.value.split(f"<td>{escape(view.t(f'measure.{name}'))}</td>")[1].split("</tr>")[0]
        assert number(view, own, name) in row
        for kind in ("broker", "partner", "clique"):
            assert f"<td>{number(view, references(10)[kind], name)}</td>" in row
    best = view.t("figures.best", n=10, best=view.t.number(best_constraint(10), 2))
    assert escape(best) in view.figures.value


def test_dont_know_is_shown_as_a_band(store, two_circles):
    view = is_whole(NetworkMap())
    own = expected(store)
    both = view.t(
        "figures.with_band", value=number(view, own, "density"), band=number(view, own.band, "density")
    )
    assert f"<td>{both}</td>" in view.figures.value
    assert view.t("figures.band") in view.figures.value
    my_network.set_pair(store, two_circles[0][1], two_circles[2], "no")
    assert view.t("figures.band") not in is_whole(NetworkMap()).figures.value


def test_both_sides_are_said_and_who_holds_a_circle_together_is_named(store, two_circles, lang):
    view = is_whole(NetworkMap())
    say = Texts("ego_feedback", lang)
    assert escape(say("mixed_new")) in view.words.value
    assert escape(say("mixed_safe")) in view.words.value
    assert escape(say("which_job")) in view.words.value
    assert escape(say("cut", name="P0", contacts=3)) in view.words.value


def test_few_people_get_no_reading(store, lang):
    add(store, 4)
    view = is_whole(NetworkMap())
    assert escape(Texts("ego_feedback", lang)("too_few_for_numbers", n=4, needed=5)) in view.words.value
    assert view.figures.value == ""


# ---- what if ---------------------------------------------------------------------------------------------


def test_taking_somebody_out_moves_picture_and_figures_at_once_and_keeps_nothing(store, two_circles):
    inside, _others, _alone = two_circles
    before = everything(store)
    view = NetworkMap()
    take_out(view, inside[0])
    after = expected(store, without=[inside[0]])
    assert view.change.after == after
    assert view.picture.whatif["gone"] == [str(inside[0])]
    line = view.t(
        "what_if.moved",
        measure=view.t("measure.constraint"),
        before=number(view, expected(store), "constraint"),
        after=number(view, after, "constraint"),
    )
    assert line in view.picture.whatif["note"]
    assert f"<td>{number(view, after, 'constraint')}" in view.figures.value
    assert f"<td>{number(view, references(9)['clique'], 'constraint')}</td>" in view.figures.value
    assert everything(store) == before
    assert is_whole(NetworkMap()).picture.whatif["gone"] == []


def test_somebody_imagined_knows_those_in_the_same_circle_and_those_ticked(store, two_circles):
    _inside, others, alone = two_circles
    before = everything(store)
    view = NetworkMap()
    view.new.click()
    market = str(my_network.circles(store)[1].id)
    view.in_circles.value = {"circles": [market]}
    view.known.value = {"knows": [str(alone), str(others[0])]}
    view.name.value = "  Ibsen   "
    is_whole(view)
    (new,) = view.picture.whatif["new"]
    assert new["name"] == "Ibsen"
    assert sorted(new["knows"]) == sorted(map(str, [*others, alone]))
    assert new["circles"] == [1]
    ties = [("new", str(person)) for person in (*others, alone)]
    assert view.change.after == expected(store, more=["new"], more_ties=ties)
    assert view.t("what_if.now_in", names="Ibsen") in view.picture.whatif["note"]
    assert everything(store) == before


def test_an_imagined_person_stands_in_the_own_circle_and_nobody_else_moves(store, two_circles):
    view = NetworkMap()
    drawing = view.picture.drawing
    view.new.click()
    view.in_circles.value = {"circles": [str(my_network.circles(store)[1].id)]}
    sector = next(s for s in drawing["sectors"] if s["circle"] == 1)
    assert sector["start"] <= view.picture.whatif["new"][0]["angle"] <= sector["end"]
    assert view.picture.drawing == drawing


def test_undo_brings_everything_back(store, two_circles):
    view = NetworkMap()
    figures, drawing = view.figures.value, view.picture.drawing
    assert view.undo.disabled
    take_out(view, two_circles[0][0])
    take_out(view, two_circles[0][1])
    view.new.click()
    assert not view.undo.disabled
    view.undo.click()
    assert is_whole(view).figures.value == figures
    assert view.picture.drawing == drawing
    assert (view.picture.whatif["gone"], view.picture.whatif["new"]) == ([], [])
    assert view.undo.disabled
    assert view.new_card.layout.display == "none"


def test_the_picture_can_take_out_put_in_again_and_remove_the_imagined(store, two_circles):
    view, person = NetworkMap(), str(two_circles[2])
    view.picture._heard(None, {"what": "toggle", "id": person}, [])
    assert view.gone == [person]
    assert person not in [key for _, key in view.whom.options]
    view.picture._heard(None, {"what": "toggle", "id": person}, [])
    assert view.change is None
    view.new.click()
    view.picture._heard(None, {"what": "toggle", "id": view.imagined[0].id}, [])
    assert (view.imagined, view.new_card.layout.display) == ([], "none")
    view.picture._heard(None, {"what": "toggle", "id": "no such"}, [])
    assert is_whole(view).change is None


def test_several_trials_add_up(store, two_circles):
    inside, _others, alone = two_circles
    view = NetworkMap()
    take_out(view, inside[0])
    take_out(view, alone)
    view.new.click()
    view.known.value = {"knows": [str(inside[0]), str(inside[1])]}
    assert is_whole(view).change.after == expected(
        store, without=[inside[0], alone], more=["new"], more_ties=[("new", str(inside[1]))]
    )
    assert view.change.before == expected(store)


def test_whom_is_chosen_in_the_picture_is_chosen_in_the_list_and_the_other_way(store, two_circles):
    one, other = str(two_circles[0][0]), str(two_circles[2])
    view = NetworkMap()
    view.picture.chosen = one
    assert view.whom.value == one
    view.whom.value = other
    assert view.picture.chosen == other
    view.out.click()
    assert is_whole(view).picture.chosen == other, "so that the picture offers to put in again"


def test_an_imagined_person_chosen_in_the_picture_is_the_one_that_can_be_changed(store, two_circles):
    view = NetworkMap()
    view.new.click()
    view.name.value = "Første"
    view.new.click()
    view.picture.chosen = view.imagined[0].id
    assert view.name.value == "Første"
    view.known.value = {"knows": [str(two_circles[2])]}
    assert [len(one.knows) for one in is_whole(view).imagined] == [1, 0]


def test_taking_out_nobody_gets_a_sentence(store, two_circles):
    view = NetworkMap()
    view.out.click()
    assert escape(view.t("what_if.choose_first")) in is_whole(view)._message.value
    assert "nv-faulty" in view.leaving._dom_classes
    assert view.change is None


def test_a_trial_in_a_small_network_says_that_it_is_too_few(store, lang):
    ids = add(store, 8, closeness=3)
    view = take_out(NetworkMap(), ids[0])
    assert escape(Texts("ego_feedback", lang)("change_too_few", n=7, needed=8)) in view.said.value
    assert view.t("measure.constraint") not in view.picture.whatif["note"]
    assert view.t("measure.density") in view.picture.whatif["note"]


def test_what_is_too_few_to_say_of_the_network_before_is_not_said_beside_the_one_after(store):
    add(store, 7, closeness=3)
    view = NetworkMap()
    view.new.click()
    row = is_whole(view).figures.value.split(f"<td>{escape(view.t('measure.constraint'))}</td>")[1]
    before, after = row.split("</td>")[:2]
    assert before == f"<td>{view.t('figures.undefined')}"
    assert after == f"<td>{number(view, references(8)['broker'], 'constraint')}"


def test_everybody_can_be_taken_out(store):
    ids = add(store, 2)
    view = NetworkMap()
    for person in ids:
        take_out(view, person)
    assert view.change.after.size == 0
    assert view.figures.value == ""


def test_a_full_picture_takes_nobody_more_until_somebody_is_out(store, monkeypatch):
    ids = add(store, 3)
    monkeypatch.setattr(my_network, "MOST_PEOPLE", 3)
    view = NetworkMap()
    view.new.click()
    assert escape(view.t("what_if.full")) in view._message.value
    assert view.imagined == []
    take_out(view, ids[0])
    view.new.click()
    assert len(is_whole(view).imagined) == 1


def test_where_an_imagined_person_was_put_is_not_kept(store, two_circles):
    view = NetworkMap()
    view.new.click()
    view.picture.places = {view.imagined[0].id: [2.0, 0.5], str(two_circles[2]): [1.0, 0.5]}
    assert is_whole(view).store.get("network_map", "places") == {str(two_circles[2]): [1.0, 0.5]}


def test_the_table_follows_the_trial(store, two_circles):
    view = NetworkMap()
    view.rows_button.click()
    take_out(view, two_circles[2])
    view.new.click()
    assert view.t("table.out", name="P9") in in_table(view)
    assert view.t("table.in", name=view.imagined[0].nickname) in in_table(is_whole(view))


# ---- reach, resources, dormant ---------------------------------------------------------------------------


def test_reach_is_said_by_the_closest_way(store, two_circles):
    view = is_whole(NetworkMap())
    assert escape(view.t("reach.roles", n=1, asked=20)) in view.reach.value
    assert escape(view.t("reach.ways", family=1, friend=0, acquaintance=0)) in view.reach.value
    roles = Texts("roles", view.t.lang)
    assert escape(view.t("reach.family_only", roles=roles("teacher"))) in view.reach.value


def test_without_roles_or_resources_nothing_is_claimed(store):
    add(store, 2)
    view = is_whole(NetworkMap())
    assert escape(view.t("reach.no_roles")) in view.reach.value
    assert escape(view.t("reach.singles")) not in view.reach.value


def test_roles_of_those_without_a_relation_are_left_out_by_name_and_not_denied(store):
    my_network.add_person(store, "Ukendt", roles=["teacher"])
    view = is_whole(NetworkMap())
    left_out = escape(view.t("reach.no_relation", names="Ukendt"))
    assert left_out in view.reach.value
    assert escape(view.t("reach.no_roles")) not in view.reach.value
    my_network.add_person(store, "Ven", roles=["farmer_food_producer"], relation="friend")
    view.look()
    assert left_out in view.reach.value
    assert escape(view.t("reach.roles", n=1, asked=20)) in is_whole(view).reach.value


def test_what_hangs_on_one_person_is_listed(store, two_circles):
    store.add("resource", key="read_text", people=[two_circles[2]])
    store.add("resource", key="good_photo", people=two_circles[0][:2])
    view = is_whole(NetworkMap())
    items = Texts("resources", view.t.lang)
    assert escape(view.t("reach.single", name="P9", items=items("items.read_text"))) in view.reach.value
    assert escape(items("items.good_photo")) not in view.reach.value


def test_dormant_ties_are_listed_after_the_years_the_learner_chose(store):
    two_years_ago = (date.today() - timedelta(days=800)).isoformat()
    my_network.add_person(store, "Fem", last_contact=LONG_AGO)
    my_network.add_person(store, "To", last_contact=two_years_ago)
    my_network.add_person(store, "Nu", last_contact=(date.today() + timedelta(days=2)).isoformat())
    my_network.add_person(store, "Ukendt")
    view = is_whole(NetworkMap())
    assert view.years.value == 3
    assert escape(view.t("dormant.list", names="Fem")) in view.asleep.value
    assert escape(view.t("dormant.unknown", n=1)) in view.asleep.value
    view.years.value = 2
    assert escape(view.t("dormant.list", names="Fem, To")) in view.asleep.value
    assert is_whole(NetworkMap()).years.value == 2


# ---- other windows, odd answers, privacy -----------------------------------------------------------------


def test_somebody_added_or_removed_in_another_window_comes_and_goes(store, two_circles):
    view = NetworkMap()
    take_out(view, two_circles[2])
    my_network.remove_person(store, two_circles[2])
    new = my_network.add_person(store, "Ny ven", closeness=3)
    view.look()
    names = [person["name"] for person in is_whole(view).picture.drawing["people"]]
    assert "Ny ven" in names
    assert "P9" not in names
    assert view.gone == []
    assert str(new) in [key for _, key in view.whom.options]


def test_somebody_moved_in_another_window_moves_here(store, two_circles):
    one, other = NetworkMap(), NetworkMap()
    spot = beside(one, two_circles[2])
    one.picture.places = {str(two_circles[2]): spot}
    other.look()
    assert is_whole(other).picture.places == {str(two_circles[2]): spot}


@pytest.mark.parametrize("nickname", ["<b>x</b>", "Ωμέγα", "名字", "W" * 40, "👩‍🌾", "a'\"&"])
def test_odd_nicknames_are_shown_as_they_are(store, nickname):
    person = my_network.add_person(store, nickname, last_contact=LONG_AGO, closeness=1)
    store.add("resource", key="read_text", people=[person])
    add(store, 8)
    view = NetworkMap()
    view.rows_button.click()
    take_out(view, person)
    assert nickname in [p["name"] for p in view.picture.drawing["people"]]
    for part in (view.said, view.figures, view.words, view.reach, view.asleep):
        assert "<b>x" not in part.value
    assert escape(nickname) in view.asleep.value


def test_bentes_network_can_be_tried_and_leaves_no_trace(store, lang):
    before = everything(store)
    view = NetworkMap()
    view.try_sample.children[0].click()
    assert len(is_whole(view).picture.drawing["people"]) == 14
    assert view.picture.drawing["ego"] == view.t("picture.ego_sample")
    view.picture.places = {view.picture.drawing["people"][0]["id"]: [1.0, 0.5]}
    view.years.value = 1
    take_out(view, view.picture.drawing["people"][0]["id"])
    view.back_to_own.children[0].click()
    assert is_empty(is_whole(view))
    assert everything(store) == before


def test_nothing_of_a_person_is_in_the_saved_notebook_or_in_a_log(store, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    circle = my_network.add_circle(store, "Kanariekredsen")
    person = my_network.add_person(store, "Kanariefugl", closeness=3, circles=[circle])
    view = NetworkMap()
    view.new.click()
    view.name.value = "Kanarieunge"
    take_out(view, person)
    view.rows_button.click()
    assert "Kanariefugl" in json.dumps(view.picture.drawing)
    shown = json.dumps(view._repr_mimebundle_()) + json.dumps(view.picture._repr_mimebundle_())
    said = caplog.text + "".join(capsys.readouterr()) + repr(view.picture)
    assert "Kanarie" not in shown + said


def test_a_hundred_and_fifty_people_are_shown(store):
    with store.transaction():
        circles = [my_network.add_circle(store, f"K{at}") for at in range(10)]
        for at in range(150):
            store.add("person", nickname=f"P{at}", closeness=at % 5 + 1, circles=[circles[at % 10]])
    view = is_whole(NetworkMap())
    take_out(view, view.seen.people[0].id)
    assert view.change.after.size == 149
    assert model.read(store).measures.size == 150


# ---- by hand ---------------------------------------------------------------------------------------------


def hand(view, **message):
    view.picture._heard(view.picture, message, [])
    return is_whole(view)


def test_what_is_done_by_hand_is_kept_said_and_taken_back(store, two_circles):
    inside, _others, alone = two_circles
    view = NetworkMap()
    hand(view, what="put", id=str(alone), closeness=3, circle=1)
    assert view.picture.said == view.t("by_hand.stands", name="P9", closeness=3, circles="Markedet")
    hand(view, what="tie", id=str(alone), other=str(inside[0]))
    assert view.picture.said == view.t("by_hand.yes", one="P0", other="P9")
    assert view.picture.undoable
    for _ in range(2):
        hand(view, what="undo")
    person = next(one for one in my_network.people(store) if one.id == alone)
    assert (person.closeness, person.circles) == (5, ())
    assert not view.picture.undoable
    hand(view, what="undo")
    assert view.picture.said == view.t("by_hand.nothing")


@pytest.mark.parametrize(
    "message",
    [
        {"what": "put", "id": "99999", "closeness": 3, "circle": None},
        {"what": "put", "id": "P9", "closeness": 3, "circle": None},
        {"what": "put", "id": "1", "closeness": 6, "circle": None},
        {"what": "put", "id": "1", "closeness": 3, "circle": 77},
        {"what": "tie", "id": "1", "other": "1"},
        {"what": "tie", "id": "1", "other": "new-1"},
        {"what": "dance"},
        {},
    ],
)
def test_what_nobody_can_ask_for_changes_nothing(store, two_circles, message):
    ids = {str(at): str(person.id) for at, person in enumerate(my_network.people(store))}
    before = everything(store)
    hand(NetworkMap(), **{key: ids.get(value, value) for key, value in message.items()})
    assert everything(store) == before


def test_in_the_table_closeness_circle_and_ties_can_be_changed(store, two_circles):
    inside, _others, alone = two_circles
    view = NetworkMap()
    view.rows_button.click()
    row = next(row for row in view.table.rows if row["id"] == str(alone))
    assert (row["closeness"], row["circle"], row["knows"]) == (5, None, [])
    view.table._heard(view.table, {"what": "put", "id": str(alone), "closeness": 2}, [])
    view.table._heard(view.table, {"what": "put", "id": str(alone), "circle": 0}, [])
    is_whole(view)
    row = next(row for row in view.table.rows if row["id"] == str(alone))
    assert (row["closeness"], row["circle"]) == (2, 0)
    assert str(inside[0]) in row["knows"]


def test_figures_are_folded_until_one_is_curious(store, two_circles):
    view = is_whole(NetworkMap())
    assert view.figures.layout.display == "none"
    view.curious.click()
    assert view.figures.layout.display == ""
    assert is_whole(view).curious.description == view.t("figures.hide")


def test_in_bentes_network_turns_are_hers_and_leave_ones_own_alone(store, two_circles):
    view = NetworkMap()
    before = everything(store)
    view.try_sample.children[0].click()
    someone = view.picture.drawing["people"][0]["id"]
    hand(view, what="put", id=someone, closeness=1, circle=None)
    assert view.picture.undoable
    view.back_to_own.children[0].click()
    assert everything(store) == before
    assert not is_whole(view).picture.undoable
