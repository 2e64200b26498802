"""The HTTP API: it runs spiders by name and reads the store; nothing in it crawls by itself."""
