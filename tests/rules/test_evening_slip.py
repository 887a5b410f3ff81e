"""The slip: what is written comes back, whatever the post does to it on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules import evening_slip
from exercises.texts import Texts

TEXTS = {lang: Texts("evening_slip", lang) for lang in ("da", "en")}
LABELS = {lang: {field: t(f"label.{field}") for field in evening_slip.FIELDS} for lang, t in TEXTS.items()}
READ = {label.casefold(): field for labels in LABELS.values() for field, label in labels.items()}
AGREEING = tuple(t("agreeing") for t in TEXTS.values())
SLIP = {"name": "Bente", "mail": "b@k.dk", "competences": "foto, pris", "wants": "en ny hjemmeside: hurtigt"}
WORDING = "Ja tak, Mikronet: Øst må skrive til mig om de næste aftener."

words = st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=12)


def read(text):
    return evening_slip.read(text, READ, AGREEING)


@pytest.mark.parametrize("lang", ["da", "en"])
@given(st.dictionaries(st.sampled_from(evening_slip.FIELDS), words))
def test_what_is_written_is_read_back(lang, values):
    values = values | {"name": "Bente"}
    (slip,) = read(evening_slip.write(values, LABELS[lang]))
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
    (slip,) = read(post(evening_slip.write(SLIP, LABELS["da"])))
    assert {field: text for field, text in slip.items() if text} == SLIP


def test_several_slips_in_one_text_are_several_people():
    text = evening_slip.write(SLIP, LABELS["da"]) + evening_slip.write({"name": "Carl"}, LABELS["en"])
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
