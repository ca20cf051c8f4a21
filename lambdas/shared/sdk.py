"""How the functions' clients of AWS are set up."""

from botocore.config import Config

# A name of our own, as it is: the SDK's own, which says all it knows of this machine, is put together twice for every
# call, and takes a sixth of it.
CONFIG = Config(user_agent="dojo-serverless")
