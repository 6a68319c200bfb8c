"""How jobs run here: on several processes, told step by step, files whole or not at all."""
