"""What an ensemble of paths says: fans, odds, what they hang on; two ensembles beside each other."""
