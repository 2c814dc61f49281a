"""The API's contract as files: the document as it was last agreed on, and what is made from it.

`make schema` writes them; tests hold the code against them, and refuse what would break clients.
"""
