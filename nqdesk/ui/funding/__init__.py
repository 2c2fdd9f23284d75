"""The page Förderung: facts, the next question, results with their reasons."""
