"""The search index in PostgreSQL: tsvector columns under GIN."""
