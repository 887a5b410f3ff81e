"""The course as a static folder for any web host: in the browser alone, with nothing to install.

command    ``netvaerk site``: what may be asked for
building   puts the folder together, in a place of its own, and swaps it in whole
front_end  JupyterLite's own parts, the extensions and the settings they share
shelves    Python for the browser: the course and what it imports, compiled, in a few files
pages      the start page and the reading twin of every lesson, which need no script
pictures   a drawing of every exercise for those pages, made without a browser
contents   the learner's folder as it is before anybody has written in it
precache   what a service worker keeps so that the course works without the network
serving    shows the folder on this machine, as a web host would

What runs in the browser lies in ``lab/browser``; what it asks of Python there is `exercises.browser`.
"""
