"""How to ask: one module a family of endpoints, and the rules of paging."""
