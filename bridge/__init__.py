"""Stembridge: a bridge daemon beside the DAW that knows the stems, previews mixes live and gives the desk back."""

__version__ = "0.4.0"
