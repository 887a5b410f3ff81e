"""An address for each learner, by one setting: browsers keep them apart as they do strangers' pages."""

import socket

import pytest
import requests

from tests.hub.conftest import PATIENCE, WORD, Hub, Person

HOST = "kursus.example"


@pytest.fixture(scope="module")
def hub(start_hub):
    """A hub whose names, and those below them, are this machine's for this test alone."""
    with pytest.MonkeyPatch.context() as patch:
        known = socket.getaddrinfo

        def here(host, *rest, **more):
            mine = str(host).endswith(HOST)
            return known("127.0.0.1" if mine else host, *rest, **more)

        patch.setattr(socket, "getaddrinfo", here)
        hub = Hub(("--address", HOST, "--subdomains"), lessons=("00-welcome",))
        hub.url = f"https://{HOST}:{hub.port}"
        try:
            yield hub.start()
        finally:
            hub.remove()


def come_in(hub, name):
    person = Person(hub, f"{hub.NAME} {name}")
    person.sign_in(f"{hub.NAME} {name}", WORD, hub.code, "da")
    answer = person.get("/hub/spawn")
    own = f"https://{person.name}.{HOST}:{hub.port}"
    return person, own, answer


def page(person, address):
    return person.session.get(address, timeout=PATIENCE)


@pytest.fixture(scope="module")
def two(hub):
    found = {}
    for name in ("Anna", "Mallory"):
        person, own, _ = come_in(hub, name)
        for _ in range(300):
            answer = page(person, f"{own}/user/{person.name}/lab")
            if 'id="jupyter-config-data"' in answer.text:
                break
        assert answer.url.startswith(own), answer.url
        found[name] = (person, own)
    return found


def test_row_068_each_learner_has_an_origin_of_their_own(hub, two):
    (anna, at_anna), (mallory, at_mallory) = two["Anna"], two["Mallory"]
    assert page(anna, f"{at_anna}/user/{anna.name}/api/status").status_code == 200
    for place in (at_anna, hub.url, at_mallory):
        answer = page(mallory, f"{place}/user/{anna.name}/api/contents")
        assert answer.status_code in (403, 404), (place, answer.url)


def test_row_068_what_a_learners_page_asks_for_on_its_own_origin_is_never_anothers(hub, two):
    """With Anna's own browser: Mallory's origin shows neither Anna's server, nor the desk, nor the hub."""
    anna, at_mallory = two["Anna"][0], two["Mallory"][1]
    for path in (f"/user/{anna.name}/api/contents", "/services/netvaerk/lab", "/hub/home", "/hub/api/user"):
        answer = anna.session.get(f"{at_mallory}{path}", timeout=PATIENCE, allow_redirects=False)
        assert answer.status_code in (302, 403), path
        assert not answer.headers.get("Location", "").startswith(at_mallory), path


def test_the_certificate_stands_for_every_learners_address_and_no_other(hub, two):
    for _, own in two.values():
        assert requests.get(f"{own}/", verify=hub.verify, timeout=PATIENCE, allow_redirects=False)
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"https://andet-{HOST}:{hub.port}/", verify=hub.verify, timeout=PATIENCE)
