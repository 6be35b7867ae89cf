-- What people say about runs, and which runs and studies they have put away.
ALTER TABLE "run" ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
                  ADD COLUMN "note" TEXT,
                  ADD COLUMN "archived_at" TIMESTAMPTZ(3);
ALTER TABLE "study" ADD COLUMN "archived_at" TIMESTAMPTZ(3);
