import shutil

import pytest

from exercises import places
from exercises.kit.base import escape
from exercises.views.network_book import NetworkBook


@pytest.fixture(autouse=True)
def lessons(own_folder, lang, monkeypatch):
    shutil.copytree(places.root() / "lessons" / lang, own_folder / lang)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(own_folder / "data"))
    monkeypatch.chdir(own_folder / lang)


def test_an_empty_book_says_how_it_fills_and_has_nothing_to_take(store, lang):
    book = NetworkBook()
    assert book.t("empty") in book.book.value
    assert book.page() is None
    assert book.file() is None
    assert book.fault is None


def test_the_book_is_the_same_to_read_to_print_and_to_keep(store, lang):
    store.add("account", day="2026-10-01", what="Kaffe <hos> Gry", hours="2", kroner="", result="idea")
    store.put("act", "why-network.if", "Hvis klokken er ti\nog jeg er vågen")
    store.put("progress", "why-network.act", "2026-11-02")
    book = NetworkBook()
    for text in (book.book.value, book.page(), book.file().decode()):
        assert "Kaffe &lt;hos&gt; Gry" in text
        assert "Hvis klokken er ti<br>og jeg er vågen" in text
        assert escape(book.t("yours")) in text
    assert book.file().decode().startswith(f'<!doctype html><html lang="{lang}">')
    assert book.fault is None


def test_the_book_follows_what_is_written_elsewhere(store, lang):
    book = NetworkBook()
    store.put("pitch_builder", "1.audience", "李明")
    book.look()
    assert "李明" in book.book.value


def test_nothing_of_the_book_is_saved_with_the_page(store, lang):
    store.put("pitch_builder", "1.audience", "Kanariefugl")
    book = NetworkBook()
    assert "Kanariefugl" in book.book.value
    assert "Kanariefugl" not in str(book._repr_mimebundle_())
