-- Windows of a curve, and above all its newest end, without reading the run from its beginning.
CREATE INDEX "metric_hot_window" ON "metric_hot" ("run", "attempt", "step") INCLUDE ("layout");
