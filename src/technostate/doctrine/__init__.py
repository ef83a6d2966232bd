"""What a state says: documents, passages, formulations, counted so that anyone can recount them."""
