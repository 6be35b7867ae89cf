-- A row is no longer a log call but what one batch brought of one set of names (packages/tracking/src/hot/hot-block.ts):
-- storing and sealing then cost the server a row for a thousand calls.
ALTER TABLE "metric_hot" RENAME TO "metric_hot_call";
ALTER TABLE "metric_hot_call" RENAME CONSTRAINT "metric_hot_pkey" TO "metric_hot_call_pkey";

CREATE TABLE "metric_hot" (
    "run" INTEGER NOT NULL,
    "attempt" SMALLINT NOT NULL,
    "process" SMALLINT NOT NULL,
    "layout" INTEGER NOT NULL,
    -- Of the first call in it.
    "seq" INTEGER NOT NULL,
    "calls" INTEGER NOT NULL,
    "first_step" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL,
    "first_time" TIMESTAMPTZ(3) NOT NULL,
    "last_time" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA NOT NULL,
    PRIMARY KEY ("run", "attempt", "process", "layout", "seq")
) WITH (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
-- What lives for seconds is not worth compressing.
ALTER TABLE "metric_hot" ALTER COLUMN "body" SET STORAGE EXTERNAL;

INSERT INTO "metric_hot"
SELECT "run", "attempt", "process", "layout", min("seq"), count(*), min("step"), max("step"), min("time"), max("time"),
       '\x08'::bytea ||
       string_agg(int4send("seq") || int4send("step")
                    || float8send(floor(extract(epoch FROM "time") * 1000)::float8)
                    || coalesce((SELECT string_agg(float8send("value"), '' ORDER BY "position")
                                 FROM unnest("values") WITH ORDINALITY AS "one" ("value", "position")), ''),
                  '' ORDER BY "seq")
FROM "metric_hot_call" GROUP BY "run", "attempt", "process", "layout";

DROP TABLE "metric_hot_call";
