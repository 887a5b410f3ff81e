"""The facilitator's own comments, beside the course's."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.reading.comment_bank import FILE, GENERAL, LONGEST, Bank, BankProblem, starting
from facilitation.reading.desk import has_blank


@pytest.fixture
def bank(tmp_path):
    return Bank(tmp_path)


def texts(comments):
    return [one.text for one in comments]


def test_the_course_has_comments_for_every_criterion_and_level_in_both_languages():
    places = {
        lang: {(one.criterion, one.level) for one in starting(lang) if one.criterion != GENERAL}
        for lang in ("da", "en")
    }
    criteria = ("experience", "theory", "own_data", "next_step", "balance", "realism", "ethics")
    assert places["da"] == places["en"] == {(name, level) for name in criteria for level in range(4)}


def test_every_blank_of_the_course_is_seen_as_a_blank():
    missed = [
        one.id
        for lang in ("da", "en")
        for one in starting(lang)
        if "…" in one.text and not has_blank(one.text)
    ]
    assert missed == []


def test_a_question_gets_the_comments_of_its_criterion_and_the_general_ones(bank):
    found = bank.comments("da", "theory")
    assert {one.criterion for one in found} == {"theory", GENERAL}
    assert {one.criterion for one in bank.comments("da")} > {"theory", "experience"}


def test_an_own_comment_is_kept_first_among_its_like_in_its_language_alone(bank, tmp_path):
    bank.add("da", "theory", 2, "  Flot læst.  ")
    assert texts(Bank(tmp_path).comments("da", "theory"))[0] == "Flot læst."
    assert "Flot læst." not in texts(bank.comments("en", "theory")) + texts(bank.comments("da", "experience"))


def test_a_changed_comment_of_the_course_stands_in_its_place_until_it_is_deleted(bank):
    before = bank.comments("da", "theory")
    changed = bank.change(before[3], "Min egen udgave »…«.")
    assert texts(bank.comments("da", "theory")) == [
        *texts(before[:3]),
        "Min egen udgave »…«.",
        *texts(before[4:]),
    ]
    again = bank.change(changed, "Endnu en udgave.")
    assert again.id == changed.id and len(bank.own()) == 1
    bank.delete(again)
    assert bank.comments("da", "theory") == before


@pytest.mark.parametrize(("text", "key"), [("  ", "bank_empty"), ("x" * (LONGEST + 1), "bank_long")])
def test_a_comment_of_no_use_is_refused_and_the_bank_stays(bank, text, key):
    kept = bank.add("da", GENERAL, None, "Tak.")
    with pytest.raises(BankProblem) as raised:
        bank.add("da", GENERAL, None, text)
    with pytest.raises(BankProblem):
        bank.change(kept, text)
    assert raised.value.key == key and bank.own() == [kept]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "7",
        '{"a": 1}',
        '[{"id": "a"}]',
        '[{"id":"a","lang":"xx","criterion":"t","level":1,"text":"x"}]',
        "\xff",
    ],
)
def test_a_damaged_bank_is_never_written_over(bank, tmp_path, content):
    (tmp_path / FILE).write_bytes(content.encode("latin-1"))
    with pytest.raises(BankProblem) as raised:
        bank.add("da", GENERAL, None, "Tak.")
    assert raised.value.key == "bank_damaged"
    assert (tmp_path / FILE).read_bytes() == content.encode("latin-1")
    aside = bank.set_aside()
    bank.add("da", GENERAL, None, "Tak.")
    assert (tmp_path / aside).read_bytes() == content.encode("latin-1") and len(bank.own()) == 1


def test_the_file_can_be_read_by_people(bank, tmp_path):
    bank.add("da", "own_data", 1, "Så mange kroner på Ærø.")
    assert "Så mange kroner på Ærø." in (tmp_path / FILE).read_text(encoding="utf-8")
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))[0]["level"] == 1


def test_a_folder_that_cannot_be_written_in_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BankProblem):
        Bank(tmp_path / "file" / "inner").add("da", GENERAL, None, "Tak.")


@given(text=st.text(min_size=1, max_size=80).filter(str.strip))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory, text):
    bank = Bank(tmp_path_factory.mktemp("bank"))
    bank.add("da", GENERAL, None, text)
    assert texts(bank.own()) == [text.strip()]
