"""Reports on land, money, policies, results and prices: matches with firms and projects, and grants."""
