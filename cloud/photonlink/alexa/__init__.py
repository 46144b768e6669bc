"""Alexa's words, in the three ways that she talks to a Lambda."""
