"""One Particle account for everybody who links: for skills that link through Login with Amazon.

The token that Alexa then hands over opens an Amazon profile and nothing at Particle, so the Lambda has a Particle token
of its own. Whoever links controls that account's devices; there is no telling them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from photonlink.clock import Clock, Deadline
from photonlink.particle.client import ParticleClient
from photonlink.particle.errors import CloudUnreachable, DeviceSilent, ParticleError, TokenRefused


class SharedAccountClient(ParticleClient):
    """Uses its own token, whatever token a caller gives."""

    def __init__(self, session: requests.Session, base_url: str, clock: Clock, token: str) -> None:
        super().__init__(session, base_url, clock)
        self._shared = token

    def _request(
        self,
        method: str,
        path: str,
        token: str,
        deadline: Deadline,
        body: Mapping[str, object] | None = None,
        silence: type[ParticleError] = DeviceSilent,
    ) -> Any:
        """As the usual client; but a refused token is a failure of this side.

        Told that its token is bad, Alexa would unlink the user, and linking again could not help.
        """
        try:
            return super()._request(method, path, self._shared, deadline, body, silence)
        except TokenRefused as error:
            raise CloudUnreachable(
                f"Particle refuses the token in PHOTONLINK_SHARED_PARTICLE_TOKEN ({error}): make a new one, "
                "`particle token create --never-expires`, and set it"
            ) from error
