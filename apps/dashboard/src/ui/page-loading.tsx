// The shape of a page while its numbers are read.
export function PageLoading() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <span className="sr-only" role="status">
        Loading
      </span>
      <div className="h-7 w-56 rounded bg-sunken motion-safe:animate-pulse" />
      <div className="panel flex flex-col gap-3 p-4">
        {Array.from({ length: 9 }, (_, i) => (
          <div
            key={i}
            className="h-4 rounded bg-sunken motion-safe:animate-pulse"
            style={{ width: `${96 - 5 * (i % 4)}%` }}
          />
        ))}
      </div>
    </div>
  );
}
