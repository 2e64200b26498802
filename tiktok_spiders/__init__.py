"""TikTok's public data as typed, de-duplicated, stored records."""
