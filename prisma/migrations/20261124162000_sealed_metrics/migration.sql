-- The two tables of sealed values as the sealer writes them; no earlier version wrote either.
DROP TABLE "metric_chunk";
DROP TABLE "metric_rollup";

-- Up to 1024 points of one series in one attempt: steps, numbers of the entries, times and values, as sealing/chunk.ts
-- lays them out.
CREATE TABLE "metric_chunk" (
    "series" INTEGER NOT NULL REFERENCES "series" ("number") ON DELETE CASCADE,
    "attempt" SMALLINT NOT NULL,
    -- 0, 1, 2, … in the order of sealing.
    "chunk" INTEGER NOT NULL,
    "first_step" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    PRIMARY KEY ("series", "attempt", "chunk")
);
-- Compressed already.
ALTER TABLE "metric_chunk" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- Min, max, sum, last and what is not finite per bucket of 2^level steps, 256 aligned buckets a segment (sealing/rollup.ts).
-- Buckets are aligned to step 0, so that a growing run never moves a point from one bucket to another.
CREATE TABLE "metric_rollup" (
    "series" INTEGER NOT NULL REFERENCES "series" ("number") ON DELETE CASCADE,
    "attempt" SMALLINT NOT NULL,
    "level" SMALLINT NOT NULL,
    "segment" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    PRIMARY KEY ("series", "attempt", "level", "segment")
);
ALTER TABLE "metric_rollup" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- The newest values of a run, all that is left here, are read whole by the key; a second index would double the cost of a row.
DROP INDEX "metric_hot_window";

-- Heads change with every batch: room on the page keeps their indexes out of it.
ALTER TABLE "series" SET (fillfactor = 70);
