"""How the documentation becomes pages: hooks of MkDocs, which mkdocs.yml lists, and what they change in its theme."""
