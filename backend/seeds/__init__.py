"""Data from YAML: what every database needs, and a demo city that lives."""

from seeds.city import seed_city
from seeds.embeddings import seed_embeddings
from seeds.system import seed_system

__all__ = ["seed_city", "seed_embeddings", "seed_system"]
