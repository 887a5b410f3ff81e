"""The workbook on paper: all that is to be filled in, in both languages, and nothing that a learner wrote."""

import json
import re
import zlib

import comm
import pytest
from ipywidgets.widgets.widget import _instances

from exercises import places
from exercises.paper import letters, pages
from exercises.paper.blocks import Grid, Heading, Lines, Ticks, Words
from exercises.paper.marked_up import markdown_blocks
from exercises.texts import Texts
from exercises.views.retrieval import asked_in, banks
from exercises.views.workbook import Workbook, pdf_of
from facilitation.command import main

ROOT = places.root()
# Exercises whose sentences lie under another name than their own.
TEXTS_OF = {
    "steps": "progress",
    "dialogue_lab": "dialogue_first_meeting",
    "boundary_dialogue": "dialogue_boundary",
    "network_map": "describe_people",
}
TEXT = re.compile(rb"\(((?:\\.|[^\\)])*)\) Tj")


def pages_of(pdf):
    """The words of each page, read as any reader of PDF does: from the table of places at the end."""
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[1])
    listed = re.findall(rb"(\d{10}) 00000 n \n", pdf[start:])
    objects = {}
    for number, place in enumerate(map(int, listed), start=1):
        head = b"%d 0 obj\n" % number
        assert pdf[place:].startswith(head)
        objects[number] = pdf[place + len(head) : pdf.index(b"\nendobj\n", place)]
    told = []
    for kid in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[([^]]*)\]", objects[2])[1]):
        body = objects[int(re.search(rb"/Contents (\d+) 0 R", objects[int(kid)])[1])]
        drawn = zlib.decompress(body[body.index(b"stream\n") + 7 :])
        said = (re.sub(rb"\\(.)", rb"\1", words) for words in TEXT.findall(drawn))
        told.append(" ".join(words.decode(letters.ENCODING) for words in said))
    return told


def notebooks(lang):
    for path in (*ROOT.glob(f"lessons/{lang}/*.ipynb"), *ROOT.glob(f"workshops/{lang}/*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if notebook["metadata"]["course"]["kind"] in ("lesson", "workshop"):
            yield notebook


def sentences(record, lang):
    """Every sentence of a text file in one language that has no names to fill in."""
    if isinstance(record, dict):
        if isinstance(record.get(lang), str):
            yield record[lang]
        for value in record.values():
            yield from sentences(value, lang)


@pytest.fixture
def book(full, lang):
    """The workbook's pages, made beside the store of a learner who has done the whole course."""
    widgets, spoken = set(_instances), comm.create_comm
    folders = [ROOT / "lessons" / lang, ROOT / "workshops" / lang]
    kept = full.version()
    made = pages_of(pdf_of(folders, ROOT / "release", lang))
    assert (set(_instances), comm.create_comm, full.version()) == (widgets, spoken, kept)
    return made


def test_every_exercise_act_and_prompt_of_every_lesson_is_in_it_and_nobody_of_the_learners(book, lang):
    t, whole = Texts("workbook", lang), " ".join(book)
    starts = {}
    for notebook in notebooks(lang):
        course = notebook["metadata"]["course"]
        title = letters.printable(course["title"])
        named = f"{course['number']}. {title}" if course["number"] < 50 else title
        # the title of a lesson stands at the top of a page of its own, beyond the list of contents
        begins = re.compile(f"{re.escape(named)} (?!:)")
        found = [at for at, words in enumerate(book) if at > 1 and begins.match(words)]
        assert len(found) == 1, named
        starts[found[0]] = notebook
    ends = [*sorted(starts)[1:], len(book)]
    for (first, notebook), end in zip(sorted(starts.items()), ends, strict=True):
        course, told = notebook["metadata"]["course"], " ".join(book[first:end])
        assert str(course["minutes_screen"]) in book[first]
        for cell in notebook["cells"]:
            shown = re.match(r"from exercises\.views\.(\w+) import", "".join(cell["source"]))
            if not shown or "example" in cell["metadata"]["tags"]:
                continue
            if shown[1] == "retrieval":
                found = banks()
                for number, key in asked_in(course["stem"], found):
                    asked = found[number]
                    assert letters.printable(asked.pick(asked.data[key]["question"])) in told, key
                continue
            stem = TEXTS_OF.get(shown[1], shown[1])
            said = [letters.printable(one) for one in sentences(Texts(stem, lang).data, lang)]
            assert any(one in told for one in said if len(one) > 3), (course["stem"], shown[1])
        reflection = ROOT / "release" / course["assignment"] / f"{course['stem']}.ipynb"
        for cell in json.loads(reflection.read_text(encoding="utf-8"))["cells"]:
            if cell["id"].startswith("prompt-"):
                heading = re.match(r"#+ (.+)", "".join(cell["source"]))[1]
                assert letters.printable(heading).replace("*", "") in told, (course["stem"], cell["id"])
    assert letters.printable(t("front.private")) in book[0]
    for words, number in zip(book[1:], range(2, len(book) + 1), strict=True):
        assert str(number) in words and letters.printable(t("foot")) in words
    for somebody in ("Gry", "Mette Holm", "m@h.example", "korset"):
        assert somebody not in whole


def test_a_question_has_its_answer_at_the_back(book, lang):
    first = Texts("questions/why_network", lang)
    key, record = next((key, record) for key, record in first.data.items() if key != "lesson")
    asked = next(
        at for at, words in enumerate(book) if letters.printable(first.pick(record["question"])) in words
    )
    right = next(option for option in record["options"].values() if option.get("correct"))
    told = letters.printable(first.pick(right["feedback"]))
    # a question that comes back in the next lesson is answered there too
    answered = [at for at, words in enumerate(book) if told in words]
    assert min(answered) > asked, key
    back = " ".join(book[min(answered) :])
    assert letters.printable(Texts("claim_sort", lang)("found.right.kettle")) in back
    assert letters.printable(Texts("network_rules", lang)("both_sides")) in back


def test_the_button_of_the_page_makes_it_of_the_folder_it_stands_in(tmp_path, monkeypatch, lang):
    here = tmp_path / lang
    here.mkdir()
    lesson = next((ROOT / "lessons" / lang).glob("05-*.ipynb"))
    (here / lesson.name).write_bytes(lesson.read_bytes())
    (here / "own.ipynb").write_text("{")
    monkeypatch.chdir(here)
    made = pages_of(Workbook().file())
    assert Texts("workbook", lang)("title") in made[0]
    assert made[2].startswith("5. ")


def test_the_command_writes_it_and_says_where(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("exercises.views.workbook.pdf_of", lambda folders, reflections, lang: lang.encode())
    assert main(["workbook", "--to", str(tmp_path / "w.pdf"), "--language", "en"], root=ROOT) == 0
    assert (tmp_path / "w.pdf").read_bytes() == b"en"
    assert str(tmp_path / "w.pdf") in capsys.readouterr().out
    assert main(["workbook", "--to", str(tmp_path / "no" / "w.pdf"), "--language", "en"], root=ROOT) == 2
    assert "w.pdf" in capsys.readouterr().err
    assert main(["workbook", "--to", str(tmp_path / "w.pdf"), "--language", "sv"], root=ROOT) == 2


# ---- the paper itself ------------------------------------------------------------------------------------


def laid(*blocks):
    into = pages.Laying()
    pages.lay(blocks, into)
    return into


def drawn(page):
    return [line for line in page.drawn if line.endswith("Tj ET")]


def test_a_letter_that_cannot_be_printed_is_no_question_mark():
    assert letters.printable("Ærø – ●●○ »så« ’ab’") == "Ærø – ••o »så« ’ab’"
    with pytest.raises(UnicodeEncodeError):
        letters.printable("ж")


def test_no_line_is_wider_than_the_page_and_no_word_is_lost():
    text = "Donaudampfschiffahrtsgesellschaft " * 3 + "x" * 400 + " end"
    lines = pages.lines_of(text, 200, 10)
    assert max(letters.width(line, 10) for line in lines) <= 200
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_table_that_goes_on_says_again_what_its_columns_are():
    into = laid(Grid(("Name", "Age"), tuple((str(n), "") for n in range(60))))
    assert len(into.pages) == 2
    assert all("(Name) Tj" in drawn(page)[0] for page in into.pages)


def test_a_question_stands_with_its_first_lines_and_a_heading_with_what_it_heads():
    into = pages.Laying()
    into.turn()
    into.y = pages.LOWEST - 40
    pages.lay([Heading("Here"), Lines("What?", 5)], into)
    assert [len(drawn(page)) for page in into.pages] == [0, 2]


def test_short_options_stand_side_by_side_and_long_ones_below_each_other():
    def heights(*options):
        return {line.split(" Td")[0].split()[-1] for line in drawn(laid(Ticks("", options)).page)}

    assert len(heights("Yes", "No")) == 1
    assert len(heights("Yes", "No " * 60)) > 1


def test_markdown_becomes_what_it_says_without_addresses_and_pictures():
    found = markdown_blocks(
        "## A\n\n![x](y.svg)\n\nSee **[this](z.ipynb)**.\n\n1. one\n2. two\n\n- three\n\n> said\n\n"
        "| a | b |\n|---|---|\n| 1 | |"
    )
    assert found == [
        Heading("A", 2),
        Words("See this."),
        Words("one", "1."),
        Words("two", "2."),
        Words("three", "•"),
        Words("said", "–"),
        Grid(("a", "b"), (("1", ""),)),
    ]
