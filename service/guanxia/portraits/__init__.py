"""What the page of a thing tells: who it is, what is said of it, where it is used; for every kind in one way."""
