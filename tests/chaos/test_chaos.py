"""The short form of `make chaos`."""

from pathlib import Path

from tests.chaos.storm import Storm


def test_kill_9_of_anything__while_the_market_goes_on__nothing_lost_and_nothing_twice(tmp_path: Path) -> None:
    storm = Storm(tmp_path, seed=7)
    try:
        storm.blow(10, every=5)
        found = storm.compare()
    finally:
        storm.stop()

    assert storm.kills.total() == 10
    assert (found["lost"], found["duplicated"]) == (0, 0)
    assert found["events"] > 100
