"""Processes that start a second sooner: forked from one that has imported the libraries."""
