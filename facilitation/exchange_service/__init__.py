"""The exchange where people's servers share no disk: a service of the hub that keeps it in PostgreSQL.

app       what people's servers ask of it, over HTTP
door      who asks: the hub is asked at every call
shelf     what is kept
evenings  an evening by telephone: what is shown, and what is told
serving   how a service of the hub is kept open
packing   the zip in which reflections and hand-ins travel
refusals  why something is not done, for programs and in two languages
client    asks it
plugins   stand where nbgrader's own exchange does
__main__  serves, and erases what is to be erased

Each server has an exchange folder of its own, and `plugins` carry between that and the service. ::

    python -m facilitation.exchange_service                      serve, as in hub/kubernetes/exchange.yaml
    python -m facilitation.exchange_service forget NAME          erase one person's hand-ins and all else
    python -m facilitation.exchange_service forget-all netvaerk  erase the course's, releases too, at its end

The last two are for a facilitator, on their own server.
"""
