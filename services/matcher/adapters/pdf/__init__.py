"""Reads hostile PDFs in killable child processes and turns them into text in reading order."""
