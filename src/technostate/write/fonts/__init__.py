"""The embedded face: a subset of Noto Sans CJK SC (SIL Open Font License 1.1, see OFL.txt), made by `subset`."""
