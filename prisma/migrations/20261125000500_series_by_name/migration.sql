-- Sorting and filtering thousands of runs by the last value of a series reads that series of all of them.
CREATE INDEX "series_name_idx" ON "series"("name");
