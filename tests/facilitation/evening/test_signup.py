"""Sign-up and consent: apart from each other, with the wording kept, and withdrawn for good."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from facilitation.evening import signup
from facilitation.evening import words as explain
from facilitation.seating import groups
from facilitation.seating.participants import SheetProblem

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
EVENING = "2026-12-01"


def wording(lang="da"):
    return signup.wording(explain.words(lang), "Mikronet", "de næste aftener")


def one(name="Bente", mail="bente@keramik.dk", sheet=(), evening=EVENING, **kwargs):
    return signup.sign_up(list(sheet), name, mail, evening, **{"now": NOON} | kwargs)


def test_the_box_is_not_ticked_and_signing_up_does_not_need_it():
    assert signup.TICKED_BEFOREHAND is False
    (row,) = one()
    assert row.consent is None and signup.may_write_to([row]) == []


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_consent_keeps_the_very_words_their_language_and_the_time(lang):
    (row,) = one(consent=wording(lang), language=lang)
    assert row.consent == signup.Consent(wording(lang), lang, "2026-11-23T12:00:00+00:00")
    assert "Mikronet" in row.consent.wording and "de næste aftener" in row.consent.wording
    assert [mail for mail, _ in signup.may_write_to([row])] == ["bente@keramik.dk"]


def test_a_consent_names_who_writes_and_about_what():
    for sender, what in (("", "aftener"), ("Mikronet", " ")):
        with pytest.raises(SheetProblem, match="no_sender"):
            signup.wording(explain.words("da"), sender, what)
    with pytest.raises(SheetProblem, match="no_sender"):
        one(consent="  ")
    typed = [signup.wording(explain.words("da"), "Mikronet", what) for what in ("aftener", " aftener. ")]
    assert typed[0] == typed[1], "the sentence has a full stop of its own"


def test_who_withdrew_is_not_written_to_however_many_evenings_they_agreed_at():
    sheet = one(consent=wording())
    sheet = signup.sign_up(sheet, "Bente", "BENTE@keramik.dk", "2027-01-12", consent=wording(), now=NOON)
    sheet = signup.withdraw(sheet, "bente@keramik.dk", LATER)
    assert signup.may_write_to(sheet) == []
    assert all(row.consent.withdrawn == "2026-11-24T12:00:00+00:00" for row in sheet)
    assert len(sheet) == 2


def test_a_new_yes_after_a_withdrawal_counts():
    sheet = signup.withdraw(one(consent=wording()), "bente@keramik.dk", LATER)
    sheet = signup.sign_up(
        sheet, "Bente", "bente@keramik.dk", "2027-01-12", consent=wording(), now=LATER + timedelta(days=1)
    )
    assert len(signup.may_write_to(sheet)) == 1


def test_signing_up_again_with_the_box_left_alone_neither_gives_nor_withdraws():
    sheet = one("Bente S", sheet=one(consent=wording()), now=LATER)
    assert len(sheet) == 1 and sheet[0].name == "Bente S"
    assert sheet[0].consent.given == "2026-11-23T12:00:00+00:00"


def test_forgetting_leaves_nothing():
    sheet = one("Carl", "carl@t.dk", one(consent=wording()))
    assert [row.name for row in signup.forget(sheet, "Bente@keramik.dk ")] == ["Carl"]


@pytest.mark.parametrize(
    ("name", "mail", "key"),
    [
        ("", "a@b.dk", "no_sign_up_name"),
        ("Anne", "anne", "no_mail"),
        ("Anne", "a@b@c.dk", "no_mail"),
        ("Anne", "a b@c.dk", "no_mail"),
        ("Anne", "a@b.", "no_mail"),
        ("bente", "other@b.dk", "name_taken"),
    ],
)
def test_a_sign_up_that_cannot_be_used_is_a_sentence(name, mail, key):
    with pytest.raises(SheetProblem) as raised:
        one(name, mail, one())
    assert raised.value.key == key
    assert explain.problem(explain.words("en"), raised.value)


def test_the_file_gives_back_what_was_written_and_a_damaged_one_is_left_alone(tmp_path):
    path = tmp_path / "sign-ups.json"
    assert signup.read(path) == []
    sheet = one("Åse", "aase@x.dk", one(consent=wording()))
    signup.write(sheet, path)
    assert signup.read(path) == sheet and [file.name for file in tmp_path.iterdir()] == [path.name]
    path.write_text('[{"name": "Åse"', encoding="utf-8")
    with pytest.raises(SheetProblem, match="sign_up_file"):
        signup.read(path)
    assert path.read_text(encoding="utf-8").startswith('[{"name"')


def form(*rows, consent="Ja tak, Mikronet må skrive til mig om aftener", at="Tidsstempel"):
    """A web form's answers: name, mail, when, answer."""
    return pd.DataFrame(rows, columns=["Navn", "E-mail", at, consent], dtype=object)


def brought(frame, sheet=(), **kwargs):
    return signup.bring(list(sheet), frame, EVENING, **{"now": LATER} | kwargs)


def test_a_form_s_consent_is_its_heading_word_for_word_on_the_day_it_was_given():
    sheet, notes = brought(
        form(("Anne", "a@x.dk", "21/11/2026 10.42.13", "Ja"), ("Bo", "b@x.dk", "22/11/2026", ""))
    )
    assert notes == [] and [row.name for row in sheet] == ["Anne", "Bo"] and sheet[1].consent is None
    assert sheet[0].consent.wording == "Ja tak, Mikronet må skrive til mig om aftener"
    assert sheet[0].consent.given.startswith("2026-11-21")


def test_a_form_s_consent_may_be_the_answer_itself():
    words = "Ja tak, I må gerne skrive til mig om de næste aftener"
    sheet, _ = brought(form(("Anne", "a@x.dk", "", words), consent="Samtykke"))
    assert sheet[0].consent.wording == words


@pytest.mark.parametrize(
    "answer", ["", "nej", "Nej tak", "No, thank you", "nej, ikke lige nu og heller ikke senere"]
)
def test_a_no_in_a_form_is_a_no(answer):
    sheet, notes = brought(form(("Anne", "a@x.dk", "", answer)))
    assert sheet[0].consent is None and notes == []


@pytest.mark.parametrize(
    ("mail", "answer", "consent"),
    [
        ("a@x.dk", "Ja", "Samtykke"),
        ("a@x.dk", "Måske senere, jeg vil gerne se det an", "Samtykke"),
        ("", "Ja", "Ja tak, I må skrive til mig om alt"),
    ],
)
def test_a_yes_to_nobody_knows_what_or_without_a_mail_is_told_and_not_counted(mail, answer, consent):
    sheet, notes = brought(form(("Anne", mail, "", answer), consent=consent))
    assert sheet[0].consent is None and notes == [("unclear_consents", {"names": "Anne"})]


def test_days_that_may_be_month_first_are_not_read_as_days():
    sheet, _ = brought(form(("Anne", "a@x.dk", "11/03/2026", "Ja"), ("Bo", "b@x.dk", "11/23/2026", "Ja")))
    assert {row.consent.given for row in sheet} == {LATER.isoformat()}


def test_the_same_form_brought_again_renews_nobody_twice_and_wakes_no_withdrawn_yes():
    answers = form(("Anne", "a@x.dk", "", "Ja"), ("Bo", "b@x.dk", "", "Ja"), ("Carl", "", "", ""))
    sheet, _ = brought(answers)
    sheet = signup.cancel(signup.withdraw(sheet, "a@x.dk", LATER), "Bo", EVENING)
    again, notes = brought(answers, sheet)
    assert len(again) == 3 and notes == [("withdrawn_stands", {"names": "Anne"})]
    assert [mail for mail, _ in signup.may_write_to(again)] == ["b@x.dk"]
    assert [row.name for row in signup.coming(again, EVENING)] == ["Anne", "Carl"], (
        "who stays away still does"
    )
    for evening in (EVENING, "2027-02-09"):
        later, _ = signup.bring(again, answers, evening)
        assert "a@x.dk" not in dict(signup.may_write_to(later))
    newer, notes = brought(form(("Anne", "a@x.dk", "30/11/2026", "Ja")), again)
    assert notes == [] and "a@x.dk" in dict(signup.may_write_to(newer))


def test_a_form_says_who_they_are_and_what_is_odd():
    frame = pd.DataFrame(
        [("Anne", "tømrer", "foto, pris", "web", "anne at x.dk", "39")],
        columns=["Kaldenavn", "Fag", "Jeg kan", "Behov", "E-mail", "Sko"],
    )
    sheet, notes = brought(frame)
    assert sheet[0].about["competences"] == "foto, pris" and sheet[0].about["wants"] == "web"
    assert dict(notes) == {"unused_columns": {"columns": "Sko"}, "bad_mails": {"mails": "anne at x.dk"}}
    made = signup.participants(sheet, EVENING)
    assert made.to_dict("records") == [{"name": "Anne", "trade": "tømrer", "competences": "foto, pris"}]


def test_a_mail_that_comes_later_belongs_to_the_same_person():
    sheet = signup.sign_up([], "Anne", "", EVENING, about={"trade": "tømrer"}, now=NOON)
    sheet, _ = brought(form(("anne", "a@x.dk", "", "Ja")), sheet)
    assert len(sheet) == 1 and (sheet[0].mail, sheet[0].about["trade"]) == ("a@x.dk", "tømrer")
    with pytest.raises(SheetProblem, match="name_taken"):
        signup.sign_up(sheet, "Anne", "other@x.dk", EVENING)


def test_a_yes_to_mails_needs_a_mail():
    with pytest.raises(SheetProblem, match="consent_without_mail"):
        one(mail="", consent=wording())


def test_who_stays_away_is_not_among_the_participants_until_they_come_after_all():
    sheet = one("Bo", "", one())
    away = signup.cancel(sheet, "bo", EVENING)
    assert list(signup.participants(away, EVENING)["name"]) == ["Bente"]
    assert signup.cancel(away, "Bo", EVENING, away=False) == sheet


def test_forgetting_somebody_without_a_mail_spares_the_others():
    sheet = one("Bo", "", one("Bo", "", one(), evening="2027-02-09"))
    assert [row.name for row in signup.forget(sheet, "", "bo")] == ["Bente"]
    assert len(signup.forget(one("Bo", "b@x.dk"), "", "Bo")) == 1


def test_an_evening_put_off_moves_its_sign_ups_only():
    sheet = signup.move(one("Bo", "b@x.dk", one(), evening="2027-02-09"), EVENING, "2026-12-08")
    assert {row.name: row.evening for row in sheet} == {"Bente": "2026-12-08", "Bo": "2027-02-09"}


def test_those_who_signed_up_become_groups_without_their_mails():
    sheet = []
    for at in range(7):
        sheet = one(f"P{at}", f"p{at}@x.dk", sheet)
    made = signup.participants(sheet, EVENING)
    assert list(made.columns) == ["name"]
    assert sorted(map(len, groups.form(made).groups)) == [3, 4]
