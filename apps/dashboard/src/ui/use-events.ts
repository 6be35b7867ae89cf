// A stream of Server-Sent Events as a hook: the browser reconnects by itself and resumes from the last cursor.
'use client';

import { useEffect, useEffectEvent, useState } from 'react';

export type Connection = 'connecting' | 'live' | 'away';

/** Calls `onMessage` with the parsed data of every message from `address`; tells how the connection is. */
export function useEvents<T>(address: string, onMessage: (data: T) => void): Connection {
  const [connection, setConnection] = useState<Connection>('connecting');
  const receive = useEffectEvent(onMessage);
  useEffect(() => {
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const connect = (): void => {
      const opened = new EventSource(address);
      source = opened;
      opened.onopen = () => setConnection('live');
      opened.onmessage = (event: MessageEvent<string>) => receive(JSON.parse(event.data) as T);
      opened.onerror = () => {
        setConnection('away');
        // A refused answer (not a lost connection) ends an EventSource for good.
        if (opened.readyState === EventSource.CLOSED) retry = setTimeout(connect, 5_000);
      };
    };
    connect();
    return () => {
      clearTimeout(retry);
      source?.close();
    };
  }, [address]);
  return connection;
}
