import sys

from facilitation.authoring import main

sys.exit(main())
