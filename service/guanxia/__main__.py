"""``python -m guanxia``."""

from guanxia.cli import main

if __name__ == "__main__":
    main(prog_name="guanxia")
