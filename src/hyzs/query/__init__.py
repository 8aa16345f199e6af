"""Questions that reports and edits both ask of the index: duties, projects, tasks, matters, returns, lights."""
