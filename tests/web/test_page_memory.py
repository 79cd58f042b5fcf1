"""What one process holds ready: bounded in bytes, the least used given up first."""

from typing import Any

from factcheck.web.packing import pack
from factcheck.web.page_memory import BESIDE_BYTES, PageMemory, answer_of


def page(of: int, filling: bytes = b"") -> Any:
    return answer_of(pack(b"%d" % of + filling), [("Content-Type", "text/plain")], mark=of)


def test_what_was_used_longest_ago_gives_way() -> None:
    size = page(1).size
    memory = PageMemory(3 * size + 10)
    for number in (1, 2, 3):
        memory.keep(str(number), page(number))
    assert memory.get("1") is not None
    memory.keep("4", page(4))
    assert [memory.get(str(n)) is not None for n in (1, 2, 3, 4)] == [True, False, True, True]
    assert memory.size == 3 * size <= memory.most


def test_what_takes_the_place_of_another_is_counted_once() -> None:
    memory = PageMemory(10 * BESIDE_BYTES)
    for number in range(20):
        memory.keep("the same", page(number))
    assert (len(memory), memory.size) == (1, page(19).size)


def test_what_is_larger_than_the_memory_is_not_held_nor_what_stood_there() -> None:
    memory = PageMemory(2 * BESIDE_BYTES)
    memory.keep("a", page(1))
    memory.keep("a", page(2, bytes(3 * BESIDE_BYTES)))
    assert (len(memory), memory.size) == (0, 0)
