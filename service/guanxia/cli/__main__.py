"""``python -m guanxia.cli``."""

from guanxia.cli import main

if __name__ == "__main__":
    main(prog_name="guanxia")
