"""The news: what to say. Nothing in here knows of any chat network."""
