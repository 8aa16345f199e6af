"""Reports on chains, firms, events and partners: who is courted, by whom, and what came of it."""
