"""The insurance page, worked as a learner does."""

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import insurance as model
from exercises.models import my_network
from exercises.rules.insurance import SITUATIONS
from exercises.views.insurance import ROOM, Insurance
from exercises.whole_store import forgetting

pytestmark = pytest.mark.usefixtures("lang")


def write(view, situation, first="", second="", asked=False):
    view.go(SITUATIONS.index(situation))
    *_, one, two, box = view._built[situation].children
    one.value, two.value, box.value = first, second, asked
    return whole(view)


def test_nothing_written_prints_lines_for_every_situation_but_ones_own(store):
    view = whole(Insurance())
    assert escape(view.t("found.nothing_yet")) in view.said.value
    page = view.page()
    assert page.count('rowspan="2"') == len(SITUATIONS) - 1
    assert page.count(f"{ROOM}</td>{ROOM}</td>") == 2 * (len(SITUATIONS) - 1)


def test_a_name_is_listed_printed_and_there_again(store):
    view = write(Insurance(), "it_crash", "Kanariefugl", "Bo & Ib", asked=True)
    assert "Kanariefugl" in view.list.value
    assert "Bo &amp; Ib" in view.page()
    assert escape(view.t("found.all_asked")) in view.said.value
    again = whole(Insurance())
    assert again.list.value == view.list.value
    again.go(1)
    assert again._built["it_crash"].children[-1].value is True
    assert "Kanariefugl" not in str(view._repr_mimebundle_())


def test_ones_own_situation_is_called_what_one_calls_it(store):
    view = Insurance()
    write(view, "own", "Mo")
    view._built["own"].children[1].value = "kajen <står> under vand"
    assert escape(view.t("if", situation="kajen <står> under vand")) in whole(view).where.value
    assert "kajen &lt;står&gt;" in view.page()


def test_the_one_who_stands_everywhere_is_named(store):
    view = Insurance()
    for situation in SITUATIONS[:3]:
        write(view, situation, "李明")
    assert escape(view.t("found.leaned_on", name="李明", n=3)) in view.said.value


def test_a_name_can_be_taken_out_again(store):
    view = write(Insurance(), "illness", "Mo", asked=True)
    write(view, "illness")
    assert store.fields("insurance") == {}
    assert view.list.value == ""


def test_somebody_deleted_is_gone_from_here_too(store):
    my_network.add_person(store, "Kanariefugl")
    write(Insurance(), "illness", "kanariefugl ")
    forgetting.delete_someone(store, forgetting.everybody(store)[0])
    assert model.covers(store)[0].first == ""


def test_another_window_follows(store):
    one, other = Insurance(), Insurance()
    write(one, "illness", "Mo" * 300)
    other._seen = None
    other.look()
    assert whole(other).list.value == one.list.value
    assert other._built["illness"].children[1].value == "Mo" * 300
