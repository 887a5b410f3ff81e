"""One server for a room: JupyterHub with a Unix account for each learner.

::

    command.py      `netvaerk hub`: makes all ready on this machine, then becomes JupyterHub
    settings.py     what was chosen, kept from one start to the next
    accounts.py     a learner's name as a Unix account, and the account itself
    sign_in.py      workshop code, chosen name, own word
    configure.py    JupyterHub's configuration, made from the settings
    app.py          JupyterHub itself, where its settings do not reach
    spawner.py      a learner's server, with its own account
    limits.py       what it may use, as the kernel keeps it
    warm.py         the parent that such servers are forked from
    learner.py      what runs in it: `netvaerk start`, with the hub before the door
    desk.py         the facilitators' formgrader: `netvaerk desk`, as a service of the hub
    evening.py      what people say of themselves for an evening
    tonight.py      the evening itself on a telephone: table, vote, board, whom one met
    telephone.py    what these two have in common, here and on Kubernetes
    join.py         the page for the wall: address, workshop code, QR code
    certificate.py  the machine's own certificate
    door.py         the door before the hub: whom to let through to where
    caddy.py        Caddy's part of the door: encryption, and asking it
    enter.py        where the door sends whom it does not know
    book.py         what the door knows: addresses and tickets
    proxy.py        the door as JupyterHub's proxy
    walls.py        what stands between a learner's processes and all else
    idle.py         JupyterHub's idle culler, brought to the hub's own socket

The code is here, beside what it uses; ``hub/`` holds what an administrator reads and changes. Only
`command` is imported by the other commands, and it imports nothing that a learner's machine lacks.
"""
