"""Reports on land, money, policies, results and prices: what fits whom, and what was given."""
