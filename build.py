"""The one command of the portal: `python build.py check | build | serve | new | update`.

Run it in the folder that holds metadata.yml; `--help` tells the rest.
"""

from publish.cli import main

if __name__ == "__main__":
    main()
