"""The site asks no other host for anything: what the theme would load on demand is taken out after the build."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

#: Addresses in the theme's scripts that a browser would load: diagrams, and facts on a repository.
_LOADED = re.compile(r"https://(?:unpkg\.com|api\.github\.com|gitlab\.com|\$\{e\}/api)[^\"'`\s]*")


def on_post_build(config: MkDocsConfig) -> None:
    """Take the addresses of remote files out of the theme's scripts; drop source maps and other languages' stemmers."""
    scripts = Path(config.site_dir) / "assets" / "javascripts"
    shutil.rmtree(scripts / "lunr", ignore_errors=True)
    for path in scripts.rglob("*.map"):
        path.unlink()
    for path in scripts.rglob("*.js"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\n//# sourceMappingURL=\S+", "", _LOADED.sub("about:blank", text)), "utf-8")
