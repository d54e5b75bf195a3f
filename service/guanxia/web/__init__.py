"""HTTP: the API, health, pages and errors."""
