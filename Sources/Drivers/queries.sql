-- Over the lines of `ipamtriage scan`, for DuckDB: a view, then three questions. `alone` is what a node's own evidence
-- says by itself; `ipamtriage merge` may know better, since it sees all nodes.
CREATE VIEW cases AS
SELECT * FROM read_json('cases.jsonl', format = 'newline_delimited', maximum_object_size = 1073741824,
  columns = {
    node: 'VARCHAR', "first": 'TIMESTAMP', "last": 'TIMESTAMP', inputs: 'BIGINT', lines: 'BIGINT',
    alone: 'STRUCT(status VARCHAR, cause VARCHAR, state VARCHAR, failures BIGINT)', "case": 'JSON'
  });

-- name: causes
-- How many nodes have which cause, and since when.
SELECT alone.cause AS cause, count(*) AS nodes, sum(alone.failures) AS failures, min("first") AS since
FROM cases WHERE node IS NOT NULL AND alone.status = 'cause-found'
GROUP BY ALL ORDER BY nodes DESC, cause;

-- name: silent
-- Nodes whose evidence decides nothing: what to collect again.
SELECT node, alone.status AS status, inputs, lines
FROM cases WHERE node IS NOT NULL AND alone.status IN ('undecided', 'insufficient-evidence')
ORDER BY lines DESC, node;

-- name: kinds
-- What was read: inputs, lines and bytes by kind.
SELECT input->>'kind' AS kind, count(*) AS inputs, sum((input->>'lines')::BIGINT) AS lines,
  sum((input->>'bytes')::BIGINT) AS bytes
FROM (SELECT unnest(("case"->'inputs')::JSON[]) AS input FROM cases)
GROUP BY ALL ORDER BY bytes DESC, kind;
