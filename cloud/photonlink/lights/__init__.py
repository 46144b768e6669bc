"""What a light is and can do: free of Alexa's words and of Particle's."""
