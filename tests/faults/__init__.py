"""Faults made on purpose: kills, power cuts, full and failing disks, and what the store makes of them."""
