"""`technostate doctrine`: what states say, counted."""

from __future__ import annotations

from cyclopts import App

from technostate.cli import (
    doctrine_check,
    doctrine_monthly,
    doctrine_states,
    doctrine_texts,
    doctrine_verify,
    doctrine_views,
)

app = App(name="doctrine", help="Count, search and cite what states say in their official texts.")
doctrine_texts.register(app)
doctrine_views.register(app)
doctrine_monthly.register(app)
doctrine_states.register(app)
doctrine_verify.register(app)
doctrine_check.register(app)
