"""W403: a second webhook fires for the same event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photonsim.faults._reports import webhooks

if TYPE_CHECKING:
    from photonsim.house import House


#: What people put into a webhook's form, and no date: with one, the handler would know the second for a repetition.
_FORM = {
    "event": "{{{PARTICLE_EVENT_NAME}}}",
    "data": "{{{PARTICLE_EVENT_VALUE}}}",
    "coreid": "{{{PARTICLE_DEVICE_ID}}}",
}


class SecondWebhook:
    """Made by hand, beside the one that linking made."""

    name = "W403"
    summary = "two webhooks fire for each change, so that it is reported twice"

    async def on(self, house: House) -> None:
        state = house.particle.state.webhooks
        self._made = []
        for hook in webhooks(house):
            members = {"event": hook.event, "url": hook.url, "requestType": hook.method, **hook.options}
            members |= {"form": _FORM, "noDefaults": True}
            self._made.append(state.create(hook.owner_id, members))

    async def off(self, house: House) -> None:
        for hook in self._made:
            if len(webhooks(house)) > 1:  # whoever mended it may have kept this one
                house.particle.state.webhooks.remove(hook)


FAULT = SecondWebhook()
