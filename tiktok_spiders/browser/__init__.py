"""The browser transport: requests that a page has to sign, sent from inside such a page.

Nothing here is imported before the first request that needs it, Playwright included.
"""
