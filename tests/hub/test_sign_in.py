"""Who is let in: code, name and own word, without a server around them."""

import asyncio
import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from exercises.texts import Texts
from facilitation.hub import accounts, sign_in
from facilitation.hub.sign_in import Attempts, Refused, Words, WorkshopAuthenticator, address_of
from facilitation.language import TEXTS

CODE, FACILITATORS_CODE, WORD = "fyr42", "kornmod-strand", "blå kande"


@pytest.fixture
def door(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in, "SCRYPT", {"n": 2, "r": 1, "p": 1})
    monkeypatch.setattr(sign_in, "is_free", lambda name, homes: name != "root")
    return WorkshopAuthenticator(
        code=CODE,
        facilitator_code=FACILITATORS_CODE,
        facilitators=["berit"],
        words_file=str(tmp_path / "words.sqlite"),
        homes=str(tmp_path),
    )


@pytest.fixture
def admit(door):
    def admit(name="Anna", word=WORD, code=CODE, address="10.0.0.7", language="da"):
        data = {"username": name, "password": word, "code": code}
        # a browser test in the same process may have left a loop running in this thread
        with ThreadPoolExecutor(1) as own:
            return own.submit(asyncio.run, door.admit(data, address, language)).result()

    return admit


@pytest.fixture
def refused(admit):
    def refused(key, *args, **named):
        with pytest.raises(Refused) as stop:
            admit(*args, **named)
        assert stop.value.args[0] == key
        for language in ("da", "en"):
            assert Texts("hub", language, folder=TEXTS)(f"refused.{key}")

    return refused


def test_with_the_code_a_name_and_an_own_word_one_is_in_and_comes_back_with_the_same(admit):
    assert admit("Søren") == "soeren"
    assert admit("  søren ") == "soeren"


def test_the_code_may_be_typed_as_a_phone_types_it(admit):
    assert admit(code=" Fyr42 ") == "anna"


def test_nobody_comes_in_as_somebody_else(admit, refused):
    admit("Anna")
    refused("word", "Anna", word="gættet ord")
    refused("word", "ANNA", word="gættet ord")
    assert admit("Anna") == "anna"


def test_without_the_code_nobody_takes_a_name(door, refused):
    refused("code", code="forkert")
    refused("code", code="")
    assert not door.words.knows("anna")


def test_an_empty_code_opens_nothing(door, refused):
    door.code = ""
    refused("code", code="")


def test_a_facilitators_name_asks_for_the_facilitators_code(admit, refused):
    refused("facilitator_code", "Berit")
    assert admit("Berit", code=FACILITATORS_CODE) == "berit"
    refused("word", "Berit", word="en andens ord", code=FACILITATORS_CODE)


def test_the_facilitators_code_makes_nobody_else_a_facilitator(refused):
    refused("code", "Anna", code=FACILITATORS_CODE)


@pytest.mark.parametrize("word", ["", "12345", "x" * 201])
def test_a_word_that_is_too_short_or_endless_is_refused_before_it_is_kept(door, refused, word):
    refused("short_word", word=word)
    assert not door.words.knows("anna")


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_one_needs_a_name(refused, name):
    refused("no_name", name)


def test_the_machines_own_accounts_are_nobodys_name(refused):
    refused("taken", "root")
    refused("taken", "../Root")


def test_after_five_wrong_words_one_waits_and_others_do_not(admit, refused):
    admit("Anna", address="10.0.0.1")
    for _ in range(5):
        refused("word", "Anna", word="gættet ord", address="10.0.0.9")
    refused("too_often", "Anna", word=WORD, address="10.0.0.9")
    assert admit("Anna", address="10.0.0.1") == "anna"
    assert admit("Bo", address="10.0.0.9") == "bo"


def test_a_machine_that_tries_codes_under_many_names_waits_too(refused):
    for n in range(30):
        refused("code", f"navn{n}", code="gættet", address="10.0.0.9")
    refused("too_often", "anna", address="10.0.0.9")


def test_nobody_gets_more_tries_by_writing_an_address_of_their_own():
    headers = {"X-Forwarded-For": "1.2.3.4, 10.0.0.9", "X-Real-Ip": "5.6.7.8"}
    assert address_of(SimpleNamespace(headers=headers, remote_ip="5.6.7.8")) == "10.0.0.9"
    assert address_of(SimpleNamespace(headers={}, remote_ip="10.0.0.9")) == "10.0.0.9"


def test_after_a_while_the_tries_are_forgotten(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(sign_in.time, "monotonic", lambda: now)
    tries = Attempts(2, 60)
    tries.add("anna")
    tries.add("anna")
    assert tries.too_many("anna") and not tries.too_many("bo")
    now = 1061.0
    assert not tries.too_many("anna") and tries.failed == {}


def test_words_are_kept_as_digests_in_a_file_for_root_alone(tmp_path):
    os.umask(0)
    try:
        words = Words(tmp_path / "words.sqlite")
        assert words.right("anna", WORD, "da") and words.right("bo", WORD, "en")
    finally:
        os.umask(0o022)
    assert stat.S_IMODE((tmp_path / "words.sqlite").stat().st_mode) == 0o600
    assert WORD.encode() not in (tmp_path / "words.sqlite").read_bytes()
    with sqlite3.connect(tmp_path / "words.sqlite") as file:
        digests = [row[0] for row in file.execute("SELECT digest FROM words")]
    assert digests[0] != digests[1], "the same word has another salt"


def test_of_two_who_choose_the_same_name_at_once_one_has_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in, "SCRYPT", {"n": 2, "r": 1, "p": 1})
    words, let_in = Words(tmp_path / "words.sqlite"), []
    start = threading.Barrier(8)

    def choose(n):
        start.wait()
        if words.right("anna", f"ord nummer {n}", "da"):
            let_in.append(n)

    threads = [threading.Thread(target=choose, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_in) == 1


def test_a_forgotten_word_is_chosen_anew_and_the_language_is_the_last_one_used(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in, "SCRYPT", {"n": 2, "r": 1, "p": 1})
    words = Words(tmp_path / "words.sqlite")
    assert words.language("anna") is None
    assert words.right("anna", WORD, "da") and words.right("anna", WORD, "en")
    assert words.language("anna") == "en"
    assert not words.right("anna", "et nyt ord", "da") and words.language("anna") == "en"
    assert words.forget("anna") and not words.forget("anna")
    assert words.right("anna", "et nyt ord", "da")


def test_the_real_accounts_of_this_machine_are_refused(tmp_path):
    assert not accounts.is_free("root", tmp_path)
    assert not accounts.is_free("Anna", tmp_path) and not accounts.is_free("a/../b", tmp_path)
