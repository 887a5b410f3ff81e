"""What exercises are built of. It knows no exercise.

base        an exercise on a page: its language, its store, what it says when something fails
fields      an exercise of single fields: choices, days, and what follows from them in words
boxes       boxes that controls stand in, and choices that are given anew
rows        an exercise of rows that are added and taken away
sheet       rows as a compact sheet, filled in by keyboard or from a spreadsheet
cards       an exercise of cards that are gone through one by one
dialogue    a conversation of steps and picks
on_network  an exercise on one of the learner's own networks, or the sample owner's
drawn       the picture of the network beside an exercise, and what is done in it by hand
sample      trying on the sample owner first
chart       bars and the like, drawn as SVG with a table beside
on_paper    the controls as they are filled in by hand
take        buttons that copy, download and print (take.js in the browser)
controls    controls with a script of their own
"""
