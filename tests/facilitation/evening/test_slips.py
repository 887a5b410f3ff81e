"""The slip: what is written comes back, whatever the post does to it on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.evening import slips
from facilitation.evening import words as explain
from facilitation.evening.slips import read

SLIP = {"name": "Bente", "mail": "b@k.dk", "competences": "foto, pris", "wants": "en ny hjemmeside: hurtigt"}
WORDING = "Ja tak, Mikronet: Øst må skrive til mig om de næste aftener."

words = st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=12)


def written(values, lang="da"):
    t = explain.words(lang)
    return "".join(f"{t(f'slip.{field}')}: {values.get(field, '')}\n" for field in slips.FIELDS)


@pytest.mark.parametrize("lang", ["da", "en"])
@given(st.dictionaries(st.sampled_from(slips.FIELDS), words))
def test_what_is_written_is_read_back(lang, values):
    values = values | {"name": "Bente"}
    (slip,) = read(written(values, lang))
    assert {field: text for field, text in slip.items() if text} == values


@pytest.mark.parametrize(
    "post",
    [
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: f"Hej Anne,\nher er mit svar. Hilsen: Bente\n\n{text}\nVenlig hilsen\nBente",
        lambda text: text.replace("Navn:", "NAVN :"),
        lambda text: text.replace("foto, pris", "foto,\npris"),
        lambda text: text.replace("Jeg kan:", "- Jeg  kan:"),
    ],
)
def test_what_the_post_does_to_the_lines_is_undone(post):
    (slip,) = read(post(written(SLIP)))
    assert {field: text for field, text in slip.items() if text} == SLIP


def test_several_slips_in_one_text_are_several_people():
    text = written(SLIP) + written({"name": "Carl"}, "en")
    assert [slip["name"] for slip in read(text)] == ["Bente", "Carl"]


@pytest.mark.parametrize("answer", ["ja", " Ja tak.", "x", "YES"])
def test_a_consent_is_kept_word_for_word(answer):
    assert read(f"Navn: Bente\n{WORDING}: {answer}\nBy: Ry")[0] == {
        "name": "Bente", "consent": WORDING, "place": "Ry"
    }  # fmt: skip
    wrapped = WORDING.replace(" om ", " om\n")
    assert read(f"Navn: Bente\n> {wrapped}: {answer}\n")[0]["consent"] == WORDING


@pytest.mark.parametrize("answer", ["", "nej", "måske senere, men ikke nu"])
def test_no_answer_and_no_is_no_consent(answer):
    assert "consent" not in read(f"Navn: Bente\n{WORDING}: {answer}\nBy: Ry")[0]


@pytest.mark.parametrize("text", ["", "Hej", "By: Ry", "Navn:", f"{WORDING}: ja"])
def test_what_is_no_slip_gives_none(text):
    assert read(text) == []


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    read(text)


def test_a_yes_in_the_prose_of_a_mail_is_no_consent():
    text = "Navn: Bo\nJa tak, jeg kommer gerne.\n\nMå min mand komme med? Svar: ja"
    assert read(text) == [{"name": "Bo"}]
