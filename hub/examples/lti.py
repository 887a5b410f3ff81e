"""Sign-in with LTI 1.3 from Moodle, Canvas or another learning platform.

Copy to <folder>/hub/own_config.py and fill in what the platform shows when you register the tool. It signs
learners in; marks stay in nbgrader's gradebook. Each learner gets a Unix account that ends in a digest.
"""

c = get_config()
c.JupyterHub.authenticator_class = "ltiauthenticator.lti13.auth.LTI13Authenticator"
platform = "https://moodle.example.dk"
c.LTI13Authenticator.issuer = platform
c.LTI13Authenticator.authorize_url = f"{platform}/mod/lti/auth.php"
c.LTI13Authenticator.jwks_endpoint = f"{platform}/mod/lti/certs.php"
c.LTI13Authenticator.client_id = {"the-client-id"}
c.LTI13Authenticator.username_key = "sub"
c.LTI13Authenticator.allow_all = True
c.LearnerSpawner.named_elsewhere = True
# the facilitators, as the platform names them
c.JupyterHub.load_groups = {"formgrade-netvaerk": {"users": ["2"]}}
