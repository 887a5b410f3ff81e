"""What is told by telephone during an evening: at once, once, and with the host's last word."""

import json
import os

import pytest

import exercises
from facilitation.evening import own_answers, vote
from facilitation.evening.evening import Evening
from facilitation.evening.own_answers import NotSaid
from facilitation.exchange_service.evenings import Carrier
from facilitation.hub import tonight
from facilitation.views.host_desk import HostDesk

DAY = "2027-02-04"


@pytest.fixture
def evening(tmp_path):
    made = Evening(tmp_path)
    made.set_date(DAY)
    for at in range(6):
        own_answers.keep(tmp_path, f"p{at}", {"name": f"Person {at}"}, True, DAY)
    made.take_answers()
    made.use_sign_ups()
    return made


def tell(evening, at, **told):
    own_answers.tell(evening.path.parent, f"p{at}", DAY, told)


def test_a_vote_an_offer_and_a_need_are_on_the_desk_at_the_next_look(evening, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(evening.path.parent))
    exercises.language("da")
    page = HostDesk()
    page.evening.open_vote("Priser\nFoto")
    page.draw()
    tell(evening, 0, votes=["Foto", "Ukulele"], helps=[], can="foto", wants="moms")
    page.look()
    assert page.fault is None
    assert page.evening.poll.ballots == {"Person 0": ("Foto",)}
    assert page.evening.kept["offers"] == [["Person 0", "foto"]]
    assert page.evening.kept["needs"] == [["Person 0", "moms"]]
    tell(evening, 0, votes=["Priser"], helps=["Priser"], can="foto", wants="moms")
    page.look()
    assert page.evening.poll.ballots == {"Person 0": ("Priser",)}
    assert page.evening.kept["offers"] == [["Person 0", "foto"]], "the same line twice"


def test_who_sends_something_else_while_a_vote_is_open_has_not_voted(evening):
    evening.open_vote("Priser\nFoto")
    tell(evening, 0, votes=[], helps=[], can="foto")
    evening.take_told()
    assert evening.poll.ballots == {}
    tell(evening, 0, votes=["Foto"], helps=[])
    evening.take_told()
    tell(evening, 0, votes=[], helps=[])
    evening.take_told()
    assert evening.poll.ballots == {"Person 0": ()}, "a vote that is taken back"


def test_what_was_told_while_the_desk_was_closed_is_there_when_it_opens(evening, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(evening.path.parent))
    tell(evening, 0, can="foto")
    page = HostDesk()
    assert page.fault is None and page.evening.kept["offers"] == [["Person 0", "foto"]]
    assert page.parts["board"].fold.status == page.t("board.count", count=1)


def test_what_the_host_changes_afterwards_stays(evening):
    tell(evening, 0, can="foto")
    assert evening.take_told() == 1
    evening.take_down("Person 0")
    assert evening.take_told() == 0 and evening.kept["offers"] == []


def test_a_vote_that_is_closed_takes_no_more(evening):
    evening.open_vote("Priser\nFoto", ["Person 1"])
    tell(evening, 0, votes=["Foto"])
    tell(evening, 1, votes=["Foto"])
    evening.take_told()
    assert evening.poll.ballots == {"Person 1": ("Foto",)}, "somebody voted who may not"
    evening.close_vote()
    tell(evening, 1, votes=["Priser"])
    evening.take_told()
    assert vote.count(evening.poll).winners == ("Foto",)


def test_whom_one_met_is_ticked_on_the_telephone_among_ones_five_and_counted_at_the_desk(evening):
    folder = evening.path.parent
    for at in range(6):
        own_answers.keep(folder, f"p{at}", {"name": f"Person {at}"}, True, DAY, shown="Ja")
    evening.take_answers()
    evening.look_up()
    five = tonight.now(own_answers.Folder(folder).evening(), "Person 0")["met"]
    assert len(five) == 5 and "Person 0" not in five
    tell(evening, 0, met=[*five[:2], "Ukendt"], others=3)
    assert evening.take_told() == 1
    assert evening.kept["met"] == {"Person 0": {"names": five[:2], "others": 3}}
    assert evening.hits == {"answered": 1, "lists": 6, "met": 2, "places": 5, "others": 3}
    tell(evening, 0, met=[])
    evening.take_told()
    assert evening.hits["met"] == 0, "a tick that is taken away again"


def test_promises_are_counted_and_a_mind_that_is_changed_counts_once(evening):
    evening.promise(made=2)
    evening.put_away()
    evening.set_date(DAY)
    tell(evening, 0, promised=True, ended="kept")
    tell(evening, 1, promised=True, ended="dropped")
    evening.take_told()
    assert evening.kept["promises"] == {"before": 2, "made": 2, "kept": 1, "dropped": 1}
    tell(evening, 1, promised=False, ended="moved")
    evening.take_told()
    assert {name: n for name, n in evening.kept["promises"].items() if n} == {
        "before": 2, "made": 1, "kept": 1, "moved": 1
    }  # fmt: skip


def test_looking_back_is_told_without_names(evening, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(evening.path.parent))
    tell(evening, 0, what="Alle <b>kom</b>", now_what="igen i marts")
    exercises.language("da")
    page = HostDesk()
    page.go_to("debrief")
    shown = page.parts["debrief"].told.value
    assert page.fault is None and "igen i marts" in shown and "<b>" not in shown and "Person" not in shown


def test_what_was_told_on_another_evening_is_not_of_this_one(evening):
    tell(evening, 0, can="foto")
    evening.set_date("2027-03-04")
    assert evening.take_told() == 0 and evening.kept["offers"] == []


def test_what_one_said_of_oneself_and_what_one_tells_do_not_undo_each_other(evening):
    tell(evening, 0, can="foto")
    folder = evening.path.parent
    own_answers.keep(folder, "p0", {"name": "Person 0", "trade": "smed"}, True, DAY)
    assert own_answers.of(folder, "p0")["tonight"]["can"] == "foto"
    tell(evening, 0, can="film")
    assert own_answers.of(folder, "p0")["trade"] == "smed"


def test_who_has_not_said_who_they_are_tells_nothing(evening):
    with pytest.raises(NotSaid, match="no_sign_up_name"):
        own_answers.tell(evening.path.parent, "ukendt", DAY, {"can": "foto"})
    with pytest.raises(NotSaid, match="told_too_long"):
        tell(evening, 0, can="x" * 301)


@pytest.mark.parametrize(
    "told",
    [
        7,
        [],
        {"at": 1, "evening": DAY},
        {"at": "x", "evening": DAY, "votes": [1]},
        {"at": "x", "evening": DAY, "can": {}},
    ],
)
def test_a_file_that_tells_something_else_tells_nothing(evening, told):
    path = evening.path.with_name(own_answers.FOLDER) / "p0.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"tonight": told}))
    assert own_answers.of(evening.path.parent, "p0")["tonight"] == {} and evening.take_told() == 0


# ---- what the telephone shows ------------------------------------------------------------------------------


def test_a_telephone_shows_ones_own_tables_with_no_shows_and_a_latecomer(evening):
    evening.schedule(2, 3)
    evening.press("start", 1.0)
    evening.change(gone=["Person 2"], late="Sent Kommen")
    for name in ("Person 0", "Sent Kommen"):
        shown = tonight.now(own_answers.Folder(evening.path.parent).evening(), name)
        assert shown["tables"] == [at or 0 for at in evening.rounds.card(name)] and shown["round"] == 1
        table = evening.kept["tables"][0][shown["tables"][0] - 1]
        assert shown["beside"] == [one for one in table if one != name]
    assert tonight.now(own_answers.Folder(evening.path.parent).evening(), "Person 2")["tables"] == []
    assert tonight.now(own_answers.Folder(evening.path.parent).evening(), "Ukendt")["tables"] == []


@pytest.mark.parametrize("text", ["", "[]", "{", "7", '{"tables": 7}', '{"vote": {"themes": 1}}', "[" * 9000])
def test_a_file_of_the_host_that_cannot_be_read_shows_nothing(tmp_path, text):
    (tmp_path / own_answers.EVENING).write_text(text)
    shown = tonight.now(own_answers.Folder(tmp_path).evening(), "Anna")
    assert shown["name"] == "Anna" and not any(value for name, value in shown.items() if name != "name")


def test_a_link_in_the_hosts_folder_leads_nowhere(tmp_path):
    (tmp_path / "other.json").write_text('{"date": "2027-02-04"}')
    os.symlink(tmp_path / "other.json", tmp_path / own_answers.EVENING)
    assert tonight.now(own_answers.Folder(tmp_path).evening(), "Anna")["date"] == ""


# ---- where servers share no disk ---------------------------------------------------------------------------


class Exchange:
    """What a `Carrier` asks of the exchange."""

    def __init__(self, rows):
        self.rows, self.shown = rows, []

    def show_evening(self, kept):
        self.shown.append(json.loads(kept))

    def told(self, after):
        return [row for row in self.rows if row["turn"] > after]


def test_what_is_carried_to_telephones_is_what_they_show_and_once(evening):
    evening.open_vote("Priser\nFoto")
    evening.cast("Person 1", ["Foto"])
    evening.post([("Person 1", "foto", "moms")])
    carrier = Carrier(exchange := Exchange([]), evening.path.parent)
    assert carrier.carry() == carrier.carry() == 0 and len(exchange.shown) == 1
    assert tonight.now(exchange.shown[0], "Person 0") == tonight.now(evening.kept, "Person 0")
    assert exchange.shown[0].keys() <= {*own_answers.for_telephones(evening.kept)}
    assert "moms" not in json.dumps(exchange.shown) and "ballots" not in json.dumps(exchange.shown)
    evening.close_vote()
    carrier.carry()
    assert len(exchange.shown) == 2


def test_what_is_no_answer_or_has_no_name_for_a_file_stops_no_other(evening):
    folder = evening.path.parent
    good = json.dumps(own_answers.of(folder, "p0") | {"name": "Ny"})
    rows = [("..", good), ("a/b", good), ("p7", "{"), ("Bente Hansen", good)]
    rows = [{"person": who, "said": said, "turn": at} for at, (who, said) in enumerate(rows, start=1)]
    carrier = Carrier(Exchange(rows), folder)
    assert carrier.carry() == 1 and carrier.last == 4
    assert own_answers.of(folder, "Bente Hansen")["name"] == "Ny"
    assert Carrier(Exchange(rows), folder).carry() == 0, "the same, carried by another server"
