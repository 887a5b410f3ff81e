"""A learner's store after the whole course: something from every exercise, in the shapes they keep it."""

import pytest

from exercises.contact_files import Contact
from exercises.models import address_book, sample, snapshot

# Whom the learner names wherever a name is asked for.
NAME = "Gry"

FIELDS = {
    "act": {
        "why-network.if": "=1+1",
        "why-network.then": "så ringer jeg til Gry",
        "why-network.day": "2026-12-01",
        "why-network.time": "2000-01-01T10:00:00",
        "facebook-evening.if": "Hvis kaffen er drukket",
    },
    "alike_or_different": {"around.trade": 3, "at": 1},
    "ask_clock": {"hour_value": "400"},
    "before_after": {"end": "2027-02-01"},
    "behaviour_grid": {
        "first.self": 4,
        "first.own_first_words": "3",
        "first.other_thanks": "1",
        "first.day": "2026-10-02",
        "again.self": 6,
        "again.own_first_words": "5",
        "again.day": "2027-01-02",
        "prediction": "60",
        "prediction_self": 7,
        "route": "keep_other_out",
    },
    "boundary_dialogue": {
        "asked": "Kan du ikke lige se på mit regnskab?",
        "gift": "Læg bilagene i bunker",
        "line": "Det første råd er gratis",
        "next_step": "Jeg ringer torsdag",
        "price": "900",
        "minutes": "90",
    },
    "card_match": {"drawn": ["baker", "cafe"], "baker.who": NAME, "baker.ground": "ovne", "chosen": "baker"},
    "charter": {
        "name": "De fem",
        "goal": "At turde sætte prisen op",
        "members": f"K., {NAME}, L.",
        "people": "5",
        "weeks": 4,
        "length": 90,
        "first": "2026-12-03",
        "at": "19:00:00",
        "place": "Værkstedet",
        "secrecy": "stays",
        "order": "lots",
        "absence": "swap",
        "last": "2027-06-03",
        "farewell": "Vi spiser sammen",
    },
    "circle_count": {"circle.trade": "40", "circle.unknown": "12", "age.year": "20", "age.never": "9"},
    "describe_people": {"step": "circles", "all_pairs": True},
    "dialogue_boundary": {"scene": "kiln", "kiln.choices": ["a", "b"], "kiln.before": ["c"]},
    "dialogue_first_meeting": {"scene": "busy", "busy.choices": ["a", "b"], "busy.before": ["c"]},
    "dialogue_lab": {"where": "Torvet", "who": NAME, "rule": "wait", "pairs": 4, "1.alter": "Hej"},
    "dormant_draw": {"draws": 1},
    "group_composer": {
        "trade": "keramiker",
        "market": "near",
        "gaps": ["prices", "accounts"],
        "skills": ["making"],
    },
    "guess_first": {"micro_share.guess": "56", "micro_share.sure": 70, "micro_share.shown": True},
    "insurance": {
        "illness.first.who": NAME,
        "illness.second.who": "Lone",
        "illness.asked": True,
        "own.what": "kajen bliver oversvømmet",
        "own.first.who": f"{NAME}, Lone",
    },
    "introduction": {
        "one": NAME,
        "other": "Aksel",
        "one_gets": "et råd om glasur",
        "other_gets": "en kunde",
        "asked_one": True,
        "asked_other": True,
        "made": True,
        "came": "De spiste frokost",
    },
    "learning_goal": {"do": "spørge en fra et andet fag", "seen": "Lone hører det", "when": "hver fredag"},
    "message_draft": {
        "draft": "invitation1",
        "comment1.text": "Jeg lagde mærke til kanten",
        "invitation1.text": "Vi mødtes på kurset",
        "invitation1.law_selling": "yes",
        "invitation1.law_electronic": "no",
    },
    "name_people": {"at": 3, "nobody.help": True, "nobody.lawyer": True},
    "network_account": {"end": "2026-11-01", "hour_low": "200", "hour_high": "400"},
    "network_map": {"dormant_years": 3},
    "network_rules": {
        "one_per_trade.ticked": ["keeps_out"],
        "one_per_trade.shown": True,
        "own_rule": "Gry vil det",
        "own_out": "Dem uden bil",
    },
    "ninety_days": {
        "start": "2027-01-01",
        "goal1.who": "en med egen butik",
        "goal1.tie": "across",
        "goal1.if_part": "det er mandag",
        "goal1.act": "ringer jeg til en butik",
        "goal1.day": "2027-01-11",
        "goal1.gain": "varer, de ikke har",
        "goal1.hours": "3",
        "goal2.who": NAME,
        "month1.group.what": "Mødes hos Lone",
        "month1.group.day": "2027-01-14",
        "month2.referral.what": NAME,
        "time.group": "2,5",
        "time.available": "2",
    },
    "opening_poll": {"thought": "for_others"},
    "peer_swap": {
        "facebook-evening.way": "table",
        "facebook-evening.seen": "Den korte første linje",
        "facebook-evening.question": "Hvem er det til?",
        "facebook-evening.suggestion": "Skriv prisen",
        "facebook-evening.gave": "Et billede",
        "facebook-evening.changed": "Overskriften",
        "linkedin-evening.way": "alone",
        "linkedin-evening.rested": "2026-11-20T10:00:00",
        "linkedin-evening.score.reader": "2",
    },
    "pitch_builder": {"version": 2, "1.audience": "En ejer", "1.who": "En bager", "1.measured": "30"},
    "post_checker": {
        "place": "board",
        "problem": "Skufferne binder",
        "tip": "Gnid med et lys",
        "example": "En kommode",
        "invitation": "Kom forbi",
        "day": "2026-11-12",
        "thanks": "4",
        "questions": "2",
        "orders": "1",
        "said": "not_dared",
    },
    "post_plan": {
        "who": NAME,
        "wonder": "om leret holder",
        "opening_A": "I dag gik ovnen ud",
        "opening_B": "Har du prøvet at vente",
        "start": "2026-12-01",
        "count": 4,
        "lot.4": "ABBA",
        "reach.1": "120",
    },
    "post_reach": {"sample": True},
    "product_board": {
        "who": NAME,
        "mine.1": "dreje skåle",
        "theirs.2": "bage brød",
        "idea.1x2": "Surdejsskålen",
        "cell": "1x2",
        "picked": "1x2",
    },
    "profile_check": {"headline": "Skåle til hverdag", "about": "Jeg drejer", "item.whom": "now"},
    "progress": {"why-network.read": "2026-11-01", "why-network.act": "2026-11-02", "short": True},
    "red_chair": {
        "question": "Skal jeg sige nej?",
        "takes": "Spørg to kunder",
        "sound": True,
        "clock": {"phase": 1, "ends": 1790000000.5, "left": None, "rounds": 2},
    },
    "referral_sentence": {
        "bond": "friend",
        "situation": "skal have nyt køkken",
        "help": "lave det i ler",
        "way_out": "Sig bare nej",
        "first": "them",
        "way": "face",
        "many": "one",
        "moment": "praised",
        "thanks": "med et kort",
    },
    "request_builder": {
        "version": 2,
        "1.who": NAME,
        "1.context": "moms",
        "1.ask": "ét råd",
        "1.why_you": "du ved det",
        "1.way_out": "sig nej",
        "1.offer": "en skål",
        "1.law_selling": "no",
    },
    "retrieval": {"why-network.1.nine_hours": "a"},
    "role_agreement": {
        "who": NAME,
        "hats": "fætter og kunde",
        "may": "dele mit nummer",
        "will_not": "love en pris",
        "money": "fuld pris",
        "no_mine": "nej tak",
        "no_yours": "ikke nu",
        "review": "2027-01-01",
        "asked": True,
        "theirs": "Det er fint",
    },
    "talk_balance": {"day": "2026-12-03", "next": "2027-01-07", "invited": "5", "came": "4"},
    "theme_sheet": {
        "module": "blog",
        "blog.body": "Skufferne binder om efteråret",
        "blog.link": "Se, hvordan vi retter en skuffe op",
        "blog.credit": "asked",
        "newsletter.consent": "each_said_yes",
        "x.first": "Skufferne binder",
    },
    "title_test": {"title.1": "Derfor binder skuffen", "votes.1": "3"},
    "trial_sheet": {
        "what": "Surdejsskålen",
        "user": "dem, der bager",
        "price": "180",
        "cost": "400",
        "start": "2026-12-05",
        "end": "2026-12-15",
        "mine": "skålen",
        "theirs": "opskriften",
        "owns": "hver sit",
        "money": "halvt",
        "enough": "fem sælges",
        "stop": "ingen spørger",
        "agreed": True,
    },
    "warm_up": {"guess": 2},
    "who_can_help": {"at": 3},
}

ROWS = {
    "account": [
        {"day": "2026-10-01", "what": "morgenmøde", "hours": "2", "kroner": "", "result": "customer"},
        {"day": "2026-10-09", "what": "kaffe med en kollega", "hours": "1,5", "kroner": "60"},
    ],
    "account_again": [{"day": "2027-01-05", "what": "gruppemøde", "hours": "2", "result": "help"}],
    "ask_clock": [
        {
            "who": NAME,
            "to": "by_lot",
            "guess": 60,
            "asked_day": "2026-11-02",
            "asked_time": "10:00",
            "outcome": "usable",
            "minutes": "15",
            "gave": "en skål",
            "answer_day": "2026-11-03",
            "answer_time": "09:00",
            "useful": 8,
            "price": "900",
        }
    ],
    "candidate": [
        {
            "who": NAME,
            "trade": "drejer",
            "market": "far",
            "ground": "begge har små ovne",
            "skills": ["prices", "hard_choices"],
            "chosen": True,
        },
        {},
    ],
    "conversation": [
        {
            "day": "2026-10-01",
            "who": "gry ",
            "guess": 7,
            "minutes": "12",
            "questions": "4",
            "learned": "Gry drejer selv",
            "next_step": "frokost",
            "liked": 9,
            "how": "told",
        }
    ],
    "dormant_draw": [
        {"who": NAME, "favourite": True, "drawn": False},
        {"who": "Aksel", "drawn": True},
    ],
    "known_thing": [
        {"what": "brugte ovne", "cost": "minutes", "rarity": "few", "rival": "little", "step": "give"}
    ],
    "online_acts": [{"day": "2026-12-06", "did": "comment", "note": "en kant", "back": "reply"}],
    "post_reach": [{"what": "Ovnen", "reach": "120", "reactions": "9"}],
    "referral_ask": [
        {"day": "2026-11-05", "who": NAME, "way": "phone", "outcome": "thinking", "theirs": "Lidt brat"}
    ],
    "talked": [{"who": NAME, "minutes": "12"}, {"who": "L.", "minutes": "20"}],
    "warm_up": [{"key": "1", "who": NAME, "text": "Tak for sidst", "sent": "2026-11-01", "answered": False}],
}


def fill(store, lang):
    sample.fill(store, lang)
    gry = store.rows("person")[0]["id"]
    for stem, fields in FIELDS.items():
        for name, value in fields.items():
            store.put(stem, name, value)
    for kind, rows in ROWS.items():
        for row in rows:
            store.add(kind, **row)
    store.put("describe_people", "person", gry)
    store.put("describe_people", "circle", store.rows("circle")[0]["id"])
    store.put("network_map", "places", {str(gry): [1.2, 0.5]})
    store.change(store.rows("dormant_draw")[0]["id"], person=gry)
    store.put("before_after", "frozen", snapshot.take(store))
    store.add("since", key="lost", people=[gry])
    sender = store.add("trail_customer", name=NAME, source="friend", known="little", still="yes")
    store.put("customer_trail", "at", sender)
    store.add("trail_customer", name="B", source="customer", sent_by=sender)
    talk = {"circle": "korset", "own_trade": True, "day": "2026-11-20", "new": "Færre bryllupper"}
    heard = store.add("signal_talk", who=NAME, new_told="saw", new_same="", **talk)
    again = {"wonder": "Ingen gifter sig", "wonder_told": "heard", "wonder_same": f"{heard}.new"}
    store.add("signal_talk", who="H", circle="havnen", **again)
    mette = Contact("Mette Holm", "Holm Keramik", emails=("m@h.example",), labels=("Marked",))
    address_book.keep(store, address_book.plan(store, [mette]))


@pytest.fixture
def full(store, lang):
    with store.transaction():
        fill(store, lang)
    return store
