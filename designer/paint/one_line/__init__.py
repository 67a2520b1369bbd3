"""The one-line diagram on screen and paper."""
