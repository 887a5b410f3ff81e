"""One server for a room: JupyterHub with a Unix account for each learner.

::

    command.py      `netvaerk hub`: makes all ready on this machine, then becomes JupyterHub
    settings.py     what was chosen, kept from one start to the next
    accounts.py     a learner's name as a Unix account, and the account itself
    sign_in.py      workshop code, chosen name, own word
    configure.py    JupyterHub's configuration, made from the settings
    spawner.py      a learner's server: its account, its limits
    warm.py         the parent that such servers are forked from
    learner.py      what runs in it: `netvaerk start`, with the hub before the door
    desk.py         the facilitators' formgrader: `netvaerk desk`, as a service of the hub
    join.py         the page for the wall: address, workshop code, QR code
    certificate.py  the machine's own certificate

The code is here, beside what it uses; ``hub/`` holds what an administrator reads and changes. Only
`command` is imported by the other commands, and it imports nothing that a learner's machine lacks.
"""
