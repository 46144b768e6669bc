"""What Alexa is told without being asked: grants, the event gateway, and the webhook that brings devices' events."""
