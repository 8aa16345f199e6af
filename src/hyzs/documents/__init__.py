"""Official documents: files to paragraphs, paragraphs to numbered items, ownership clauses to units."""
