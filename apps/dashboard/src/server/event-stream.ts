// Server-Sent Events: a stream of JSON messages with a cursor each, from which the browser resumes by itself.

export interface EventMessage {
  readonly data: unknown;
  /** Comes back as `Last-Event-ID` when the browser reconnects. */
  readonly cursor?: string;
}

export interface EventSink {
  send(message: EventMessage): void;
  /** Ends the stream; the browser reconnects after a few seconds. */
  end(): void;
}

/** A comment now and then keeps proxies from closing the stream and tells us when the reader has gone. */
const KEEP_ALIVE_MS = 15_000;
const RETRY_MS = 2_000;

/** Starts `source` with a sink; what it returns is called once when the reader leaves. */
export function eventStream(request: Request, source: (sink: EventSink) => Promise<() => void>): Response {
  const encoder = new TextEncoder();
  let open = true;
  let timer: ReturnType<typeof setInterval> | undefined;
  let release: (() => void) | undefined;
  /** True the first time. */
  const leave = (): boolean => {
    const wasOpen = open;
    open = false;
    clearInterval(timer);
    if (wasOpen) release?.();
    return wasOpen;
  };
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (text: string): void => {
        if (open) controller.enqueue(encoder.encode(text));
      };
      const end = (): void => {
        if (leave()) controller.close();
      };
      timer = setInterval(() => write(': still here\n\n'), KEEP_ALIVE_MS);
      request.signal.addEventListener('abort', end);
      write(`retry: ${RETRY_MS}\n\n`);
      try {
        release = await source({ send: (message) => write(formatEvent(message)), end });
        if (!open) release();
      } catch {
        end(); // the database is away: the browser tries again
      }
    },
    cancel: () => void leave(),
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}

/** JSON has no line breaks of its own, so one `data:` line holds it. */
export function formatEvent({ data, cursor }: EventMessage): string {
  return `${cursor === undefined ? '' : `id: ${cursor}\n`}data: ${JSON.stringify(data)}\n\n`;
}

interface CoalesceOptions {
  /** Least time between two rounds, ms. */
  readonly interval: number;
  readonly work: () => Promise<void>;
  /** Called once if `work` fails; there are no more rounds then. */
  readonly onError: (error: unknown) => void;
}

/**
 * Runs `work` soon after `request()`, never twice at once and at most once per `interval`; a request during the work
 * leads to one more round.
 */
export function coalesce({ interval, work, onError }: CoalesceOptions): { request(): void; stop(): void } {
  let wanted = false;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const round = async (): Promise<void> => {
    wanted = false;
    busy = true;
    try {
      await work();
    } catch (error) {
      onError(error);
      return;
    }
    timer = setTimeout(() => {
      busy = false;
      if (wanted) void round();
    }, interval);
  };
  return {
    request() {
      wanted = true;
      if (!busy) void round();
    },
    stop() {
      busy = true;
      clearTimeout(timer);
    },
  };
}
