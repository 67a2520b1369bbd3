"""Every output of every design as pictures, with what validators say: `python packaging/task.py show OUT`."""
