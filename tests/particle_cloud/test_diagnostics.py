"""Device vitals, as `GET /v1/diagnostics/:id/last` tells them."""

from __future__ import annotations

import requests

from photonsim.sync_house import SyncHouse

from .conftest import DEVICE


def test_a_device_tells_how_often_it_dropped_off(photon_house: SyncHouse) -> None:

    base, token = photon_house.particle
    photon = photon_house.photon(0)

    def vitals() -> dict[str, object]:
        answer = requests.get(
            f"{base}/v1/diagnostics/{photon.id}/last",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()["diagnostics"]["payload"]["device"]
        return found

    before = vitals()
    assert before["cloud"] == {
        "connection": {"status": "connected", "disconnects": 0},
        "publish": {"rate_limited": 0},
    }
    photon.unplug()
    photon_house.clock.advance("60s")
    photon.plug_in()
    after = vitals()["cloud"]
    assert isinstance(after, dict)
    assert after["connection"]["disconnects"] == 1


def test_another_accounts_device_is_none_of_yours(photon_house: SyncHouse) -> None:

    base, token = photon_house.particle
    answer = requests.get(
        f"{base}/v1/diagnostics/{DEVICE}/last", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    assert answer.status_code == 403
