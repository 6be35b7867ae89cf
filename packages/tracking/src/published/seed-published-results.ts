// Keeps the table of published results equal to published-results.json.
import type { Client } from 'pg';
import { z } from 'zod';
import { publishedResultSchema } from './published-result.ts';
import publishedResults from './published-results.json' with { type: 'json' };

const REPLACE_ALL = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS result (
      "position" int, "table" text, dataset text, method text, configuration text, mode text, metric text,
      value float8, "paperVersion" text, source text, evidence text, note text)
  ), superfluous AS (
    DELETE FROM published_result WHERE "position" NOT IN (SELECT "position" FROM given)
  )
  INSERT INTO published_result
    ("position", "table", dataset, method, configuration, mode, metric, value, paper_version, source, evidence, note)
  SELECT * FROM given
  ON CONFLICT ("position") DO UPDATE SET
    "table" = excluded."table", dataset = excluded.dataset, method = excluded.method,
    configuration = excluded.configuration, mode = excluded.mode, metric = excluded.metric, value = excluded.value,
    paper_version = excluded.paper_version, source = excluded.source, evidence = excluded.evidence,
    note = excluded.note
  WHERE published_result IS DISTINCT FROM excluded`;

export async function seedPublishedResults(client: Client): Promise<void> {
  const results = z.array(publishedResultSchema).parse(publishedResults);
  const positioned = results.map((result, position) => ({ position, ...result }));
  await client.query(REPLACE_ALL, [JSON.stringify(positioned)]);
}
