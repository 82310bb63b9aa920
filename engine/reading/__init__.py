"""Reads the words of CVs in many languages: dates, headings, titles, degrees, languages, lists of skills; pure functions of text."""
