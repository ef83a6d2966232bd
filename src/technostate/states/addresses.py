"""Addresses that are evidently not the issuer's own: encyclopaedias, blogs, archives, the press."""

from __future__ import annotations

from urllib.parse import urlsplit

#: Hosts, and those below them, that keep or report what others issued.
NOT_ISSUERS = (
    "wikipedia.org", "wikisource.org", "wikimedia.org", "wikidata.org", "baike.baidu.com", "britannica.com",
    "medium.com", "substack.com", "blogspot.com", "wordpress.com", "blogger.com", "tumblr.com", "reddit.com",
    "facebook.com", "youtube.com", "zhihu.com", "archive.org", "archive.ph", "scribd.com", "academia.edu",
    "researchgate.net", "reuters.com", "bloomberg.com", "apnews.com", "ft.com", "nytimes.com", "wsj.com",
    "washingtonpost.com", "economist.com", "theguardian.com", "bbc.com", "bbc.co.uk", "bbci.co.uk", "cnn.com",
    "cnbc.com", "scmp.com", "asia.nikkei.com", "japantimes.co.jp", "thehindu.com", "indianexpress.com", "latimes.com",
    "politico.com", "politico.eu", "euractiv.com", "lemonde.fr", "spiegel.de", "thediplomat.com", "csis.org",
    "brookings.edu", "rand.org", "piie.com", "globaltradealert.org", "globalsanctions.com",
)  # fmt: skip


def host(url: str) -> str:
    """Return the host of an address, in lower case; empty where there is none.

    Examples
    --------
    >>> host("https://en.wikipedia.org/wiki/Export"), host("no address"), host("http://[")
    ('en.wikipedia.org', '', '')
    """
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def not_the_issuers(url: str) -> bool:
    """Return whether an address is evidently that of somebody other than who issued the document.

    Examples
    --------
    >>> not_the_issuers("https://zh.wikisource.org/wiki/X"), not_the_issuers("https://www.bis.gov/x")
    (True, False)
    """
    name = host(url)
    return any(name == known or name.endswith(f".{known}") for known in NOT_ISSUERS)
