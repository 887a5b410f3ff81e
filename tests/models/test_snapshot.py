from datetime import date

import pytest

from exercises.models import before_after, my_network, sample, snapshot
from exercises.rules.before_after import SIX
from exercises.whole_store import forgetting
from exercises.whole_store import tables as my_data


def people(store, names):
    return [my_network.add_person(store, name) for name in names]


def test_a_frozen_map_keeps_its_measures_when_the_map_moves_on(store):
    ids = people(store, "ABCDEFGH")
    my_network.set_pair(store, ids[0], ids[1], "yes")
    before = my_network.measures(store)
    snapshot.take(store, day=date(2026, 1, 2))
    my_network.set_pair(store, ids[2], ids[3], "yes")
    my_network.remove_person(store, ids[7])
    (kept,) = snapshot.snapshots(store)
    assert (kept.day, kept.people) == (date(2026, 1, 2), tuple(ids))
    assert {name: getattr(kept.measures, name) for name in SIX} == {
        name: getattr(before, name) for name in SIX
    }
    assert before_after.maps(store).lists.lost == (ids[7],)


def test_nobody_on_the_map_cannot_be_frozen(store):
    with pytest.raises(ValueError):
        snapshot.take(store)
    assert snapshot.snapshots(store) == []


def test_the_map_is_frozen_once_when_its_lesson_is_read_and_done(store):
    people(store, "AB")
    store.put("progress", "my-network.read", "2026-01-01")
    snapshot.take_when_done(store, "my-network")
    assert snapshot.snapshots(store) == []
    store.put("progress", "my-network.act", "2026-01-02")
    snapshot.take_when_done(store, "why-network")
    assert snapshot.snapshots(store) == []
    snapshot.take_when_done(store, "my-network")
    snapshot.take_when_done(store, "my-network")
    assert len(snapshot.snapshots(store)) == 1


@pytest.mark.parametrize("pairs", ["01 1", "", None, "01 12", "Kanariefugl"])
def test_a_row_that_is_no_frozen_map_is_passed_over(store, pairs):
    store.add(snapshot.KIND, day="2026-01-02", people=[1], pairs=pairs)
    assert snapshot.snapshots(store) == []


def test_somebody_deleted_leaves_the_frozen_list_but_not_its_measures(store):
    ids = people(store, ["Kanariefugl", "Bo", "Ib"])
    snapshot.take(store)
    before_after.set_marked(store, "lost", ids[:1])
    someone = next(one for one in forgetting.everybody(store) if one.nickname == "Kanariefugl")
    forgetting.delete_someone(store, someone)
    (kept,) = snapshot.snapshots(store)
    assert (kept.people, kept.measures.size) == (tuple(ids[1:]), 3)
    assert before_after.marked(store, "lost") == ()
    assert before_after.maps(store).lists.gone == 1


def test_the_tables_of_my_data_name_all_of_it(store, lang):
    people(store, ["Ida", "Bo"])
    snapshot.take(store, day=date(2026, 1, 2))
    before_after.set_marked(store, "recalled", [1])
    store.add("account_again", day="2026-03-01", what="kaffe", hours="1", kroner="", result="idea")
    store.put("before_after", "end", "2026-03-02")
    store.put("ninety_days", "goal1.if_part", "x")
    store.put("ninety_days", "month2.share.what", "x")
    store.put("ninety_days", "time.available", "2")
    store.put("insurance", "illness.first.who", "Ida")
    store.put("insurance", "own.what", "x")
    tables = my_data.tables(store, lang)
    raw = {"snapshot", "since", "account_again", "before_after", "ninety_days", "insurance", "pairs", "day"}
    raw |= {
        "goal1",
        "if_part",
        "month2",
        "illness",
        "who",
        "what",
        "recalled",
        "people",
        "available",
        "hours",
    }
    seen = {table.title for table in tables} | {name for table in tables for name in table.columns}
    cells = [str(cell) for table in tables for row in table.rows for cell in row]
    seen |= {part for cell in cells for part in cell.split(" · ")}
    assert seen & raw == set()


def test_bentes_two_maps_are_those_of_the_worked_example(store):
    """The lesson's table quotes these."""
    sample.fill(store, "da")
    snapshot.fill_sample(store, before_after.SINCE)
    maps = before_after.maps(store)
    columns = [[round(getattr(one, name), 2) for name in SIX] for one in (maps.before, maps.stayed, maps.now)]
    assert columns == [
        [14, 0.19, 11.57, 0.83, 0.2, 0.03],
        [13, 0.21, 10.54, 0.81, 0.22, 0.05],
        [15, 0.16, 12.73, 0.85, 0.18, 0.06],
    ]
    assert (len(maps.lists.lost), len(maps.lists.new), len(maps.lists.recalled)) == (1, 2, 1)
