"""Sources → documents → chunks with exact offsets. Knows nothing of vectors."""
