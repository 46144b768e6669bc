"""Webhooks ("integrations"): events that become requests to other servers, and their answers."""
