"""Language by the month: terms in the state evening news of China (新闻联播), counts only, July 2012 to August 2026.

Items about China, about other states, and about both are counted apart, by rules (`classify`) whose error is measured
on items that were coded by reading (`labels`).
"""
