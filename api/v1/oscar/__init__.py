"""django-oscar-api's own names, on a shop's host, over the marketplace's services.

None of django-oscar-api's views is routed: its checkout checks no stock, its basket belongs to
whoever knows a number, its admin part writes the catalogue. These have its requests and
answers, and lead through the same cart and the same checkout as every other door.
"""
