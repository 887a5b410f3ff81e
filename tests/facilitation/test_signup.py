"""Sign-up and consent: apart from each other, with the wording kept, and withdrawn for good."""

from datetime import UTC, datetime, timedelta

import pytest

from facilitation import explain, groups, signup
from facilitation.participants import SheetProblem

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
EVENING = "2026-12-01"


def wording(lang="da"):
    return signup.wording(explain.words(lang), "Mikronet", "de næste aftener")


def one(name="Bente", mail="bente@keramik.dk", sheet=(), **kwargs):
    return signup.sign_up(list(sheet), name, mail, EVENING, **{"now": NOON} | kwargs)


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


def test_those_who_signed_up_become_groups_without_their_mails():
    sheet = []
    for at in range(7):
        sheet = one(f"P{at}", f"p{at}@x.dk", sheet)
    made = signup.participants(sheet, EVENING)
    assert list(made.columns) == ["name"]
    assert sorted(map(len, groups.form(made).groups)) == [3, 4]
