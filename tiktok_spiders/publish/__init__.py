"""Publishing of a user's own videos by TikTok's official API."""
