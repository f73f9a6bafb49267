"""Tables and Axes in; sentences, pages and files out."""
