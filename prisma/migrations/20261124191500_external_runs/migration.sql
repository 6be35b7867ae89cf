-- Runs that other programs log here have no row of Table 1.
ALTER TABLE "run" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'starlab';
ALTER TABLE "run" ALTER COLUMN "configuration" DROP NOT NULL;
