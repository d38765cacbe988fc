"""De-identification as calculation: safe text, folding, and finding identifiers. Knows no database."""
