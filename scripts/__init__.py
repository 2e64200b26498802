"""Tools of the maintainers; no part of the distribution."""
