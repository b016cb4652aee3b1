"""What one sees: a snapshot becomes a picture."""
