"""The compiled year and the compiled path, on top of the decade's solver; `records` loads without the compiler.

`technostate.dynamics.reference` states the same in plain NumPy; the tests hold the two together.
"""
