"""What one double-clicks to open the course."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHELL = ["Start (macOS).command", "start.sh"]


def test_the_starters_parse_and_may_be_run():
    for name in SHELL:
        subprocess.run(["sh", "-n", ROOT / name], check=True)
        assert (ROOT / name).stat().st_mode & 0o111, name


def test_the_course_opens_from_whatever_folder_one_starts_it_in(tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "uv").write_text('#!/bin/sh\npwd > "$SEEN"\necho "$@" >> "$SEEN"\n')
    (tools / "uv").chmod(0o755)
    seen = tmp_path / "seen"
    env = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(tmp_path), "SEEN": str(seen)}
    for name in SHELL:
        subprocess.run(["sh", ROOT / name, "--language", "en"], cwd=tmp_path, env=env, check=True)
        assert seen.read_text().splitlines() == [str(ROOT), "run --frozen netvaerk start --language en"]


def test_windows_finds_the_labels_it_jumps_to():
    starter = (ROOT / "Start (Windows).bat").read_bytes()
    assert starter.count(b"\n") == starter.count(b"\r\n"), "cmd.exe loses its place without them"
    assert b":failed" in starter and b"netvaerk start" in starter
