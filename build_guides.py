"""The command line: python build_guides.py, then a command; --help lists them."""

from guidebook.cli import main

if __name__ == "__main__":
    main()
