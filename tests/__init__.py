"""Tests in three tiers: unit/ (no site), site/ (a real site, rolled back), browser/ (a served copy of the site)."""
