"""Collecting where each learner has an account: a hand-in is theirs only if they own every file of it."""

import os
import pwd
from types import SimpleNamespace

import pytest

from facilitation.taking_in import Collect, Fault, _handed_in

ANNA, BO = 41001, 41002
STAMP = "2026-11-23 10:00:00.000000 UTC"


@pytest.fixture
def inbound(tmp_path):
    """``inbound(name, **owners)``: a hand-in's folder with one file, with these owners."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file to somebody else")

    def make(name, folder=ANNA, file=ANNA):
        place = tmp_path / f"{name}+01-trial-da+{STAMP}+x"
        place.mkdir()
        (place / "trial.ipynb").write_text("{}")
        os.chown(place / "trial.ipynb", file, file)
        os.chown(place, folder, folder)
        return place

    return make


@pytest.fixture
def record(monkeypatch):
    """What `Collect` makes of a hand-in's path: the learner's name, "" for none."""
    accounts = {"anna": SimpleNamespace(pw_uid=ANNA), "bo": SimpleNamespace(pw_uid=BO)}
    monkeypatch.setattr(pwd, "getpwnam", accounts.__getitem__)

    def record(path, own_accounts=True):
        collect = Collect.__new__(Collect)
        collect.own_accounts = own_accounts
        collect._say, collect._found = (lambda *_: None), {}
        return collect._path_to_record(str(path))["username"]

    return record


def test_ones_own_hand_in_is_taken(inbound, record):
    assert record(inbound("anna")) == "anna"


def test_a_hand_in_in_somebody_elses_name_is_not_taken(inbound, record):
    assert record(inbound("bo", folder=ANNA)) == ""


def test_a_hand_in_of_nobody_on_this_machine_is_not_taken(inbound, record):
    assert record(inbound("nobody-we-know")) == ""


def test_a_link_that_hands_somebodys_old_hand_in_in_again_is_not_taken(inbound, record, tmp_path):
    real = inbound("anna")
    link = tmp_path / f"anna+01-trial-da+{STAMP}+y"
    link.symlink_to(real)
    assert record(link) == ""


def test_where_learners_share_an_account_the_owner_says_nothing(inbound, record):
    assert record(inbound("bo", folder=ANNA), own_accounts=False) == "bo"


def test_the_environment_of_the_hub_asks_for_owners(monkeypatch):
    monkeypatch.setenv("NETVAERK_OWN_ACCOUNTS", "1")
    assert Collect._own_accounts_default(None)
    monkeypatch.delenv("NETVAERK_OWN_ACCOUNTS")
    assert not Collect._own_accounts_default(None)


@pytest.mark.parametrize("file", [BO, 0], ids=["anothers", "the desk's, by a hard link"])
def test_a_file_in_it_that_another_owns_is_not_taken(inbound, file):
    with pytest.raises(Fault) as fault:
        _handed_in(inbound("anna", file=file), ANNA)
    assert fault.value.key == "other_owner"


def test_a_folder_that_was_changed_for_anothers_since_it_was_looked_at_is_not_taken(inbound):
    with pytest.raises(Fault) as fault:
        _handed_in(inbound("anna", folder=BO), ANNA)
    assert fault.value.key == "other_owner"


def test_a_link_in_it_is_not_followed(inbound, tmp_path):
    place = inbound("anna")
    (place / "figures.json").symlink_to("/etc/passwd")
    with pytest.raises(Fault) as fault:
        _handed_in(place, ANNA)
    assert fault.value.key == "link"
