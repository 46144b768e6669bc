"""Smart Home v2, for skills that were made before v3: the same operations in older words.

Shapes: Amazon's sample and validator for v2.
"""
