-- What the metric gives for each domain's real validation images: a list of {domain, value, samples}, or null.
ALTER TABLE "evaluation" ADD COLUMN "real_images" JSONB;
