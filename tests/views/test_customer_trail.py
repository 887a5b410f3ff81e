"""The customer trail of lesson 7, worked as a learner does."""

import json

import pytest

from driving import whole
from exercises import places
from exercises.kit.base import escape
from exercises.models import customer_trail as model
from exercises.views.customer_trail import CustomerTrail

pytestmark = pytest.mark.usefixtures("lang")


NAMES = ("name", "source", "sent_by", "known", "still")


def ids(view):
    return sorted(view._rows)


def line(view, at):
    """The fields of a row, by name."""
    return dict(zip(NAMES, view._rows[ids(view)[at]][1], strict=True))


def write(view, **values):
    """Write a customer on the last line and open the next."""
    for name, value in values.items():
        line(view, -1)[name].value = value
    row_id = ids(view)[-1]
    view.more.click()
    whole(view)
    return row_id


def remove(view, row_id):
    view._rows[row_id][0].children[-1].click()


def several(view, n, **values):
    return [write(view, name=f"K{at}", **values) for at in range(n)]


def test_the_example_of_the_lesson_says_what_the_page_would(store, lang):
    view, sent_in = CustomerTrail(), {}
    source = {"Birthe": "family", "Per": "family", "Gry": "friend", "Tove": "friend"}
    source |= dict.fromkeys(("Knud", "Hanne", "Viggo"), "acquaintance")
    source |= {"S1": "ad", "S2": "ad", "F1": "other", "F2": "other", "F3": "other"}
    sent = {"Maren": "Knud", "Lise": "Knud", "Poul": "Maren", "Iben": "Hanne", "Jens": None}
    still = dict.fromkeys(("Gry", "Tove", "Knud", "Viggo", "Maren", "Lise", "Iben", "S1", "F1"), "yes")
    still |= dict.fromkeys(("Per", "Hanne", "Poul", "S2", "F2"), "no")
    for name in (*source, *sent):
        by = sent_in.get(sent.get(name)) or ""
        chosen = {"source": source.get(name, "customer"), "still": still.get(name, "too_soon")}
        sent_in[name] = (
            write(view, name=name, sent_by=by, **chosen) if by else write(view, name=name, **chosen)
        )
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
    assert len(ids(view)) == 1
    assert view.t("found.nothing_yet", fewest=8, most=20) in view.said.value
    assert (view.tree.value, view.shares.value) == ("", "")
    assert store.kinds() == [], "nothing is kept of a line that nobody wrote on"


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
    assert line(view, 0)["sent_by"].disabled
    second = line(view, 1)
    second["source"].value = "customer"
    assert not second["sent_by"].disabled
    assert [value for _, value in second["sent_by"].options] == ["", first]
    second["sent_by"].value = first
    line(view, 0)["source"].value = "customer"
    assert [value for _, value in whole(view)._rows[first][1][2].options] == [""], "no ring"


def test_who_can_have_sent_them_is_called_as_it_is_written_now(store):
    view = CustomerTrail()
    first = write(view, name="Ma", source="ad")
    write(view, name="Otto", source="customer", sent_by=first)
    line(view, 0)["name"].value = "Maja"
    named = line(view, 1)["sent_by"]
    assert (named.value, named.label) == (first, view.t("number_name", at=1, name="Maja"))
    line(view, 0)["name"].value = ""
    assert line(view, 1)["sent_by"].label == view.t("number", at=1), "a source is left of them"


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


def test_it_is_there_again(store):
    view = CustomerTrail()
    first = write(view, name="Maja", source="family")
    write(view, name="Otto", source="customer", sent_by=first)
    again = whole(CustomerTrail())
    assert [line(again, at)["name"].value for at in (0, 1)] == ["Maja", "Otto"]
    assert line(again, 1)["sent_by"].value == first
    assert (again.tree.value, again.said.value) == (view.tree.value, view.said.value)


def test_a_deleted_sender_leaves_those_they_sent(store):
    view = CustomerTrail()
    first = write(view, name="Maja", source="ad")
    second = write(view, name="Otto", source="customer", sent_by=first)
    remove(view, first)
    customers, _ = model.read(store)
    assert [(c.key, c.sent_by) for c in customers] == [(second, None)]
    while len(ids(whole(view))) > 1:
        remove(view, ids(view)[0])
    remove(view, ids(view)[0])
    assert len(ids(whole(view))) == 1, "there is always one to write in"


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = CustomerTrail(), CustomerTrail()
    first = write(one, name="Maja", source="friend")
    write(one, name="Otto", source="customer", sent_by=first)
    other.look()
    assert whole(other).tree.value == one.tree.value
    assert line(other, 1)["sent_by"].value == first
    remove(other, first)
    one.look()
    assert [line(whole(one), at)["name"].value for at in range(len(ids(one)))] == ["Otto", ""]
    assert "Maja" not in one.tree.value


# ---- from a spreadsheet ----------------------------------------------------------------------------------


def kept(store):
    rows = store.rows(model.KIND)
    called = {row["id"]: row["name"] for row in rows} | {"": ""}
    return [(row["name"], row["source"], called[row.get("sent_by", "")]) for row in rows]


def test_who_sent_whom_is_read_by_name_wherever_they_stand(store):
    view = CustomerTrail()
    write(view, name="Verner", source="acquaintance")
    view.paste.value = "Maren\tAd\t\nPoul\t\tmaren\nLise\t\tVERNER \nIb\t\tPoul".replace(
        "Ad", view.t("group.ad")
    )
    assert len(kept(store)) == 1, "nothing is kept before yes"
    view.yes.click()
    assert kept(whole(view).store) == [
        ("Verner", "acquaintance", ""),
        ("Maren", "ad", ""),
        ("Poul", "customer", "Maren"),
        ("Lise", "customer", "Verner"),
        ("Ib", "customer", "Poul"),
    ]
    assert line(view, 2)["sent_by"].label == view.t("number_name", at=2, name="Maren")
    assert view.t("found.chain", n=3) in view.said.value


@pytest.mark.parametrize("who", ["Nobody", "Poul"])
def test_a_sender_who_is_no_other_row_is_named_and_left_out(store, who):
    view = CustomerTrail()
    view.paste.value = f"Poul\t\t{who}\nIb"
    said = view.words("unnamed", at=1, column=view.t("sent_by"), text=who)
    assert escape(said) in view.preview.value
    view.yes.click()
    assert [(row["name"], row.get("sent_by")) for row in whole(view).store.rows(model.KIND)] == [
        ("Poul", None),
        ("Ib", None),
    ]


def test_a_short_answer_chooses_what_it_begins(store):
    view = CustomerTrail()
    t = view.t
    yes = t("still_option.yes").split(",")[0]
    view.paste.value = (
        f"{t('short.name')}\t{t('short.still')}\t{t('short.known')}\nA\t{yes}\t{yes.upper()}\nB\tx\t"
    )
    assert escape(view.words("unread", at=2, column=t("still"), text="x")) in view.preview.value
    view.yes.click()
    assert [(row["name"], row.get("still"), row.get("known")) for row in store.rows(model.KIND)] == [
        ("A", "yes", "well"),
        ("B", None, None),
    ]


@pytest.mark.parametrize("name", ["x" * 4000, "Мария", "王さん", "<b>fed</b> & {who}", "   "])
def test_any_name_can_be_written_and_none_becomes_markup(store, name):
    view = CustomerTrail()
    first = write(view, name=name, source="friend")
    write(view, name="Otto", source="customer", sent_by=first)
    write(view, name="Ib", source="customer", sent_by=first)
    assert "<b>" not in view.tree.value + view.said.value
    written = [line(whole(CustomerTrail()), at)["name"].value for at in range(3)]
    assert written == [name.strip(" "), "Otto", "Ib"]
    drawn = view.tree.value.split("</svg>")[0]
    assert "x" * 30 not in drawn, "a name may not run out of the drawing"


def test_what_lies_in_the_store_may_be_odd(store):
    store.add(model.KIND, name="A", source="nonsense", known=7, still=None, sent_by="x")
    view = whole(CustomerTrail())
    assert line(view, 0)["source"].value == ""
    assert view.t("found.unsaid", n=1) in view.said.value


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = CustomerTrail()
    write(view, name="Kanariefugl", source="friend")
    assert "Kanariefugl" in view.tree.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
