"""What the cloud asks of a board: calls, reads, pings and events, on their way to the application thread and back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from photonsim.photon.codes import CALL, EVENT, READ
from photonsim.photon.run import Message
from photonsim.ports import DeviceGone, VariableValue

if TYPE_CHECKING:
    from photonsim.photon.photon import Photon


#: Events of the cloud that tell that it has taken a claim code (Device OS, system_cloud_internal.cpp).
CLAIM_ANSWERS = "spark/device/claim/"


class Requests:
    """Of one board: who waits for which answer."""

    __slots__ = ("_answers", "_board", "_next_id", "_pings")

    def __init__(self, board: Photon) -> None:
        self._board = board
        self._answers: dict[int, asyncio.Future[VariableValue]] = {}
        self._pings: list[asyncio.Future[bool]] = []
        self._next_id = 0

    async def call(self, name: str, argument: str) -> int:
        """See ports.DeviceSession. An argument over the limit of its Device OS is cut, as on the wire."""
        index = self._board.description.functions.index(name)
        cut = argument.encode()[: self._board.limits.argument].decode("utf-8", "ignore")
        return int(await self._ask(CALL, index, cut))

    async def read(self, name: str) -> VariableValue:
        """See ports.DeviceSession."""
        variables = self._board.description.variables
        value = await self._ask(READ, list(variables).index(name), None)
        return bool(value) if variables[name] == "bool" else value

    async def _ask(self, kind: int, index: int, data: str | None) -> VariableValue:
        board, run = self._board, self._board.run
        if run is None or not board.online or not board.link.reachable:
            raise DeviceGone(f"device {board.device_id} is not connected")
        self._next_id += 1
        answer: asyncio.Future[VariableValue] = asyncio.get_running_loop().create_future()
        self._answers[self._next_id] = answer
        run.post(Message(kind, self._next_id, index, "", data))
        return await answer

    def answered(self, id: int, value: VariableValue) -> None:
        """The application thread has answered the request `id`; what nobody waits for any more is dropped."""
        answer = self._answers.pop(id, None)
        if not self._answers:
            self._answers = {}  # an emptied one keeps its room
        if answer is not None and not answer.done():
            answer.set_result(value)

    @property
    def pinged(self) -> bool:
        """Whether a ping waits until the system works."""
        return bool(self._pings)

    async def ping(self) -> bool:
        """See ports.DeviceSession: the system must work, without a system thread the sketch must let it."""
        run = self._board.run
        if run is None or not self._board.online:
            return False
        if self._board.in_safe_mode or (run.threaded and not run.stuck):
            return True
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._pings.append(answer)
        run.wake()
        return await answer

    def answer_pings(self, alive: bool) -> None:
        """The system works and answers, or nobody will."""
        pings, self._pings = self._pings, []
        for ping in pings:
            if not ping.done():
                ping.set_result(alive)

    def deliver(self, name: str, data: str | None) -> None:
        """An event, for each subscription with a prefix of its name."""
        run = self._board.run
        if run is None:
            return
        if name.startswith(CLAIM_ANSWERS):
            self._board.listening_mode.claim_answered()
        for index, prefix in self._board.link.subscriptions.items():
            if name.startswith(prefix):
                run.post(Message(EVENT, 0, index, name, data))

    def fail(self, reason: str) -> None:
        """The connection is gone: nobody will answer."""
        gone = DeviceGone(f"device {self._board.device_id}: {reason}")
        answers, self._answers = self._answers, {}
        for answer in answers.values():
            if not answer.done():
                answer.set_exception(gone)
                answer.exception()  # whoever asked may have given up waiting
        self.answer_pings(alive=False)
