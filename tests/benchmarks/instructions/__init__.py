"""Instructions that fixed workloads take, on one commit and on another, counted under callgrind."""
