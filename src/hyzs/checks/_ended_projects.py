"""SQL of projects that are over: their holders need no change any more."""

#: A CTE of their records: those at a stage that ends, and those that are 终止.
ENDED = """ended AS (
    SELECT ms.record FROM milestone ms JOIN stage s ON s.name = ms.key_id AND s.ends = 1
    UNION
    SELECT st.record FROM state st WHERE st.state = '终止'
        AND NOT EXISTS (SELECT 1 FROM state z WHERE z.record = st.record AND z.since > st.since)
)"""
