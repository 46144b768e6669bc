"""D518: the account's data operations of this month are used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photonsim.house import House
    from photonsim.particle_cloud.model.operations import Usage


class OperationsUsed:
    """A loop between event and call has spent them."""

    name = "D518"
    summary = "the account's data operations of this month are used up"

    async def on(self, house: House) -> None:
        operations = house.particle.state.operations
        self._limit, operations.limit = operations.limit, self._usage(house).used

    async def off(self, house: House) -> None:
        house.particle.state.operations.limit = self._limit

    def _usage(self, house: House) -> Usage:
        user = house.particle.state.users.find(house.user)
        assert user is not None
        return house.particle.state.operations.of(user.id)


FAULT = OperationsUsed()
