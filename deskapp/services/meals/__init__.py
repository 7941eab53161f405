"""Meals cooked at the centre and carried to old and disabled neighbours: who eats what, and who did not open
the door.
"""
