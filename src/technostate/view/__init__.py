"""Views: one module a question. Each returns a `technostate.write.View`, a typed result and the blocks that say it."""
