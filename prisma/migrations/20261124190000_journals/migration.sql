-- Several processes may write to one attempt, each a journal of its own: 0 is the one that began the attempt.
CREATE TABLE "journal" (
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "process" SMALLINT NOT NULL,
    "acknowledged_seq" INTEGER NOT NULL DEFAULT 0,
    "acknowledged_bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("run_id", "attempt", "process")
);
ALTER TABLE "journal" ADD CONSTRAINT "journal_run_id_attempt_fkey" FOREIGN KEY ("run_id", "attempt") REFERENCES "attempt"("run_id", "number") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "journal" SELECT "run_id", "number", 0, "acknowledged_seq" FROM "attempt";
ALTER TABLE "attempt" DROP COLUMN "acknowledged_seq";

ALTER TABLE "metric_hot" ADD COLUMN "process" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "metric_hot" DROP CONSTRAINT "metric_hot_pkey";
ALTER TABLE "metric_hot" ADD PRIMARY KEY ("run", "attempt", "process", "seq");

ALTER TABLE "log_line" ADD COLUMN "process" SMALLINT NOT NULL DEFAULT 0;
DROP INDEX "log_line_run_id_attempt_seq_key";
CREATE UNIQUE INDEX "log_line_run_id_attempt_process_seq_key" ON "log_line"("run_id", "attempt", "process", "seq");

-- Changed with every batch: room on the page spares their indexes.
ALTER TABLE "journal" SET (fillfactor = 50);
ALTER TABLE "attempt" SET (fillfactor = 50);

-- A check for each row would cost more than the row. In place of the references: a batch holds the run's row while it is
-- stored, and the rows go with the run.
ALTER TABLE "metric_hot" DROP CONSTRAINT "metric_hot_run_fkey", DROP CONSTRAINT "metric_hot_layout_fkey";
CREATE FUNCTION "delete_hot_values"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "metric_hot" WHERE "run" = OLD."number";
    RETURN NULL;
END $$;
CREATE TRIGGER "run_hot_values" AFTER DELETE ON "run" FOR EACH ROW EXECUTE FUNCTION "delete_hot_values"();
