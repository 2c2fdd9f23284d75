"""Jobs run away from the window, report, stop between two steps and end with the program."""

import sqlite3
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nqdesk.domain.progress import Progress
from nqdesk.ui.jobs import InlineLane, Job, Jobs, Reads, WorkerLane, run_now

Connection = sqlite3.Connection


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zahlen.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
    connection.close()
    return path


@pytest.fixture
def lane(file: Path) -> Iterator[WorkerLane[Connection]]:
    made = WorkerLane(lambda: sqlite3.connect(file), Connection.close)
    yield made
    made.stop()


def fill(connection: Connection, most: int) -> Generator[Progress, None, int]:
    for n in range(1, most + 1):
        with connection:
            connection.execute("INSERT INTO numbers VALUES (?)", (n,))
        yield Progress(n, most, "writing")
    return most


def count(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        found: int = connection.execute("SELECT count(*) FROM numbers").fetchone()[0]
    connection.close()
    return found


def test_a_job_runs_on_its_own_thread_with_its_own_connection(
    qtbot: QtBot, lane: WorkerLane[Connection], file: Path
) -> None:
    threads = []

    def job(connection: Connection) -> Generator[Progress, None, int]:
        threads.append(threading.get_ident())
        return (yield from fill(connection, 5))

    results: list[int] = []
    made = Jobs(lane).run(job, title="Füllen", done=results.append)
    with qtbot.waitSignal(made.ended):
        pass
    assert results == [5]
    assert count(file) == 5
    assert threads != [threading.get_ident()]


def test_a_cancelled_job_is_closed_between_two_steps(qtbot: QtBot, lane: WorkerLane[Connection], file: Path) -> None:
    closed = threading.Event()
    reached = threading.Event()

    def job(connection: Connection) -> Generator[Progress, None, int]:
        try:
            for n in range(1, 1_000_000):
                with connection:
                    connection.execute("INSERT INTO numbers VALUES (?)", (n,))
                reached.set()
                yield Progress(n, 0, "writing")
        finally:
            closed.set()
        return 0

    jobs = Jobs(lane)
    made = jobs.run(job, title="Endlos")
    assert reached.wait(5)
    with qtbot.waitSignal(made.cancelled):
        made.cancel()
    assert closed.is_set()
    assert jobs.open == ()
    assert count(file) >= 1


def test_an_error_arrives_at_the_window(qtbot: QtBot, lane: WorkerLane[Connection]) -> None:
    def job(connection: Connection) -> Generator[Progress, None, None]:
        yield Progress(0, 0, "reading")
        connection.execute("SELECT * FROM nowhere")

    errors: list[Exception] = []
    made = Jobs(lane).run(job, title="Lesen", failed=errors.append)
    with qtbot.waitSignal(made.ended):
        pass
    assert [type(e) for e in errors] == [sqlite3.OperationalError]


def test_jobs_wait_for_one_another_in_order(qtbot: QtBot, lane: WorkerLane[Connection]) -> None:
    order: list[str] = []
    jobs = Jobs(lane)

    def job(name: str) -> Generator[Progress, None, str]:
        yield Progress(0, 0, "reading")
        return name

    jobs.run(lambda _: job("erste"), title="1", done=order.append)
    last = jobs.run(lambda _: job("zweite"), title="2", done=order.append)
    with qtbot.waitSignal(last.ended):
        pass
    assert order == ["erste", "zweite"]


def test_stopping_ends_the_running_job_and_drops_those_that_wait(lane: WorkerLane[Connection], file: Path) -> None:
    jobs = Jobs(lane)
    begun = threading.Event()

    def endless(connection: Connection) -> Generator[Progress, None, None]:
        n = 0
        while True:
            n += 1
            connection.execute("SELECT 1")
            begun.set()
            yield Progress(n, 0, "reading")

    jobs.run(endless, title="Endlos")
    jobs.run(lambda connection: fill(connection, 3), title="Danach")
    assert begun.wait(5)
    jobs.stop()
    assert count(file) == 0


def test_progress_is_reported_to_whoever_watches(qtbot: QtBot, lane: WorkerLane[Connection]) -> None:
    jobs = Jobs(lane)
    started: list[Job] = []
    jobs.started.connect(started.append)
    made = jobs.run(lambda connection: fill(connection, 3), title="Füllen")
    seen: list[Progress] = []
    made.progressed.connect(seen.append)
    with qtbot.waitSignal(made.ended):
        pass
    assert started == [made]
    assert seen[0].total == 3


def test_only_the_newest_read_of_a_key_is_answered(qtbot: QtBot, lane: WorkerLane[Connection]) -> None:
    reads = Reads(lane)
    answers: list[str] = []
    hold = threading.Event()
    reads.ask("andere", lambda _: hold.wait(5), lambda _: None)
    for text in ("l", "la", "lag"):
        reads.ask("suche", lambda _, text=text: text, answers.append)  # type: ignore[misc]
    hold.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["lag"]


def test_the_inline_lane_runs_a_job_at_once() -> None:
    results: list[int] = []
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
        Jobs(InlineLane(connection)).run(lambda c: fill(c, 4), title="Füllen", done=results.append)
    connection.close()
    assert results == [4]


def test_a_job_can_be_run_without_any_lane() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
        assert run_now(fill(connection, 2)) == 2
    connection.close()
