// Starlab's memory: studies, runs and their numbers in Postgres. The only package that knows Prisma and pg.
export { resolveDatabase, type ResolvedDatabase } from './database/resolve-database.ts';
export { openDatabase, type Database } from './database/open-database.ts';
export { isDatabaseAway } from './database/connection-error.ts';
export { applyMigrations } from './database/apply-migrations.ts';
export { artifactPath, putArtifact } from './artifacts/artifact-store.ts';
export { createStudy, type NewStudy } from './write/create-study.ts';
export { configSha256, createRun, type NewRun } from './write/create-run.ts';
export { recordCircumstances, type Circumstances } from './write/record-circumstances.ts';
export { openRunLog, type AttemptLog, type RunLogOptions } from './write/open-run-log.ts';
export { joinRunLog, type ProcessLog } from './write/join-run-log.ts';
export { recordEvaluation } from './write/record-evaluation.ts';
export { replayJournals, type Replay } from './write/replay-journals.ts';
export { setNote, setTags } from './write/annotate-run.ts';
export { markCrashed } from './write/mark-crashed.ts';
export { archiveRuns, archiveStudy } from './retention/archive.ts';
export { deleteRuns, deleteSamples, deleteStudy, type Freed } from './retention/delete-runs.ts';
export { vacuumDatabase, type VacuumReport } from './retention/vacuum-database.ts';
export { exportStudy } from './transfer/export-study.ts';
export { importStudy } from './transfer/import-study.ts';
export { startSystemMetrics } from './capture/system-metrics.ts';
export { sealAbandoned } from './sealing/seal-abandoned.ts';
export { listStudies } from './queries/list-studies.ts';
export { listRuns } from './queries/list-runs.ts';
export {
  runFilterSchema,
  runSearchSchema,
  searchRuns,
  type FoundRuns,
  type RunFilter,
  type RunSearch,
} from './queries/search-runs.ts';
export { runColumnSchema, type RunColumn } from './queries/run-columns.ts';
export { groupRuns, runGroupings, type RunGroup, type RunGrouping } from './queries/group-runs.ts';
export { listRunFacets, type RunFacets } from './queries/list-run-facets.ts';
export { getRun } from './queries/get-run.ts';
export { listExternalConfigKeys } from './queries/list-external-config-keys.ts';
export { runExists } from './queries/run-exists.ts';
export { isReachable } from './queries/is-reachable.ts';
export {
  readCurves,
  readCurvesOfRuns,
  type CurveRequest,
  type CurvesOfRunsRequest,
} from './queries/read-curves.ts';
export { lossesAt, MAX_LOSS_WINDOW, type LossesAt } from './queries/losses-at.ts';
export { listSamples } from './queries/list-samples.ts';
export { listEvaluations } from './queries/list-evaluations.ts';
export { listCheckpoints } from './queries/list-checkpoints.ts';
export { readLogLines } from './queries/read-log-lines.ts';
export { baselineTable } from './queries/baseline-table.ts';
export { ablationTable } from './queries/ablation-table.ts';
export { listPublishedResults } from './queries/list-published-results.ts';
export { getStudyBase, listStudyBases } from './queries/get-study-base.ts';
export { listDatasets, type KnownDataset } from './queries/list-datasets.ts';
export { listTrainingSpeeds, type TrainingSpeed } from './queries/list-training-speeds.ts';
export { subscribeRuns } from './live/subscribe-runs.ts';
export { beginExternalAttempt, createExternalRun, type NewExternalRun } from './ingest/external-run.ts';
export {
  EntryGapError,
  ingestedEntrySchema,
  ingestEntries,
  ingestSample,
  type Acknowledgement,
  type IngestedEntry,
} from './ingest/ingest-entries.ts';
export { cancelRun, enqueueRun, reorderQueue } from './queue/enqueue-run.ts';
export { joinQueue, type Lease, type QueueWorker, type WorkerDescription } from './queue/join-queue.ts';
export { launchRun, type RunLaunch } from './queue/launch-run.ts';
export { readQueue, type QueueContents, type QueuedRun, type WorkerSummary } from './queue/read-queue.ts';
export type {
  AblationTable,
  AblationTableRow,
  AblationRun,
  AttemptSummary,
  AveragedFigure,
  BaselineRow,
  BaselineRun,
  MissingPair,
  PairModel,
  BaselineTable,
  Curve,
  CurveColumns,
  CurvePoint,
  DatasetReference,
  EvaluationSummary,
  FigureDifference,
  GitState,
  JsonObject,
  JsonValue,
  LogLine,
  MeasuredColumn,
  MeasuredFigure,
  RunDetail,
  RunSummary,
  StoredCheckpoint,
  StoredSample,
  StudySummary,
} from './results.ts';
export { toJsonNumber, type JsonNumber } from './json-number.ts';
export type { PublishedMetric, PublishedResult, PublishedTable } from './published/published-result.ts';
