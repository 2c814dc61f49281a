"""Pages for a shop's staff, on the shop's host: one module a section."""
