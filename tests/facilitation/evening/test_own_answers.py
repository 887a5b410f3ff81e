"""What people write of themselves on the hub: kept for the host, taken in whole, led astray by nothing."""

import json
import os
from datetime import UTC, datetime

import pytest

import exercises
from facilitation.evening import own_answers, signup
from facilitation.evening.evening import Evening
from facilitation.evening.own_answers import FIELDS, FOLDER, NotSaid
from facilitation.views.host_desk import HostDesk

DAY = "2027-02-04"
BENTE = {
    "name": "Bente",
    "firm": "Bentes Garn",
    "trade": "garn",
    "competences": "foto, moms",
    "wants": "en hjemmeside",
    "language": "dansk, engelsk",
    "evenings": "torsdag",
    "knows": "Carl",
}


def at(hour):
    return datetime(2026, 1, 20, hour, tzinfo=UTC)


@pytest.fixture
def evening(tmp_path):
    made = Evening(tmp_path)
    made.set_date(DAY)
    return made


def test_everything_somebody_says_reaches_the_list_that_seats_them(tmp_path, evening):
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY)
    assert own_answers.of(tmp_path, "bente") | BENTE == own_answers.of(tmp_path, "bente")
    assert evening.answered == ["Bente"] and evening.take_answers() == 1 and evening.answered == []
    (row,) = evening.coming
    assert row.about == {field: text for field, text in BENTE.items() if field != "name"}
    evening.use_sign_ups()
    (seated,) = evening.kept["sheet"]
    assert seated["firm"] == "Bentes Garn" and seated["language"] == ["dansk", "engelsk"]
    assert evening.post_signed() == 2


def test_what_is_changed_or_taken_away_again_is_changed_on_the_list_too(tmp_path, evening):
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY, now=at(9))
    evening.take_answers()
    own_answers.keep(tmp_path, "bente", BENTE | {"wants": "", "firm": "Garn ApS"}, True, DAY, now=at(10))
    assert evening.answered == ["Bente"]
    evening.take_answers()
    (row,) = evening.coming
    assert row.about["firm"] == "Garn ApS" and "wants" not in row.about


def test_who_says_no_is_off_the_list_and_may_come_back(tmp_path, evening):
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY, now=at(9))
    evening.take_answers()
    own_answers.keep(tmp_path, "bente", BENTE, False, DAY, now=at(10))
    assert evening.take_answers() == 1 and evening.coming == []
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY, now=datetime.now(UTC))
    evening.take_answers()
    assert [row.name for row in evening.coming] == ["Bente"]


def test_whom_the_host_has_crossed_out_since_is_not_put_back(tmp_path, evening):
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY, now=at(9))
    evening.take_answers()
    evening.cancel(evening.coming[0])
    assert evening.answered == [] and evening.take_answers() == 0 and evening.coming == []


def test_a_mail_and_a_consent_given_elsewhere_stay(tmp_path, evening):
    wording = "Ja tak, Mikronet må skrive til mig om de næste aftener."
    evening.sign_up("Bente", "b@k.dk", consent=wording, about={"votes": "Priser", "firm": "Gammel"})
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY)
    evening.take_answers()
    (row,) = evening.coming
    assert (row.mail, row.consent.wording) == ("b@k.dk", wording)
    assert (row.about["votes"], row.about["firm"]) == ("Priser", "Bentes Garn")


def test_an_answer_for_an_evening_that_is_over_is_not_for_the_next(tmp_path, evening):
    own_answers.keep(tmp_path, "bente", BENTE, True, "2027-01-07")
    assert evening.answered == []
    own_answers.keep(tmp_path, "carl", {"name": "Carl"}, True, "")
    assert evening.answered == ["Carl"], "said before there was a day"


def test_two_people_do_not_become_one_by_their_names(tmp_path):
    own_answers.keep(tmp_path, "anna", {"name": "Anna"}, True, DAY)
    with pytest.raises(NotSaid) as raised:
        own_answers.keep(tmp_path, "anna-2", {"name": "anna "}, True, DAY)
    assert raised.value.key == "name_taken"
    own_answers.keep(tmp_path, "anna", {"name": "Anna", "trade": "smed"}, True, DAY)


@pytest.mark.parametrize(
    ("said", "key"),
    [({"name": " "}, "no_sign_up_name"), ({"name": "A", "wants": "x" * 301}, "too_long")],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(tmp_path, said, key):
    with pytest.raises(NotSaid) as raised:
        own_answers.keep(tmp_path, "anna", said, True, DAY)
    assert raised.value.key == key and own_answers.everybody(tmp_path) == {}


@pytest.mark.parametrize("account", ["../anna", "a/b", ".anna", "", "a\0b"])
def test_no_account_leads_out_of_the_folder(tmp_path, account):
    with pytest.raises(ValueError):
        own_answers.keep(tmp_path, account, {"name": "Anna"}, True, DAY)


def test_links_in_the_hosts_folder_lead_nowhere(tmp_path):
    desk, elsewhere = tmp_path / "bord", tmp_path / "andres"
    desk.mkdir()
    elsewhere.mkdir()
    (desk / FOLDER).symlink_to(elsewhere)
    with pytest.raises(OSError):
        own_answers.keep(desk, "anna", {"name": "Anna"}, True, DAY)
    assert list(elsewhere.iterdir()) == [] and own_answers.everybody(desk) == {}
    (desk / FOLDER).unlink()
    (desk / FOLDER).mkdir()
    secret = elsewhere / "secret.json"
    secret.write_text(json.dumps(dict.fromkeys((*FIELDS, "evening"), "x") | {"at": DAY, "comes": True}))
    (desk / FOLDER / "anna.json").symlink_to(secret)
    assert own_answers.of(desk, "anna") == {}
    own_answers.keep(desk, "anna", {"name": "Anna"}, True, DAY)
    assert not (desk / FOLDER / "anna.json").is_symlink() and "Anna" not in secret.read_text()


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", '{"name": 1}', "[" * 9000])
def test_a_file_that_is_no_answer_is_left_out(tmp_path, text):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "anna.json").write_text(text)
    os.mkfifo(tmp_path / FOLDER / "bo.json")
    assert own_answers.everybody(tmp_path) == {}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_host_is_told_of_new_answers_and_takes_them_with_one_press(tmp_path, monkeypatch, lang):
    monkeypatch.setenv("NETVAERK_COURSE", str(tmp_path))
    monkeypatch.setenv("NETVAERK_EVENING", "https://kursus.local/hub/evening")
    exercises.language(lang)
    Evening(tmp_path).set_date(DAY)
    page = HostDesk()
    page.go_to("sign_ups")
    part = page.parts["sign_ups"]
    assert "https://kursus.local/hub/evening" in part.on_hub.value
    assert part.answers.layout.display == "none"
    own_answers.keep(tmp_path, "bente", BENTE, True, DAY)
    page.look()
    assert "Bente" in part.on_hub.value and page.t("sign_ups.fresh", count="1") in part.fold.status
    part.answers.click()
    assert page.fault is None and [row.name for row in page.evening.coming] == ["Bente"]
    assert part.answers.layout.display == "none"


def test_a_sign_up_on_the_list_is_kept_as_it_is_by_who_says_nothing(tmp_path, evening):
    evening.sign_up("Dora", "")
    before = evening.sign_ups
    assert own_answers.taken_in(before, own_answers.everybody(tmp_path), DAY) == before
    assert signup.coming(before, DAY)
