"""Questionnaires as content: answers and scores."""
