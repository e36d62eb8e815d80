"""Walks at the same time: who may walk beside whom, what is told, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from processes import descendants, left_after_a_while

from desireline.probes.shopper import walk_journey
from desireline.probes.walk.route import parties_of
from desireline.scenarios.journey import Journey

STEPS = [{"open": "/meet"}, {"expect": {"heading": "Hi"}}]


def journey_of(site: Any, walks: dict[str, dict[str, Any]], **more: Any) -> Journey:
    """Give a journey with several walks past one touchpoint."""
    plain = site.journey([{"at": "home", "do": STEPS}], **more)
    written = {"route": [{"at": "home", "do": STEPS}]}
    shape = plain.model_dump(by_alias=True, exclude_unset=True)
    shape["walks"] = {name: written | changed for name, changed in walks.items()}
    return Journey.model_validate(shape)


def test_walks_go_at_the_same_time_and_are_told_in_the_files_order(
    site: Any, tmp_path: Path
) -> None:
    """Each page answers only when both were asked for."""
    both = threading.Barrier(2, timeout=20)

    def answer(handler: Any) -> None:
        both.wait()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(b"<title>Hi</title><h1>Hi</h1>")

    site.pages["/meet"] = answer
    told: list[str] = []

    walks = walk_journey(
        journey_of(site, {"b": {}, "a": {}}), out=tmp_path, jobs=2, on_event=told.append
    )

    assert [(walk.walk, walk.verdict) for walk in walks] == [("b", "ok"), ("a", "ok")]
    assert all(walk.beside_others for walk in walks)
    assert sorted(line.split(":")[0] for line in told) == ["a", "b"]


def test_one_walk_has_nobody_beside_it(site: Any, tmp_path: Path) -> None:
    site.pages["/meet"] = "<title>Hi</title><h1>Hi</h1>"

    (walk,) = walk_journey(journey_of(site, {"a": {}}), out=tmp_path, jobs=4)

    assert not walk.beside_others
    assert walk.cpu_index is not None
    assert min(walk.cpu_index) > 0


def test_those_that_return_from_one_another_and_share_the_mailbox_stay_together(site: Any) -> None:
    mail = {"route": [{"at": "home", "do": [*STEPS, {"inbox": {"subject": "x"}}]}]}
    walks: dict[str, dict[str, Any]] = {
        "first": {}, "alone": {}, "mail": mail, "second": {"returning-from": "first"},
        "third": {"returning-from": "second"}, "more-mail": mail,
    }  # fmt: skip
    journey = journey_of(site, walks, mailbox="box")

    assert parties_of(journey, tuple(walks)) == (
        ("alone",),
        ("first", "second", "third"),
        ("mail", "more-mail"),
    )


@pytest.mark.parametrize("whole_group", [False, True])
def test_ctrl_c_ends_all_walks_and_keeps_what_was_seen(
    whole_group: bool, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process and no folder is left."""
    both, over = threading.Barrier(3, timeout=30), threading.Event()

    def hang(handler: Any) -> None:
        both.wait()
        over.wait(30)

    site.pages |= {"/": "<title>Home</title><h1>Hi</h1>", "/meet": hang}
    stops = [{"at": "home", "do": [{"open": "/"}]}, {"at": "home", "do": STEPS}]
    file = tmp_path / "journey.yaml"
    shape = journey_of(site, {"a": {"route": stops}, "b": {"route": stops}})
    file.write_text(shape.model_dump_json(by_alias=True, exclude_unset=True), "utf-8")
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "desireline", "probe", str(file), "--jobs", "2"]
    with subprocess.Popen(
        [*command, "--out", "kept"],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    ) as walking:
        both.wait()
        children = descendants(walking.pid)
        (os.killpg if whole_group else os.kill)(walking.pid, signal.SIGINT)
        assert walking.wait(25) == 130
    over.set()

    kept = json.loads((tmp_path / "kept" / "walks.json").read_text("utf-8"))["walks"]
    assert [walk["touchpoints"][0]["title"] for walk in kept] == ["Home", "Home"]
    assert left_after_a_while(children) == set()
    assert list((tmp_path / "tmp").iterdir()) == []
