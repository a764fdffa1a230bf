"""The generated pages of docs/, each as a function from the program's own data to Markdown."""
