"""Sign-in with the machine's own Unix accounts and passwords.

Copy to <folder>/hub/own_config.py. Accounts are made and removed by you, with homes of mode 0700.
"""

c = get_config()
c.JupyterHub.authenticator_class = "pam"
# who may come in: a Unix group, and the facilitators
c.PAMAuthenticator.allowed_groups = {"netvaerk-learners", "netvaerk-facilitators"}
c.LearnerSpawner.own_accounts = False
# their account names
c.JupyterHub.load_groups = {"formgrade-netvaerk": {"users": ["anna"]}}
