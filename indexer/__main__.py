"""`python -m indexer`, see `commands`."""

import gc

gc.disable()  # what modules make stays: looking for what does not is a tenth of the start

from indexer.commands import main  # noqa: E402  # after the line above, or it would be for nothing

gc.enable()

if __name__ == "__main__":
    main()
