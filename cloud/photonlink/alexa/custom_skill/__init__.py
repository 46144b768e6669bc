"""The custom skill: "ask photon lights to ..." (Amazon's request and response JSON for custom skills)."""
