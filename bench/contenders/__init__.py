"""The servers that are measured: the limit, the product, and others."""
