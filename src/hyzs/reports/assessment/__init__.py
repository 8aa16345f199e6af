"""Reports that score, evaluate and settle: every figure opens to its parts."""
