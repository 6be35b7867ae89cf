-- CreateEnum
CREATE TYPE "run_state" AS ENUM ('queued', 'running', 'finished', 'failed', 'crashed', 'killed');

-- CreateTable
CREATE TABLE "study" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "dataset" TEXT NOT NULL,
    "domains" TEXT[],
    "base" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "study_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "study_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "config_sha256" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "configuration" TEXT NOT NULL,
    "seed" BIGINT NOT NULL,
    "domains" TEXT[],
    "dataset_path" TEXT NOT NULL,
    "dataset_sha256" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "environment" JSONB NOT NULL,
    "git" JSONB,
    "state" "run_state" NOT NULL DEFAULT 'queued',
    "reason" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "run_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "run_state" NOT NULL DEFAULT 'running',
    "reason" TEXT,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "first_step" INTEGER,
    "last_step" INTEGER,
    "acknowledged_seq" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("run_id","number")
);

-- CreateTable
CREATE TABLE "series" (
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "last_attempt" INTEGER NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "last_step" INTEGER NOT NULL,
    "last_value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "series_pkey" PRIMARY KEY ("run_id","name")
);

-- CreateTable
CREATE TABLE "sample" (
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("run_id","attempt","seq")
);

-- CreateTable
CREATE TABLE "checkpoint" (
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("run_id","attempt","seq")
);

-- CreateTable
CREATE TABLE "evaluation" (
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "feature_set" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "mean" DOUBLE PRECISION NOT NULL,
    "fingerprint" JSONB NOT NULL,
    "fingerprint_sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evaluation_pkey" PRIMARY KEY ("run_id","attempt","seq")
);

-- CreateTable
CREATE TABLE "evaluation_task" (
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "samples" INTEGER NOT NULL,

    CONSTRAINT "evaluation_task_pkey" PRIMARY KEY ("run_id","attempt","seq","position")
);

-- CreateTable
CREATE TABLE "log_line" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "line" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "published_result" (
    "position" INTEGER NOT NULL,
    "table" TEXT NOT NULL,
    "dataset" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "configuration" TEXT,
    "mode" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "paper_version" TEXT,
    "source" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "published_result_pkey" PRIMARY KEY ("position")
);

-- CreateIndex
CREATE UNIQUE INDEX "study_name_key" ON "study"("name");

-- CreateIndex
CREATE UNIQUE INDEX "run_number_key" ON "run"("number");

-- CreateIndex
CREATE INDEX "run_study_id_configuration_seed_idx" ON "run"("study_id", "configuration", "seed");

-- CreateIndex
CREATE INDEX "run_state_idx" ON "run"("state");

-- CreateIndex
CREATE INDEX "evaluation_run_id_metric_mode_step_idx" ON "evaluation"("run_id", "metric", "mode", "step");

-- CreateIndex
CREATE INDEX "log_line_run_id_id_idx" ON "log_line"("run_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "log_line_run_id_attempt_seq_key" ON "log_line"("run_id", "attempt", "seq");

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_study_id_fkey" FOREIGN KEY ("study_id") REFERENCES "study"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series" ADD CONSTRAINT "series_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation" ADD CONSTRAINT "evaluation_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_task" ADD CONSTRAINT "evaluation_task_run_id_attempt_seq_fkey" FOREIGN KEY ("run_id", "attempt", "seq") REFERENCES "evaluation"("run_id", "attempt", "seq") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_line" ADD CONSTRAINT "log_line_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Metric values: never through Prisma, which knows these tables as external ones (prisma.config.ts).

-- The names of the values of a log call, in order. A program logs a handful of different sets of names.
CREATE TABLE "metric_layout" (
    "id" INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "names" TEXT[] NOT NULL,
    -- Of the names as JSON: names may be too long together for an index.
    "sha256" TEXT NOT NULL UNIQUE
);

-- One row per log call. The key makes sending a row twice the same as sending it once.
CREATE TABLE "metric_hot" (
    "run" INTEGER NOT NULL REFERENCES "run" ("number") ON DELETE CASCADE,
    "attempt" SMALLINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "layout" INTEGER NOT NULL REFERENCES "metric_layout" ("id"),
    -- float8 knows NaN and the infinities.
    "values" DOUBLE PRECISION[] NOT NULL,
    PRIMARY KEY ("run", "attempt", "seq")
) WITH (fillfactor = 100, autovacuum_vacuum_scale_factor = 0.02);
