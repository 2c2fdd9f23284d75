"""PDF papers: domain records in, a tagged file (PDF/UA-1) out."""
