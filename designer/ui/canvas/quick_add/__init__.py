"""The quick add: a search field on the canvas that places a part."""
