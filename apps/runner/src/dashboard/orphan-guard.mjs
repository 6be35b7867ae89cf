// Loaded before the dashboard: ends it when the process that started it is gone, so that kill -9 leaves no server behind.
const CHECK_MS = 1_000;
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, CHECK_MS).unref();
