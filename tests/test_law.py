"""What the lessons say of the law: wherever selling is taught, from the law itself, and as of when."""

import re

import pytest

from exercises import places
from exercises.models.dialogue import cue_words
from exercises.references import reference
from exercises.rules.calls import announced
from exercises.rules.request_builder import NO, YES, outcome
from exercises.texts import Texts
from facilitation.authoring import load

LANGS = ("da", "en")
# No unasked call or visit to sell (Consumer Contracts Act § 4); hidden advertising (Marketing Practices Act
# § 6(4)); prices among competitors (Competition Act § 6); the ombudsman on social media; GDPR.
CALLS, HIDDEN, PRICES, SOCIAL, PRIVACY = "fal4", "mfl6", "kfst2014", "fo2018", "gdpr2016"
SELLING = ("05-more-than-a-card", "06-fast-and-cheap", "07-referrals", "08-share-and-charge")
EVENINGS = ("51-facebook-evening", "52-linkedin-evening", "53-theme-evening")
HOSTS = ("host-facebook", "host-linkedin", "host-theme")
TAUGHT = {
    CALLS: (*SELLING, *EVENINGS),
    HIDDEN: ("07-referrals", "08-share-and-charge", *EVENINGS),
    PRICES: ("09-news-and-ideas", "10-learn-together", *HOSTS),
    SOCIAL: ("51-facebook-evening", "52-linkedin-evening", "host-facebook", "host-linkedin"),
}
MARKETING = "mfl10"
AS_OF = {"da": r"Vi så reglerne efter i (\w+ \d{4})\.", "en": r"We checked the rules in (\w+ \d{4})\."}
MONTHS = {"november 2026": "November 2026"}


def notebooks(lang):
    rooms = (places.root() / room / lang for room in ("lessons", "workshops"))
    return [path for room in rooms for path in sorted(room.glob("*.ipynb"))]


def text(path):
    told = [cell for cell in load(path)["cells"] if cell["cell_type"] == "markdown"]
    return "\n\n".join(cell["source"] for cell in told if cell["id"] != "sources")


def named(lang, stem):
    return next(path for path in notebooks(lang) if path.stem == stem)


EVERY = [pytest.param(lang, path, id=f"{lang}-{path.stem}") for lang in LANGS for path in notebooks(lang)]


@pytest.mark.parametrize(("lang", "path"), EVERY)
def test_where_advertising_by_mail_is_spoken_of_so_are_calls_and_visits(lang, path):
    told = text(path)
    if f"(#{MARKETING})" in told and path.stem != "91-sources-and-myths":
        assert f"(#{CALLS})" in told


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("stem", "key"), [(stem, key) for key, stems in TAUGHT.items() for stem in stems])
def test_each_rule_stands_where_what_it_is_about_is_taught(lang, stem, key):
    assert f"(#{key})" in text(named(lang, stem))


@pytest.mark.parametrize(("lang", "path"), EVERY)
def test_a_page_that_cites_a_law_says_as_of_when(lang, path):
    told = text(path)
    laws = [key for key in (MARKETING, CALLS, HIDDEN, PRICES, SOCIAL) if f"(#{key})" in told]
    if laws and path.stem != "91-sources-and-myths":
        assert re.findall(AS_OF[lang], told)


def test_all_pages_were_checked_in_the_same_month():
    found = {
        lang: {month for path in notebooks(lang) for month in re.findall(AS_OF[lang], text(path))}
        for lang in LANGS
    }
    assert len(found["da"]) == 1 and found["en"] == {MONTHS[month] for month in found["da"]}


def test_the_regulation_is_cited_from_the_law_itself_with_what_it_leaves_out():
    work = reference(PRIVACY)
    assert work.link.startswith("https://eur-lex.europa.eu/")
    assert "Article 14(5)" in work.evidence and "Article 2(2)(c)" in work.evidence


@pytest.mark.parametrize("lang", LANGS)
def test_the_duty_to_inform_is_told_with_its_exceptions(lang):
    owed = {"da": "pligt til at give folk besked", "en": "duty to let people know"}[lang]
    excepted = {"da": "Det gælder ikke, når", "en": "Not so when"}[lang]
    told = text(named(lang, "03-my-network"))
    assert told.index(owed) < told.index(excepted) < told.index(owed) + 300


@pytest.mark.parametrize(
    ("answers", "came"),
    [
        ({"call": YES, "consumer": YES, "invited": NO}, "do_not_call"),
        ({"call": YES, "consumer": YES, "invited": YES}, "asked_to_call"),
        ({"call": YES, "consumer": NO}, "business_call"),
        ({"call": NO}, "other_rules"),
        ({"call": YES, "consumer": YES}, None),
    ],
)
def test_ringing_is_no_way_round_the_rules_for_mail(answers, came):
    assert outcome({"selling": YES, "electronic": NO} | answers) == came


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("da", "Skriv til mig, så ringer jeg."),
        ("da", "Jeg kommer forbi på torsdag og ser på taget."),
        ("da", "Vi ringer i næste uge."),
        ("en", "Leave your number and I’ll ring."),
        ("en", "I will drop by on Thursday."),
    ],
)
def test_a_call_or_visit_that_is_announced_is_seen(lang, said):
    [(key, names)] = announced(said, cue_words("calls", lang))
    assert key == "call" and names["word"] in said.casefold().replace("’", "'")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("da", "Må jeg ringe torsdag klokken ni?"),
        ("da", "Ring til mig, eller kom forbi med skuffen."),
        ("da", "Kunden ringer på klokken."),
        ("en", "May I ring on Thursday?"),
        ("en", "Ring me, or bring the drawer round."),
    ],
)
def test_asking_first_and_inviting_are_no_such_call(lang, said):
    assert announced(said, cue_words("calls", lang)) == []


@pytest.mark.parametrize("stem", ["post_checker", "boundary_dialogue", "dialogue_lab", "message_draft"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_message_check_has_words_for_a_call(stem, lang):
    assert "{word}" not in Texts(stem, lang)("found.call", word="jeg ringer")
