"""Sign-in with OpenID Connect: your organisation's own sign-in page.

Copy to <folder>/hub/own_config.py and fill in what your provider has given you. The client's secret comes
from a file that root alone can read. Each learner gets a Unix account that ends in a digest of their name.
"""

from pathlib import Path

c = get_config()
c.JupyterHub.authenticator_class = "generic-oauth"
provider = "https://login.example.dk"
c.GenericOAuthenticator.client_id = "netvaerk"
c.GenericOAuthenticator.client_secret = Path("/etc/netvaerk/oidc-secret").read_text().strip()
c.GenericOAuthenticator.oauth_callback_url = "https://kursus.example.dk/hub/oauth_callback"
c.GenericOAuthenticator.authorize_url = f"{provider}/authorize"
c.GenericOAuthenticator.token_url = f"{provider}/token"
c.GenericOAuthenticator.userdata_url = f"{provider}/userinfo"
c.GenericOAuthenticator.scope = ["openid", "profile"]
c.GenericOAuthenticator.username_claim = "sub"
c.GenericOAuthenticator.login_service = "example.dk"
c.GenericOAuthenticator.allow_all = True
c.LearnerSpawner.named_elsewhere = True
# the facilitators, as the provider names them
c.JupyterHub.load_groups = {"formgrade-netvaerk": {"users": ["anna"]}}
