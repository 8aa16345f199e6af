"""Reports on chains, firms, events and partners: which firms are courted by whom, and the results."""
