"""Addresses on the web → pages on disk. Asks only public servers, within limits, and only what a source names.

Knows nothing of readers' insides or of the index. `crawl.py` is the way in; nothing that a page says is followed
but the links of a section and the lists of a sitemap, each checked like an address typed by hand.
"""
