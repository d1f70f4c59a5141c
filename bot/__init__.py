"""The chat: whom to tell the news, and when."""
