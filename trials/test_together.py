"""Several renders at once in one folder, and a cluster that loses its workers and its scheduler."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.making import Making, files_in, left_over
from tests.test_cluster import Cluster
from tests.undisturbed import Film, check_that_it_is_finished
from trials.conftest import Tally


def test_renders_at_once(
    film: Film, tmp_path: Path, chance: random.Random, trials: int, tally: Tally
) -> None:
    for number in range(max(1, trials // 20)):
        folder = tmp_path / str(number)
        makings = []
        for _ in range(4):
            makings.append(Making(folder))
            time.sleep(chance.uniform(0, 1))
        for making in makings:
            assert making.end() == 0, making.err
            tally.hold()
        assert left_over(folder) == []
        check_that_it_is_finished(film, folder, set(film.kept))


def test_workers_of_a_cluster_die(
    film: Film, tmp_path: Path, chance: random.Random, trials: int, tally: Tally
) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        for number in range(max(1, trials // 10)):
            making = Making(tmp_path / str(number), "--cluster", cluster.address)
            time.sleep(chance.uniform(0, 1.5 * film.seconds))
            victim = cluster.workers.pop(0)
            victim.kill()
            victim.wait()
            cluster.workers.append(cluster.add_worker(f"new{number}", "-m", "distributed.cli.dask_worker"))
            assert making.end() == 0, making.err
            assert files_in(tmp_path / str(number) / "made") == film.published
            tally.hold()
    finally:
        cluster.end()


def test_the_scheduler_dies(
    film: Film, tmp_path: Path, chance: random.Random, trials: int, tally: Tally
) -> None:
    whole: set[str] = set()
    for number in range(max(1, trials // 20)):
        folder = tmp_path / f"cluster{number}"
        folder.mkdir()
        cluster = Cluster(folder)
        try:
            making = Making(tmp_path / "film", "--cluster", cluster.address)
            time.sleep(chance.uniform(0, film.seconds))
            cluster.processes[0].kill()
            making.end()
            assert whole.isdisjoint(making.kept)
            whole |= set(making.kept)
        finally:
            cluster.end()
        tally.hold()
    check_that_it_is_finished(film, tmp_path / "film", whole)
