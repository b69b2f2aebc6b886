"""`python -m indexer`, see `commands`."""

import gc

gc.disable()  # what modules make stays: looking for what does not is a tenth of the start

from indexer.commands import main  # noqa: E402

if __name__ == "__main__":
    gc.enable()
    main()
