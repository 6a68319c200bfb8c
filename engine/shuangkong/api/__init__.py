"""What a notebook, the terminal and the desk call; each job walks the rooms once, forwards.

The modules here import a room when a job needs it, so that `import shuangkong` stays quick.
"""
