import json
import shutil
from pathlib import Path

import pytest

from facilitation.authoring import (
    figure_faults,
    form_faults,
    lesson_faults,
    lix,
    load,
    main,
    notebook_lix,
    numbers,
    refresh_sources,
    stamp,
    text_hash,
    twin,
    twin_faults,
)

FIXTURES = Path(__file__).parent / "fixtures" / "twins"


@pytest.fixture
def pair(tmp_path):
    """A sound pair that may be written to, as (Danish path, English path)."""
    shutil.copytree(FIXTURES / "twins_match", tmp_path / "lessons")
    return (
        tmp_path / "lessons" / "da" / "01-why-network.ipynb",
        tmp_path / "lessons" / "en" / "01-why-network.ipynb",
    )


def change(path, name, source):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == name)
    cell["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


# -- LIX -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "sentences", "long"),
    [
        ("Jeg hedder Bo. Jeg laver krus.", 6, 2, 0),
        ("Keramikeren sælger krus.", 3, 1, 1),
        ("Han siger: kom nu.", 4, 2, 0),  # a colon closes a sentence
        ("Kom du? Ja!", 3, 2, 0),
        ("Hun er kunder værd.", 4, 1, 0),  # six letters are not long
        ("Hun har kunders ord.", 4, 1, 1),  # seven are
        ("# Om krus\n\nDe er blå.", 5, 2, 0),  # a heading is a sentence without a full stop
        ("- ler\n- glasur\n\nOg ild.", 4, 3, 0),
        ("Det koster ca. 500 kr. om året.", 7, 1, 0),  # abbreviations do not close
        ("Det sker f.eks. i maj.", 5, 1, 0),
        ("Se [vores kursus](https://example.org/en-meget-lang-adresse).", 3, 1, 0),
        ("Det nytter ([Cai og Szeidl 2018 ●●●](#cai2018)).", 2, 1, 0),
        ("Kør `from_exercises_import_everything` nu.", 2, 1, 0),
        ("Før.\n\n```python\nfrom_exercises_import_everything\n```\n\nNu.", 2, 2, 0),
        ('<div class="alert alert-info">\n\nHusk **det**.\n\n</div>', 2, 1, 0),
        ("<details><summary>Mere</summary>\n\nDet var alt.\n\n</details>", 4, 2, 0),
        ("| Dag | Tid |\n|--|--|\n| nu | ti |", 4, 4, 0),
    ],
)
def test_lix_counts_words_sentences_and_long_words_of_running_text(text, words, sentences, long):
    assert lix(text) == pytest.approx(words / sentences + 100 * long / words)


def test_lix_of_no_text_is_zero():
    assert lix("") == lix("```\nkode\n```") == 0.0


def test_the_generated_list_of_sources_does_not_weigh_on_readability():
    notebook = load(FIXTURES / "twins_match" / "da" / "01-why-network.ipynb")
    before = notebook_lix(notebook)
    notebook["cells"][-1]["source"] = "Virksomhedsejerens netværksaktiviteter " * 40
    assert notebook["cells"][-1]["id"] == "sources"
    assert notebook_lix(notebook) == before


# -- Figures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("da", "8,1 % af 2.820 firmaer", ["8.1", "2820"]),
        ("en", "8.1% of 2,820 firms", ["8.1", "2820"]),
        ("da", "417.137 og 1.250,50", ["417137", "1250.5"]),
        ("en", "r = .211", ["0.211"]),
        ("da", "r = 0,211.", ["0.211"]),
        ("da", "91–93 %, 36-42 %, 1/3", ["91", "93", "36", "42", "1", "3"]),
        ("da", "8.1 %", ["8.1?"]),
        ("en", "8,1%", ["8,1?"]),
        ("da", "L3 og W1 er navne", []),
        ("en", "12%", ["12"]),
        ("da", "0,40 og 0,4", ["0.4", "0.4"]),
    ],
)
def test_figures_are_read_as_each_language_writes_them(lang, text, found):
    assert numbers(text, lang) == found


CITED = "[Cai og Szeidl 2018 ●●●](#cai2018)"


def lesson_saying(text):
    notebook = load(FIXTURES / "twins_match" / "da" / "01-why-network.ipynb")
    next(cell for cell in notebook["cells"] if cell["id"] == "regular-meetings")["source"] = text
    return notebook


@pytest.mark.parametrize(
    "text",
    [
        f"Omsætningen steg 9 % ({CITED}).",
        f"Omsætningen steg 9 %. {CITED}",  # the citation stands after the full stop
        f"Det er et fund. {CITED} fandt, at omsætningen steg 9 %.",  # the citation opens its sentence
        f"Der var f.eks. 9 grupper ({CITED}).",
        f"| Fund |\n|--|\n| steg 9 % {CITED} |",
        f"Omsætningen steg 8.1 % ({CITED}).",
    ],
)
def test_a_figure_that_was_not_read_is_found_beside_its_citation(text):
    (fault,) = figure_faults(lesson_saying(text))
    assert "is not in the evidence of cai2018" in fault


@pytest.mark.parametrize(
    "text",
    [
        f"Omsætningen steg 8,1 % hos 2.820 firmaer i 2018 ({CITED}).",
        f"Bente har 9 kunder. Omsætningen steg {CITED}.",
        f"Omsætningen steg. {CITED} Bente har 9 kunder.",
        f"Omsætningen steg ({CITED}). Bente har 9 kunder.",
        f"Bente har 9 kunder. {CITED} fandt, at omsætningen steg.",
        "Bente har 9 kunder.",
        f"Den steg 8,1 % og 16 % ({CITED}, [Schmitt m.fl. 2011 ●●](#schmitt2011)).",
    ],
)
def test_a_figure_that_was_read_or_is_the_learners_own_is_left_in_peace(text):
    assert figure_faults(lesson_saying(text)) == []


# -- Twins ---------------------------------------------------------------------------------------------------


def test_twins_are_found_in_lessons_and_in_source():
    assert twin("lessons/da/01-why.ipynb") == Path("lessons/en/01-why.ipynb")
    assert twin("source/01-why-en/why.ipynb") == Path("source/01-why-da/why.ipynb")
    with pytest.raises(ValueError, match="no language"):
        twin("lessons/panda/01-why.ipynb")


def test_stamping_tells_that_a_changed_text_is_translated_anew(pair):
    da, en = pair
    change(da, "one-act", "Ring til en kollega.")
    assert twin_faults(da, en) != []
    change(en, "one-act", "Ring up a colleague.")
    assert stamp(en) == 1
    assert twin_faults(da, en) == []
    stamped = next(cell for cell in load(en)["cells"] if cell["id"] == "one-act")
    assert stamped["metadata"]["translated_from"] == text_hash("Ring til en kollega.")
    assert stamped["source"] == "Ring up a colleague."


def test_stamping_twice_writes_nothing_the_second_time(pair):
    before = pair[1].read_bytes()
    assert stamp(pair[1]) == 0
    assert pair[1].read_bytes() == before


def test_stamping_leaves_the_danish_notebook_alone(pair):
    with pytest.raises(ValueError, match="not the English"):
        stamp(pair[0])


def test_the_english_language_cell_may_differ_and_no_other_code(pair):
    da, en = pair
    assert twin_faults(da, en) == []
    change(en, "quiz", "1 + 1")
    assert twin_faults(da, en) == ["quiz: other code"]


def test_an_answer_cell_may_be_changed_but_not_deleted():
    notebook = load(FIXTURES / "reflections_match" / "01-why-network-da" / "why-network.ipynb")
    answer = next(cell for cell in notebook["cells"] if cell["id"] == "learned-answer")
    assert "editable" not in answer["metadata"] and form_faults(notebook) == []
    del answer["metadata"]["deletable"]
    assert form_faults(notebook) == ["learned-answer: the cell can be deleted"]


def test_an_id_used_twice_is_found():
    notebook = load(FIXTURES / "twins_match" / "da" / "01-why-network.ipynb")
    notebook["cells"].append(notebook["cells"][0])
    assert "title: the id is used twice" in form_faults(notebook)


# -- Sources and the command line ----------------------------------------------------------------------------


def test_refreshing_the_sources_follows_the_citations(pair):
    da, en = pair
    change(da, "one-act", "Brug begge slags kontakter ([Uzzi 1997 ●●](#uzzi1997)).")
    change(en, "one-act", "Use both kinds of contacts ([Uzzi 1997 ●●](#uzzi1997)).")
    for path in pair:
        assert any("out of step" in fault for fault in lesson_faults(load(path)))
        assert refresh_sources(path) is True
        assert lesson_faults(load(path)) == []
        assert refresh_sources(path) is False


def test_a_refreshed_notebook_keeps_every_other_cell(pair):
    before = load(pair[0])
    change(pair[0], "sources", "")
    refresh_sources(pair[0])
    assert load(pair[0]) == before


def test_an_unknown_work_stops_the_refresh_and_nothing_is_written(pair):
    change(pair[0], "one-act", "Se [Ukendt 1999 ●](#ukendt1999).")
    before = pair[0].read_bytes()
    with pytest.raises(KeyError, match="ukendt1999"):
        refresh_sources(pair[0])
    assert pair[0].read_bytes() == before


def test_the_command_line_stamps_lists_measures_and_checks(pair, capsys):
    da, en = map(str, pair)
    change(pair[0], "one-act", "Ring til en kollega.")
    assert main(["check", en]) == 1
    assert "one-act: the Danish text has changed" in capsys.readouterr().out
    assert main(["stamp", en]) == 0
    assert capsys.readouterr().out == "1 cells stamped anew\n"
    change(pair[0], "sources", "")
    assert main(["sources", da]) == 0
    assert "rewritten" in capsys.readouterr().out
    assert main(["check", da]) == 0
    assert capsys.readouterr().out == "no faults found\n"
    assert main(["lix", da]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert float(first.split()[0]) == pytest.approx(notebook_lix(load(da)), abs=0.05)


@pytest.mark.parametrize("command", ["stamp", "sources", "lix", "check"])
def test_a_file_that_is_no_notebook_gets_a_sentence_not_a_traceback(command, tmp_path, capsys):
    (tmp_path / "en").mkdir()
    (tmp_path / "da").mkdir()
    for folder in ("da", "en"):
        (tmp_path / folder / "x.ipynb").write_text("not json", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main([command, str(tmp_path / "en" / "x.ipynb")])
    assert stopped.value.code == 2
    assert "is not a notebook" in capsys.readouterr().err


def test_a_missing_file_gets_a_sentence_not_a_traceback(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["lix", str(tmp_path / "nowhere.ipynb")])
    assert "nowhere.ipynb" in capsys.readouterr().err
