"""Charts: one a module, authored in Altair, rendered to inline SVG; labels placed by us."""
