"""hub/kubernetes without a cluster.

The chart's own schema and templates, by Helm's own library; the chart's own configuration in the hub version
that it ships, and the pods it makes; every object against Kubernetes' schemas; who may speak to whom; the
database script in a real PostgreSQL; and the numbers in README.md, which lists what only a cluster can show.
"""

import base64
import copy
import glob
import json
import math
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from facilitation.exchange import COURSE
from facilitation.taking_in import LEARNER

CHECKOUT = Path(__file__).parents[2]
KUBERNETES = CHECKOUT / "hub" / "kubernetes"
CHART = Path(__file__).parent / "fixtures" / "jupyterhub-4.4.0.tgz"
OLDEST = "1.32"  # that README.md promises
GRADERS = f"formgrade-{COURSE}"
HELM = "helm-python-sdk==0.2.2"
# as in the chart's hub image (images/hub/requirements.txt at its tag 4.4.0)
HUB = (
    *("jupyterhub==5.5.0", "jupyterhub-kubespawner==7.0.0", "jupyterhub-ltiauthenticator==1.6.3"),
    *("oauthenticator==17.4.0", "pycurl==7.47.0", "psycopg2-binary==2.9.12"),
)
RENDER = """
import json, sys, helm_python
values = json.load(sys.stdin)
with helm_python.Chart.load(sys.argv[1]) as chart:
    chart.validate_schema(values)
    json.dump(chart.render(values, name="netvaerk", namespace="netvaerk"), sys.stdout)
"""
# the pods are only written, never sent
NO_CLUSTER = """
apiVersion: v1
kind: Config
current-context: none
contexts: [{name: none, context: {cluster: none, user: none}}]
clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
users: [{name: none, user: {}}]
"""
IN_THE_HUB = """
import asyncio, json, sys
from jupyterhub import orm
from jupyterhub.app import JupyterHub
from kubernetes_asyncio.client import ApiClient
from kubespawner import KubeSpawner

async def main(asked):
    hub = JupyterHub()
    await hub.initialize(["--config", "jupyterhub_config.py", "--JupyterHub.db_url=sqlite://"])
    found = {"groups": {}, "pods": {}, "homes": {}, "names": {}}
    for name, model in asked["people"].items():
        model = {"name": name, "auth_state": None, "groups": []} | model
        model = await hub.authenticator.run_post_auth_hook(None, model)
        person = orm.User(name=name)
        hub.db.add(person)
        hub.db.commit()
        user = hub.users[person]
        user.sync_groups(model["groups"])
        spawner = KubeSpawner(config=hub.config, hub=hub.hub, user=user, _mock=True)
        await spawner.run_pre_spawn_hook()
        plain = ApiClient().sanitize_for_serialization
        found["groups"][name] = model["groups"]
        found["pods"][name] = plain(await spawner.get_pod_manifest())
        found["homes"][name] = plain(spawner.get_pvc_manifest())
    for name in asked["names"]:
        right = hub.authenticator.validate_username(name)
        found["names"][name] = bool(right and hub.authenticator.check_blocked_users(name))
    found["roles"] = {role.name: role.scopes for role in hub.db.query(orm.Role)}
    found["facilitators"] = [group.name for group in orm.Role.find(hub.db, "facilitator").groups]
    found["authenticator"] = type(hub.authenticator).__name__
    print("FOUND" + json.dumps(found))

asyncio.run(main(json.loads(sys.argv[1])))
"""
PEOPLE = {
    "bente": {"groups": ["carpenters"]},
    "lone": {"groups": ["carpenters", GRADERS]},
    "named": {},
    "teacher": {
        "auth_state": {
            "https://purl.imsglobal.org/spec/lti/claim/roles": [
                "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
            ]
        }
    },
}
NAMES = ["bente", "søren", "bente h.", "1234", "enrolment", "../../x", "a/b", "a+b", "_a", "a\n", ""]


@pytest.fixture(scope="module")
def python_with(pytestconfig, uv):
    """`python_with(name, *packages)`: a Python of its own with these, kept from one run to the next."""

    def make(name, *packages):
        place = Path(pytestconfig.cache.mkdir(name))
        python, note = place / "venv" / "bin" / "python", place / "packages"
        if not note.exists() or note.read_text() != " ".join(packages):
            made = [uv, "venv", "-q", "--clear", "--python", sys.executable, place / "venv"]
            subprocess.run(made, check=True)
            subprocess.run([uv, "pip", "install", "-q", "--python", python, *packages], check=True)
            note.write_text(" ".join(packages))
        return python

    return make


@pytest.fixture(scope="module")
def helm(python_with):
    """`helm(values)`: the chart's objects by kind and name. A CalledProcessError says what is wrong."""
    python = python_with("helm", HELM)

    def render(values):
        done = subprocess.run(
            [python, "-c", RENDER, CHART],
            input=json.dumps(values),
            text=True,
            capture_output=True,
            check=True,
        )
        texts = [text for path, text in json.loads(done.stdout).items() if not path.endswith("NOTES.txt")]
        return by_name(one for text in texts for one in yaml.safe_load_all(text) if one)

    return render


def by_name(objects):
    return {(one["kind"], one["metadata"]["name"]): one for one in objects}


def values(*more):
    """values.yaml with the hub's own file, as `--set-file` gives it, and others laid over it."""
    found = yaml.safe_load((KUBERNETES / "values.yaml").read_text("utf-8"))
    found["hub"]["extraFiles"]["course"]["stringData"] = (KUBERNETES / "hub_config.py").read_text("utf-8")
    for name in more:
        merge(found, yaml.safe_load((KUBERNETES / name).read_text("utf-8")))
    return found


def merge(below, above):
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            merge(below[key], value)
        else:
            below[key] = value


def own_objects():
    names = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]
    return [one for name in names for one in yaml.safe_load_all((KUBERNETES / name).read_text("utf-8"))]


@pytest.fixture(scope="module")
def rendered(helm):
    return helm(values())


@pytest.fixture(scope="module")
def in_the_hub(python_with, helm, rendered, tmp_path_factory):
    """`in_the_hub(*overlays)`: what the chart's own configuration gives in the hub version of its image."""
    python = python_with("chart-hub", *HUB)

    def load(*overlays):
        chosen = values(*overlays)
        chosen["custom"]["facilitators"] = ["named"]
        objects = helm(chosen)
        folder = tmp_path_factory.mktemp("hub")
        for name in ("config", "secret", "jupyterhub_config.d"):
            (folder / name).mkdir()
        # as the hub's Deployment mounts them
        for key, text in objects["ConfigMap", "hub"]["data"].items():
            (folder / "config" / key).write_text(text, "utf-8")
            if key.endswith(".py"):
                there = text.replace("/usr/local/etc/jupyterhub", str(folder))
                (folder / key).write_text(there, "utf-8")
        secret = objects["Secret", "hub"]
        for key, text in secret["data"].items():
            (folder / "secret" / key).write_bytes(base64.b64decode(text))
        (folder / "jupyterhub_config.d" / "course.py").write_text(secret["stringData"]["course"], "utf-8")
        (folder / "no-cluster").write_text(NO_CLUSTER)
        environment = {
            **{"PATH": os.environ["PATH"], "HOME": str(folder), "KUBECONFIG": str(folder / "no-cluster")},
            **{"HUB_SERVICE_PORT": "8081", "PROXY_API_SERVICE_PORT": "8001", "POD_NAMESPACE": "netvaerk"},
            **{"CONFIGPROXY_AUTH_TOKEN": "t" * 32, "OAUTH_CLIENT_SECRET": "s" * 32},
        }
        asked = json.dumps({"people": PEOPLE, "names": NAMES})
        done = subprocess.run(
            [python, "-c", IN_THE_HUB, asked], cwd=folder, env=environment, text=True, capture_output=True
        )
        assert "FOUND" in done.stdout, done.stderr
        return json.loads(done.stdout.partition("FOUND")[2])

    return load


@pytest.fixture(scope="module")
def found(in_the_hub):
    return in_the_hub()


# -- What Kubernetes and the chart take ----------------------------------------------------------------------


def test_the_chart_takes_the_values_and_catches_a_slip_of_the_pen(helm, rendered):
    assert ("Deployment", "hub") in rendered
    wrong = values()
    wrong["singleuser"]["memmory"] = wrong["singleuser"].pop("memory")
    with pytest.raises(subprocess.CalledProcessError) as slip:
        helm(wrong)
    assert "memmory" in slip.value.stderr


def test_every_object_is_one_that_kubernetes_knows_to_the_last_field(rendered, found):
    pods = [*found["pods"].values(), *found["homes"].values()]
    ours = own_objects()
    assert len(ours) > 10
    for one in [*rendered.values(), *ours, *pods]:
        kubernetes_validate.validate(one, OLDEST, strict=True)
    wrong = copy.deepcopy(next(one for one in ours if one["kind"] == "Deployment"))
    wrong["spec"]["template"]["spec"]["containers"][0]["imagee"] = "x"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, OLDEST, strict=True)


def test_no_secret_stands_in_a_file():
    def named(value, name=""):
        if isinstance(value, dict):
            for key, one in value.items():
                yield from named(one, key)
        elif isinstance(value, list):
            for one in value:
                yield from named(one, name)
        else:
            yield name, value

    secret = re.compile(r"(?i)(password|secret|token)s?$")
    objects = own_objects()
    assert not any(one["kind"] == "Secret" for one in objects)
    for name, value in named([objects, values("values-lti.yaml")]):
        assert not (secret.search(name) and isinstance(value, str)), (name, value)
    passed = [one for each in objects for one in environment_of(each) if secret.search(one["name"])]
    assert len(passed) > 3
    assert all("secretKeyRef" in one.get("valueFrom", {}) or one.get("value") == "none" for one in passed)


def pod_of(one):
    spec = one.get("spec", {})
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    return spec.get("template")


def containers(one):
    pod = pod_of(one) or {"spec": {}}
    found = pod["spec"].get("containers", []) + pod["spec"].get("initContainers", [])
    return {container["name"]: container for container in found}


def environment_of(one):
    return [entry for container in containers(one).values() for entry in container.get("env", [])]


def test_no_container_of_ours_runs_as_root_or_can_become_it(found):
    pods = [pod for one in own_objects() if (pod := pod_of(one))] + list(found["pods"].values())
    assert len(pods) > 5
    for pod in pods:
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["automountServiceAccountToken"] is False
        for container in spec["containers"] + spec.get("initContainers", []):
            own = container["securityContext"]
            assert spec["securityContext"].get("runAsUser") or own.get("runAsUser")
            assert own["allowPrivilegeEscalation"] is False
            assert own["capabilities"]["drop"] == ["ALL"]


# -- What the hub makes of it --------------------------------------------------------------------------------


def test_facilitators_are_those_named_and_those_whom_the_sign_in_says_so_of(found):
    assert found["groups"] == {"bente": [], "lone": [GRADERS], "named": [GRADERS], "teacher": [GRADERS]}
    assert found["facilitators"] == [GRADERS]


def test_a_facilitator_sees_and_stops_servers_and_enters_none(found):
    scopes = set(found["roles"]["facilitator"])
    assert {"list:users", "delete:servers"} <= scopes
    assert not any(one.startswith(("access:", "admin:", "tokens", "users")) for one in scopes)
    assert "access:servers" not in found["roles"]["user"]


def test_a_learners_server_is_bounded_and_has_a_home_of_its_own_and_nothing_of_the_facilitators(found):
    pod = found["pods"]["bente"]["spec"]
    (container,) = pod["containers"]
    assert container["image"].startswith("registry.example.org/netvaerk/learner:")
    assert container["resources"]["requests"]["memory"] == 256 * 2**20
    assert container["resources"]["limits"]["memory"] == 2**30
    homes = {name: one["metadata"]["name"] for name, one in found["homes"].items()}
    assert len(set(homes.values())) == len(homes)
    claims = [one["persistentVolumeClaim"]["claimName"] for one in pod["volumes"]]
    assert claims == [homes["bente"]]
    assert not pod.get("initContainers")
    named = {one["name"] for one in container["env"]}
    assert not named & {"PGPASSWORD", "NETVAERK_GRADEBOOK"}


def test_a_facilitators_server_has_the_course_folder_and_the_gradebook(found):
    for name in ("lone", "named", "teacher"):
        pod = found["pods"][name]["spec"]
        (container,) = pod["containers"]
        assert container["image"].startswith("registry.example.org/netvaerk/facilitator:")
        assert "desk" in container["args"]
        claims = {one["persistentVolumeClaim"]["claimName"] for one in pod["volumes"]}
        assert claims == {"course", found["homes"][name]["metadata"]["name"]}
        assert {"PGPASSWORD", "NETVAERK_GRADEBOOK"} <= {one["name"] for one in container["env"]}


def test_names_that_are_folders_sign_in_and_no_others(found):
    right = {name for name, taken in found["names"].items() if taken}
    assert right == {name for name in NAMES if LEARNER.fullmatch(name)} - {"enrolment"}


def test_a_learning_platform_signs_in_with_one_more_file(in_the_hub):
    found = in_the_hub("values-lti.yaml")
    assert found["authenticator"] == "LTI13Authenticator"
    assert found["groups"]["teacher"] == [GRADERS]
    assert found["groups"]["bente"] == []


# -- Who may speak to whom -----------------------------------------------------------------------------------

ROOMS = ("learner", "another", "facilitator", "hub", "ngshare", "postgres", "scheduler", "worker", "backup")
PORTS = {
    "hub": {8081: "http"},
    "ngshare": {8080: "http"},
    "postgres": {5432: "postgres"},
    "scheduler": {8786: "scheduler"},
    "learner": {8888: "notebook-port"},
    "another": {8888: "notebook-port"},
    "facilitator": {8888: "notebook-port"},
    "worker": {40000: ""},
}
ALLOWED = {
    *(("learner", "hub"), ("learner", "ngshare"), ("another", "hub"), ("another", "ngshare")),
    *(("facilitator", name) for name in ("hub", "ngshare", "postgres", "scheduler")),
    *(("hub", name) for name in ("learner", "another", "facilitator", "ngshare", "postgres")),
    ("ngshare", "hub"),
    *((one, other) for one in ("scheduler", "worker") for other in ("scheduler", "worker", "postgres")),
    ("backup", "postgres"),
}


def selects(selector, labels):
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())


def lets(policies, one, other, port, name):
    """Whether NetworkPolicies let pods with labels ``one`` speak to ``other``, at their port."""

    def rules(labels, way):
        mine = [
            policy["spec"]
            for policy in policies
            if selects(policy["spec"]["podSelector"], labels) and way in policy["spec"]["policyTypes"]
        ]
        return [rule for spec in mine for rule in spec.get(way.lower(), [])] if mine else None

    def open_to(rule, key, labels):
        peers = rule.get(key)
        ports = [entry["port"] for entry in rule.get("ports") or []]
        near = peers is None or any(
            "podSelector" in peer and selects(peer["podSelector"], labels) for peer in peers
        )
        return near and (not ports or port in ports or name in ports)

    out, into = rules(one, "Egress"), rules(other, "Ingress")
    return (out is None or any(open_to(rule, "to", other) for rule in out)) and (
        into is None or any(open_to(rule, "from", one) for rule in into)
    )


def test_each_speaks_to_whom_they_must_and_to_nobody_else(rendered, found):
    ours = by_name(own_objects())
    labels = {
        "learner": found["pods"]["bente"]["metadata"]["labels"],
        "another": found["pods"]["bente"]["metadata"]["labels"],
        "facilitator": found["pods"]["lone"]["metadata"]["labels"],
        "hub": pod_of(rendered["Deployment", "hub"])["metadata"]["labels"],
        "ngshare": pod_of(ours["Deployment", "ngshare"])["metadata"]["labels"],
        "postgres": pod_of(ours["StatefulSet", "postgres"])["metadata"]["labels"],
        "scheduler": pod_of(ours["Deployment", "grading-scheduler"])["metadata"]["labels"],
        "worker": pod_of(ours["Deployment", "grading-worker"])["metadata"]["labels"],
        "backup": pod_of(ours["CronJob", "backup"])["metadata"]["labels"],
    }
    policies = [one for one in [*rendered.values(), *ours.values()] if one["kind"] == "NetworkPolicy"]
    # the chart's hub may ask any private address: it is the other side that decides
    policies = [one for one in policies if one["metadata"]["name"] != "hub"] + [
        {
            **rendered["NetworkPolicy", "hub"],
            "spec": {**rendered["NetworkPolicy", "hub"]["spec"], "policyTypes": ["Ingress"]},
        }
    ]
    seen = {
        (one, other)
        for one in ROOMS
        for other, ports in PORTS.items()
        for port, name in ports.items()
        if lets(policies, labels[one], labels[other], port, name) and not (one == other == "learner")
    }
    inner = {("hub", "hub"), ("ngshare", "ngshare"), ("another", "another"), ("facilitator", "facilitator")}
    assert seen - inner == ALLOWED - inner


def test_a_learners_server_reaches_nothing_outside_the_course(rendered):
    egress = rendered["NetworkPolicy", "singleuser"]["spec"]["egress"]
    blocks = [
        (peer["ipBlock"]["cidr"], [entry["port"] for entry in rule["ports"]])
        for rule in egress
        for peer in rule.get("to", [])
        if "ipBlock" in peer
    ]
    assert blocks
    assert all(ports == [53, 53] for _, ports in blocks)


# -- The databases -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not glob.glob("/usr/lib/postgresql/*/bin"), reason="needs Debian's postgresql")
def test_the_databases_are_made_and_neither_role_opens_the_others():
    programs = Path(max(glob.glob("/usr/lib/postgresql/*/bin")))
    place = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # a socket's path is short
    as_server = []
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
        as_server = ["runuser", "-u", "postgres", "--"]

    def run(*line, **more):
        return subprocess.run([*as_server, *line], cwd=place, capture_output=True, text=True, **more)

    def ask(role, database, password):
        line = (programs / "psql", "-h", place, "-U", role, "-d", database, "-Atc", "select current_user")
        done = run("env", f"PGPASSWORD={password}", *line)
        return done.stdout.strip() or done.stderr

    options = f"-k {place} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
    try:
        script = by_name(own_objects())["ConfigMap", "postgres"]["data"]["databases.sh"]
        word = Path(place, "word")
        word.write_text("o'w\n")
        owner = ("-U", "owner", "-A", "scram-sha-256", f"--pwfile={word}", "--no-sync")
        run(programs / "initdb", "-D", f"{place}/data", *owner, check=True)
        run(
            programs / "pg_ctl",
            "-D",
            f"{place}/data",
            "-w",
            "-l",
            f"{place}/log",
            "-o",
            options,
            "start",
            check=True,
        )
        given = (
            "POSTGRES_USER=owner",
            "hub_password=h'u$b",
            "gradebook_password=g",
            f"PGHOST={place}",
            "PGPASSWORD=o'w",
        )
        # as the image does with what lies in docker-entrypoint-initdb.d
        made = run("env", *given, f"PATH={programs}:/usr/bin:/bin", "sh", "-c", script)
        assert made.returncode == 0, made.stderr
        assert ask("hub", "hub", "h'u$b") == "hub"
        assert ask("gradebook", "gradebook", "g") == "gradebook"
        assert "permission denied" in ask("hub", "gradebook", "h'u$b")
        assert "permission denied" in ask("gradebook", "hub", "g")
        assert "authentication failed" in ask("hub", "hub", "g")
        dump = containers(by_name(own_objects())["CronJob", "backup"])["databases"]["args"][0]
        owner = ("PGUSER=owner", *given[-2:])
        done = run(
            "env", *owner, f"PATH={programs}:/usr/bin:/bin", "sh", "-ceu", dump.replace("/backup", place)
        )
        assert done.returncode == 0, done.stderr
        dumps = [Path(place, "unfinished", f"{name}.dump") for name in ("hub", "gradebook")]
        assert all(one.read_bytes().startswith(b"PGDMP") for one in dumps)
    finally:
        run(programs / "pg_ctl", "-D", f"{place}/data", "-m", "immediate", "stop")
        shutil.rmtree(place)


def test_a_night_is_kept_whole_for_two_weeks_and_a_failed_one_takes_no_others_place(tmp_path):
    night = containers(by_name(own_objects())["CronJob", "backup"])["exchange"]["args"][0]
    kept, ngshare = tmp_path / "backup", tmp_path / "ngshare"
    script = night.replace("/backup", str(kept)).replace("/srv/ngshare", str(ngshare))
    (ngshare / "files").mkdir(parents=True)
    (ngshare / "files" / "x.ipynb").write_text("handed in")
    for name, days in (("2026-01-01-0230", 15), ("2026-01-10-0230", 5)):
        (kept / name).mkdir(parents=True)
        os.utime(kept / name, (time.time() - days * 86400,) * 2)

    def run():
        (kept / "unfinished").mkdir(exist_ok=True)
        environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
        return subprocess.run(["sh", "-ceu", script], env=environment, capture_output=True, text=True)

    assert run().returncode != 0  # there is no database yet
    assert len(list(kept.glob("2026*"))) == 2
    with sqlite3.connect(ngshare / "ngshare.db") as database:
        database.execute("create table files (name)")
        database.execute("insert into files values ('x.ipynb')")
    done = run()
    assert done.returncode == 0, done.stderr
    nights = sorted(path.name for path in kept.iterdir())
    assert "2026-01-01-0230" not in nights
    assert len(nights) == 2
    made = kept / next(name for name in nights if name != "2026-01-10-0230")
    assert sqlite3.connect(made / "ngshare.db").execute("select * from files").fetchall() == [("x.ipynb",)]
    with tarfile.open(made / "files.tar.gz") as files:
        assert files.extractfile("files/x.ipynb").read() == b"handed in"


# -- What it costs -------------------------------------------------------------------------------------------


def test_the_table_of_costs_is_what_its_formula_gives():
    text = (KUBERNETES / "README.md").read_text("utf-8")
    said = re.search(r"nodes with (\d+) GiB for pods, (\d+) pods of which (\d+)\s+are the system's", text)
    memory, pods, system = map(int, said.groups())
    node, core = map(float, re.findall(r"€([\d.]+)\s+an\s+hour", text)[:2])
    guarantee = int(values()["singleuser"]["memory"]["guarantee"].removesuffix("M"))
    each = min(memory * 1024 // guarantee, pods - system)
    rows = re.findall(r"^\| (\d+) % .*?\| (\d+) \| ([\d.]+) \| (\d+) \| ([\d.]+) \|$", text, re.MULTILINE)
    assert len(rows) == 4
    for percent, learners, gib, nodes, euro in rows:
        at_once = 1000 * int(percent) // 100
        needed = math.ceil(at_once / each)
        assert (int(learners), float(gib), int(nodes)) == (at_once, at_once * guarantee / 1024, needed)
        assert float(euro) == pytest.approx(needed * node + core)
