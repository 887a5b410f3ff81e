"""nbgrader's settings where the exchange is ngshare. Stands in the image where the course's own would be."""

import os
import tempfile
from pathlib import Path

from ngshare_exchange import ExchangeCollect, ExchangeSubmit, configureExchange

from facilitation import taking_in
from facilitation.nbgrader_settings import configure


class Collect(ExchangeCollect):
    """ngshare's collecting, which believes as little of what was handed in as the course's own does."""

    def do_copy(self, files, dest):
        careful = taking_in.Collect(coursedir=self.coursedir, authenticator=self.authenticator, parent=self)
        with tempfile.TemporaryDirectory() as private:
            self.decode_dir(files, private)
            careful.do_copy(private, dest)


class Submit(ExchangeSubmit):
    """ngshare's handing in, with the word UTC after its time, which a learner's page would take for local."""

    def post_submission(self, src_path):
        moment = super().post_submission(src_path)
        return moment and f"{moment.removesuffix(' UTC')} UTC"


folder = os.environ.get("NETVAERK_FOLDER")
c = configure(
    get_config(),
    course=os.environ.get("NETVAERK_COURSE") or Path(__file__).parent,
    exchange=None,
    reflections=Path(folder) / "reflections" if folder else None,
)
configureExchange(c, os.environ["NETVAERK_NGSHARE"])
c.ExchangeFactory.collect = Collect
c.ExchangeFactory.submit = Submit
