"""Views of what states say: one module a question to counted texts, documents and the lexicon."""
