"""The customer trail of lesson 7, worked as a learner does."""

import json

import pytest

from driving import whole
from exercises import places
from exercises.models import customer_trail as model
from exercises.views.customer_trail import CustomerTrail

pytestmark = pytest.mark.usefixtures("lang")


def write(view, **values):
    """Write the customer on the page and go on to the next."""
    for name, value in values.items():
        view.fields[name].value = value
    row_id = view.which.value
    view.forward.click()
    whole(view)
    return row_id


def several(view, n, **values):
    return [write(view, name=f"K{at}", **values) for at in range(n)]


def test_the_example_of_the_lesson_says_what_the_page_would(store, lang):
    view, ids = CustomerTrail(), {}
    source = {"Birthe": "family", "Per": "family", "Gry": "friend", "Tove": "friend"}
    source |= dict.fromkeys(("Knud", "Hanne", "Viggo"), "acquaintance")
    source |= {"S1": "ad", "S2": "ad", "F1": "other", "F2": "other", "F3": "other"}
    sent = {"Maren": "Knud", "Lise": "Knud", "Poul": "Maren", "Iben": "Hanne", "Jens": None}
    still = dict.fromkeys(("Gry", "Tove", "Knud", "Viggo", "Maren", "Lise", "Iben", "S1", "F1"), "yes")
    still |= dict.fromkeys(("Per", "Hanne", "Poul", "S2", "F2"), "no")
    for name in (*source, *sent):
        by = ids.get(sent.get(name)) or ""
        chosen = {"source": source.get(name, "customer"), "still": still.get(name, "too_soon")}
        ids[name] = write(view, name=name, sent_by=by, **chosen) if by else write(view, name=name, **chosen)
    path = places.root() / "lessons" / lang / "07-referrals.ipynb"
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}
    told = cells["example-shares"].replace("\u00a0", " ")
    shown = view.shares.value.replace("\u00a0", " ")
    rows = [line.strip("| ").split(" | ") for line in told.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 6
    for row in rows:
        assert "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" in shown
    for number in (view.t.percent(12 / 17), "47–87", view.t("of", hits=7, n=10), view.t("of", hits=2, n=4)):
        assert number in told
        assert number in view.said.value
    assert view.t("of", hits=4, n=17) in cells["example-thoughts"]
    assert view.t("found.sender", who="Knud", n=3) in view.said.value
    assert view.t("group_count", name=view.t("group.acquaintance"), n=7) in view.tree.value


def test_there_is_one_customer_to_write_and_only_an_invitation(store):
    view = whole(CustomerTrail())
    assert len(view.which.options) == 1
    assert view.t("found.nothing_yet", fewest=8, most=20) in view.said.value
    assert (view.tree.value, view.shares.value) == ("", "")


def test_an_empty_customer_is_not_passed_over(store):
    view = CustomerTrail()
    view.forward.click()
    assert len(whole(view).which.options) == 1
    assert view.t("write_first") in view._message.value
    assert "nv-faulty" in view.fields["name"]._dom_classes


def test_customers_become_a_tree_with_a_table_that_says_the_same(store):
    view = CustomerTrail()
    first = write(view, name="Maja", source="acquaintance", known="little", still="yes")
    second = write(view, name="Otto", source="customer", sent_by=first, known="not", still="no")
    write(view, name="Ib", source="customer", sent_by=second)
    t = view.t
    trail = t("arrow", one=t("arrow", one=t("group.acquaintance"), other="Maja"), other="Otto")
    assert f"<td>{trail}</td>" in view.tree.value
    by_maja = t("arrow", one=t("group.acquaintance"), other="Maja")
    about = f"{by_maja}. {t('known_said.not')}. {t('still_said.no')}"
    assert f"<td>{about}</td>" in view.tree.value
    assert t("tree_found", of=t("of", hits=3, n=3)) in view.tree.value
    assert view.tree.value.count("<circle") == 3
    assert t("found.chain", n=3) in view.said.value
    assert t("found.sender", who="Maja", n=2) in view.said.value


def test_who_sent_them_is_asked_only_of_a_customer_sent_by_a_customer(store):
    view = CustomerTrail()
    first = write(view, name="Maja", source="ad")
    assert view.fields["sent_by"].layout.display == "none"
    view.fields["source"].value = "customer"
    assert view.fields["sent_by"].layout.display == ""
    assert [value for _, value in view.fields["sent_by"].options] == ["", first]
    view.which.value = first
    view.fields["source"].value = "customer"
    second = view.which.options[1][1]
    view.which.value = second
    view.fields["sent_by"].value = first
    view.which.value = first
    assert [value for _, value in whole(view).fields["sent_by"].options] == [""], "no ring"


def test_few_give_counts_and_enough_give_a_range(store):
    view = CustomerTrail()
    several(view, 4, source="friend")
    t = view.t
    assert t("found.people_few", of=t("of", hits=4, n=4)) in view.said.value
    assert view.shares.value.count("<svg") == 0
    several(view, 13, source="ad", known="not")
    whole(view)
    of, range_ = t("of", hits=4, n=17), t("range", low="10", high=t.percent(0.473))
    assert t("found.close", of=of, share=t.percent(4 / 17), range=range_) in view.said.value
    assert view.shares.value.count("<svg") == 1
    both = t("share_range", share=t.percent(4 / 17), range=range_)
    assert f"<td>{both}</td>" in view.shares.value


def test_it_is_there_again_at_the_customer_one_came_to(store):
    view = CustomerTrail()
    first = write(view, name="Maja", source="family")
    write(view, name="Otto", source="customer", sent_by=first)
    view.which.value = first
    again = whole(CustomerTrail())
    assert again.which.value == first
    assert again.fields["name"].value == "Maja"
    assert (again.tree.value, again.said.value) == (view.tree.value, view.said.value)


def test_a_deleted_sender_leaves_those_they_sent(store):
    view = CustomerTrail()
    first = write(view, name="Maja", source="ad")
    second = write(view, name="Otto", source="customer", sent_by=first)
    view.which.value = first
    view.away.click()
    customers, _ = model.read(store)
    assert [(c.key, c.sent_by) for c in customers] == [(second, None)]
    view.which.value = second
    view.away.click()
    while len(whole(view).which.options) > 1:
        view.away.click()
    view.away.click()
    assert len(whole(view).which.options) == 1, "there is always one to write in"


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = CustomerTrail(), CustomerTrail()
    first = write(one, name="Maja", source="friend")
    write(one, name="Otto", source="customer", sent_by=first)
    other.look()
    assert whole(other).tree.value == one.tree.value
    other.which.value = first
    other.away.click()
    one.look()
    assert len(whole(one).which.options) == 2
    assert "Maja" not in one.tree.value


@pytest.mark.parametrize("name", ["x" * 4000, "Мария", "王さん", "<b>fed</b> & {who}", "   "])
def test_any_name_can_be_written_and_none_becomes_markup(store, name):
    view = CustomerTrail()
    first = write(view, name=name, source="friend")
    write(view, name="Otto", source="customer", sent_by=first)
    write(view, name="Ib", source="customer", sent_by=first)
    assert "<b>" not in view.tree.value + view.said.value
    view.which.value = first
    assert whole(CustomerTrail()).fields["name"].value == name.strip(" ")
    drawn = view.tree.value.split("</svg>")[0]
    assert "x" * 30 not in drawn, "a name may not run out of the drawing"


def test_what_lies_in_the_store_may_be_odd(store):
    store.add(model.KIND, name="A", source="nonsense", known=7, still=None, sent_by="x")
    view = whole(CustomerTrail())
    assert view.fields["source"].value == ""
    assert view.t("found.unsaid", n=1) in view.said.value


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = CustomerTrail()
    write(view, name="Kanariefugl", source="friend")
    assert "Kanariefugl" in view.tree.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
