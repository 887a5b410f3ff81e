import json

from exercises import store as store_module
from exercises.kit.base import Exercise, table
from exercises.store import StoreNotWritten, open_store
from exercises.texts import Texts


class Sample(Exercise):
    stem = "store"

    def build(self):
        self.note = self.text("note", "Note")
        return [self.note]


def test_what_is_typed_is_kept_and_shown_again(store):
    Sample().note.value = "Hej <b>æøå</b>"
    assert Sample().note.value == "Hej <b>æøå</b>"


def test_it_says_when_it_was_saved(store, lang):
    sample = Sample()
    sample.note.value = "x"
    assert Texts("store", lang)("saved", clock="")[:4] in sample._saved.value


def test_the_saved_notebook_holds_nothing_that_was_typed(store):
    sample = Sample()
    sample.note.value = "Kanariefugl"
    bundle = sample._repr_mimebundle_()
    assert "Kanariefugl" not in json.dumps(bundle)
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_two_windows_show_the_same(store):
    one, other = Sample(), Sample()
    one.note.value = "fra det ene vindue"
    other.look()
    assert other.note.value == "fra det ene vindue"
    assert store.get("store", "note") == "fra det ene vindue"


def test_looking_again_writes_nothing_back(store):
    one, other = Sample(), Sample()
    one.note.value = "x"
    before = store.get("store", "note")
    other.look()
    assert (store.get("store", "note"), other.fault) == (before, None)


def test_a_change_that_could_not_be_saved_is_said_and_the_text_stays(store, lang, monkeypatch):
    sample = Sample()

    def full(*_):
        raise StoreNotWritten("full")

    monkeypatch.setattr(store_module.Store, "put", full)
    sample.note.value = "x"
    assert Texts("store", lang)("not_written") in sample._message.value
    assert sample.note.value == "x"


def test_what_only_the_window_has_is_not_called_saved(store, lang, monkeypatch):
    sample = Sample()
    sample.note.value = "x"
    assert sample._saved.value
    monkeypatch.setattr(store_module, "keep", lambda path, noticed: False)
    sample.note.value = "xy"
    assert Texts("store", lang)("not_kept") in sample._message.value
    assert (sample._saved.value, sample.note.value) == ("", "xy")
    monkeypatch.setattr(store_module, "keep", lambda path, noticed: True)
    sample.note.value = "xyz"
    assert sample._saved.value and not sample._message.value


def test_a_fault_of_ours_becomes_a_sentence_and_no_traceback(store, lang):
    class Broken(Sample):
        def build(self):
            raise ZeroDivisionError

    broken = Broken()
    assert isinstance(broken.fault, ZeroDivisionError)
    assert Texts("store", lang)("fault") in broken._message.value
    assert "ZeroDivision" not in broken._message.value


def test_a_damaged_store_offers_its_copy_and_goes_on_from_it(store):
    store.put("store", "note", "kept")
    store._copy(force=True)
    store.close()
    store.path.write_bytes(b"this was a text!" + store.path.read_bytes()[16:])
    sample = Sample()
    message, buttons = sample.children
    assert store.path.parent.name in message.value
    assert len(buttons.children) == 2
    buttons.children[0].click()
    assert sample.note.value == "kept"
    assert len(list(store.path.parent.glob("damaged-*"))) == 1


def test_one_may_begin_afresh_instead(store):
    store.put("store", "note", "lost")
    store.close()
    store.path.write_bytes(b"this was a text!")
    sample = Sample()
    (begin,) = sample.children[1].children
    begin.click()
    sample.note.value = "new"
    assert open_store().get("store", "note") == "new"


def test_at_grading_the_exercise_says_so_and_opens_nothing(monkeypatch, own_folder, lang):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert Texts("store", lang)("closed") in Sample()._message.value
    assert not (own_folder / "Mit netværk").exists()


def test_a_table_shows_what_people_wrote_and_does_not_run_it():
    assert "<script>" not in table(["<script>"], [["<script>"]])


def test_a_fault_is_told_of_its_field_goes_when_something_is_kept_and_draws_nothing_anew(store, lang):
    from exercises.views.guess_first import GuessFirst

    page = GuessFirst()
    there = page.children
    page.guess.value = "mange"
    page.show.click()
    assert {"nv-told", "nv-faulty"} <= set(page.guess._dom_classes)
    assert page.t("not_a_number", text="mange").split("»")[0][:3] in page._message.value
    page.guess.value = "40"
    assert page._message.value == ""
    page.show.click()
    assert not {"nv-told", "nv-faulty"} & set(page.guess._dom_classes)
    assert {"nv-told", "nv-faulty"} <= set(page.sure._dom_classes)
    page.sure.value = page.sure.options[1][1]
    page.show.click()
    assert page._message.value == ""
    # whoever types in the field below keeps the keyboard and the words
    assert page.children is there
    assert there[-2:] == (page._message, page._saved)
    assert page.fault is None


def test_the_option_chosen_and_the_right_one_keep_their_marks(store, lang):
    from exercises.views.retrieval import Retrieval

    page = Retrieval("why-network")
    options = page._record(0)["options"]
    right = next(at for at, name in enumerate(page._options(0), 1) if options[name].get("correct"))
    wrong = 1 if right != 1 else 2
    page.options.index = wrong - 1
    page.answer.click()
    assert {"nv-answered", f"nv-right-{right}", f"nv-wrong-{wrong}"} <= set(page.options._dom_classes)
    assert "nv-wrong" in page.feedback.value
    page.forward.click()
    assert "nv-answered" not in page.options._dom_classes
