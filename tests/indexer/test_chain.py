"""What a node may not say unnoticed."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest

from indexer.chain import Header, Log, Watch, bloom_of, headers_from
from indexer.errors import Inconsistent

OURS, THEIRS = b"\1" * 20, b"\2" * 20


@dataclass
class Forge:
    """Makes blocks whose bloom filters are true."""

    logs: list[Log] = field(default_factory=list)

    def log(self, number: int, index: int, address: bytes = OURS, block: str | None = None) -> Log:
        made = Log(
            f"0x{address.hex()}",
            ["0x" + "ab" * 32],
            "0x",
            hex(number),
            block or f"0xb{number}",
            "0xt",
            "0x0",
            hex(index),
        )
        self.logs.append(made)
        return made

    def header(self, number: int, parent: str | None = None) -> Header:
        bloom = bloom_of(log for log in self.logs if log.block_number == hex(number))
        return Header(hex(number), f"0xb{number}", parent or f"0xb{number - 1}", "0x1", hex(bloom))


@pytest.fixture
def forge() -> Forge:
    return Forge()


@pytest.fixture
def watch() -> Watch:
    return Watch([OURS])


def test_check__logs_in_their_blocks__says_nothing(forge: Forge, watch: Watch) -> None:
    logs = [forge.log(1, 0), forge.log(1, 1), forge.log(2, 0)]

    assert watch.check([forge.header(1), forge.header(2)], logs) == []


def test_check__logs_missing_for_a_block_that_has_them__bloom_says_so(forge: Forge, watch: Watch) -> None:
    logs = [forge.log(1, 0), forge.log(2, 0)]
    headers = [forge.header(1), forge.header(2)]

    assert watch.check(headers, logs[:1]) == [headers[1]]


def test_check__block_of_others__is_not_suspicious(forge: Forge, watch: Watch) -> None:
    forge.log(1, 0, THEIRS)

    assert watch.check([forge.header(1)], []) == []


def test_worth_asking__chain_without_blooms__asks_for_every_block(forge: Forge, watch: Watch) -> None:
    assert watch.worth_asking(forge.header(1))
    assert not watch.may_concern(forge.header(1))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda forge: [forge.log(1, 0, block="0xother")], id="of a block with another hash"),
        pytest.param(lambda forge: [forge.log(9, 0)], id="of a block outside the range"),
        pytest.param(lambda forge: [forge.log(1, 1), forge.log(1, 0)], id="out of order"),
        pytest.param(lambda forge: [forge.log(1, 0), forge.log(1, 0)], id="twice"),
        pytest.param(lambda forge: [forge.log(1, 0, THEIRS)], id="of a contract that was not asked for"),
        pytest.param(lambda forge: [msgspec.structs.replace(forge.log(1, 0), removed=True)], id="removed"),
    ],
)
def test_check__log_that_cannot_be__raises_inconsistent(
    forge: Forge, watch: Watch, spoil: Callable[[Forge], list[Log]]
) -> None:
    with pytest.raises(Inconsistent):
        watch.check([forge.header(1)], spoil(forge))


def as_results(*headers: Header | None) -> list[msgspec.Raw]:
    return [msgspec.Raw(msgspec.json.encode(header)) for header in headers]


def test_headers_from__null_block_that_exists__raises_inconsistent(forge: Forge) -> None:
    with pytest.raises(Inconsistent, match="block 2 is missing"):
        headers_from(as_results(forge.header(1), None), 1)


def test_headers_from__block_of_another_branch__raises_inconsistent(forge: Forge) -> None:
    with pytest.raises(Inconsistent, match="does not follow"):
        headers_from(as_results(forge.header(1), forge.header(2, parent="0xelse")), 1)


def test_headers_from__another_number_than_asked_for__raises_inconsistent(forge: Forge) -> None:
    with pytest.raises(Inconsistent, match="came for 1"):
        headers_from(as_results(forge.header(2)), 1)
