"""A local TikTok: pages, APIs, media and faults for tests and demonstrations; synthetic throughout."""
