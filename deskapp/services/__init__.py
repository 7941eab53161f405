"""The centre's services: records and rules, one module each."""
