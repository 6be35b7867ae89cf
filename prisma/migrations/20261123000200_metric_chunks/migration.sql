-- Where a sealer moves rows of metric_hot once they are many: compressed chunks, and a pyramid of summaries to draw from.

-- The integer that stands for a series in both tables: a text key per row would cost more than the points.
ALTER TABLE "series" ADD COLUMN "number" SERIAL NOT NULL;
CREATE UNIQUE INDEX "series_number_key" ON "series"("number");

-- Up to 1024 consecutive points of one series in one attempt: steps, times and values, each column byte-shuffled and deflated.
CREATE TABLE "metric_chunk" (
    "series" INTEGER NOT NULL REFERENCES "series" ("number") ON DELETE CASCADE,
    "attempt" SMALLINT NOT NULL,
    "chunk" INTEGER NOT NULL,
    "points" SMALLINT NOT NULL CHECK ("points" BETWEEN 1 AND 1024),
    "first_step" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL,
    "first_time" TIMESTAMPTZ(3) NOT NULL,
    "last_time" TIMESTAMPTZ(3) NOT NULL,
    -- Over the finite values; null when there is none.
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "sum" DOUBLE PRECISION NOT NULL,
    "not_finite" SMALLINT NOT NULL,
    "codec" SMALLINT NOT NULL,
    "body" BYTEA NOT NULL,
    PRIMARY KEY ("series", "attempt", "chunk")
);
-- Compressed already.
ALTER TABLE "metric_chunk" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- Min, max, mean and last per bucket of 2^level steps. Buckets are aligned to step 0, so that a growing run never moves a
-- point from one bucket to another.
CREATE TABLE "metric_rollup" (
    "series" INTEGER NOT NULL REFERENCES "series" ("number") ON DELETE CASCADE,
    "attempt" SMALLINT NOT NULL,
    "level" SMALLINT NOT NULL,
    "segment" INTEGER NOT NULL,
    "buckets" SMALLINT NOT NULL,
    "body" BYTEA NOT NULL,
    PRIMARY KEY ("series", "attempt", "level", "segment")
);
ALTER TABLE "metric_rollup" ALTER COLUMN "body" SET STORAGE EXTERNAL;
