"""Chunks → ranked passages: embedding, store, keyword leg, fusion, generations."""
