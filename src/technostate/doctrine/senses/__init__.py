"""Senses of 安全: safety, strategic or other, and the threat behind a strategic one, by published rules.

The definitions are the codebook, `docs/codebook.md`; the rules that apply it are `rules.toml` in this folder. How far
the rules agree with people who coded by hand is measured with `alpha` and `scores`.
"""

from __future__ import annotations

from technostate.doctrine.senses.agreement import alpha
from technostate.doctrine.senses.classify import Sense, sense, senses
from technostate.doctrine.senses.rules import RuleBook, parse, published, version
from technostate.doctrine.senses.scores import ClassScore, Share, scores, share

__all__ = [
    "ClassScore",
    "RuleBook",
    "Sense",
    "Share",
    "alpha",
    "parse",
    "published",
    "scores",
    "sense",
    "senses",
    "share",
    "version",
]
