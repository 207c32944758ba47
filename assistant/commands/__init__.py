"""The commands of `tongwen`, each a function of settings, arguments and console that gives back an exit code."""
